package triage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
)

var (
	rotterdam = uuid.UUID{15: 1}
	utrecht   = uuid.UUID{15: 2}
	ofCase    = uuid.UUID{15: 3}
	noon      = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	said      = triage.Content{Heard: prosecution.Heard{Source: "OM", Reference: "10/123456-26", Told: prosecution.Told{Step: "PV_OM", Effect: moment.Nothing(codes.Unknown)}}}
	otherwise = triage.Content{Heard: prosecution.Heard{Source: "OM", Reference: "10/123457-26", Told: prosecution.Told{Step: "PV_OM", Effect: moment.Nothing(codes.Unknown)}}}
	unknown   = triage.Waiting{Reason: "NO_SUCH_NUMBER"}
	received  = triage.Received{Employer: rotterdam, Regime: "AVG", Content: person.Of(said), Waiting: unknown}
)

func asked(role access.Role, at uuid.UUID) triage.Asked {
	var e employer.Employer
	e.ID = at
	return triage.Asked{By: access.Actor{Role: role, Employer: at, Purpose: access.FollowUp}, At: noon, Employer: e}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	worker, registrar, foreign := asked(access.CaseWorker, rotterdam), asked(access.Registrar, rotterdam), asked(access.CaseWorker, utrecht)
	reporter := asked(access.Reporter, rotterdam)
	mine, theirs, police := prosecution.Target{Employer: rotterdam, Regime: "AVG"}, prosecution.Target{Employer: utrecht, Regime: "AVG"}, prosecution.Target{Employer: rotterdam, Regime: "WPG"}
	aside, matched, back := triage.SetAside{person.Of("van een ander")}, triage.Matched{Case: ofCase}, triage.TakenBack{}
	for name, c := range map[string]struct {
		given []triage.Event
		when  triage.Command
		then  []triage.Event
		err   fault.Kind
	}{
		"what a file says is kept":                           {when: triage.Receive{worker, "AVG", said, unknown}, then: []triage.Event{received}},
		"not by a reporter":                                  {when: triage.Receive{reporter, "AVG", said, unknown}, err: fault.Forbidden},
		"not under an id that is taken":                      {given: []triage.Event{received}, when: triage.Receive{worker, "AVG", said, unknown}, err: fault.Refused},
		"the same again changes nothing":                     {given: []triage.Event{received}, when: triage.Correct{worker, said, unknown}},
		"a later file corrects":                              {given: []triage.Event{received}, when: triage.Correct{worker, otherwise, unknown}, then: []triage.Event{triage.Corrected{person.Of(otherwise), unknown}}},
		"also what was set aside":                            {given: []triage.Event{received, aside}, when: triage.Correct{worker, otherwise, unknown}, then: []triage.Event{triage.Corrected{person.Of(otherwise), unknown}}},
		"not what is in a case":                              {given: []triage.Event{received, matched}, when: triage.Correct{worker, otherwise, unknown}, err: fault.Refused},
		"it is matched to a case":                            {given: []triage.Event{received}, when: triage.Match{worker, ofCase, said, mine}, then: []triage.Event{matched}},
		"once":                                               {given: []triage.Event{received, matched}, when: triage.Match{worker, ofCase, said, mine}},
		"not to a second one":                                {given: []triage.Event{received, matched}, when: triage.Match{worker, utrecht, said, mine}, err: fault.Refused},
		"not to another employer's":                          {given: []triage.Event{received}, when: triage.Match{worker, ofCase, said, theirs}, err: fault.Invalid},
		"not to one under another law":                       {given: []triage.Event{received}, when: triage.Match{worker, ofCase, said, police}, err: fault.Invalid},
		"not as it was before a file corrected it":           {given: []triage.Event{received}, when: triage.Match{worker, ofCase, otherwise, mine}, err: fault.Conflict},
		"not while it is set aside":                          {given: []triage.Event{received, aside}, when: triage.Match{worker, ofCase, said, mine}, err: fault.Refused},
		"not by another employer":                            {given: []triage.Event{received}, when: triage.Match{foreign, ofCase, said, mine}, err: fault.NotFound},
		"what was never there is not there":                  {when: triage.Match{worker, ofCase, said, mine}, err: fault.NotFound},
		"it is set aside with a reason":                      {given: []triage.Event{received}, when: triage.SetItAside{worker, "van een ander"}, then: []triage.Event{aside}},
		"not without one":                                    {given: []triage.Event{received}, when: triage.SetItAside{worker, " "}, err: fault.Invalid},
		"once as well":                                       {given: []triage.Event{received, aside}, when: triage.SetItAside{worker, "x"}},
		"not when it is in a case":                           {given: []triage.Event{received, matched}, when: triage.SetItAside{worker, "x"}, err: fault.Refused},
		"it is reopened":                                     {given: []triage.Event{received, aside}, when: triage.Reopen{worker, "toch"}, then: []triage.Event{triage.Reopened{person.Of("toch")}}},
		"not without saying why":                             {given: []triage.Event{received, aside}, when: triage.Reopen{worker, ""}, err: fault.Invalid},
		"what is open needs no reopening":                    {given: []triage.Event{received}, when: triage.Reopen{worker, ""}},
		"what is in a case is withdrawn there":               {given: []triage.Event{received, matched}, when: triage.Reopen{worker, "x"}, err: fault.Refused},
		"an import is taken back":                            {given: []triage.Event{received}, when: triage.TakeBack{worker}, then: []triage.Event{back}},
		"but not from a case":                                {given: []triage.Event{received, matched}, when: triage.TakeBack{worker}, err: fault.Refused},
		"taking back twice is taking back once":              {given: []triage.Event{received, back}, when: triage.TakeBack{worker}},
		"what was taken back is not reopened":                {given: []triage.Event{received, back}, when: triage.Reopen{worker, "x"}, err: fault.Refused},
		"the registrar forgets it":                           {given: []triage.Event{received}, when: triage.Forget{registrar, []person.Purpose{person.ForProsecution}, "RETENTION"}, then: []triage.Event{triage.Erased{person.ForProsecution, "RETENTION"}}},
		"the case worker does not":                           {given: []triage.Event{received}, when: triage.Forget{worker, []person.Purpose{person.ForProsecution}, "RETENTION"}, err: fault.Forbidden},
		"what was forgotten is told in no case":              {given: []triage.Event{received, triage.Erased{person.ForProsecution, "RETENTION"}}, when: triage.Match{worker, ofCase, said, mine}, err: fault.Conflict},
		"what was forgotten waits again when a file says it": {given: []triage.Event{received, triage.Erased{person.ForProsecution, "RETENTION"}}, when: triage.Correct{worker, said, unknown}, then: []triage.Event{triage.Corrected{person.Of(said), unknown}}},
		"what was taken back is set aside no more":           {given: []triage.Event{received, back}, when: triage.SetItAside{worker, "x"}, err: fault.Refused},
		"no command is refused":                              {err: fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := triage.Decider.Decide(triage.Decider.Fold(c.given), c.when)
			if diff := cmp.Diff(c.then, got); diff != "" || fault.KindOf(err) != c.err {
				t.Errorf("error %v, want %q; events (-want +got):\n%s", err, c.err, diff)
			}
		})
	}
}

func TestWhatWasSetAsideWaitsAgainWhenALaterFileSaysItOtherwise(t *testing.T) {
	t.Parallel()
	s := triage.Decider.Fold([]triage.Event{received, triage.SetAside{person.Of("x")}, triage.Corrected{person.Of(otherwise), unknown}})
	if s.State != triage.Open || !s.Content.Value.Equal(otherwise) {
		t.Errorf("it is %s", s.State)
	}
}

func TestANumberIsTheSameHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"10/123456-26": "1012345626", "10.123456.26": "1012345626", " pl1700-2026 123456 ": "PL17002026123456",
		"12": "", "2026": "", "": "", "niet bekend": "",
	} {
		if got := prosecution.Number(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestWhateverAFileSaysOtherwiseIsACorrection: what is not compared is never corrected.
func TestWhateverAFileSaysOtherwiseIsACorrection(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*triage.Content){
		"what was heard": func(c *triage.Content) { c.Text = "x" }, "our id": func(c *triage.Content) { c.Clues.Case = "x" },
		"another number": func(c *triage.Content) { c.Numbers = []string{"x"} }, "the aangifte": func(c *triage.Content) { c.Clues.Aangifte = "x" },
		"the incident": func(c *triage.Content) { c.Clues.Incident = "x" },
	} {
		other := said
		if change(&other); said.Equal(other) || !other.Equal(other) {
			t.Errorf("%s is not told apart", name)
		}
	}
}

func TestANumberThatStandsTwiceInANoticeIsLookedUpOnce(t *testing.T) {
	t.Parallel()
	c := said
	c.Numbers = []string{"10.123456.26", " ", "20/111111-26"}
	if all := c.All(); len(all) != 2 || all[0] != prosecution.Number("10/123456-26") || all[1] != prosecution.Number("20/111111-26") {
		t.Errorf("looked up: %v", all)
	}
}
