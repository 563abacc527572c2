package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/prosecution"
)

// keepers is how many case workers an employer has.
const keepers = 3

// who is the case worker who follows this case.
func (k *docket) who(role access.Role) access.Actor {
	if role == access.CaseWorker {
		return actor(role, k.site.ID, k.keeper)
	}
	return k.tale.who(role)
}

// Staff are those at an employer whom work is given to: one registrar, and the case workers.
func Staff(at uuid.UUID) []access.Actor {
	staff := []access.Actor{actor(access.Registrar, at, 0)}
	for n := range keepers {
		staff = append(staff, actor(access.CaseWorker, at, n))
	}
	return staff
}

// Among adds who there is at the employer to what gives work to somebody.
func Among(c casework.Command, at uuid.UUID) casework.Command {
	var staff []access.Known
	for _, who := range Staff(at) {
		staff = append(staff, access.Known{Actor: who})
	}
	switch c := c.(type) {
	case casework.Assign:
		c.Known = staff
		return c
	case casework.HandOver:
		c.Known = staff
		return c
	}
	return c
}

// follows gives the case to somebody, most of them at once. Some are handed over, which
// counts when it is accepted, and some are put away until the day in court.
func (k *docket) follows() {
	k.keeper = k.d.IntN(keepers)
	if k.part == nil && !k.d.chance(88) {
		return // nobody's
	}
	standIn := (k.keeper + 1) % keepers
	k.work(k.opened.Add(15*time.Minute), "assign", func(a casework.Asked) casework.Command {
		return casework.Assign{Asked: a, Responsible: a.By.ID, StandIn: actor(access.CaseWorker, k.site.ID, standIn).ID}
	})
	last := k.world.until.AddDate(0, 0, -1)
	switch n := k.got("SUMMONS"); {
	case k.part != nil && k.part.offered:
		k.offer(k.world.office(k.d, last.AddDate(0, 0, -4)), standIn, false)
	case k.part == nil && k.d.chance(8):
		k.offer(k.world.office(k.d, k.opened.Add(k.d.span(20*days, 90*days))), standIn, true)
	case n != nil && n.Hearing.Known() && n.received.Before(n.Hearing.Instant.AddDate(0, 0, -10)) && (k.plan.last == "SUMMONS" || k.d.chance(24)):
		until := calendar.DayOf(n.Hearing.In(k.world.zone))
		k.work(lastOf(n.received, k.opened).Add(time.Hour), "snooze", func(a casework.Asked) casework.Command {
			today := calendar.DayOf(a.At.In(k.world.zone))
			if until <= today {
				return nil
			}
			return casework.Snooze{Asked: a, Today: today, Until: until, Reason: "Wacht op zitting."}
		})
	}
}

// offer is a hand-over; not every one is answered.
func (k *docket) offer(at time.Time, to int, accepted bool) {
	k.work(at, "offer", func(a casework.Asked) casework.Command {
		return casework.HandOver{Asked: a, To: actor(access.CaseWorker, k.site.ID, to).ID}
	})
	if !accepted {
		return
	}
	var victims []uuid.UUID
	at = k.world.office(k.d, at.Add(days))
	k.work(at, "accept", func(a casework.Asked) casework.Command {
		k.keeper, victims = to, slices.Clone(k.file.Workers)
		a.By, a.File.Victims = k.who(access.CaseWorker), victims
		return casework.Accept{Asked: a}
	})
	k.names(at, &victims)
}

// nameDice are those of who hears who follows the case now: its own, so that the rest of the
// world is the same with it and without.
const nameDice = 3 << 40

// names tells victims who follows the case since a hand-over: most in time, some late, and
// of some it is forgotten.
func (k *docket) names(accepted time.Time, victims *[]uuid.UUID) {
	d := k.world.dice(nameDice + k.story)
	for i := range k.workers {
		after := d.span(time.Hour, 30*time.Hour)
		switch n := d.IntN(10); {
		case n >= 8:
			continue
		case n >= 5:
			after = d.span(15*days, 40*days)
		}
		channel := draw(d, mix{{"PHONE", 70}, {"LETTER", 30}})
		k.work(k.world.office(d, accepted.Add(after)), fmt.Sprintf("name/%d", i), func(a casework.Asked) casework.Command {
			if i >= len(*victims) {
				return nil // linked later than the hand-over
			}
			a.File.Victims = *victims
			return casework.TellName{
				Asked: a, ID: k.world.id(k.at, fmt.Sprintf("%d name %d", k.story, i)), Victim: (*victims)[i],
				Channel: channel, On: onDay(k.world.zone, k.at),
			}
		})
	}
}

func (k *docket) work(at time.Time, what string, make func(casework.Asked) casework.Command) {
	k.do(at, what, func(k *docket) prosecution.Command {
		asked := casework.Asked{By: k.who(access.CaseWorker), At: k.at, File: casework.File{Employer: k.site.ID}}
		if c := make(asked); c != nil {
			k.say(fmt.Sprintf("work/%s", what), casework.Stream(k.id), c)
		}
		return nil
	})
}
