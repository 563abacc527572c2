package figures

import (
	"math"
	"sort"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/facts"
)

// Times are whole minutes since 1970: four bytes for the next four thousand years.
type minute = int32

// undated stands for an incident of which not even the month is known. It lies
// before every period.
const undated minute = math.MinInt32

const (
	minutesPerDay = 24 * 60
	hourValues    = 26 // 0 to 23, unknown, not recorded
	dayValues     = 9  // Monday to Sunday, unknown, not recorded
	unknownHour   = 24
	unknownDay    = 7
)

// slot is a weekday and an hour in one byte.
type slot uint8

const slots = dayValues * hourValues

func newSlot(day, hour int) slot { return slot(day*hourValues + hour) }
func (s slot) day() int          { return int(s) / hourValues }
func (s slot) hour() int         { return int(s) % hourValues }

// timed tells whether the hour is known. When it is not, the date is a date on
// paper: no zone can move it.
func (s slot) timed() bool { return s.hour() < unknownHour }

// clock is a time zone as a table of its changes. Asking time.Location a
// million times costs more than the rest of a question.
type clock struct {
	changes []minute // from here on …
	offsets []minute // … the clock stands so many minutes east of UTC
}

// The table covers every year that an incident can be of.
var (
	firstChange = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	lastChange  = time.Date(2101, 1, 1, 0, 0, 0, 0, time.UTC)
)

func newClock(zone *time.Location) *clock {
	c := &clock{}
	for t := firstChange; t.Before(lastChange); {
		_, seconds := t.In(zone).Zone()
		c.changes = append(c.changes, minuteOf(t))
		c.offsets = append(c.offsets, minute(seconds/60))
		_, end := t.In(zone).ZoneBounds()
		if end.IsZero() {
			break
		}
		if !end.After(t) { // at the last day of a leap year beyond the zone's own table, Go gives the day itself
			end = t.AddDate(0, 0, 1)
		}
		t = end
	}
	return c
}

// wall is what the clock on the wall shows at an instant.
func (c *clock) wall(at minute) minute { return at + c.offset(at) }

func (c *clock) offset(at minute) minute {
	i := sort.Search(len(c.changes), func(i int) bool { return c.changes[i] > at })
	return c.offsets[max(i-1, 0)]
}

// dayOf is the day on the wall; dayUnknown of what is undated.
func (c *clock) dayOf(at minute) calendarDay {
	if at == undated {
		return dayUnknown
	}
	return calendarDay(floorDay(c.wall(at)))
}

func (c *clock) slotAt(at minute) slot {
	wall := c.wall(at)
	hour := int(wall-floorDay(wall)*minutesPerDay) / 60
	return newSlot(weekday(wall), hour)
}

// midnight is the first minute of a calendar day, as an instant. Some zones
// change their clocks at midnight: where it comes twice the day begins with the
// first, where it is skipped with the change.
func (c *clock) midnight(day time.Time) minute {
	wall := minuteOf(day)
	before, after := wall-c.offset(wall-minutesPerDay), wall-c.offset(wall+minutesPerDay)
	if early := min(before, after); c.wall(early) == wall {
		return early
	}
	return max(before, after)
}

// placed gives the minute and slot that a moment is stored under: an instant
// when the hour is known, else the first minute of the day or month as it was
// written down there and then.
func (c *clock) placed(i facts.Incident) (minute, slot) {
	missingHour, missingDay := unknownHour, unknownDay
	if i.Finer != codes.Unknown {
		missingHour, missingDay = missingHour+1, missingDay+1
	}
	if i.OccurredAt == nil {
		return undated, newSlot(missingDay, missingHour)
	}
	at := minuteOf(*i.OccurredAt)
	wall := at + minute(i.Offset)
	switch i.Precision {
	case moment.Minute, moment.Hour:
		return at, c.slotAt(at)
	case moment.Day:
		return wall, newSlot(weekday(wall), missingHour)
	}
	return wall, newSlot(missingDay, missingHour)
}

func minuteOf(t time.Time) minute {
	return minute(min(max(floorDiv(t.Unix(), 60), math.MinInt32+1), math.MaxInt32-minutesPerDay))
}

func floorDiv(a, b int64) int64 {
	if a < 0 {
		a -= b - 1
	}
	return a / b
}

func floorDay(wall minute) minute { return minute(floorDiv(int64(wall), minutesPerDay)) }

// weekday counts from Monday. Day 0 of 1970 was a Thursday.
func weekday(wall minute) int {
	return int(((floorDay(wall)+3)%7 + 7) % 7)
}
