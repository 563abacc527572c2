package aftercare_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// gone is a telling whose worker's care was forgotten.
func gone(n byte) aftercare.Event {
	return aftercare.StepTold{ID: id(n), Worker: anna, Step: person.Gone[aftercare.Step](), Note: person.Gone[string]()}
}

// TestWhatWasForgottenWasTold: nobody says of a step that it was never recorded when it
// may have been, and what is told afterwards is kept again.
func TestWhatWasForgottenWasTold(t *testing.T) {
	t.Parallel()
	shut := aftercare.StepTold{ID: id(33), Worker: anna, Step: person.Shut[aftercare.Step]()}
	talk := told(34, step("TALK_2", "DONE", "2026-11-20", ""))
	for name, test := range map[string]struct {
		given       []aftercare.Event
		talk, other codes.Code
		unreadable  int
	}{
		"nothing was told":                     {opened(), codes.NotRecorded, codes.NotRecorded, 0},
		"something was, and forgotten":         {opened(gone(31), gone(32)), aftercare.Forgotten, aftercare.Forgotten, 2},
		"a step was told since":                {opened(gone(31), talk), "DONE", aftercare.Forgotten, 1},
		"what is forgotten was taken back":     {opened(gone(31), aftercare.StepRetracted{ID: id(31), Worker: anna}), codes.NotRecorded, codes.NotRecorded, 0},
		"what is closed to a reader is not it": {opened(shut, talk), "DONE", codes.NotRecorded, 1},
	} {
		s := aftercare.Decider.Fold(test.given)
		if s.Duty("TALK_2").Status != test.talk || s.Duty("ARBO_REP").Status != test.other || s.Unreadable() != test.unreadable {
			t.Errorf("%s: %+v, %d unreadable", name, s.Duties(), s.Unreadable())
		}
		if late := s.Overdue("2030-01-01"); len(late) > 0 {
			t.Errorf("%s: what is forgotten is late: %v", name, late)
		}
	}
}

func TestAfterForgettingEverythingCanBeAsked(t *testing.T) {
	given := opened(gone(31))
	died := person.Health{Injury: "I6"}
	if !aftercare.MustReport(died) {
		t.Fatal("the example needs no report")
	}
	trials{
		"a step is told again, with a new id": {given: given, when: aftercare.Tell{Asked: asks(caseWorker), ID: id(32), Step: step("TALK_2", "DUE", "2026-11-20", "")},
			then: []aftercare.Event{told(32, step("TALK_2", "DUE", "2026-11-20", ""))}},
		"the old id is not used again": {given: given, when: aftercare.Tell{Asked: asks(caseWorker), ID: id(31), Step: step("TALK_2", "DUE", "2026-11-20", "")},
			err: fault.Refused, says: "use a new id"},
		"what cannot be read can be taken back": {given: given, when: aftercare.Retract{Asked: asks(caseWorker), ID: id(31), Reason: "Ander incident."},
			then: []aftercare.Event{aftercare.StepRetracted{ID: id(31), Worker: anna, Reason: person.Of("Ander incident.")}}},
		"the report is due, though it may have been made": {given: given, when: aftercare.Heed{Asked: asks(caseWorker), ID: id(32), Health: died, On: on("2026-11-20")},
			then: []aftercare.Event{told(32, step("ARBO_REP", "DUE", "2026-11-20", "2026-11-20"))}},
		"and once, not each time": {given: slices.Concat(given, []aftercare.Event{told(32, step("ARBO_REP", "DONE", "2026-11-20", ""))}),
			when: aftercare.Heed{Asked: asks(caseWorker), ID: id(33), Health: died, On: on("2026-11-20")}},
	}.run(t)
}

// TestForgettingDoesNotDependOnWhatWasTold: two files that differ only in what their
// forgotten tellings said are one.
func TestForgettingDoesNotDependOnWhatWasTold(t *testing.T) {
	t.Parallel()
	forgotten := func(events ...aftercare.Event) aftercare.Care {
		for i, e := range events {
			if telling, is := e.(aftercare.StepTold); is {
				telling.Step, telling.Note = telling.Step.Erased(), telling.Note.Erased()
				events[i] = telling
			}
		}
		return aftercare.Decider.Fold(opened(events...))
	}
	a := forgotten(told(31, step("TALK_2", "DONE", "2026-11-20", "")), told(32, step("ARBO_REP", "DUE", "2026-11-20", "2026-11-20")))
	b := forgotten(told(32, step("LEARN", "DECLINED", "2026-11-19", "")), told(31, step("TALK_2", "OFFERED", "2026-11-18", "")))
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("it shows what was told:\n%s", diff)
	}
}
