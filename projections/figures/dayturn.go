package figures

import (
	"slices"
	"time"

	"ruggensteun/domain/eventlog"
)

// dayTurn is a position from which on things were recorded on another day.
type dayTurn struct {
	from eventlog.Position
	day  calendarDay
}

// daysTurned adds the days on which a batch was recorded. Time never falls with position,
// so of each day the first position will do.
func daysTurned(turns []dayTurn, b *Batch) []dayTurn {
	turns = slices.Clip(turns)
	last := dayUnknown
	if len(turns) > 0 {
		last = turns[len(turns)-1].day
	}
	began := map[calendarDay]eventlog.Position{}
	note := func(at eventlog.Position, recorded time.Time) {
		if day := dayIn(recorded.UTC()); !recorded.IsZero() && day > last {
			if first, seen := began[day]; !seen || at < first {
				began[day] = at
			}
		}
	}
	for i := range b.Incidents {
		note(b.Incidents[i].Position, b.Incidents[i].Row.RecordedAt)
	}
	for i := range b.Cases {
		note(b.Cases[i].Position, b.Cases[i].Row.RecordedAt)
	}
	for i := range b.Steps {
		note(b.Steps[i].Position, b.Steps[i].Row.RecordedAt)
	}
	for i := range b.Aangiften {
		note(b.Aangiften[i].Position, b.Aangiften[i].Row.RecordedAt)
	}
	for day, from := range began {
		turns = append(turns, dayTurn{from, day})
	}
	slices.SortFunc(turns, func(a, b dayTurn) int { return int(a.day - b.day) })
	return turns
}

// recordedUntil is the day on which something was recorded last, as known at a position:
// who is still waiting was seen until then.
func (s *snapshot) recordedUntil(at eventlog.Position) calendarDay {
	for _, t := range slices.Backward(s.days) {
		if t.from <= at {
			return t.day
		}
	}
	return dayUnknown
}
