package incident_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

func TestHealthOfAWorker(t *testing.T) {
	t.Parallel()
	with := func(change func(*incident.WorkerHit)) func(*incident.Register) {
		return func(c *incident.Register) { change(&c.Workers[0]) }
	}
	away := func(a person.Absence) func(*incident.Register) {
		return with(func(w *incident.WorkerHit) { w.Absence = a })
	}
	tests := map[string]struct {
		change func(*incident.Register)
		fields string
	}{
		"everything": {with(func(w *incident.WorkerHit) {
			w.Mind, w.Exposures, w.Absence = "M1", []codes.Code{"BLOOD", "NOISE"}, person.Absence{From: "2026-11-22", To: "2026-11-30", Days: codes.Exactly(6)}
		}), ""},
		"a wrong mind":               {with(func(w *incident.WorkerHit) { w.Mind = "PTSS" }), "workers[0].mind"},
		"a wrong exposure":           {with(func(w *incident.WorkerHit) { w.Exposures = []codes.Code{"RADIO"} }), "workers[0].exposures[0]"},
		"no exposure beside one":     {with(func(w *incident.WorkerHit) { w.Exposures = []codes.Code{"BITE", "NONE"} }), "workers[0].exposures"},
		"a day that is none":         {away(person.Absence{From: "2026-02-30"}), "workers[0].absence.from"},
		"away before it happened":    {away(person.Absence{From: "2026-11-20"}), "workers[0].absence.from"},
		"away from the day itself":   {away(person.Absence{From: "2026-11-21"}), ""},
		"back before the first day":  {away(person.Absence{From: "2026-11-23", To: "2026-11-22"}), "workers[0].absence.to"},
		"a year with a digit wrong":  {away(person.Absence{To: "2206-11-22"}), "workers[0].absence.to"},
		"expected back next year":    {away(person.Absence{To: "2027-11-22"}), ""},
		"more days than there were":  {away(person.Absence{From: "2026-11-22", To: "2026-11-23", Days: codes.Exactly(3)}), "workers[0].absence.days"},
		"no day, and yet from a day": {away(person.Absence{From: "2026-11-22", Days: codes.Exactly(0)}), "workers[0].absence.days"},
		"not away at all":            {away(person.Absence{Days: codes.Exactly(0)}), ""},
		"nobody knows how long":      {away(person.Absence{From: "2026-11-22", Days: codes.Uncounted(codes.Unknown)}), ""},
		"eleven years":               {away(person.Absence{Days: codes.Exactly(4000)}), "workers[0].absence.days"},
		"one person told in two ways": {func(c *incident.Register) {
			again := c.Workers[0]
			again.Mind = "M2"
			c.Workers = append(c.Workers, again)
		}, "workers[1]"},
		"one person told twice in one way": {func(c *incident.Register) { c.Workers[0].Mind = "M2"; c.Workers = append(c.Workers, c.Workers[0]) }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := incident.Decider.Decide(incident.Incident{}, full(test.change))
			if got := fieldsOf(err); got != test.fields {
				t.Errorf("fields %q, want %q (%v)", got, test.fields, err)
			}
		})
	}
}

// TestInjuriesChange: what is told later is right, and not to know it takes nothing
// back; each answer stands for itself.
func TestInjuriesChange(t *testing.T) {
	t.Parallel()
	first := person.Health{Injury: "I2", Mind: "M1", Exposures: []codes.Code{"BITE"}, Absence: person.Absence{From: "2026-11-22"}}
	hurt := func(change func(*person.Health)) person.Health {
		h := first
		change(&h)
		return h
	}
	tests := map[string]struct {
		given person.Held[person.Health]
		told  incident.WorkerHit
		want  person.Held[person.Health]
	}{
		"nothing new":                     {person.Of(first), incident.WorkerHit{}, person.Of(first)},
		"the body got worse":              {person.Of(first), incident.WorkerHit{Injury: "I4"}, person.Of(hurt(func(h *person.Health) { h.Injury = "I4" }))},
		"the mind got worse":              {person.Of(first), incident.WorkerHit{Mind: "M_PERM"}, person.Of(hurt(func(h *person.Health) { h.Mind = "M_PERM" }))},
		"back at work":                    {person.Of(first), incident.WorkerHit{Absence: person.Absence{From: "2026-11-22", To: "2026-11-29"}}, person.Of(hurt(func(h *person.Health) { h.Absence.To = "2026-11-29" }))},
		"another exposure":                {person.Of(first), incident.WorkerHit{Exposures: []codes.Code{"BLOOD"}}, person.Of(hurt(func(h *person.Health) { h.Exposures = []codes.Code{"BLOOD"} }))},
		"not to know takes nothing back":  {person.Of(first), incident.WorkerHit{Injury: codes.Unknown, Mind: codes.Unknown, Exposures: []codes.Code{codes.Unknown}, Absence: person.Absence{Days: codes.Uncounted(codes.Unknown)}}, person.Of(first)},
		"unknown where nothing was said":  {person.Of(person.Health{Injury: codes.NotRecorded}), incident.WorkerHit{Injury: codes.Unknown, Mind: codes.Unknown}, person.Of(person.Health{Injury: codes.Unknown, Mind: codes.Unknown})},
		"unknown after unknown":           {person.Of(person.Health{Injury: codes.Unknown}), incident.WorkerHit{Injury: codes.Unknown}, person.Of(person.Health{Injury: codes.Unknown})},
		"nothing new after it was erased": {person.Gone[person.Health](), incident.WorkerHit{}, person.Gone[person.Health]()},
		"something after it was erased":   {person.Gone[person.Health](), incident.WorkerHit{Mind: "M2"}, person.Of(person.Health{Injury: codes.NotRecorded, Mind: "M2"})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given := registered(func(e *incident.Registered) { e.Workers[0].Health = test.given })
			test.told.Person, test.told.StaffNumber = id(21), "4711"
			events, err := incident.Decider.Decide(incident.Decider.Fold([]incident.Event{given}),
				incident.AddDetails{Asked: asks(reporter), Workers: []incident.WorkerHit{test.told}})
			if err != nil {
				t.Fatal(err)
			}
			got, _ := incident.Decider.Fold(append([]incident.Event{given}, events...)).Worker(id(21))
			if diff := cmp.Diff(test.want, got.Health); diff != "" {
				t.Errorf("health (-want +got):\n%s", diff)
			}
		})
	}
}
