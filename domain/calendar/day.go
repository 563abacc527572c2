// Package calendar counts terms as the law and the trade count them: which days
// are free and why, and on which day a term ends.
package calendar

import (
	"time"

	"ruggensteun/domain/fault"
)

// Day is a day of the calendar, whatever the clock: 1 is 1 January of the year 1,
// and 0 is no day.
type Day int

// unixEpoch is 1 January 1970.
const unixEpoch Day = 719_163

const daySeconds = 24 * 60 * 60

// On is the day with that date; what is over carries, as in time.Date.
func On(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/daySeconds) + unixEpoch
}

// DayOf is the day that t's own clock shows.
func DayOf(t time.Time) Day { return On(t.Date()) }

// ParseDay reads a day as 2006-01-02. The error is a *fault.Wrong.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, &fault.Wrong{Problem: "is not a day", Remedy: "write it as 2026-12-31"}
	}
	return DayOf(t), nil
}

// Time is the beginning of the day in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d-unixEpoch)*daySeconds, 0).UTC() }

// String is 2006-01-02, or nothing for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return time.Weekday(int(d) % 7) } // 1 January of the year 1 was a Monday

// Year is the year that the day lies in.
func (d Day) Year() int { return d.Time().Year() }

// AddMonths is the day with the same number that many months on, or the last day of
// that month where it has no such number.
func (d Day) AddMonths(n int) Day {
	year, month, day := d.Time().Date()
	last := On(year, month+time.Month(n)+1, 0)
	if same := On(year, month+time.Month(n), day); same <= last {
		return same
	}
	return last
}

// Opens is the first instant of the day in a zone. Where the clocks skip midnight it
// is later, where midnight comes twice it is the first.
func (d Day) Opens(zone *time.Location) time.Time {
	year, month, day := d.Time().Date()
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	if DayOf(t) < d { // Go took the side before the gap
		_, t = t.ZoneBounds()
		t = t.In(zone)
	}
	for earlier := t.Add(-time.Hour); DayOf(earlier) == d; earlier = earlier.Add(-time.Hour) {
		t = earlier
	}
	return t
}
