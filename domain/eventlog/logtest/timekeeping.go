package logtest

import (
	"time"

	"ruggensteun/domain/eventlog"
)

var timekeeping = []promise{
	{"an event is recorded at the store's time, in whole microseconds", recordedAt},
	{"a clock that is set back a little is held at the last event", clockHeld},
	{"a clock that is far behind the last event refuses, until it is set right", clockBehind},
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.UTC)

// at stops the store's clock.
func (tr *trial) at(clock time.Time) {
	if tr.f.SetClock == nil {
		tr.t.Skip("this store's clock cannot be set")
	}
	tr.f.SetClock(clock)
}

func (tr *trial) recorded(want time.Time) {
	tr.t.Helper()
	r := tr.accept(changes(tr.to(tr.stream(), 0, 2)))
	tr.same("receipt's time", r.RecordedAt, want)
	for _, e := range tr.read(r.First-1, 2) {
		tr.same("event's time", e.RecordedAt, want)
	}
}

func recordedAt(tr *trial) {
	tr.at(noon)
	tr.recorded(noon.Truncate(time.Microsecond))
	tr.at(noon.Add(time.Hour))
	tr.recorded(noon.Add(time.Hour).Truncate(time.Microsecond))
}

func clockHeld(tr *trial) {
	last := noon.Truncate(time.Microsecond)
	tr.at(last)
	tr.recorded(last)
	for _, back := range []time.Duration{time.Microsecond, time.Minute, eventlog.MaxClockStep} {
		tr.at(last.Add(-back))
		tr.recorded(last)
	}
	tr.at(last.Add(time.Microsecond))
	tr.recorded(last.Add(time.Microsecond))
}

func clockBehind(tr *trial) {
	last, key := noon.Truncate(time.Microsecond), keyOf("clock", "body")
	tr.at(last)
	tr.recorded(last)
	tr.at(last.Add(-eventlog.MaxClockStep - time.Microsecond))
	tr.refuse(keyed(key, tr.to(tr.stream(), 0, 1)), eventlog.ErrClockBehind)
	tr.at(last.Add(time.Second))
	if r := tr.accept(keyed(key, tr.to(tr.stream(), 0, 1))); r.Replayed {
		tr.t.Error("the append that the clock refused was stored as an outcome")
	}
	tr.recorded(last.Add(time.Second))
}
