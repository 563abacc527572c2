package mailing

import (
	"time"

	"ruggensteun/domain/calendar"
)

// DigestDay is the day of which a digest is due at a moment, and whether one is: the last
// day whose hour has come since the address was set. One that was missed is made late, and
// of several only the last.
func (e Entry) DigestDay(now time.Time, zone *time.Location) (calendar.Day, bool) {
	if e.Wants != Daily {
		return 0, false
	}
	day := calendar.DayOf(now.In(zone))
	due := hourOf(day, e.Hour, zone)
	if now.Before(due) {
		day--
		due = hourOf(day, e.Hour, zone)
	}
	return day, !due.Before(e.At)
}

// quarter divides every change of a clock there is.
const quarter = 15 * time.Minute

// hourOf is the first moment of a day at which the clock shows an hour or a later one:
// an hour that is skipped is the one behind it, and of one that comes twice the first.
func hourOf(day calendar.Day, hour int, zone *time.Location) time.Time {
	t := day.Opens(zone)
	for t.In(zone).Hour() < hour && calendar.DayOf(t.In(zone)) == day {
		t = t.Add(quarter)
	}
	return t
}
