package suspect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

func erased(purposes ...person.Purpose) (events []suspect.Event) {
	for _, p := range purposes {
		events = append(events, suspect.Erased{Purpose: p, Reason: "ERASURE"})
	}
	return events
}

func TestForget(t *testing.T) {
	forget := func(by access.Actor, purposes ...person.Purpose) suspect.Forget {
		return suspect.Forget{Asked: asks(by), Purposes: purposes, Reason: "ERASURE"}
	}
	trials{
		"the registrar forgets everything":         {given: opened(), when: forget(registrar, suspect.Purposes()...), then: erased(person.ForIdentity, person.ForProfile, person.ForHistory)},
		"the operator does not":                    {given: opened(), when: forget(operator, person.ForHistory), err: fault.Forbidden},
		"the same said twice is said once":         {given: opened(), when: forget(registrar, person.ForProfile, person.ForProfile), then: erased(person.ForProfile)},
		"it is recorded again: more may be told":   {given: opened(erased(person.ForProfile)...), when: forget(registrar, person.ForProfile), then: erased(person.ForProfile)},
		"a case worker does not forget":            {given: opened(), when: forget(caseWorker, person.ForProfile), err: fault.Forbidden, says: "registrar"},
		"nor does a reporter":                      {given: opened(), when: forget(reporter, person.ForProfile), err: fault.Forbidden, says: "criminal data"},
		"to another employer there is no such one": {given: opened(), when: forget(stranger, person.ForProfile), err: fault.NotFound},
		"nobody is forgotten who has no file":      {when: forget(registrar, person.ForProfile), err: fault.NotFound},
		"something is to be forgotten":             {given: opened(), when: forget(registrar), err: fault.Invalid, says: "identity, profile or history"},
		"health is not kept of a suspect":          {given: opened(), when: forget(registrar, person.ForProfile, person.ForHealth), err: fault.Invalid, says: "what[1] is not kept here"},
		"a reason is needed":                       {given: opened(), when: suspect.Forget{Asked: asks(registrar), Purposes: suspect.Purposes()}, err: fault.Invalid, says: "reason"},
	}.run(t)
}

// TestWhatWasToldBeforeIsForgottenAndWhatIsToldAfterIsKept, whether or not the keys
// are still there: the event alone decides.
func TestWhatWasToldBeforeIsForgottenAndWhatIsToldAfterIsKept(t *testing.T) {
	t.Parallel()
	told := opened(
		suspect.Identified{Identity: person.Of(person.Suspect{Name: "K. Anarie"})},
		suspect.HistoryTold{ID: id(31), Entry: person.Of(person.History{Flag: "H_BAN", Provenance: "OWN"})},
		suspect.Cleared{Incident: id(41), Clearance: person.Of(person.Clearance{Ground: "SEPOT_01", Document: "OM-1"})},
	)
	state := suspect.Decider.Fold(append(told, erased(suspect.Purposes()...)...))
	want := suspect.File{
		Employer: rotterdam.ID, Regime: "AVG", Profile: person.Gone[person.Profile](), Identity: person.Gone[person.Suspect](),
		History:    []suspect.Entry{{ID: id(31), Entry: person.Gone[person.History]()}},
		Clearances: []suspect.Clearing{{Incident: id(41), Clearance: person.Gone[person.Clearance]()}},
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if !state.UnderReview() || state.Counts(id(41)) {
		t.Error("he is no longer cleared")
	}
	for _, c := range []suspect.Command{
		suspect.Describe{Asked: asks(registrar), Profile: person.Profile{AgeBand: "AGE_23_29"}},
		suspect.TellHistory{Asked: asks(registrar), ID: id(32), Entry: person.History{Flag: "H_WARNED", Provenance: "OWN", On: "2026-01-02"}},
		suspect.UnlinkIdentity{Asked: asks(registrar), Reason: "vergeten"},
		suspect.Identify{Asked: asks(registrar), Identity: person.Suspect{Name: "K. Anarie"}},
	} {
		events, err := suspect.Decider.Decide(state, c)
		if err != nil || len(events) != 1 {
			t.Fatalf("%T after it: %v, %v", c, events, err)
		}
		state = suspect.Decider.Evolve(state, events[0])
	}
	profile, _ := state.Profile.Get()
	who, _ := state.Identity.Get()
	if profile.AgeBand != "AGE_23_29" || who.Name != "K. Anarie" || len(state.History) != 2 || state.History[1].Entry.State != person.Present {
		t.Error("what was told afterwards is not kept")
	}
}

func TestWhatWasNeverToldWasNotForgotten(t *testing.T) {
	t.Parallel()
	state := suspect.Decider.Fold(append([]suspect.Event{suspect.Opened{Employer: rotterdam.ID}}, erased(suspect.Purposes()...)...))
	if diff := cmp.Diff(suspect.File{Employer: rotterdam.ID}, state); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
