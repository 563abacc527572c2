package facts_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
)

func TestInvolvement(t *testing.T) {
	t.Parallel()
	told := func(health person.Held[person.Health]) incident.DetailsAdded {
		return incident.DetailsAdded{Workers: []incident.Worker{{Person: anna, Health: health}}}
	}
	absent, unentered := person.Held[person.Health]{}, person.Of(person.Health{})
	for name, c := range map[string]struct {
		given []incident.Event
		then  []codes.Code // Anna's injury, version by version
	}{
		"the injury as told":                          {[]incident.Event{registered()}, []codes.Code{"I1"}},
		"an injury that got worse is a new version":   {[]incident.Event{registered(), told(person.Of(person.Health{Injury: "I4"}))}, []codes.Code{"I1", "I4"}},
		"silence takes nothing back":                  {[]incident.Event{registered(), told(absent)}, []codes.Code{"I1"}},
		"the same again is no version":                {[]incident.Event{registered(), told(person.Of(person.Health{Injury: "I1"}))}, []codes.Code{"I1"}},
		"not to know takes nothing back":              {[]incident.Event{registered(), told(unentered), told(person.Of(person.Health{Injury: codes.Unknown}))}, []codes.Code{"I1"}},
		"never asked is not recorded":                 {[]incident.Event{told(absent)}, []codes.Code{codes.NotRecorded}},
		"asked and left empty is not recorded":        {[]incident.Event{told(unentered)}, []codes.Code{codes.NotRecorded}},
		"a destroyed key is not the same as no entry": {[]incident.Event{told(person.Gone[person.Health]())}, []codes.Code{facts.Forgotten}},
		"a withdrawal is judged through the incident": {[]incident.Event{registered(), incident.Withdrawn{}}, []codes.Code{"I1"}},
		"the last of two tellings in one event holds": {
			[]incident.Event{incident.DetailsAdded{Workers: slices.Concat(told(absent).Workers, told(person.Of(person.Health{Injury: "I2"})).Workers)}},
			[]codes.Code{"I2"},
		},
		"a redacted event tells of nobody": {[]incident.Event{nil}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []codes.Code
			for _, v := range factstest.Fold(facts.Involvements, history(c.given...)) {
				got = append(got, v.Row.Health.Injury())
				if v.Key != facts.InvolvementKey(one, anna) || v.Parent != one || v.Employer != owner || v.Row.Person != anna {
					t.Errorf("version is %+v", v)
				}
			}
			if !slices.Equal(got, c.then) {
				t.Errorf("injuries %v, want %v", got, c.then)
			}
		})
	}
}

// TestWhatIsForgottenFoldsToOneVersion: whatever was told of somebody before, one
// version is left of it, from the position at which the first one began.
func TestWhatIsForgottenFoldsToOneVersion(t *testing.T) {
	t.Parallel()
	told := func(who uuid.UUID, health person.Held[person.Health]) incident.Worker {
		return incident.Worker{Person: who, Health: health}
	}
	injury := func(code codes.Code) person.Held[person.Health] { return person.Of(person.Health{Injury: code}) }
	for name, more := range map[string][]incident.Worker{
		"told once":             nil,
		"told again":            {told(anna, injury("I1"))},
		"it got worse":          {told(anna, injury("I4"))},
		"told without injury":   {told(anna, person.Held[person.Health]{})},
		"not known":             {told(anna, injury(codes.Unknown))},
		"forgotten before":      {told(anna, person.Gone[person.Health]())},
		"worse, and not hurt":   {told(anna, injury("I4")), told(anna, injury("I0"))},
		"somebody else as well": {told(bram, injury("I3")), told(anna, injury("I2"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given := []incident.Event{registered()}
			for _, w := range more {
				given = append(given, incident.DetailsAdded{Workers: []incident.Worker{w}})
			}
			events := history(given...)
			plain := factstest.Fold(facts.Involvements, events)
			forgotten := make([]projections.Event, len(events))
			for i, e := range events {
				forgotten[i] = facts.Involvements.Erasing.Forget(e, func(id uuid.UUID) bool { return id == anna })
			}
			var hers []facts.Version[facts.Involvement]
			for _, v := range factstest.Fold(facts.Involvements, forgotten) {
				if v.Row.Person == anna {
					hers = append(hers, v)
				} else if v.Row.Health.Injury() != "I3" {
					t.Errorf("somebody else's injury is %s", v.Row.Health)
				}
			}
			if len(hers) != 1 || hers[0].Row.Health != facts.Health(facts.Forgotten) || hers[0].Head != plain[0].Head || hers[0].Row.RecordedAt != plain[0].Row.RecordedAt {
				t.Errorf("what is left is %+v of %+v", hers, plain)
			}
			if diff := cmp.Diff(plain, factstest.Fold(facts.Involvements, events)); diff != "" {
				t.Errorf("the events were changed:\n%s", diff)
			}
		})
	}
}
