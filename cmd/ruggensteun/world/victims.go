package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// telling is how an employer tells victims what it heard.
type telling string

const (
	inTime telling = "in time" // within two working days
	late   telling = "late"
	never  telling = "never"
)

// hearsLate is the employer whose victims hear late. Planted, see WORLD.md.
const hearsLate = "DEMO-POL-02"

// tells is how it goes in one case: our own choice, but for the planted employer.
func (k *docket) tells() telling {
	switch {
	case k.plan.untold:
		return never
	case k.site.Code == hearsLate && k.plan.wellTold:
		return late
	case k.site.Code == hearsLate:
		return draw(k.d, []share[telling]{{inTime, 8}, {late, 74}, {never, 18}})
	case k.plan.wellTold:
		return inTime
	}
	return draw(k.d, []share[telling]{{inTime, 80}, {late, 12}, {never, 8}})
}

// willTell plans to tell each victim of what came in just now.
func (k *docket) willTell() {
	for _, victim := range k.file.Workers {
		least, most := time.Hour, 20*time.Hour
		switch k.how {
		case never:
			continue
		case late:
			least, most = 6*24*time.Hour, 35*24*time.Hour
		}
		k.tellings++
		what := fmt.Sprintf("tell %d", k.tellings)
		k.do(k.world.office(k.d, k.at.Add(k.d.span(least, most))), what, func(k *docket) prosecution.Command { return k.tell(victim, what) })
	}
}

// tell is of all that the victim does not know yet; nothing when that was told meanwhile.
func (k *docket) tell(victim uuid.UUID, what string) prosecution.Command {
	var of []uuid.UUID
	for _, o := range k.file.Uninformed() {
		if o.Victim == victim {
			of = append(of, o.Notice)
		}
	}
	if len(of) == 0 || !slices.Contains(k.file.Workers, victim) {
		return nil
	}
	c := prosecution.Tell{
		Asked: k.asks(), ID: k.world.id(k.at, fmt.Sprintf("%d %s", k.story, what)), Victim: victim, Notices: of,
		Channel: draw(k.d, mix{{"PHONE", 50}, {"TALK", 32}, {"LETTER", 12}, {"MAIL", 6}}), On: exactly(k.at),
	}
	if list := toldThem[c.Channel]; len(list) > 0 && k.d.chance(55) {
		c.Text = one(k.d, list)
	}
	return c
}

// decides tells whether a command can clear a suspect, or undo that.
func decides(c prosecution.Command) bool {
	switch c := c.(type) {
	case prosecution.Receive:
		return slices.Contains([]codes.Code{"SEPOT", "SEPOT_REV", "SUMMONS", "VERDICT", "ARREST_HOF"}, c.Told.Step)
	case prosecution.Join:
		return c.Kind == prosecution.ToSuspect
	case prosecution.Withdraw:
		return true
	}
	return false
}

// clears is what follows for the suspect's file: that the suspect is cleared commits
// with the notice, and somebody looks at it afterwards.
func (k *docket) clears() {
	if k.file.Suspect == uuid.Nil {
		return
	}
	_, cleared := k.file.Clearance()
	if cleared == (k.cleared%2 == 1) {
		return
	}
	k.cleared++
	leaves := cleared
	why := "De beslissing laat geen twijfel: dit incident telt niet meer mee."
	if !cleared {
		why = "De beslissing is daarna veranderd: de verdachte is niet vrijgepleit."
	}
	what := fmt.Sprintf("review %d", k.cleared)
	k.do(k.world.office(k.d, k.at.Add(k.d.span(3*24*time.Hour, 16*24*time.Hour))), what, func(k *docket) prosecution.Command {
		if _, now := k.file.Clearance(); now != leaves {
			return nil
		}
		k.say("case/"+what, suspect.Stream(k.file.Suspect), suspect.Review{
			Asked: suspect.Asked{By: k.who(access.CaseWorker), At: k.at, Employer: k.site.Employer}, Incident: k.tale.id, Leaves: leaves, Reason: why,
		})
		return nil
	})
}

// ends is what is done when nothing more comes: mostly the case is closed.
func (k *docket) ends() {
	k.how = k.tells()
	k.mends()
	if len(k.heard) == 0 || k.plan.last != "" && !k.plan.closes || !k.plan.closes && !k.d.chance(72) {
		return
	}
	last := k.acts[len(k.acts)-1].at
	at := k.world.office(k.d, last.Add(k.d.span(12*24*time.Hour, 50*24*time.Hour)))
	k.do(at, "close", (*docket).close)
	if k.plan.closes || !k.d.chance(12) {
		return
	}
	k.do(k.world.office(k.d, at.AddDate(0, 0, k.d.between(8, 50))), "reopen", func(k *docket) prosecution.Command {
		if !k.file.Closed {
			return nil
		}
		return prosecution.Reopen{Asked: k.asks(), Reason: one(k.d, reopened)}
	})
}

func (k *docket) close() prosecution.Command {
	c := prosecution.Close{Asked: k.asks()}
	loose := k.file.LooseEnds()
	if len(loose) == 0 {
		return c
	}
	if k.d.chance(55) {
		return nil // it stays open until that is done
	}
	c.Explanation = leftBecause[loose[0].Kind]
	return c
}

// mends is what was recorded wrongly and put right.
func (k *docket) mends() {
	if len(k.heard) < 2 {
		return
	}
	i := 1 + k.d.IntN(len(k.heard)-1)
	n := k.heard[i]
	at := k.world.office(k.d, lastOf(n.received, k.opened).AddDate(0, 0, k.d.between(2, 15)))
	switch {
	case k.plan.last != "" || n.Step == "AANG":
	case k.d.chance(7):
		k.do(lastOf(at, k.acts[len(k.acts)-1].at), "correct notice", func(k *docket) prosecution.Command { return k.corrected(n) })
	case k.d.chance(4):
		k.mistaken(at)
	}
}

// corrected is the day of effect, which was read wrongly. Only what came in can be.
func (k *docket) corrected(n *notice) prosecution.Command {
	have, came := k.file.Find(n.id)
	if !came || n.id == uuid.Nil {
		return nil
	}
	h := k.words(n, have.Received)
	h.Told.Effect = onDay(k.world.zone, n.effect.AddDate(0, 0, -1))
	return prosecution.Correct{Asked: k.asks(), ID: n.id, Heard: h, Reason: "De dag was verkeerd overgenomen van de brief."}
}

// mistaken is a notice about somebody else, which is taken back.
func (k *docket) mistaken(at time.Time) {
	id := k.world.id(at, fmt.Sprintf("%d mistaken notice", k.story))
	k.do(at, "mistaken notice", func(k *docket) prosecution.Command {
		return prosecution.Receive{Asked: k.asks(), ID: id, Heard: prosecution.Heard{
			Received: onDay(k.world.zone, k.at), Source: "OM", Text: "Verzonnen bericht. De zaak is geseponeerd.", Reference: k.number,
			Told: prosecution.Told{Step: "SEPOT", Effect: onDay(k.world.zone, k.at.AddDate(0, 0, -3)), Details: prosecution.Details{Sepot: "02"}},
		}}
	})
	k.do(k.world.office(k.d, at.AddDate(0, 0, 4)), "withdraw notice", func(k *docket) prosecution.Command {
		return prosecution.Withdraw{Asked: k.asks(), ID: id, Reason: "Het bericht ging over een andere verdachte."}
	})
}
