package moment_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// TestNightsOfAClockChange is the table of what becomes of a time without an
// offset in the nights in which clocks jump: typed by somebody who can be asked
// (Parse), and read from a file (First).
func TestNightsOfAClockChange(t *testing.T) {
	t.Parallel()
	const (
		amsterdam  = "Europe/Amsterdam"
		louisville = "America/Kentucky/Louisville"
		lordHowe   = "Australia/Lord_Howe" // half an hour
		havana     = "America/Havana"      // at midnight
	)
	tests := map[string]struct {
		zone, text string
		asked      string // what Parse says; "" when it takes the time
		want       string // RFC 3339 as First takes it; "" when it refuses too
		ambiguous  bool
	}{
		"Amsterdam, the last minute before the gap": {amsterdam, "2026-03-29T01:59", "", "2026-03-29T01:59:00+01:00", false},
		"Amsterdam, in the gap":                     {amsterdam, "2026-03-29T02:30", "never was: the clock went from 02:00 straight to 03:00", "", false},
		"Amsterdam, an hour in the gap":             {amsterdam, "2026-03-29T02", "never was: the clock went from 02:00 straight to 03:00", "", false},
		"Amsterdam, the first minute after the gap": {amsterdam, "2026-03-29T03:00", "", "2026-03-29T03:00:00+02:00", false},
		"Amsterdam, the day of the gap":             {amsterdam, "2026-03-29", "", "2026-03-29T00:00:00+01:00", false},
		"Amsterdam, the month of the gap":           {amsterdam, "2026-03", "", "2026-03-01T00:00:00+01:00", false},
		"Amsterdam, before the doubled hour":        {amsterdam, "2026-10-25T01:59", "", "2026-10-25T01:59:00+02:00", false},
		"Amsterdam, in the doubled hour":            {amsterdam, "2026-10-25T02:30", "add +02:00 for the first time or +01:00 for the second", "2026-10-25T02:30:00+02:00", true},
		"Amsterdam, its first minute":               {amsterdam, "2026-10-25T02:00", "came twice", "2026-10-25T02:00:00+02:00", true},
		"Amsterdam, the hour as a whole":            {amsterdam, "2026-10-25T02", "add +02:00 for the first time or +01:00 for the second", "2026-10-25T02:00:00+02:00", true},
		"Amsterdam, the first time, said so":        {amsterdam, "2026-10-25T02:30+02:00", "", "2026-10-25T02:30:00+02:00", false},
		"Amsterdam, the second time, said so":       {amsterdam, "2026-10-25T02:30+01:00", "", "2026-10-25T02:30:00+01:00", false},
		"Amsterdam, after the doubled hour":         {amsterdam, "2026-10-25T03:00", "", "2026-10-25T03:00:00+01:00", false},
		"Amsterdam, the day of the doubled hour":    {amsterdam, "2026-10-25", "", "2026-10-25T00:00:00+02:00", false},
		"Louisville, in the gap":                    {louisville, "2026-03-08T02:30", "never was: the clock went from 02:00 straight to 03:00", "", false},
		"Louisville, after the gap":                 {louisville, "2026-03-08T03:00", "", "2026-03-08T03:00:00-04:00", false},
		"Louisville, in the doubled hour":           {louisville, "2026-11-01T01:30", "add -04:00 for the first time or -05:00 for the second", "2026-11-01T01:30:00-04:00", true},
		"Louisville, after the doubled hour":        {louisville, "2026-11-01T02:00", "", "2026-11-01T02:00:00-05:00", false},
		"Louisville, Amsterdam's doubled hour":      {louisville, "2026-10-25T02:30", "", "2026-10-25T02:30:00-04:00", false},
		"Louisville, Amsterdam's gap":               {louisville, "2026-03-29T02:30", "", "2026-03-29T02:30:00-04:00", false},
		"Lord Howe, in the half hour that is twice": {lordHowe, "2026-04-05T01:45", "add +11:00 for the first time or +10:30 for the second", "2026-04-05T01:45:00+11:00", true},
		"Lord Howe, in the half hour that is not":   {lordHowe, "2026-10-04T02:15", "never was: the clock went from 02:00 straight to 02:30", "", false},
		"Havana, a day whose midnight came twice":   {havana, "2026-11-01", "", "2026-11-01T00:00:00-04:00", false},
		"Havana, a midnight that came twice":        {havana, "2026-11-01T00:30", "came twice", "2026-11-01T00:30:00-04:00", true},
		"Havana, a midnight that never was":         {havana, "2026-03-08T00:30", "never was: the clock went from 00:00 straight to 01:00", "", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc := zone(t, test.zone)
			_, err := moment.Parse(test.text, loc)
			if (err != nil) != (test.asked != "") || err != nil && !strings.Contains(err.Error(), test.asked) {
				t.Errorf("Parse: %v, want %q", err, test.asked)
			}
			m, err := moment.First(test.text, loc)
			if (err != nil) != (test.want == "") {
				t.Fatalf("First: %v, want %q", err, test.want)
			}
			if err != nil {
				return
			}
			if got := m.Local().Format(time.RFC3339); got != test.want || m.Ambiguous != test.ambiguous {
				t.Errorf("First: %s, ambiguous %t, want %s, %t", got, m.Ambiguous, test.want, test.ambiguous)
			}
			if err := m.Check(m.Instant.AddDate(1, 0, 0)); err != nil {
				t.Errorf("what was read is refused: %v", err)
			}
		})
	}
}

// TestFirstDiffersFromParseOnlyWhereItIsAsked: at every minute of a year.
func TestFirstDiffersFromParseOnlyWhereItIsAsked(t *testing.T) {
	t.Parallel()
	zones := []*time.Location{zone(t, "Europe/Amsterdam"), zone(t, "America/Kentucky/Louisville"), zone(t, "Australia/Lord_Howe")}
	rapid.Check(t, func(t *rapid.T) {
		loc := rapid.SampledFrom(zones).Draw(t, "zone")
		minute := rapid.IntRange(0, 365*24*60).Draw(t, "minute")
		text := time.Date(2026, 1, 1, 0, minute, 0, 0, time.UTC).Format("2006-01-02T15:04")
		asked, problem := moment.Parse(text, loc)
		m, err := moment.First(text, loc)
		switch {
		case problem == nil && (err != nil || !m.Equal(asked)):
			t.Fatalf("%s: First gave %+v, %v; Parse gave %+v", text, m, err, asked)
		case problem != nil && (err == nil) != m.Ambiguous:
			t.Fatalf("%s: Parse said %v, First gave %+v, %v", text, problem, m, err)
		case m.Ambiguous && !strings.Contains(problem.Error(), m.Local().Format("-07:00")+" for the first"):
			t.Fatalf("%s: First took %s, Parse said %v", text, m.Local(), problem)
		}
	})
}

func TestAmbiguousIsAnHourThatCameTwice(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	twice, err := moment.First("2026-10-25T02:30", amsterdam)
	if err != nil {
		t.Fatal(err)
	}
	sure := must(t, "2026-10-25T02:30+02:00", amsterdam)
	if twice.Equal(sure) {
		t.Error("to know which one is the same as not to know it")
	}
	if d, h := twice.Weekday(amsterdam), twice.HourIn(amsterdam); d != "sun" || h != "2" {
		t.Errorf("counted on %s at %s", d, h)
	}
	for precision, accepted := range map[moment.Precision]bool{moment.Minute: true, moment.Hour: true, moment.Day: false, moment.Month: false, "": false} {
		m, why := moment.Nothing(codes.Unknown), codes.Unknown
		if precision == moment.Minute {
			why = ""
		}
		if precision != "" {
			m, _ = moment.New(sure.Instant, sure.Offset, precision, why)
		}
		m.Ambiguous = true
		if err := m.Check(at); (err == nil) != accepted {
			t.Errorf("ambiguous to the %q: %v", precision, err)
		}
	}
}

func TestBefore(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	tests := map[string]struct {
		one, other string
		want       bool
	}{
		"a minute and the next":             {"2026-11-21T23:10", "2026-11-21T23:11", true},
		"a minute and itself":               {"2026-11-21T23:10", "2026-11-21T23:10", false},
		"a minute and the one before":       {"2026-11-21T23:10", "2026-11-21T23:09", false},
		"an hour and a minute in it":        {"2026-11-21T23", "2026-11-21T23:59", false},
		"an hour and the next day":          {"2026-11-21T23", "2026-11-22", true},
		"a day and an hour of it":           {"2026-11-21", "2026-11-21T23", false},
		"a day and the next, clock set on":  {"2026-03-29", "2026-03-30", true},
		"a day and the next, set back":      {"2026-10-25", "2026-10-26", true},
		"a month and the next":              {"2026-11", "2026-12-01", true},
		"a month and a day of it":           {"2026-11", "2026-11-30", false},
		"nothing known is before nothing":   {"UNKNOWN", "2026-11-30", false},
		"nothing is before nothing known":   {"2026-11-21", "UNKNOWN", false},
		"the first and the second 02:30":    {"2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", true},
		"the second and the first 02:30":    {"2026-10-25T02:30+01:00", "2026-10-25T02:30+02:00", false},
		"a minute of the year before":       {"2025-12-31T23:59", "2026-01", true},
		"late in UTC, and early elsewhere":  {"2026-11-21T23:10Z", "2026-11-21T23:11+01:00", false},
		"one instant on two clocks":         {"2026-11-21T22:10Z", "2026-11-21T23:10+01:00", false},
		"a minute before, on another clock": {"2026-11-21T22:09Z", "2026-11-21T23:10+01:00", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := must(t, test.one, amsterdam).Before(must(t, test.other, amsterdam)); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
	twice, err := moment.First("2026-10-25T02:30", amsterdam)
	if err != nil || twice.Before(must(t, "2026-10-25T02:31+02:00", amsterdam)) || !twice.Before(must(t, "2026-10-25T03:00+01:00", amsterdam)) {
		t.Errorf("which 02:30 it was is not known, %v", err)
	}
}
