// Package moment is when something happened, as precisely as anybody knows: an
// instant, the clock of the place, and how far to trust it.
package moment

import (
	"time"

	"ruggensteun/domain/codes"
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
	Instant   time.Time  // UTC, whole microseconds; the start of the hour, day or month when coarser
	Offset    int        // minutes east of UTC that the clock showed there and then
	Precision Precision  // "" when nothing at all is known of the time
	Finer     codes.Code // why it is not finer: Unknown or NotRecorded; "" at Minute
}

// Local is the wall clock of the place at that instant.
func (m Moment) Local() time.Time {
	return m.Instant.In(time.FixedZone("", m.Offset*60))
}
