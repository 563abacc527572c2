package postgres

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/eventlog"
)

// decision goes through a batch in order and gathers what is to be written.
// Each command sees what those before it in the batch will have done.
type decision struct {
	*seen
	answers []answer  // of each command, in order
	at      time.Time // recorded_at of the whole flush
	wrong   error     // why the clock is not to be trusted
	events  []eventlog.Recorded
	moved   map[eventlog.Stream]streamRow // streams as they stand afterwards
	rings   [][]eventlog.DataKey          // each is of one command
	marked  []eventlog.Mark
	outcome []outcomeRow
}

type outcomeRow struct {
	key     eventlog.Key
	receipt eventlog.Receipt
}

func newDecision(s *seen) *decision {
	d := &decision{seen: s, moved: map[eventlog.Stream]streamRow{}}
	d.at, d.wrong = eventlog.Instant(s.now, s.tailAt)
	return d
}

// all decides on all of a batch, and tells whether nothing of it was refused.
func (d *decision) all(batch []*pending) (granted bool) {
	d.answers, granted = make([]answer, len(batch)), true
	for i, p := range batch {
		d.answers[i] = d.decide(p.Append)
		granted = granted && d.answers[i].err == nil
	}
	return granted
}

// decide answers one command. A command of an earlier try that was committed
// after all is answered from what stands in the log.
func (d *decision) decide(a eventlog.Append) answer {
	if r, found := d.committedBefore(a); found {
		return answer{receipt: r}
	}
	if a.Key != nil {
		if known, found := d.commands[a.Key.Token]; found {
			return replay(known, a.Key)
		}
	}
	if d.wrong != nil {
		return answer{err: d.wrong}
	}
	if err := d.refuses(a); err != nil {
		return answer{err: err}
	}
	return answer{receipt: d.record(a)}
}

func events(a eventlog.Append) (n eventlog.Position) {
	for _, c := range a.Changes {
		n += eventlog.Position(len(c.Events))
	}
	return n
}

func replay(known commandRow, key *eventlog.Key) answer {
	if known.body != key.Body {
		return answer{err: eventlog.ErrKeyReused}
	}
	return answer{receipt: known.receipt}
}

// committedBefore finds what an earlier try of this very flush committed before
// its connection broke: an event id is never used twice, and the event under it
// is compared, because a caller may use one twice.
func (d *decision) committedBefore(a eventlog.Append) (r eventlog.Receipt, found bool) {
	for _, c := range a.Changes {
		version := c.Expected // of a stream that was only held to its version
		if version == eventlog.AnyVersion {
			version = d.streams[c.Stream].version
		}
		for _, e := range c.Events {
			row, recorded := d.recorded[e.ID]
			if !recorded || !row.is(a.Employer, c.Stream, e) {
				return eventlog.Receipt{}, false
			}
			if !found {
				r.First, r.RecordedAt = row.position, row.recordedAt.UTC()
			}
			found, r.Last, version = true, row.position, row.version
		}
		r.Versions = append(r.Versions, version)
	}
	return r, found
}

// refuses checks everything before anything is recorded: all or nothing.
func (d *decision) refuses(a eventlog.Append) error {
	for _, c := range a.Changes {
		row, exists := d.stream(c.Stream)
		if exists && row.employer != a.Employer {
			return fmt.Errorf("stream %s belongs to another employer: %w", c.Stream, eventlog.ErrInvalid)
		}
		if c.Expected != eventlog.AnyVersion && c.Expected != row.version {
			return &eventlog.ConflictError{Stream: c.Stream, Expected: c.Expected, Actual: row.version}
		}
	}
	for _, m := range a.Marks {
		if subject, taken := d.marks[keyOf(m)]; taken && subject != m.Subject {
			return eventlog.ErrMarkTaken
		}
	}
	return nil
}

func keyOf(m eventlog.Mark) markKey {
	return markKey{employer: m.Employer, kind: m.Kind, token: m.Token}
}

func (d *decision) stream(s eventlog.Stream) (streamRow, bool) {
	if row, ok := d.moved[s]; ok {
		return row, true
	}
	row, ok := d.streams[s]
	return row, ok
}

func (d *decision) record(a eventlog.Append) eventlog.Receipt {
	r := eventlog.Receipt{First: d.head + 1, RecordedAt: d.at}
	for _, c := range a.Changes {
		r.Versions = append(r.Versions, d.recordChange(a, c))
	}
	r.Last = d.head
	d.rings = append(d.rings, keyrings(a.DataKeys)...)
	for _, m := range a.Marks {
		if _, known := d.marks[keyOf(m)]; !known {
			d.marks[keyOf(m)] = m.Subject
			d.marked = append(d.marked, m)
		}
	}
	if a.Key != nil {
		d.outcome = append(d.outcome, outcomeRow{key: *a.Key, receipt: r})
		twin := r // in this same batch
		twin.Replayed, twin.Versions = true, slices.Clone(r.Versions)
		d.commands[a.Key.Token] = commandRow{body: a.Key.Body, receipt: twin}
	}
	return r
}

func (d *decision) recordChange(a eventlog.Append, c eventlog.Change) eventlog.Version {
	row, _ := d.stream(c.Stream)
	for _, p := range c.Events {
		row.version++
		d.head++
		e := eventlog.Record(p, d.hash, eventlog.Recorded{
			Position: d.head, Employer: a.Employer, Stream: c.Stream, Version: row.version, RecordedAt: d.at,
		})
		d.hash = e.Hash
		d.events = append(d.events, e)
	}
	if len(c.Events) > 0 {
		row.employer = a.Employer
		d.moved[c.Stream] = row
	}
	return row.version
}

// recordedHead is the new head of the log, 0 when nothing was recorded.
func (d *decision) recordedHead() eventlog.Position {
	if len(d.events) == 0 {
		return 0
	}
	return d.head
}
