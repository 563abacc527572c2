package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
)

// docket is what is told of one criminal case: first what really happened in it, then
// what the employer heard of that, and when, and what it did about it.
type docket struct {
	*tale
	d    dice // its own, so that an incident is the same with a case and without
	plan plan

	id, aangifte uuid.UUID
	number       string    // at the OM
	opened, now  time.Time // the case here, and what really happened
	over         bool      // nothing is heard any more
	heard        []*notice
	claims, due  []claim // what is wanted, and what was awarded and must be paid
	award        []prosecution.Amount
	demand       *notice
	offence      incident.Qualification

	acts              []act            // what is still to be told, by time
	at                time.Time        // when it is told
	file              prosecution.Case // as the employer has it, while it is told
	how               telling          // victims
	cleared, tellings int              // how often
	keeper            int              // which of the case workers follows it
	told              []Told           // of the case, its aangifte and the suspect's file
}

// notice is one step, and how the employer came to hear of it.
type notice struct {
	prosecution.Told
	effect, received time.Time
	source           codes.Code
	amounts          []prosecution.Amount
	text             string
	id               uuid.UUID
}

// act is something that somebody will do, when it is time for it: what exactly depends
// on what is known by then. A nil command is nothing.
type act struct {
	at   time.Time
	what string
	make func(k *docket) prosecution.Command
}

// caseDice are those of the case of a story.
const caseDice = 1 << 40

// mostFollowed is of how many incidents in all there may be a case: with more of them
// fewer are followed, so that a large world is told no slower for it.
const mostFollowed = 800

// prosecuted tells of the case against whoever did it, of the share of the incidents
// that has one.
func (t *tale) prosecuted() []Told {
	d := t.world.dice(caseDice + t.story)
	if t.part == nil && (t.waits || len(t.workers) == 0 || !d.chance(t.followed())) {
		return nil
	}
	k := &docket{tale: t, d: d, number: fmt.Sprintf("VERZONNEN-%02d-%06d-%02d", d.between(1, 23), d.IntN(1_000_000), t.scene.at.Year()%100)}
	k.opened = t.world.office(d, t.reportedAt.Add(d.span(2*time.Hour, 60*time.Hour)))
	k.id, k.aangifte = t.world.id(k.opened, fmt.Sprintf("%d case", t.story)), t.world.id(k.opened, fmt.Sprintf("%d aangifte", t.story))
	k.now = t.scene.at.Add(d.span(time.Hour, 20*time.Hour))
	if t.part != nil {
		k.plan = t.part.plan
	} else {
		k.plan = k.draws()
	}
	k.happens()
	k.open(k.opened)
	k.tellAll()
	return k.told
}

// followed is of how many of a hundred incidents the employer follows a case: mostly of
// those of which the police gave it a name.
func (t *tale) followed() float64 {
	often := 5.0
	if t.qualified {
		often = 64
	}
	return often * min(1, float64(mostFollowed)/float64(max(t.world.n, 1)))
}

func lastOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// office is when somebody at a desk gets to it: after that time, on a weekday between
// half past eight and five.
func (w *World) office(d dice, after time.Time) time.Time {
	day, minutes, seconds := after.In(w.zone), d.IntN(500), d.IntN(60)
	for {
		at := time.Date(day.Year(), day.Month(), day.Day(), 8, 30+minutes, seconds, 0, w.zone)
		if at.After(after) && at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			return at
		}
		day = day.AddDate(0, 0, 1)
	}
}

// open begins the case with what is known at once. What becomes known later is linked
// then.
func (k *docket) open(at time.Time) {
	k.do(at, "open", func(k *docket) prosecution.Command {
		return prosecution.Open{Asked: k.asks(), Regime: k.regime()}
	})
	k.link(at.Add(time.Minute), prosecution.ToIncident, k.tale.id)
	for i, w := range k.workers {
		k.link(at.Add(time.Duration(2+i)*time.Minute), prosecution.ToWorker, w.Person)
	}
	if k.suspectFile != uuid.Nil {
		k.link(lastOf(at, k.linkedAt).Add(10*time.Minute), prosecution.ToSuspect, k.suspectFile)
	}
	k.complain(at)
	for i, n := range k.heard {
		k.receive(at.Add(20*time.Minute), i, n)
	}
	k.rights(at.Add(20 * time.Minute))
	k.follows()
	if k.plan.newer {
		k.applies(k.world.month(3).AddDate(0, 0, 9))
	}
	k.ends()
}

func (k *docket) asks() prosecution.Asked {
	return prosecution.Asked{By: k.who(access.CaseWorker), At: k.at, Employer: k.site.Employer}
}

func (k *docket) link(at time.Time, kind prosecution.LinkKind, id uuid.UUID) {
	k.do(at, fmt.Sprintf("link %s %s", kind, id), func(k *docket) prosecution.Command {
		target := prosecution.Target{Employer: k.site.ID, Regime: k.law()}
		if kind == prosecution.ToWorker {
			target = prosecution.Target{Hit: k.victims()}
		}
		return prosecution.Join{Asked: k.asks(), Link: prosecution.Link{Kind: kind, ID: id}, Target: target}
	})
}

// victims are who was hit and named, by person id.
func (t *tale) victims() []uuid.UUID {
	var all []uuid.UUID
	for _, w := range t.workers {
		all = append(all, w.Person)
	}
	return all
}

// law is the regime in full.
func (t *tale) law() codes.Code {
	if r := t.regime(); r != "" {
		return r
	}
	return "AVG"
}

// receive lets a notice come in, never before the case was opened.
func (k *docket) receive(opened time.Time, i int, n *notice) {
	at := lastOf(n.received, opened.Add(time.Duration(i)*time.Minute))
	k.do(at, fmt.Sprintf("notice %d", i), func(k *docket) prosecution.Command {
		n.id = k.world.id(k.at, fmt.Sprintf("%d notice %d", k.story, i))
		return prosecution.Receive{Asked: k.asks(), ID: n.id, Heard: k.words(n, onDay(k.world.zone, k.at))}
	})
}

// do plans something, behind what is planned for the same time.
func (k *docket) do(at time.Time, what string, make func(*docket) prosecution.Command) {
	i := len(k.acts)
	for i > 0 && k.acts[i-1].at.After(at) {
		i--
	}
	k.acts = slices.Insert(k.acts, i, act{at, what, make})
}

// tellAll does what was planned, each when its time has come, under the rules of the
// trade: a case is told as it could have been.
func (k *docket) tellAll() {
	for len(k.acts) > 0 {
		next := k.acts[0]
		k.acts = k.acts[1:]
		if !next.at.Before(k.world.until) {
			return
		}
		k.at = next.at
		if c := next.make(k); c != nil {
			k.carry(next.what, c)
		}
	}
}

func (k *docket) carry(what string, c prosecution.Command) {
	events, err := prosecution.Decider.Decide(k.file, c)
	if err != nil || len(events) == 0 {
		panic(fmt.Sprintf("the invented world tells %s of case %d, which cannot be: %v", what, k.story, err))
	}
	owed := len(k.file.Uninformed())
	for _, e := range events {
		k.file = prosecution.Decider.Evolve(k.file, e)
	}
	k.say("case/"+what, prosecution.Stream(k.id), c)
	if len(k.file.Uninformed()) > owed {
		k.willTell()
	}
	if decides(c) {
		k.clears()
	}
}

// say adds something to what is told, of whatever stream.
func (k *docket) say(what string, s eventlog.Stream, command any) {
	k.told = append(k.told, Told{
		At: k.at, Key: fmt.Sprintf("%s/%d/%s", k.world.name, k.story, what), Story: k.story,
		Employer: k.site.ID, Stream: s, By: k.who(access.CaseWorker), Command: command,
	})
}

// complain records the aangifte in a stream of its own, when it is made.
func (k *docket) complain(opened time.Time) {
	i := slices.IndexFunc(k.heard, func(n *notice) bool { return n.Step == "AANG" })
	if i < 0 && !k.plan.mistaken {
		return
	}
	made := opened.Add(-time.Hour)
	if i >= 0 {
		made = k.heard[i].effect
	}
	c := k.complaint(made)
	at := lastOf(opened, made.Add(2*time.Hour))
	if i >= 0 {
		k.heard[i].Aangifte = k.aangifte
		k.heard[i].received = lastOf(k.heard[i].received, at.Add(5*time.Minute))
	}
	k.do(at.Add(2*time.Minute), "aangifte", func(k *docket) prosecution.Command {
		c.Asked = k.ofAangifte()
		k.say("aangifte/make", aangifte.Stream(k.aangifte), c)
		return nil
	})
	k.link(at.Add(3*time.Minute), prosecution.ToAangifte, k.aangifte)
	k.amend(at, c)
}

func (k *docket) ofAangifte() aangifte.Asked {
	return aangifte.Asked{By: k.who(access.CaseWorker), At: k.at, Employer: k.site.Employer}
}

// complaint is who made it and how. That 5 in 100 stand under a number is published (of
// 2,770 public-task incidents in 2012 to 2014); the rest is our own choice.
func (k *docket) complaint(on time.Time) aangifte.Make {
	c := aangifte.Make{Regime: k.regime(), Told: aangifte.Told{
		On: onDay(k.world.zone, on), Complainant: draw(k.d, mix{{"VICTIM", 58}, {"EMPLOYER", 42}}),
		Name:      draw(k.d, mix{{"NAME", 89}, {"NUMBER", 5}, {"", 6}}),
		Domicile:  draw(k.d, mix{{"YES", 66}, {"NO", 14}, {"", 20}}),
		Incidents: []aangifte.About{{ID: k.tale.id, Employer: k.site.ID, Regime: k.law()}},
		Reference: fmt.Sprintf("VERZONNEN-PL-%08d", k.d.IntN(100_000_000)),
	}}
	c.Workers = k.victims()
	if c.Complainant == "VICTIM" {
		c.Workers = c.Workers[:1]
	}
	return c
}

// amend is what was recorded wrongly of it: the address, or that there was one at all.
func (k *docket) amend(made time.Time, c aangifte.Make) {
	at := k.world.office(k.d, made.Add(k.d.span(3*24*time.Hour, 20*24*time.Hour)))
	switch {
	case k.plan.mistaken:
		k.do(at, "unlink", func(k *docket) prosecution.Command {
			return prosecution.Part{Asked: k.asks(), Link: prosecution.Link{Kind: prosecution.ToAangifte, ID: k.aangifte}, Reason: "Het was een melding. Er is geen aangifte gedaan."}
		})
		k.do(at, "retract", func(k *docket) prosecution.Command {
			k.say("aangifte/retract", aangifte.Stream(k.aangifte), aangifte.Retract{Asked: k.ofAangifte(), Reason: "De politie heeft een melding opgenomen, geen aangifte."})
			return nil
		})
	case c.Domicile == "NO" && k.d.chance(40):
		k.do(at, "correct", func(k *docket) prosecution.Command {
			told := c.Told
			told.Domicile = "YES"
			k.say("aangifte/correct", aangifte.Stream(k.aangifte), aangifte.Correct{Asked: k.ofAangifte(), Told: told, Reason: "De politie heeft het adres van de werkgever alsnog in de aangifte gezet."})
			return nil
		})
	}
}

// applies lets the case run under the newer version of its employer's own agreement.
func (k *docket) applies(at time.Time) {
	k.do(at, "apply", func(k *docket) prosecution.Command {
		k.say("case/apply", agreement.UseStream(k.id), agreement.Apply{
			By: k.who(access.CaseWorker), Employer: k.site.ID, Agreement: ownAgreement, Ref: agreement.Ref{Whose: agreement.Employer, Number: newerVersion},
			Because: "NEWER_APPLIES", Known: k.world.agreed(k.site),
		})
		return nil
	})
}
