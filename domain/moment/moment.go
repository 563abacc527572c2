// Package moment is when something happened, as precisely as anybody knows: an
// instant, the clock of the place, and how far to trust it.
//
// A zone is an argument everywhere: cmd embeds the zone database, and whoever
// decodes a request loads the employer's zone by its name (employer.Zone).
package moment

import (
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// Precision is the finest part of the time that was known.
type Precision string

const (
	Minute Precision = "MINUTE"
	Hour   Precision = "HOUR"
	Day    Precision = "DAY"
	Month  Precision = "MONTH"
)

// Moment is a time with its local clock. An instant alone forgets which side of
// a clock change it was on; a local time alone cannot be ordered.
type Moment struct {
	Instant   time.Time  // UTC, whole minutes; the start of the hour, day or month when coarser
	Offset    int        // minutes east of UTC that the clock showed there and then
	Precision Precision  // "" when nothing at all is known of the time
	Finer     codes.Code // why it is not finer: Unknown or NotRecorded; "" at Minute
	// Ambiguous: the clocks there showed this twice, because they were set back, and
	// nobody knows which it was. Instant and Offset are those of the first time.
	Ambiguous bool
}

// New makes a moment from an instant somewhere within it. The error is a *fault.Wrong.
func New(instant time.Time, offset int, precision Precision, finer codes.Code) (Moment, error) {
	m := Moment{Instant: instant, Offset: offset, Precision: precision, Finer: finer}
	if precision == "" {
		m = Nothing(finer)
	} else if knownOffset(offset) {
		m.Instant = m.start()
	}
	return m, m.wellFormed()
}

// Nothing is a time of which nothing is known, and why.
func Nothing(why codes.Code) Moment { return Moment{Finer: why} }

// Known tells whether anything is known of the time.
func (m Moment) Known() bool { return m.Precision != "" }

// Local is the wall clock of the place at that instant.
func (m Moment) Local() time.Time {
	return m.Instant.In(time.FixedZone("", m.Offset*60))
}

// Equal tells whether two moments say the same.
func (m Moment) Equal(o Moment) bool {
	return m.Instant.Equal(o.Instant) && m.Offset == o.Offset && m.Precision == o.Precision &&
		m.Finer == o.Finer && m.Ambiguous == o.Ambiguous
}

// Within tells whether it says more of the same time: an hour of that day, a day of
// that month. A time is not within one that is as precise.
func (m Moment) Within(o Moment) bool {
	switch {
	case m.Precision == o.Precision || !m.Known():
		return false
	case o.Precision == Month:
		return m.Local().Format("2006-01") == o.Local().Format("2006-01")
	case o.Precision == Day && m.Precision != Month:
		return m.Local().Format(time.DateOnly) == o.Local().Format(time.DateOnly)
	case o.Precision == Hour && m.Precision == Minute:
		return !m.Instant.Before(o.Instant) && m.Instant.Before(o.end())
	}
	return false
}

// Before tells whether it was earlier for certain: a day is before an hour of the
// next one, and neither before nor after an hour of its own. Days and months are
// those that were said, whatever a zone makes of their first instant. A time of
// which nothing is known is before nothing.
func (m Moment) Before(o Moment) bool {
	switch {
	case !m.Known() || !o.Known():
		return false
	case m.Precision == Month || o.Precision == Month:
		return m.Local().Format("2006-01") < o.Local().Format("2006-01")
	case m.Precision == Day || o.Precision == Day:
		return m.Local().Format(time.DateOnly) < o.Local().Format(time.DateOnly)
	}
	return !m.end().After(o.Instant)
}

// end is the first instant after the minute or hour. When nobody knows which of two
// times it was, it ends with the second.
func (m Moment) end() time.Time {
	end := m.Instant.Add(time.Minute)
	if m.Precision == Hour {
		end = m.Instant.Add(time.Hour)
	}
	if m.Ambiguous {
		end = end.Add(setBack)
	}
	return end
}

// setBack is how far clocks are set back at most since 2000.
const setBack = time.Hour

// start is where the hour, day or month began by the moment's own clock.
func (m Moment) start() time.Time {
	l := m.Local()
	year, month, day, hour, minute := l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute()
	switch m.Precision {
	case Month:
		day, hour, minute = 1, 0, 0
	case Day:
		hour, minute = 0, 0
	case Hour:
		minute = 0
	}
	return time.Date(year, month, day, hour, minute, 0, 0, l.Location()).UTC()
}

// firstYear is before anything the study or its predecessors counted; an older
// year is a slip of the finger.
const firstYear = 2000

// clocksDiffer is how far the clock of whoever reports may be ahead of ours.
const clocksDiffer = 5 * time.Minute

// Check refuses what cannot be the time of something reported at at. The error
// is a *fault.Wrong.
func (m Moment) Check(at time.Time) error {
	if err := m.wellFormed(); err != nil {
		return err
	}
	switch {
	case !m.Known():
		return nil
	case m.Local().Year() < firstYear:
		return &fault.Wrong{Problem: "lies before the year 2000", Remedy: "check the year"}
	case m.Instant.After(at.Add(clocksDiffer)):
		return &fault.Wrong{Problem: "lies in the future", Remedy: "check date and time, or your device's clock"}
	}
	return nil
}

func (m Moment) wellFormed() error {
	missing := m.Finer == codes.Unknown || m.Finer == codes.NotRecorded
	switch m.Precision {
	case Minute:
		if m.Finer != "" {
			return &fault.Wrong{Problem: "is known to the minute and says why it is not finer", Remedy: "leave that reason out"}
		}
	case Hour, Day, Month, "":
		if !missing {
			return &fault.Wrong{Problem: "does not say why it is not finer", Remedy: "use UNKNOWN or NOT_RECORDED"}
		}
	default:
		return &fault.Wrong{Problem: "has a precision that is not known", Remedy: "use MINUTE, HOUR, DAY or MONTH"}
	}
	if m.Ambiguous && m.Precision != Minute && m.Precision != Hour {
		return &fault.Wrong{Problem: "is ambiguous, and yet not known to the hour", Remedy: "say that only of an hour that came twice"}
	}
	if !knownOffset(m.Offset) {
		return &fault.Wrong{Problem: "has an offset that no clock on earth shows", Remedy: "use hours east of UTC, e.g. +01:00 in a Dutch winter"}
	}
	if !m.atStart() {
		return &fault.Wrong{Problem: "holds more than its precision says", Remedy: "give the start of the minute, hour, day or month"}
	}
	return nil
}

// atStart allows a day to begin late: some zones skip midnight when the clock changes.
func (m Moment) atStart() bool {
	late := m.Instant.Sub(m.start())
	switch m.Precision {
	case Minute, Hour:
		return late == 0
	case Day, Month:
		return late >= 0 && late <= 3*time.Hour && late%(15*time.Minute) == 0
	}
	return m.Equal(Nothing(m.Finer))
}

// knownOffset keeps to the offsets in use since 2000: Baker Island to Kiribati.
func knownOffset(minutes int) bool { return minutes >= -12*60 && minutes <= 14*60 }

// In is the calendar and clock that the moment is grouped by: the zone's where
// an hour is known. A day or month is the one that was said, whatever the zone
// makes of its first instant.
func (m Moment) In(zone *time.Location) time.Time {
	if m.Precision == Minute || m.Precision == Hour {
		return m.Instant.In(zone)
	}
	return m.Local()
}

// Weekday is "mon" … "sun" in the zone, or the reason why it is not known.
func (m Moment) Weekday(zone *time.Location) codes.Code {
	if !m.Known() || m.Precision == Month {
		return m.why()
	}
	return codes.Code(strings.ToLower(m.In(zone).Weekday().String()[:3]))
}

// HourIn is "0" … "23" in the zone, or the reason why it is not known.
func (m Moment) HourIn(zone *time.Location) codes.Code {
	if m.Precision != Minute && m.Precision != Hour {
		return m.why()
	}
	return codes.Code(strconv.Itoa(m.In(zone).Hour()))
}

func (m Moment) why() codes.Code {
	if m.Finer == codes.Unknown {
		return codes.Unknown
	}
	return codes.NotRecorded
}
