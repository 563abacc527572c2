package moment

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// written is every way to write a moment: year, month, day, hour, minute, offset.
// Seconds may stand there and are dropped: nobody at a fight saw them.
var written = regexp.MustCompile(
	`^([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[Tt ]([0-9]{2})(?::([0-9]{2})(?::[0-5][0-9](?:\.[0-9]{1,9})?)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?)?$`)

var notATime = &fault.Wrong{
	Problem: "is not a time we can read",
	Remedy:  "write 2026-11-21T23:10:00+01:00 or 2026-11-21T23:10; or 2026-11-21T23, 2026-11-21 or 2026-11 when it is not known finer; or UNKNOWN",
}

// Parse reads a moment as it is written: to the minute with an offset (RFC 3339),
// or without one in the given zone; to the hour, the day or the month; or as one
// of the two words for not knowing it. What is not written counts as not
// recorded: a caller who knows that it was asked sets Finer to codes.Unknown.
// The error is a *fault.Wrong.
func Parse(text string, zone *time.Location) (Moment, error) {
	return parse(text, zone, ask)
}

// First is Parse for what nobody can be asked about, such as a row of an old file:
// a time that came twice is its first time, and is marked Ambiguous.
func First(text string, zone *time.Location) (Moment, error) {
	return parse(text, zone, first)
}

func parse(text string, zone *time.Location, twice choice) (Moment, error) {
	if c := codes.Code(text); c == codes.Unknown || c == codes.NotRecorded {
		return Nothing(c), nil
	}
	part := written.FindStringSubmatch(text)
	if part == nil {
		return Moment{}, notATime
	}
	wall, precision, ok := clock(part)
	if !ok {
		return Moment{}, &fault.Wrong{Problem: "is not a day and time that exist", Remedy: "check day, month, hour and minute"}
	}
	finer := codes.NotRecorded
	if precision == Minute {
		finer = ""
	}
	at, err := place(wall, precision, part[6], zone, twice)
	if err != nil {
		return Moment{}, err
	}
	return Moment{Instant: at.instant, Offset: at.offset, Precision: precision, Finer: finer, Ambiguous: at.ambiguous}, nil
}

// clock is what the wall clock showed, written as if it stood in UTC.
func clock(part []string) (wall time.Time, p Precision, ok bool) {
	n := [5]int{1: 1, 2: 1}
	for i, precision := range [5]Precision{Month, Month, Day, Hour, Minute} {
		if part[i+1] == "" {
			break
		}
		n[i], _ = strconv.Atoi(part[i+1]) // digits only, by the expression
		p = precision
	}
	wall = time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], 0, 0, time.UTC)
	// Go turns 30 February into 2 March without a word.
	same := wall.Month() == time.Month(n[1]) && wall.Day() == n[2] && wall.Hour() == n[3] && wall.Minute() == n[4]
	return wall, p, same
}

// place finds the instant at which a clock there showed wall.
func place(wall time.Time, p Precision, offset string, zone *time.Location, twice choice) (reading, error) {
	switch {
	case strings.EqualFold(offset, "Z"): // the instant is certain, what the clock showed is the zone's
		_, seconds := wall.In(zone).Zone()
		return reading{instant: wall, offset: seconds / 60}, nil
	case offset != "":
		minutes, ok := parseOffset(offset)
		if !ok || !knownOffset(minutes) {
			return reading{}, &fault.Wrong{Problem: "has an offset that no clock on earth shows", Remedy: "use hours east of UTC, e.g. +01:00 in a Dutch winter"}
		}
		return reading{instant: wall.Add(-time.Duration(minutes) * time.Minute), offset: minutes}, nil
	case p == Day || p == Month:
		return opening(wall, zone)
	}
	return resolve(wall, zone, twice)
}

func parseOffset(text string) (minutes int, ok bool) {
	h, _ := strconv.Atoi(text[1:3])
	m, _ := strconv.Atoi(text[4:6])
	minutes = h*60 + m
	if text[0] == '-' {
		minutes = -minutes
	}
	return minutes, m < 60
}
