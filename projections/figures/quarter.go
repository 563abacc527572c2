package figures

import (
	"slices"
	"time"

	"ruggensteun/domain/eventlog"
)

// quarter is a position from which on things were recorded in another quarter of an hour.
// Days begin with one on every clock, so it tells the last day on each.
type quarter struct {
	from eventlog.Position
	at   minute
}

const quarterOfHour = 15 // minutes

// quartersOf adds the quarters in which a batch was recorded. Time never falls with
// position, so of each the first position will do. Nobody who reads looks behind the end of
// the list that he has.
func quartersOf(all []quarter, b *Batch) []quarter {
	last := undated
	if len(all) > 0 {
		last = all[len(all)-1].at
	}
	began := map[minute]eventlog.Position{}
	note := func(position eventlog.Position, recorded time.Time) {
		at := minute(floorDiv(recorded.Unix(), 60*quarterOfHour)) * quarterOfHour
		if recorded.IsZero() || at <= last {
			return
		}
		if first, seen := began[at]; !seen || position < first {
			began[at] = position
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
	before := len(all)
	for at, from := range began {
		all = append(all, quarter{from, at})
	}
	slices.SortFunc(all[before:], func(a, b quarter) int { return int(a.at) - int(b.at) })
	return all
}

// recordedUntil is the day on which something was recorded last, as known at the position
// that was asked for: who is still waiting was seen until then. It is the day of the
// employers that are counted; the latest, where their clocks differ.
func (p *plan) recordedUntil() calendarDay {
	last := p.recordedLast(p.asOf)
	day := dayUnknown
	for i := range p.seats {
		if p.seats[i].counts {
			day = max(day, p.seats[i].clock.dayOf(last))
		}
	}
	return day
}

func (s *snapshot) recordedLast(at eventlog.Position) minute {
	for _, q := range slices.Backward(s.quarters) {
		if q.from <= at {
			return q.at
		}
	}
	return undated
}
