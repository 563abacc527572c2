package decider_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// The locker is a small thing with a history: items are put in and taken out.
type lockerEvent interface {
	decider.Event
	locker()
}

type (
	stored struct{ Item string }
	taken  struct{ Item string }
	stray  struct{} // of another kind of thing

	put  []string // command: these items are in the locker
	take []string // command: these items are taken out, each must be there

	contents []string
)

func (stored) EventType() string { return "locker.stored.v1" }
func (taken) EventType() string  { return "locker.taken.v1" }
func (stray) EventType() string  { return "bicycle.parked.v1" }
func (stored) locker()           {}
func (taken) locker()            {}

var lockers = decider.Decider[any, contents, lockerEvent]{Decide: decideLocker, Evolve: evolveLocker}

func decideLocker(s contents, cmd any) ([]lockerEvent, error) {
	var events []lockerEvent
	switch c := cmd.(type) {
	case put:
		for i, item := range c {
			if !slices.Contains(s, item) && !slices.Contains(c[:i], item) {
				events = append(events, stored{item})
			}
		}
	case take:
		for _, item := range c {
			if !slices.Contains(s, item) {
				return nil, fault.New(fault.Refused, "this is not in the locker")
			}
			events = append(events, taken{item})
		}
	}
	return events, nil
}

func evolveLocker(s contents, e lockerEvent) contents {
	next := slices.Clone(s)
	switch e := e.(type) {
	case stored:
		return append(next, e.Item)
	case taken:
		return slices.DeleteFunc(next, func(item string) bool { return item == e.Item })
	}
	return next
}

func many(n int) []string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprint("item ", i)
	}
	return items
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// jsonCodec writes events as plain JSON: nothing in a locker is personal.
type jsonCodec struct {
	made     atomic.Uint32
	redacted eventlog.Version // decodes as removed
	keys     []eventlog.DataKey
	marks    []eventlog.Mark

	unreadable error // what Fingerprint fails with
}

func (c *jsonCodec) Encode(_ context.Context, _ eventlog.Stream, events []decider.Event, _ decider.Request) (decider.Encoded, error) {
	encoded := decider.Encoded{DataKeys: c.keys, Marks: c.marks}
	for _, e := range events {
		payload, err := json.Marshal(e)
		if err != nil {
			return decider.Encoded{}, err
		}
		n := c.made.Add(1)
		id := uuid.UUID{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
		encoded.Events = append(encoded.Events, eventlog.Proposed{ID: id, Type: e.EventType(), Payload: payload, Metadata: []byte(`{}`)})
	}
	return encoded, nil
}

func (c *jsonCodec) Decode(_ context.Context, recorded []eventlog.Recorded) ([]decider.Event, error) {
	events := make([]decider.Event, len(recorded))
	for i, r := range recorded {
		var err error
		switch {
		case r.Version == c.redacted:
		case r.Type == stored{}.EventType():
			events[i], err = decode[stored](r)
		case r.Type == taken{}.EventType():
			events[i], err = decode[taken](r)
		default:
			events[i] = stray{}
		}
		if err != nil {
			return nil, err
		}
	}
	return events, nil
}

func decode[E decider.Event](r eventlog.Recorded) (decider.Event, error) {
	var e E
	err := json.Unmarshal(r.Payload, &e)
	return e, err
}

func (c *jsonCodec) Fingerprint(_ context.Context, r decider.Request) (eventlog.Key, error) {
	return eventlog.Key{Token: sha256.Sum256([]byte(r.Key)), Body: sha256.Sum256(r.Body)}, c.unreadable
}

// meddling lets somebody else be first: between what was read and what is
// appended, a number of times.
type meddling struct {
	decider.Journal
	meddle func(at eventlog.Version)
	times  int
	loads  int
}

func (m *meddling) Load(ctx context.Context, s eventlog.Stream) ([]decider.Event, eventlog.Version, error) {
	events, version, err := m.Journal.Load(ctx, s)
	m.loads++
	if m.times > 0 {
		m.times--
		m.meddle(version)
	}
	return events, version, err
}

// refusing is a journal that answers with an error.
type refusing struct {
	decider.Journal
	outcome, load, append error
}

func (r refusing) Outcome(ctx context.Context, q decider.Request) (eventlog.Receipt, bool, error) {
	if r.outcome != nil {
		return eventlog.Receipt{}, false, r.outcome
	}
	return r.Journal.Outcome(ctx, q)
}

func (r refusing) Load(ctx context.Context, s eventlog.Stream) ([]decider.Event, eventlog.Version, error) {
	if r.load != nil {
		return nil, 0, r.load
	}
	return r.Journal.Load(ctx, s)
}

func (r refusing) Append(ctx context.Context, s eventlog.Stream, at eventlog.Version, events []decider.Event, q decider.Request) (eventlog.Receipt, error) {
	if r.append != nil {
		return eventlog.Receipt{}, r.append
	}
	return r.Journal.Append(ctx, s, at, events, q)
}
