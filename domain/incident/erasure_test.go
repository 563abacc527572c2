package incident_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

func erased(purposes ...person.Purpose) (events []incident.Event) {
	for _, p := range purposes {
		events = append(events, incident.Erased{Purpose: p, Reason: "ERASURE"})
	}
	return events
}

func TestForget(t *testing.T) {
	t.Parallel()
	forget := func(by access.Actor, purposes ...person.Purpose) incident.Forget {
		return incident.Forget{Asked: asks(by), Purposes: purposes, Reason: "ERASURE"}
	}
	for name, test := range map[string]struct {
		given []incident.Event
		when  incident.Forget
		then  []incident.Event
		err   fault.Kind
	}{
		"the registrar forgets all there is":       {given: history(), when: forget(registrar, incident.Purposes()...), then: erased(incident.Purposes()...)},
		"the operator does not":                    {given: history(), when: forget(operator, person.ForAddress), err: fault.Forbidden},
		"of a record that was closed":              {given: history(incident.Closed{Reason: "COMPLETE"}), when: forget(registrar, person.ForAddress), then: erased(person.ForAddress)},
		"of a record that was withdrawn":           {given: history(withdrawn), when: forget(registrar, person.ForNarrative), then: erased(person.ForNarrative)},
		"it is recorded again: more may be told":   {given: history(erased(person.ForAddress)...), when: forget(registrar, person.ForAddress), then: erased(person.ForAddress)},
		"a reporter does not forget":               {given: history(), when: forget(reporter, person.ForAddress), err: fault.Forbidden},
		"to another employer there is no such one": {given: history(), when: forget(stranger, person.ForAddress), err: fault.NotFound},
		"what was never there is not forgotten":    {when: forget(registrar, person.ForAddress), err: fault.NotFound},
		"a name is forgotten of the person":        {given: history(), when: forget(registrar, person.ForIdentity), err: fault.Invalid},
		"something is to be forgotten":             {given: history(), when: forget(registrar), err: fault.Invalid},
		"a reason is needed":                       {given: history(), when: incident.Forget{Asked: asks(registrar), Purposes: incident.Purposes()}, err: fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := incident.Decider.Decide(incident.Decider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" || fault.KindOf(err) != test.err {
				t.Errorf("error %v, events (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestWhatWasToldBeforeIsForgotten, whether or not the keys are still there, and
// what is told afterwards is kept again.
func TestWhatWasToldBeforeIsForgotten(t *testing.T) {
	t.Parallel()
	seen := person.Of(person.Profile{AgeBand: "AGE_18_22"})
	report := registered(func(r *incident.Registered) {
		r.Address, r.Reference = person.Of("Kade 2"), person.Of("AG-1")
	})
	told := []incident.Event{
		report, incident.ForceReferenced{Report: person.Of("GW-1")},
		incident.SuspectLinked{Linked: incident.Linked{ID: id(61), Kind: "DESCRIBED", Profile: seen}},
		incident.SuspectLinked{Linked: incident.Linked{ID: id(62), Kind: "KNOWN", Suspect: id(71), Profile: seen}},
		incident.SuspectLinked{Linked: incident.Linked{ID: id(63), Kind: "UNIDENTIFIED"}},
	}
	before := incident.Decider.Fold(told)
	state := incident.Decider.Fold(append(told, erased(incident.Purposes()...)...))
	want := before
	want.Address, want.Reference = person.Gone[string](), person.Gone[string]()
	want.ForceReports, want.Narrative = []person.Held[string]{person.Gone[string]()}, []person.Held[string]{person.Gone[string]()}
	want.Suspects = []incident.Linked{
		{ID: id(61), Kind: "DESCRIBED", Profile: person.Gone[person.Profile]()},
		{ID: id(62), Kind: "KNOWN", Suspect: id(71), Profile: seen}, // forgotten with the file
		{ID: id(63), Kind: "UNIDENTIFIED"},                          // of whom nothing was told
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	events, err := incident.Decider.Decide(state, incident.AddDetails{Asked: asks(registrar), Address: "Kade 3", Narrative: "Meer."})
	if err != nil || len(events) != 1 {
		t.Fatalf("told anew: %v, %v", events, err)
	}
	after := incident.Decider.Evolve(state, events[0])
	if address, _ := after.Address.Get(); address != "Kade 3" || len(after.Narrative) != 2 || after.Narrative[1] != person.Of("Meer.") {
		t.Error("what was told afterwards is not kept")
	}
}

// TestKeysOf also finds those of a link that was replaced or taken away since.
func TestKeysOf(t *testing.T) {
	t.Parallel()
	link := func(n byte, file uuid.UUID) incident.Event {
		return incident.SuspectLinked{Linked: incident.Linked{ID: id(n), Suspect: file}}
	}
	past := history(link(61, uuid.Nil), link(61, id(71)), link(62, id(71)), link(63, uuid.Nil), incident.SuspectUnlinked{ID: id(63)})
	got := incident.KeysOf(id(1), past, []person.Purpose{person.ForProfile, person.ForAddress})
	want := []person.KeyRef{
		{Kind: person.KeyOfIncident, Subject: id(1), Purpose: person.ForProfile},
		{Kind: person.KeyOfPerson, Subject: id(61), Purpose: person.ForProfile},
		{Kind: person.KeyOfPerson, Subject: id(63), Purpose: person.ForProfile},
		{Kind: person.KeyOfIncident, Subject: id(1), Purpose: person.ForAddress},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
