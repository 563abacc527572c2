package memlog

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/eventlog"
)

// outcome is what an append with a key ended in.
type outcome struct {
	body    eventlog.Hash
	receipt eventlog.Receipt
}

func (l *Log) outcome(k *eventlog.Key) (eventlog.Receipt, bool, error) {
	if k == nil {
		return eventlog.Receipt{}, false, nil
	}
	o, found := l.outcomes[k.Token]
	if !found {
		return eventlog.Receipt{}, false, nil
	}
	if o.body != k.Body {
		return eventlog.Receipt{}, false, eventlog.ErrKeyReused
	}
	r := o.receipt
	r.Versions = slices.Clone(r.Versions)
	r.Replayed = true
	return r, true, nil
}

// admit holds an append against what the log holds already.
func (l *Log) admit(a eventlog.Append) error {
	for _, c := range a.Changes {
		actual := eventlog.Version(len(l.streams[c.Stream]))
		if actual > 0 && l.events[l.streams[c.Stream][0]-1].Employer != a.Employer {
			return fmt.Errorf("stream %s belongs to another employer: %w", c.Stream, eventlog.ErrInvalid)
		}
		if c.Expected != eventlog.AnyVersion && c.Expected != actual {
			return &eventlog.ConflictError{Stream: c.Stream, Expected: c.Expected, Actual: actual}
		}
		for _, e := range c.Events {
			if l.ids[e.ID] {
				return fmt.Errorf("event %s is in the log already: %w", e.ID, eventlog.ErrInvalid)
			}
		}
	}
	for _, m := range a.Marks {
		if subject, taken := l.marks[placeOf(m)]; taken && subject != m.Subject {
			return eventlog.ErrMarkTaken
		}
	}
	return l.keys.admit(a.DataKeys)
}

// record cannot fail, so that an append is never half there.
func (l *Log) record(a eventlog.Append, at time.Time) eventlog.Receipt {
	r := eventlog.Receipt{First: l.last().Position + 1, RecordedAt: at}
	for _, c := range a.Changes {
		for _, e := range c.Events {
			l.push(a, c.Stream, e, at)
		}
		r.Versions = append(r.Versions, eventlog.Version(len(l.streams[c.Stream])))
	}
	r.Last = l.last().Position
	l.keys.put(a.DataKeys)
	for _, m := range a.Marks {
		l.marks[placeOf(m)] = m.Subject
	}
	if a.Key != nil {
		stored := r
		stored.Versions = slices.Clone(r.Versions)
		l.outcomes[a.Key.Token] = outcome{body: a.Key.Body, receipt: stored}
	}
	close(l.grown)
	l.grown = make(chan struct{})
	return r
}

func (l *Log) push(a eventlog.Append, s eventlog.Stream, p eventlog.Proposed, at time.Time) {
	p.Payload, p.Metadata = bytes.Clone(p.Payload), bytes.Clone(p.Metadata)
	last := l.last()
	e := eventlog.Record(p, last.Hash, eventlog.Recorded{
		Position:   last.Position + 1,
		Employer:   a.Employer,
		Stream:     s,
		Version:    eventlog.Version(len(l.streams[s]) + 1),
		RecordedAt: at,
	})
	l.events = append(l.events, e)
	l.streams[s] = append(l.streams[s], e.Position)
	l.ids[e.ID] = true
}

// last is the last event, or what stands before the first: position 0 and the
// hash eventlog.Genesis.
func (l *Log) last() eventlog.Recorded {
	if len(l.events) == 0 {
		return eventlog.Recorded{Hash: eventlog.Genesis}
	}
	return l.events[len(l.events)-1]
}

func clones(events []eventlog.Recorded) []eventlog.Recorded {
	own := make([]eventlog.Recorded, len(events))
	for i, e := range events {
		own[i] = clone(e)
	}
	return own
}

func clone(e eventlog.Recorded) eventlog.Recorded {
	e.Payload, e.Metadata = bytes.Clone(e.Payload), bytes.Clone(e.Metadata)
	return e
}
