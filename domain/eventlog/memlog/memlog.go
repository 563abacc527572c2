// Package memlog keeps the list of everything that happened in memory, for as
// long as the program runs: for tests and for trying things out.
//
// It keeps every promise of eventlog but one: nothing outlives the process.
package memlog

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Log is an eventlog.Log in memory.
type Log struct {
	clock func() time.Time

	mu       sync.RWMutex
	grown    chan struct{} // closed and replaced when the log grows
	events   []eventlog.Recorded
	streams  map[eventlog.Stream][]eventlog.Position
	ids      map[uuid.UUID]bool
	outcomes map[eventlog.Hash]outcome
	keys     keys
	marks    map[place]uuid.UUID
}

// New is an empty log whose events are recorded at the time that clock tells.
func New(clock func() time.Time) *Log {
	return &Log{
		clock:    clock,
		grown:    make(chan struct{}),
		streams:  map[eventlog.Stream][]eventlog.Position{},
		ids:      map[uuid.UUID]bool{},
		outcomes: map[eventlog.Hash]outcome{},
		keys:     keys{byID: map[uuid.UUID]eventlog.DataKey{}, rings: map[uuid.UUID]bool{}},
		marks:    map[place]uuid.UUID{},
	}
}

// Append implements eventlog.Log.
func (l *Log) Append(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
	if err := ctx.Err(); err != nil {
		return eventlog.Receipt{}, err
	}
	if err := a.Check(); err != nil {
		return eventlog.Receipt{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if r, found, err := l.outcome(a.Key); err != nil || found {
		return r, err
	}
	if err := l.admit(a); err != nil {
		return eventlog.Receipt{}, err
	}
	at, err := eventlog.Instant(l.clock(), l.last().RecordedAt)
	if err != nil {
		return eventlog.Receipt{}, err
	}
	return l.record(a, at), nil
}

// Outcome implements eventlog.Log.
func (l *Log) Outcome(ctx context.Context, k eventlog.Key) (eventlog.Receipt, bool, error) {
	if err := ctx.Err(); err != nil {
		return eventlog.Receipt{}, false, err
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.outcome(&k)
}

// Read implements eventlog.Log.
func (l *Log) Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	from := min(max(int(after), 0), len(l.events))
	to := min(from+max(limit, 0), len(l.events))
	return clones(l.events[from:to]), nil
}

// ReadStream implements eventlog.Log.
func (l *Log) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	positions := l.streams[s]
	var events []eventlog.Recorded
	for _, p := range positions[min(max(int(after), 0), len(positions)):] {
		events = append(events, clone(l.events[p-1]))
	}
	return events, nil
}

// Head implements eventlog.Log.
func (l *Log) Head(ctx context.Context) (eventlog.Position, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.last().Position, nil
}

// Await implements eventlog.Log.
func (l *Log) Await(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	for {
		l.mu.RLock()
		head, grown := l.last().Position, l.grown
		l.mu.RUnlock()
		if head > after {
			return head, nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}
