package moment_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // tests run on machines without a zone database

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func must(t *testing.T, text string, loc *time.Location) moment.Moment {
	t.Helper()
	m, err := moment.Parse(text, loc)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return m
}

func TestNew(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 21, 22, 10, 42, 7, time.UTC)
	tests := map[string]struct {
		offset    int
		precision moment.Precision
		finer     codes.Code
		want      string // local start
		err       string
	}{
		"seconds are dropped":                    {60, moment.Minute, "", "2026-11-21T23:10:00+01:00", ""},
		"an hour begins on the hour":             {60, moment.Hour, codes.Unknown, "2026-11-21T23:00:00+01:00", ""},
		"an hour in Kathmandu begins on its own": {345, moment.Hour, codes.Unknown, "2026-11-22T03:00:00+05:45", ""},
		"a day begins at midnight there":         {120, moment.Day, codes.NotRecorded, "2026-11-22T00:00:00+02:00", ""},
		"a month begins on the first there":      {-300, moment.Month, codes.Unknown, "2026-11-01T00:00:00-05:00", ""},
		"a minute has no reason":                 {60, moment.Minute, codes.Unknown, "", "leave that reason out"},
		"a day needs a reason":                   {60, moment.Day, "", "", "use UNKNOWN or NOT_RECORDED"},
		"OTHER is no such reason":                {60, moment.Day, codes.Other, "", "use UNKNOWN or NOT_RECORDED"},
		"a second is no precision":               {60, "SECOND", "", "", "use MINUTE, HOUR, DAY or MONTH"},
		"no clock shows that":                    {15 * 60, moment.Minute, "", "", "offset"},
		"nor that, however far":                  {1 << 40, moment.Day, codes.Unknown, "", "offset"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := moment.New(at, test.offset, test.precision, test.finer)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error %v, want %q", err, test.err)
				}
				return
			}
			if got := m.Local().Format(time.RFC3339); err != nil || got != test.want {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}

func TestNewOfNothing(t *testing.T) {
	t.Parallel()
	m, err := moment.New(time.Now(), 60, "", codes.Unknown)
	if err != nil || !m.Equal(moment.Nothing(codes.Unknown)) || m.Known() {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	at := time.Date(2026, 11, 21, 22, 0, 0, 0, time.UTC) // 23:00 in Amsterdam
	tests := map[string]struct {
		written string
		want    string
	}{
		"now":                                   {"2026-11-21T23:00", ""},
		"a clock five minutes fast":             {"2026-11-21T23:05", ""},
		"a clock six minutes fast":              {"2026-11-21T23:06", "lies in the future: check date and time, or your device's clock"},
		"this hour, though it has not ended":    {"2026-11-21T23", ""},
		"the next hour":                         {"2026-11-22T00", "lies in the future"},
		"today":                                 {"2026-11-21", ""},
		"tomorrow":                              {"2026-11-22", "lies in the future"},
		"this month":                            {"2026-11", ""},
		"next month":                            {"2026-12", "lies in the future"},
		"the first minute of 2000 there":        {"2000-01-01T00:00:00+01:00", ""},
		"the minute before":                     {"1999-12-31T23:59:00+01:00", "before the year 2000"},
		"a time that nobody knows":              {"UNKNOWN", ""},
		"a year with a digit too many":          {"2206-11-21", "lies in the future"},
		"an offset that hides a time to come":   {"2026-11-22T01:00:00-01:00", "lies in the future"},
		"an offset that only looks like future": {"2026-11-22T11:00:00+14:00", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := must(t, test.written, amsterdam).Check(at)
			if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestCheckOfHandmade(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 21, 22, 0, 0, 0, time.UTC)
	for name, m := range map[string]moment.Moment{
		"a minute with seconds":          {Instant: at.Add(-time.Second), Precision: moment.Minute},
		"an hour with minutes":           {Instant: at.Add(-90 * time.Minute), Precision: moment.Hour, Finer: codes.Unknown},
		"a day with hours":               {Instant: at, Precision: moment.Day, Finer: codes.Unknown},
		"a month with days":              {Instant: at.Add(-240 * time.Hour), Precision: moment.Month, Finer: codes.Unknown},
		"nothing, and yet an instant":    {Instant: at, Finer: codes.Unknown},
		"nothing, and not even a reason": {},
	} {
		if m.Check(at) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// TestGrouping: the doubled hour of 25 October 2026 counts twice as hour 2, and
// the hours around the gap of 29 March are 1 and 3.
func TestGrouping(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	tests := map[string]struct {
		written       string
		weekday, hour codes.Code
	}{
		"the first 02:30 in October":             {"2026-10-25T02:30:00+02:00", "sun", "2"},
		"the second":                             {"2026-10-25T02:30:00+01:00", "sun", "2"},
		"the last minute before the gap":         {"2026-03-29T01:59", "sun", "1"},
		"the first minute after it":              {"2026-03-29T03:00", "sun", "3"},
		"late in UTC is early here":              {"2026-11-20T23:30:00Z", "sat", "0"},
		"a clock in Curacao, counted here":       {"2026-11-20T20:00:00-04:00", "sat", "1"},
		"an hour is enough for both":             {"2026-11-23T07", "mon", "7"},
		"a day has no hour":                      {"2026-11-21", "sat", codes.NotRecorded},
		"a month has neither":                    {"2026-11", codes.NotRecorded, codes.NotRecorded},
		"nothing known has neither":              {"UNKNOWN", codes.Unknown, codes.Unknown},
		"a day in summer is that day":            {"2026-07-01", "wed", codes.NotRecorded},
		"the day of the change is that day":      {"2026-10-25", "sun", codes.NotRecorded},
		"the day of the other change is as well": {"2026-03-29", "sun", codes.NotRecorded},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := must(t, test.written, amsterdam)
			if d, h := m.Weekday(amsterdam), m.HourIn(amsterdam); d != test.weekday || h != test.hour {
				t.Errorf("got %s %s, want %s %s", d, h, test.weekday, test.hour)
			}
		})
	}
}

func TestADayStaysTheDayThatWasSaid(t *testing.T) {
	t.Parallel()
	m := must(t, "2026-03-01", zone(t, "Asia/Tokyo")) // still February in Amsterdam
	amsterdam := zone(t, "Europe/Amsterdam")
	if got := m.In(amsterdam).Format(time.DateOnly); got != "2026-03-01" || m.Weekday(amsterdam) != "sun" {
		t.Errorf("got %s, %s", got, m.Weekday(amsterdam))
	}
}

// TestWithin: a finer time is within a coarser one of which it says more, and
// nothing is within what is as precise, also in the night of a clock change.
func TestWithin(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	all := []string{"2025-10", "2025-10-26", "2025-10-26T02+01:00", "2025-10-26T02:30+01:00"}
	for i, coarse := range all {
		for j, fine := range all {
			if got := must(t, fine, amsterdam).Within(must(t, coarse, amsterdam)); got != (j > i) {
				t.Errorf("%s within %s: %t", fine, coarse, got)
			}
		}
		for _, other := range []string{"2025-11", "2025-10-25", "2025-10-26T02+02:00", "2025-10-26T02:30+02:00"} {
			m, o := must(t, other, amsterdam), must(t, coarse, amsterdam)
			want := other != "2025-11" && coarse == "2025-10" || strings.HasPrefix(other, "2025-10-26T") && coarse == "2025-10-26"
			if got := m.Within(o); got != want {
				t.Errorf("%s within %s: %t", other, coarse, got)
			}
		}
		if must(t, coarse, amsterdam).Within(moment.Nothing(codes.Unknown)) || moment.Nothing(codes.Unknown).Within(must(t, coarse, amsterdam)) {
			t.Errorf("nothing is known and %s are within each other", coarse)
		}
	}
}
