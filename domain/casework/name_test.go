package casework_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/pseudonym"
)

// ofVictim is a file of which this victim knows who follows it.
func ofVictim(a casework.Asked) casework.Asked {
	a.File.Victims = []uuid.UUID{victim}
	return a
}

func TestAVictimHearsTheNameOfWhoFollowsTheFileNow(t *testing.T) {
	t.Parallel()
	letter, draft := uuid.UUID{15: 7}, uuid.UUID{15: 8}
	papers := document.Papers{{Drafted: document.Drafted{ID: letter}, Issued: true}, {Drafted: document.Drafted{ID: draft}}}
	offered := []casework.Event{opened, adas, casework.HandOverOffered{To: cor}}
	taken := casework.HandOverAccepted{Responsible: cor, StandIn: bo}
	changed := casework.NameChanged{Victims: []uuid.UUID{victim}, Knew: ada, At: noon}
	accepted := append(offered, taken, changed)
	onDay := moment.Moment{Instant: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC), Precision: moment.Day, Finer: codes.Unknown}
	tell := func(change func(*casework.TellName)) casework.TellName {
		c := casework.TellName{Asked: ofVictim(by(cor)), ID: uuid.UUID{15: 1}, Victim: victim, Channel: "PHONE", On: onDay, Papers: papers}
		change(&c)
		return c
	}
	asked := tell(func(*casework.TellName) {})
	told := casework.NameTold{ID: asked.ID, Victim: victim, Name: cor, Channel: "PHONE", On: onDay}
	withLetter := told
	withLetter.Document = letter
	for name, s := range map[string]scenario{
		"who accepts a file has a name to tell":       {given: offered, when: casework.Accept{Asked: ofVictim(by(cor))}, then: []casework.Event{taken, changed}},
		"it is told":                                  {given: accepted, when: asked, then: []casework.Event{told}},
		"by a letter that went out":                   {given: accepted, when: tell(func(c *casework.TellName) { c.Document = letter }), then: []casework.Event{withLetter}},
		"not by one that lies here":                   {given: accepted, when: tell(func(c *casework.TellName) { c.Document = draft }), fault: fault.Invalid},
		"not by one of another file":                  {given: accepted, when: tell(func(c *casework.TellName) { c.Document = victim }), fault: fault.Invalid},
		"twice the same is as asked":                  {given: append(accepted, told), when: asked},
		"whoever knows the name needs not hear it":    {given: append(accepted, told), when: tell(func(c *casework.TellName) { c.ID = letter }), fault: fault.Refused},
		"before a hand-over there is no new name":     {given: offered, when: asked, fault: fault.Refused},
		"somebody else is no victim":                  {given: accepted, when: tell(func(c *casework.TellName) { c.Victim = ada }), fault: fault.Invalid},
		"nobody tells it without saying when":         {given: accepted, when: tell(func(c *casework.TellName) { c.On = moment.Moment{} }), fault: fault.Invalid},
		"a case that was merged is followed as other": {given: accepted, when: tell(func(c *casework.TellName) { c.File.Survivor = letter }), fault: fault.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.check(t)
		})
	}
}

// TestAVictimWaitsForANameSinceTheFirstHandOver that nobody told of, however many follow.
func TestAVictimWaitsForANameSinceTheFirstHandOver(t *testing.T) {
	t.Parallel()
	days := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	first := []casework.Event{opened, adas, casework.HandOverAccepted{Responsible: cor}, casework.NameChanged{Victims: []uuid.UUID{victim}, Knew: ada, At: days(0)}}
	on := moment.Moment{Instant: days(2), Precision: moment.Minute}
	for name, test := range map[string]struct {
		then []casework.Event
		want []string
	}{
		"and again": {
			[]casework.Event{casework.HandOverAccepted{Responsible: bo}, casework.NameChanged{Victims: []uuid.UUID{victim}, Knew: cor, At: days(1)}},
			[]string{"HANDED_OVER 26"}},
		"told, and again": {
			[]casework.Event{casework.NameTold{ID: zuid, Victim: victim, On: on}, casework.HandOverAccepted{Responsible: bo}, casework.NameChanged{Victims: []uuid.UUID{victim}, Knew: cor, At: days(3)}},
			[]string{"HANDED_OVER 26", "NAME_TOLD 28", "HANDED_OVER 29"}},
		"back with whom the victim knows": {
			[]casework.Event{casework.HandOverAccepted{Responsible: ada}, casework.NameChanged{Victims: []uuid.UUID{victim}, Knew: cor, At: days(1)}},
			nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, h := range casework.Decider.Fold(append(first, test.then...)).Named(victim, nil, time.UTC) {
				got = append(got, string(h.Fact)+" "+h.At.Instant.Format("2"))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestAWorkerHearsANameOnce under whichever pseudonym, and again after the next hand-over.
func TestAWorkerHearsANameOnce(t *testing.T) {
	t.Parallel()
	other := uuid.UUID{15: 9}
	same := pseudonym.Same{other: victim}
	asked := func(after int) casework.Event {
		return casework.NameChanged{Victims: []uuid.UUID{other, victim}, Knew: ada, At: noon.AddDate(0, 0, after)}
	}
	told := func(who uuid.UUID) casework.Event { return casework.NameTold{ID: zuid, Victim: who} }
	for name, test := range map[string]struct {
		given           []casework.Event
		together, apart []uuid.UUID
	}{
		"nobody told anybody":              {[]casework.Event{asked(0)}, []uuid.UUID{victim}, []uuid.UUID{other, victim}},
		"told under the one":               {[]casework.Event{asked(0), told(victim)}, nil, []uuid.UUID{other}},
		"told under the other":             {[]casework.Event{asked(0), told(other)}, nil, []uuid.UUID{victim}},
		"told, and handed over once more":  {[]casework.Event{asked(0), told(victim), asked(1)}, []uuid.UUID{victim}, []uuid.UUID{other, victim}},
		"told of the last, not the others": {[]casework.Event{asked(0), told(victim), asked(1), told(victim)}, nil, []uuid.UUID{other}},
	} {
		work := casework.Decider.Fold(append([]casework.Event{opened, adas, casework.HandOverAccepted{Responsible: cor}}, test.given...))
		if diff := cmp.Diff(test.together, work.UnnamedOf(same)) + cmp.Diff(test.apart, work.UnnamedOf(nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
