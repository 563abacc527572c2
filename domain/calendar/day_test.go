package calendar_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"ruggensteun/domain/calendar"
)

// day reads a day that a test knows to be one.
func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestDaysAreThoseOfTheLibrary(t *testing.T) {
	t.Parallel()
	d := calendar.On(1990, time.January, 1)
	for at := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2060; at, d = at.AddDate(0, 0, 1), d+1 {
		if d != calendar.DayOf(at) || d.String() != at.Format(time.DateOnly) || d.Weekday() != at.Weekday() || !d.Time().Equal(at) {
			t.Fatalf("%s: %d is %s, a %s", at.Format(time.DateOnly), d, d, d.Weekday())
		}
	}
	if calendar.On(1, time.January, 1) != 1 || calendar.Day(0).String() != "" {
		t.Error("the first day is 1, and 0 is none")
	}
}

func TestMonthsEndWhereTheyEnd(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-11-30", 3, "2026-02-28"},
		{"2027-11-30", 3, "2028-02-29"}, // a leap year
		{"2028-02-29", 12, "2029-02-28"},
		{"2028-02-29", 48, "2032-02-29"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2026-08-31", 1, "2026-09-30"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-02-28", 1, "2026-03-28"}, // the same number, not the last day
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-05-15", 0, "2026-05-15"},
	} {
		if got := day(t, test.from).AddMonths(test.months).String(); got != test.want {
			t.Errorf("%s and %d months: %s, want %s", test.from, test.months, got, test.want)
		}
	}
}

func TestADayOpensWhereItsClockSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ zone, day, want string }{
		"in winter":                     {"Europe/Amsterdam", "2026-01-15", "2026-01-14T23:00:00Z"},
		"in summer":                     {"Europe/Amsterdam", "2026-07-15", "2026-07-14T22:00:00Z"},
		"on the day that loses an hour": {"Europe/Amsterdam", "2026-03-29", "2026-03-28T23:00:00Z"},
		"on the day after it":           {"Europe/Amsterdam", "2026-03-30", "2026-03-29T22:00:00Z"},
		"on the day that gains an hour": {"Europe/Amsterdam", "2026-10-25", "2026-10-24T22:00:00Z"},
		"on the day after that":         {"Europe/Amsterdam", "2026-10-26", "2026-10-25T23:00:00Z"},
		"where midnight is skipped":     {"America/Santiago", "2022-09-11", "2022-09-11T04:00:00Z"},
		"where midnight comes twice":    {"America/Havana", "2021-11-07", "2021-11-07T04:00:00Z"},
	} {
		if got := day(t, test.day).Opens(zone(t, test.zone)).UTC().Format(time.RFC3339); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestWhatIsNoDayIsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "2026-02-29", "2026-1-1", "01-02-2026", "2026-13-01", "0000-01-01", "2026-01-01T00:00:00Z"} {
		if d, err := calendar.ParseDay(s); err == nil {
			t.Errorf("%q was taken for %s", s, d)
		}
	}
}
