package eventjson_test

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/batch"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/redaction"
)

var (
	exampleEmployer = uuid.MustParse("0199aaaa-0000-7000-8000-000000000001")
	exampleIncident = uuid.MustParse("0199bbbb-0000-7000-8000-000000000002")
	examplePerson   = uuid.MustParse("0199cccc-0000-7000-8000-000000000003")
)

func pointer[T any](v T) *T { return &v }

// examples are the events that the golden files hold, by the type name on disk.
func examples() map[string]decider.Event {
	occurred := moment.Moment{
		Instant: time.Date(2025, 10, 26, 0, 30, 0, 0, time.UTC), Offset: 120, Precision: moment.Minute,
	}
	place := incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "POST-3"}
	worker := incident.Worker{
		Person:   examplePerson,
		Identity: person.Of(person.Identity{Name: "J. \"Jo\" Jansén", StaffNumber: "AB-1234"}),
		Health:   person.Of(person.Health{Injury: "I1"}),
	}
	second := incident.Registered{
		Employer:    exampleEmployer,
		Occurred:    occurred,
		ReportedAt:  time.Date(2025, 10, 26, 1, 2, 3, 456789000, time.UTC),
		Place:       place,
		Behaviours:  []codes.Code{"VERB_THREAT", "HIT"},
		Professions: []codes.Code{"BOA1"},
		Workers:     []incident.Worker{worker, {Person: exampleIncident, Health: person.Of(person.Health{Injury: codes.NotRecorded})}},
		Narrative:   person.Of("Hij sloeg,\nen riep: \"weg\".\t👮"),
	}
	first := second
	first.Behaviours, first.Professions = []codes.Code{"VERB_THREAT"}, nil
	return map[string]decider.Event{
		"employer.registered.v1": employer.Registered{
			ID: exampleEmployer, Code: "GEM-ROTTERDAM", Name: "Gemeente Rotterdam", Kind: "EMP_GEM", Zone: employer.DefaultZone,
			Areas:    []employer.Area{{Code: "ZUID", Name: "Zuid", Gemeenten: []codes.Code{"GM0599"}}, {Code: "REST", Name: "Overig"}},
			Units:    []employer.Unit{{Code: "POST-3", Name: "Post 3"}},
			Holidays: []employer.Holiday{{Date: "2025-12-05", Name: "Sinterklaas"}},
		},
		"employer.changed.v1": employer.Changed{
			Name: pointer("Rotterdam"), Units: pointer([]employer.Unit(nil)), Holidays: pointer([]employer.Holiday{{Date: "2026-01-02", Name: "Nieuwjaar"}}),
		},
		redaction.Type: redaction.Redacted{
			Reason: "RETENTION", Spans: []redaction.Span{{First: 3, Last: 3}, {First: 17, Last: 40_000_000_000}},
		},
		"person.identity_erased.v1": erasure.Erased{Purpose: person.ForIdentity, Reason: "RETENTION"},
		"person.health_erased.v1":   erasure.Erased{Purpose: person.ForHealth, Reason: "ERASURE"},

		"incident.registered.v1": first,
		"incident.registered.v2": second,
		"incident.details_added.v1": incident.DetailsAdded{
			Behaviours: []codes.Code{"SPIT"}, Workers: []incident.Worker{worker}, Narrative: person.Of("Later bleek meer."),
		},
		"incident.corrected.v1": incident.Corrected{
			Reason:     person.Of("Het was een uur later."),
			Occurred:   &moment.Moment{Instant: time.Date(2025, 10, 26, 0, 0, 0, 0, time.UTC), Offset: 60, Precision: moment.Day, Finer: codes.Unknown},
			Place:      &place,
			Behaviours: pointer([]codes.Code(nil)),
			Narrative:  pointer(person.Held[string]{}),
		},
		"import.started.v1":     batch.Started{Batch: exampleIncident, File: "00ff", Mapping: "ff00", Incidents: 4186},
		"import.finished.v1":    batch.Finished{Batch: exampleIncident, Counts: batch.Counts{Recorded: 1, Corrected: 2, Unchanged: 3, Rejected: 4, Listed: 5}},
		"import.undone.v1":      batch.Undone{Batch: exampleIncident, Withdrawn: 4185, Left: 1},
		"incident.withdrawn.v1": incident.Withdrawn{Reason: "DUPLICATE", Explanation: person.Of("Dubbel ingevoerd.")},
	}
}
