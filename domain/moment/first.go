package moment

import (
	"time"

	"ruggensteun/domain/codes"
)

// ParseFirst is Parse for what cannot be asked any more, such as a file: where
// the clock showed a reading twice it takes the first, and says so.
func ParseFirst(text string, zone *time.Location) (m Moment, twice bool, err error) {
	m, err = Parse(text, zone)
	if err == nil {
		return m, false, nil
	}
	part := written.FindStringSubmatch(text)
	if part == nil || part[6] != "" {
		return Moment{}, false, err
	}
	wall, precision, exists := clock(part)
	if !exists || precision == Day || precision == Month {
		return Moment{}, false, err
	}
	found := readings(wall, zone)
	if len(found) != 2 {
		return Moment{}, false, err
	}
	var finer codes.Code
	if precision != Minute {
		finer = codes.NotRecorded
	}
	return Moment{Instant: found[0].instant, Offset: found[0].offset, Precision: precision, Finer: finer}, true, nil
}
