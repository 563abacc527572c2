package eventlog

import (
	"fmt"
	"time"
)

// MaxClockStep is how far a store's clock may stand before the last event.
// Corrections of a clock (NTP, another machine taking over) are smaller: they
// are held, and the event gets the time of the event before it. Beyond it the
// clock is wrong; holding would give every event the same time until it had
// caught up, so the append is refused.
const MaxClockStep = 5 * time.Minute

// Instant is when an event is recorded: the store's clock in whole
// microseconds, but never before the last event, so that a time always maps to
// one position. Every implementation of Log asks it. Error: ErrClockBehind.
func Instant(clock, last time.Time) (time.Time, error) {
	clock = clock.UTC().Truncate(time.Microsecond)
	if !clock.Before(last) {
		return clock, nil
	}
	if step := last.Sub(clock); step > MaxClockStep {
		return time.Time{}, fmt.Errorf("%s before it, at most %s is held: %w", step, MaxClockStep, ErrClockBehind)
	}
	return last, nil
}
