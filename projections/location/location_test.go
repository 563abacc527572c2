package location_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/location"
)

var owner = uuid.UUID{0xE}

// happened is a place and a day.
type happened struct {
	gemeente codes.Code
	kind     codes.Code
	day      string
}

func view(t *testing.T, by string, all []happened, filters ...string) figures.Answer {
	t.Helper()
	events := []projections.Event{{
		Position: 1, Stream: employer.Stream(owner), Employer: owner,
		Body: employer.Registered{ID: owner, Code: "GEM-X", Name: "X", Zone: employer.DefaultZone},
	}}
	for i, h := range all {
		at, err := time.Parse(time.DateOnly, h.day)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, projections.Event{
			Position: eventlog.Position(i + 2), Stream: incident.Stream(uuid.UUID{1, byte(i)}), Employer: owner,
			Body: incident.Registered{
				Employer: owner, Occurred: moment.Moment{Instant: at, Precision: moment.Minute},
				Place: incident.Place{Type: h.kind, Gemeente: h.gemeente},
			},
		})
	}
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	err = engine.Apply(figures.Batch{
		Through:   eventlog.Position(len(events)),
		Incidents: factstest.Fold(facts.Incidents, events), Employers: factstest.Fold(facts.Employers, events),
	})
	if err != nil {
		t.Fatal(err)
	}
	q, err := location.Question(by, filters, 0)
	if err != nil {
		t.Fatal(err)
	}
	a, err := engine.Ask(q, access.Scope{Employer: owner})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// counts are the rows in which something happened.
func counts(a figures.Answer) map[codes.Code]int {
	found := map[codes.Code]int{}
	for i, row := range a.Rows {
		if n := a.RowTotals[i].N; n > 0 {
			found[row] = n
		}
	}
	return found
}

func TestIncidentsAreCountedWhereTheyLayOnTheDay(t *testing.T) {
	t.Parallel()
	all := []happened{
		{"GM0599", "ROAD", "2026-03-01"},
		{"GM0599", "HOME", "2026-03-02"},
		{"GM0363", "ROAD", "2026-03-02"},
		{"GM0457", "ROAD", "2021-12-31"}, // Weesp moved to another region the day after
		{"GM0457", "ROAD", "2022-01-01"},
		{"GM0457", "ROAD", "2026-01-01"}, // and is no more: where it lay last
		{"GM9999", "ROAD", "2026-03-02"}, // there is none
		{codes.Unknown, "ROAD", "2026-03-02"},
		{"", codes.Unknown, "2026-03-02"},
	}
	for by, want := range map[string]map[codes.Code]int{
		"":            {"ROAD": 7, "HOME": 1, codes.Unknown: 1},
		"place":       {"ROAD": 7, "HOME": 1, codes.Unknown: 1},
		"gemeente":    {"GM0599": 2, "GM0363": 1, "GM0457": 3, "GM9999": 1, codes.Unknown: 1, codes.NotRecorded: 1},
		"province":    {"PV28": 2, "PV27": 4, codes.Unknown: 2, codes.NotRecorded: 1},
		"region":      {"VR17": 2, "VR13": 3, "VR14": 1, codes.Unknown: 2, codes.NotRecorded: 1},
		"police-unit": {"RTD": 2, "AMS": 3, "MDN": 1, codes.Unknown: 2, codes.NotRecorded: 1},
		"employer":    {"GEM-X": 9},
	} {
		if diff := cmp.Diff(want, counts(view(t, by, all))); diff != "" {
			t.Errorf("by %q (-want +got):\n%s", by, diff)
		}
	}
	if diff := cmp.Diff(map[codes.Code]int{"GM0599": 1, "GM0363": 1}, counts(view(t, "gemeente", all, "place=ROAD", "period=2026-03", "province=PV27", "province=PV28"))); diff != "" {
		t.Errorf("filtered (-want +got):\n%s", diff)
	}
}

func TestALevelThatIsNoneIsRefusedWithThoseThereAre(t *testing.T) {
	t.Parallel()
	_, err := location.Question("street", nil, 0)
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	for _, level := range location.Levels {
		if q, err := location.Question(string(level), nil, 0); err != nil || q.Rows != level {
			t.Errorf("%s: %+v, %v", level, q, err)
		}
	}
}
