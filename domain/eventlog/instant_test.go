package eventlog_test

import (
	"errors"
	"testing"
	"time"

	"ruggensteun/domain/eventlog"
)

func TestInstant(t *testing.T) {
	t.Parallel()
	last := time.Date(2026, 3, 1, 12, 0, 0, 5000, time.UTC)
	for name, c := range map[string]struct {
		clock, last, want time.Time
		err               error
	}{
		"the first event has the clock's time":           {last, time.Time{}, last, nil},
		"a later event too":                              {last.Add(time.Hour), last, last.Add(time.Hour), nil},
		"what is finer than a microsecond is cut off":    {last.Add(1999), last, last.Add(1000), nil},
		"the same microsecond is no step back":           {last.Add(1), last, last, nil},
		"another zone is the same instant":               {last.In(time.FixedZone("summer", 7200)), last, last, nil},
		"a small step back is held":                      {last.Add(-time.Microsecond), last, last, nil},
		"the largest step back is held":                  {last.Add(-eventlog.MaxClockStep), last, last, nil},
		"a larger step back is refused":                  {last.Add(-eventlog.MaxClockStep - time.Microsecond), last, time.Time{}, eventlog.ErrClockBehind},
		"a clock that starts in 1970 is refused as well": {time.Unix(0, 0), last, time.Time{}, eventlog.ErrClockBehind},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := eventlog.Instant(c.clock, c.last)
			if got != c.want || !errors.Is(err, c.err) {
				t.Errorf("got %v, %v; want %v, %v", got, err, c.want, c.err)
			}
		})
	}
}
