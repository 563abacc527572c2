package timeofday_test

import (
	"strings"
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
	"ruggensteun/projections/timeofday"
)

var owner = uuid.UUID{0xE}

// view registers an incident at each moment and asks for the view.
func view(t *testing.T, moments []moment.Moment, filters ...string) figures.Answer {
	t.Helper()
	q, err := timeofday.Question("", filters, 0)
	if err != nil {
		t.Fatal(err)
	}
	return ask(t, moments, q)
}

func ask(t *testing.T, moments []moment.Moment, q figures.Question) figures.Answer {
	t.Helper()
	events := []projections.Event{{
		Position: 1, Stream: employer.Stream(owner), Employer: owner,
		Body: employer.Registered{ID: owner, Code: "GEM-X", Name: "X", Zone: employer.DefaultZone},
	}}
	for i, m := range moments {
		events = append(events, projections.Event{
			Position: eventlog.Position(i + 2), Stream: incident.Stream(uuid.UUID{1, byte(i)}), Employer: owner,
			Body: incident.Registered{Employer: owner, Occurred: m},
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
	a, err := engine.Ask(q, access.Scope{Employer: owner})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// parse takes local Dutch time, as it would be typed.
func parse(t *testing.T, texts ...string) []moment.Moment {
	t.Helper()
	zone, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	var list []moment.Moment
	for _, text := range texts {
		m, err := moment.Parse(text, zone)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, m)
	}
	return list
}

type cells map[[2]codes.Code]int

func above0(a figures.Answer) cells {
	c := cells{}
	for i, row := range a.Rows {
		for j, column := range a.Columns {
			if n := a.Cells[i][j].N; n > 0 {
				c[[2]codes.Code{row, column}] = n
			}
		}
	}
	return c
}

func TestView(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given []string
		then  cells
	}{
		"a minute and its hour": {
			given: []string{"2026-11-21T23:10:00+01:00", "2026-11-21T23"},
			then:  cells{{"sat", "23"}: 2},
		},
		"both hours of the doubled one are the hour that the clock showed": {
			given: []string{"2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:00:00+01:00"},
			then:  cells{{"sun", "2"}: 2, {"sun", "3"}: 1},
		},
		"around the skipped hour nothing falls in it": {
			given: []string{"2026-03-29T01:59:00+01:00", "2026-03-29T03:00:00+02:00"},
			then:  cells{{"sun", "1"}: 1, {"sun", "3"}: 1},
		},
		"a time told in another zone counts by the employer's clock": {
			given: []string{"2026-11-21T23:30:00Z"},
			then:  cells{{"sun", "0"}: 1},
		},
		"of a day alone the hour was not recorded": {
			given: []string{"2026-11-21"},
			then:  cells{{"sat", "NOT_RECORDED"}: 1},
		},
		"of a month alone the weekday neither": {
			given: []string{"2026-11"},
			then:  cells{{"NOT_RECORDED", "NOT_RECORDED"}: 1},
		},
		"unknown is not the same as not recorded": {
			given: []string{"UNKNOWN", "NOT_RECORDED"},
			then:  cells{{"UNKNOWN", "UNKNOWN"}: 1, {"NOT_RECORDED", "NOT_RECORDED"}: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := view(t, parse(t, c.given...))
			if diff := cmp.Diff(c.then, above0(a)); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
			if a.Total.N != len(c.given) {
				t.Errorf("total %d of %d", a.Total.N, len(c.given))
			}
		})
	}
}

func TestADayOfWhichTheHourIsUnknown(t *testing.T) {
	t.Parallel()
	given := parse(t, "2026-11-21")
	given[0].Finer = codes.Unknown
	if diff := cmp.Diff(cells{{"sat", "UNKNOWN"}: 1}, above0(view(t, given))); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

func TestTheWholeWeekStandsThere(t *testing.T) {
	t.Parallel()
	a := view(t, parse(t, "2026-11-21T23:10:00+01:00"))
	if a.View != "time-of-day" || len(a.Rows) != 7 || a.Rows[0] != "mon" || a.Rows[6] != "sun" {
		t.Errorf("view %s, rows %v", a.View, a.Rows)
	}
	if len(a.Columns) != 24 || a.Columns[0] != "0" || a.Columns[23] != "23" {
		t.Errorf("columns %v", a.Columns)
	}
	if a.Labels["mon"] != (figures.Text{NL: "maandag", EN: "Monday"}) {
		t.Errorf("labels %v", a.Labels)
	}
	if withGaps := view(t, parse(t, "2026-11")); len(withGaps.Rows) != 8 || withGaps.Columns[24] != codes.NotRecorded {
		t.Errorf("rows %v, columns %v", withGaps.Rows, withGaps.Columns)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	given := parse(t, "2026-10-31T23:59:00+01:00", "2026-11-01T00:00:00+01:00", "2026-11-30T23:59:00+01:00", "2026-12-01T00:00:00+01:00", "2026-11", "UNKNOWN")
	for filter, want := range map[string]int{
		"period=2026-11": 3, "period=2026": 5, "weekday=sat": 1, "weekday=UNKNOWN": 1, "hour=NOT_RECORDED": 1,
		"hour=23": 2, "place=NOT_RECORDED": 6, "place=ROAD": 0, "employer=GEM-X": 6,
	} {
		if a := view(t, given, filter); a.Total.N != want {
			t.Errorf("%s: %d, want %d", filter, a.Total.N, want)
		}
	}
	if _, err := timeofday.Question("", []string{"moon=FULL"}, 0); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an unknown dimension: %v", err)
	}
	for _, d := range figures.Dimensions() {
		if _, err := timeofday.Question("", []string{string(d) + "=UNKNOWN"}, 0); err != nil {
			t.Errorf("%s: %v", d, err)
		}
	}
}

// TestBandsTurnAtWholeHours: figures are kept by the hour. A band that turns
// halfway through one would have to be counted from minutes.
func TestBandsTurnAtWholeHours(t *testing.T) {
	t.Parallel()
	for _, b := range codes.Bands() {
		if !strings.HasSuffix(b.From, ":00") || !strings.HasSuffix(b.Until, ":59") {
			t.Errorf("%s turns at %s and %s", b.Code, b.From, b.Until)
		}
	}
}

func TestANewYearsNightStandsInItsBands(t *testing.T) {
	t.Parallel()
	// Shown as the clock in Amsterdam shows it, an hour ahead in winter.
	at := func(text string, p moment.Precision) moment.Moment {
		local, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		m := moment.Moment{Instant: local.Add(-time.Hour), Offset: 60, Precision: p}
		if p != moment.Minute {
			m.Finer = codes.Unknown
		}
		return m
	}
	all := []moment.Moment{
		at("2025-12-31 17:59", moment.Minute),
		at("2025-12-31 18:00", moment.Minute),
		at("2026-01-01 05:59", moment.Minute),
		at("2026-01-01 06:00", moment.Minute),
		at("2026-01-01 00:00", moment.Day),
	}
	for by, want := range map[string]map[codes.Code]int{
		"time-band": {"AFTERNOON": 1, "EVENING": 1, "NIGHT": 1, "MORNING": 1, "NEWYEAR": 2, codes.Unknown: 1},
		"month":     {"2025-12": 2, "2026-01": 3},
		"year":      {"2025": 2, "2026": 3},
	} {
		q, err := timeofday.Question(by, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := map[codes.Code]int{}
		a := ask(t, all, q)
		for i, row := range a.Rows {
			if n := a.RowTotals[i].N; n > 0 {
				got[row] = n
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", by, diff)
		}
	}
	if _, err := timeofday.Question("decade", nil, 0); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}
