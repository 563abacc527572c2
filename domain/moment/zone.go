package moment

import (
	"fmt"
	"time"

	"ruggensteun/domain/fault"
)

// reading is one way to understand a wall clock without an offset.
type reading struct {
	instant   time.Time
	offset    int  // minutes
	ambiguous bool // it was chosen from two
}

// choice is what becomes of a time that came twice.
type choice bool

const (
	ask   choice = false // whoever wrote it says which one
	first choice = true  // there is nobody to ask
)

// readings gives every instant at which the zone's clocks showed wall, earliest
// first: none in an hour that was skipped, two in one that came twice. Go itself
// picks one without a word (time.Date), so both sides of a change are tried; a
// clock that is set back was further ahead before, so that side comes earlier.
func readings(wall time.Time, zone *time.Location) []reading {
	var found []reading
	for _, nearby := range []time.Time{wall.Add(-24 * time.Hour), wall.Add(24 * time.Hour)} {
		_, seconds := nearby.In(zone).Zone()
		instant := wall.Add(-time.Duration(seconds) * time.Second)
		_, there := instant.In(zone).Zone()
		r := reading{instant: instant, offset: seconds / 60}
		if there == seconds && (len(found) == 0 || found[0] != r) {
			found = append(found, r)
		}
	}
	return found
}

// resolve needs exactly one reading, or leave to take the first of two.
func resolve(wall time.Time, zone *time.Location, twice choice) (reading, error) {
	found := readings(wall, zone)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 2 && twice == first:
		found[0].ambiguous = true
		return found[0], nil
	case len(found) == 2:
		return reading{}, &fault.Wrong{
			Problem: "came twice: the clock was set back in that night",
			Remedy:  fmt.Sprintf("add %s for the first time or %s for the second", sign(found[0].offset), sign(found[1].offset)),
		}
	}
	from, to := gap(wall, zone)
	return reading{}, &fault.Wrong{
		Problem: fmt.Sprintf("never was: the clock went from %s straight to %s", from, to),
		Remedy:  "check the time, or add the offset that your watch was set to, e.g. +01:00",
	}
}

// opening is the first instant of a day; where the clock skips midnight it is
// later, where midnight comes twice it is the first.
func opening(midnight time.Time, zone *time.Location) (reading, error) {
	for wall := midnight; wall.Day() == midnight.Day(); wall = wall.Add(15 * time.Minute) {
		if found := readings(wall, zone); len(found) > 0 {
			return found[0], nil
		}
	}
	return reading{}, &fault.Wrong{Problem: "is a day that the zone skipped", Remedy: "check the day"}
}

// gap says what the clock showed before and after it skipped wall.
func gap(wall time.Time, zone *time.Location) (from, to string) {
	_, before := wall.Add(-24 * time.Hour).In(zone).Zone()
	change, _ := wall.Add(-time.Duration(before) * time.Second).In(zone).ZoneBounds()
	return change.UTC().Add(time.Duration(before) * time.Second).Format("15:04"), change.Format("15:04")
}

// sign writes an offset as RFC 3339 does.
func sign(minutes int) string {
	return time.Unix(0, 0).In(time.FixedZone("", minutes*60)).Format("-07:00")
}
