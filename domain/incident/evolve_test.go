package incident_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func TestEvolve(t *testing.T) {
	t.Parallel()
	gone := worker(21, "", "", "")
	gone.Identity = person.Gone[person.Identity]()
	gone.Health = person.Gone[person.Health]()
	begun := func(change func(*incident.Incident)) incident.Incident {
		s := incident.Incident{
			Employer: rotterdam.ID, Regime: incident.AVG, Occurred: lastHour, ReportedAt: noon, Place: registered(nil).Place,
			Behaviours: []codes.Code{"VERB_THREAT", "HIT"}, Professions: []codes.Code{"BOA1"},
			Workers:   []incident.Worker{worker(21, "J. de Vries", "4711", "I2")},
			Narrative: []person.Held[string]{person.Of("Sprak hem aan.\nKreeg een klap.")},
		}
		change(&s)
		return s
	}
	tests := map[string]struct {
		then incident.Event
		want incident.Incident
	}{
		"details come beside what was said": {
			incident.DetailsAdded{Behaviours: []codes.Code{"SPIT"}, Workers: []incident.Worker{worker(22, "A. Bakker", "", "I0")}, Narrative: person.Of("Meer.")},
			begun(func(s *incident.Incident) {
				s.Behaviours = append(s.Behaviours, "SPIT")
				s.Workers = append(s.Workers, worker(22, "A. Bakker", "", "I0"))
				s.Narrative = append(s.Narrative, person.Of("Meer."))
			})},
		"somebody on record is told again": {
			incident.DetailsAdded{Workers: []incident.Worker{worker(21, "J. de Vries", "4711", "I4")}},
			begun(func(s *incident.Incident) { s.Workers[0] = worker(21, "J. de Vries", "4711", "I4") })},
		"what an event does not hold stays": {
			incident.DetailsAdded{Workers: []incident.Worker{{Person: id(21)}}}, begun(func(*incident.Incident) {})},
		"what was destroyed is gone": {
			incident.DetailsAdded{Workers: []incident.Worker{gone}, Narrative: person.Gone[string]()},
			begun(func(s *incident.Incident) {
				s.Workers[0] = gone
				s.Narrative = append(s.Narrative, person.Gone[string]())
			})},
		"a correction replaces what it holds, and all pieces of text": {
			incident.Corrected{Occurred: &june, Reported: &lastHour, Behaviours: &[]codes.Code{"RAM"}, Professions: &[]codes.Code{}, Narrative: ptr(person.Of("Anders."))},
			begun(func(s *incident.Incident) {
				s.Reported = lastHour
				s.Occurred, s.Behaviours, s.Professions, s.Corrections = june, []codes.Code{"RAM"}, nil, 1
				s.Narrative = []person.Held[string]{person.Of("Anders.")}
			})},
		"a narrative taken back leaves none": {
			incident.Corrected{Narrative: &person.Held[string]{}},
			begun(func(s *incident.Incident) { s.Narrative, s.Corrections = nil, 1 })},
		"a withdrawal leaves all there to read": {
			incident.Withdrawn{Reason: "TEST", Explanation: person.Of("proef")},
			begun(func(s *incident.Incident) {
				s.Withdrawn, s.Withdrawal = true, incident.Withdrawn{Reason: "TEST", Explanation: person.Of("proef")}
			})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, incident.Decider.Fold(history(test.then))); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWorkerOfAState(t *testing.T) {
	t.Parallel()
	s := incident.Decider.Fold(history())
	if w, found := s.Worker(id(21)); !found || !cmp.Equal(w, worker(21, "J. de Vries", "4711", "I2")) {
		t.Errorf("got %v, %v", w, found)
	}
	if _, found := s.Worker(id(22)); found {
		t.Error("found somebody whom it did not happen to")
	}
}

var anyWorker = rapid.Custom(func(t *rapid.T) incident.Worker {
	return worker(rapid.ByteRange(20, 24).Draw(t, "person"), "A", "", rapid.SampledFrom([]codes.Code{"I0", "I1", "I2"}).Draw(t, "injury"))
})

var anyEvent = rapid.Custom(func(t *rapid.T) incident.Event {
	workers := rapid.SliceOfN(anyWorker, 0, 3).Draw(t, "workers")
	text := rapid.SampledFrom([]person.Held[string]{{}, person.Of("een"), person.Of("twee"), person.Gone[string]()}).Draw(t, "text")
	behaviours, professions := anyCodes.Draw(t, "behaviours"), anyCodes.Draw(t, "professions")
	switch rapid.IntRange(0, 22).Draw(t, "event") {
	case 16:
		return incident.Merged{Into: id(rapid.ByteRange(41, 42).Draw(t, "into"))}
	case 17:
		return incident.SplitOff{From: id(41), Reason: text}
	case 18:
		return incident.Closed{Reason: "COMPLETE", Explanation: text}
	case 19:
		return incident.Reopened{Reason: text}
	case 20:
		return incident.SupportTold{Support: incident.Support{Status: "ASKED"}, Reason: text}
	case 21:
		return incident.SuspectLinked{Linked: incident.Linked{ID: id(rapid.ByteRange(61, 62).Draw(t, "link")), Kind: rapid.SampledFrom([]codes.Code{"GROUP", "DESCRIBED"}).Draw(t, "kind")}}
	case 22:
		return incident.SuspectUnlinked{ID: id(61), Reason: text}
	case 0:
		return incident.Registered{Employer: rotterdam.ID, Behaviours: behaviours, Professions: professions, Workers: workers, Narrative: text}
	case 1:
		return incident.Corrected{Occurred: &moment.Moment{Offset: 60}, Place: &incident.Place{Type: "ROAD"}, Behaviours: &behaviours, Professions: &professions, Narrative: &text}
	case 2:
		return incident.Withdrawn{Reason: "TEST", Explanation: text}
	case 3:
		return incident.CourseTold{Steps: []incident.Step{{Phase: "P5_PHYS", Triggers: []incident.Trigger{{Trigger: "TR_FINE"}}, Measures: []incident.Measure{{Measure: "TALK"}}}}}
	case 4:
		return incident.Qualified{Qualification: incident.Qualification{By: rapid.SampledFrom([]codes.Code{"POLICE", "OM"}).Draw(t, "by")}}
	case 5:
		return incident.QualificationRetracted{Qualification: incident.Qualification{By: "POLICE"}}
	case 6:
		if rapid.Bool().Draw(t, "photo") {
			return photoBy(id(12), func(p *incident.Photo) { p.ID = id(rapid.ByteRange(31, 33).Draw(t, "id of a photo")) })
		}
		return incident.Attached{Attachment: incident.Attachment{ID: id(rapid.ByteRange(31, 33).Draw(t, "id"))}}
	case 7:
		return incident.Detached{ID: id(31)}
	case 8:
		return incident.ForceReferenced{Report: text}
	case 9:
		return incident.DetailsAdded{Circumstances: anyAround.Draw(t, "around"), Place: &incident.Place{Indoors: "INSIDE"}}
	}
	return incident.DetailsAdded{Behaviours: behaviours, Professions: professions, Workers: workers, Narrative: text}
})

// TestEvolveSharesNothing: two futures of one state know nothing of each other,
// and neither feels what is done to an event or to the other afterwards.
func TestEvolveSharesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		state := incident.Decider.Fold(rapid.SliceOfN(anyEvent, 0, 12).Draw(t, "history"))
		one, other := anyEvent.Draw(t, "one"), anyEvent.Draw(t, "other")
		before := fmt.Sprintf("%#v", state)
		left := incident.Decider.Evolve(state, one)
		leftBefore := fmt.Sprintf("%#v", left)
		right := incident.Decider.Evolve(state, other)
		scribble(one)
		scribble(other)
		if got := fmt.Sprintf("%#v", left); got != leftBefore {
			t.Fatalf("one future changed with the other or with its event:\n%s\n%s", leftBefore, got)
		}
		scribbleState(right, state)
		if got := fmt.Sprintf("%#v", state); got != before {
			t.Fatalf("the state changed with its future:\n%s\n%s", before, got)
		}
	})
}

// TestFoldingIsTotal: whatever stands in a log, in whatever order, it can be folded,
// and what a state promises holds.
func TestFoldingIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := incident.Decider.Fold(rapid.SliceOfN(anyEvent, 0, 30).Draw(t, "history"))
		for i, l := range s.Suspects {
			for _, other := range s.Suspects[:i] {
				if l.ID == other.ID {
					t.Fatalf("%s stands there twice", l.ID)
				}
			}
		}
		if s.Closed != (s.Closing.Reason != "") || len(s.Workers) > 0 && s.HitCount().Number < len(s.Workers) {
			t.Fatalf("closed %t because of %q; %+v hit, %d named", s.Closed, s.Closing.Reason, s.HitCount(), len(s.Workers))
		}
	})
}

func scribble(e incident.Event) {
	switch e := e.(type) {
	case incident.Registered:
		overwrite(e.Behaviours, "X")
		overwrite(e.Workers, incident.Worker{})
	case incident.DetailsAdded:
		overwrite(e.Behaviours, "X")
		overwrite(e.Workers, incident.Worker{})
		overwrite(e.Occasions, "X")
		overwrite(e.Means, incident.Means{})
		overwrite(e.Completions, incident.Completion{})
		if e.Place != nil {
			*e.Place = incident.Place{}
		}
	case incident.CourseTold:
		overwrite(e.Steps[0].Triggers, incident.Trigger{})
		overwrite(e.Steps, incident.Step{})
	case incident.Corrected:
		overwrite(*e.Behaviours, "X")
		*e.Occurred, *e.Place, *e.Narrative = moment.Moment{}, incident.Place{}, person.Of("X")
	}
}

// scribbleState writes where a future may differ from the state it came from;
// what an event left alone may be shared, because nobody writes to it.
func scribbleState(future, from incident.Incident) {
	if len(future.Behaviours) != len(from.Behaviours) {
		overwrite(future.Behaviours, "X")
	}
	if len(future.Workers) != len(from.Workers) {
		overwrite(future.Workers, incident.Worker{})
	}
	if len(future.Qualifications) != len(from.Qualifications) {
		overwrite(future.Qualifications, incident.Qualification{})
	}
	if len(future.Attachments) != len(from.Attachments) {
		overwrite(future.Attachments, incident.Attachment{})
	}
	if len(future.Photos) != len(from.Photos) {
		overwrite(future.Photos, incident.Photo{})
	}
	if len(future.Suspects) != len(from.Suspects) {
		overwrite(future.Suspects, incident.Linked{})
	}
	if len(future.Narrative) != len(from.Narrative) {
		overwrite(future.Narrative, person.Of("X"))
	}
}

func overwrite[T any](list []T, with T) {
	for i := range list {
		list[i] = with
	}
}
