package logtest_test

import (
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// timekeepingFaults do wrong by the clock.
var timekeepingFaults = map[string]fault{
	"tells a time finer than it stores": {
		"an event is recorded at the store's time, in whole microseconds",
		onReceipt(func(_ eventlog.Append, r *eventlog.Receipt, _ *error) { r.RecordedAt = r.RecordedAt.Add(789) }),
	},
	"follows a clock that is set back": {
		"a clock that is set back a little is held at the last event",
		func(b *broken, f *logtest.Fixture) {
			set := f.SetClock
			var clock time.Time
			f.SetClock = func(at time.Time) { clock = at; set(at) }
			onReceipt(func(_ eventlog.Append, r *eventlog.Receipt, _ *error) { r.RecordedAt = clock })(b, f)
		},
	},
	"takes a wrong clock": {
		"a clock that is far behind the last event refuses, until it is set right", forgiving(eventlog.ErrClockBehind),
	},
}
