package figures

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
)

// Engine holds the columns. It is safe for any number of readers beside the one
// who applies.
type Engine struct {
	zone   func(name string) (*time.Location, error)
	latest atomic.Pointer[snapshot]

	feeding sync.Mutex // one at a time reads from a source

	// Everything below belongs to whoever applies.
	writer       sync.Mutex
	clocks       map[string]*clock
	dictionaries [len(recorded)]*dictionary
	numbers      map[uuid.UUID]uint16  // of employers
	current      map[uuid.UUID]ordinal // each incident's last version
}

// New gives an empty engine. Zones come in as a function because they are read
// from the system or from the program, and neither is ours to choose.
func New(zone func(name string) (*time.Location, error)) (*Engine, error) {
	e := &Engine{
		zone:    zone,
		clocks:  map[string]*clock{},
		numbers: map[uuid.UUID]uint16{},
		current: map[uuid.UUID]ordinal{},
	}
	for i := range e.dictionaries {
		e.dictionaries[i] = newDictionary()
	}
	if _, err := e.clock(employer.DefaultZone); err != nil {
		return nil, err
	}
	e.latest.Store(&snapshot{next: make(chan struct{})})
	return e, nil
}

// Position is how far the answers go.
func (e *Engine) Position() eventlog.Position { return e.latest.Load().position }

// Await returns as soon as the answers go as far as a position, or the
// context's error.
func (e *Engine) Await(ctx context.Context, p eventlog.Position) error {
	for {
		s := e.latest.Load()
		if s.position >= p {
			return nil
		}
		select {
		case <-s.next:
		case <-ctx.Done():
			return fmt.Errorf("wait for figures as of position %d, now at %d: %w", p, s.position, ctx.Err())
		}
	}
}

// Apply takes in what the facts say next: all of it, or nothing and an error.
func (e *Engine) Apply(b Batch) error {
	e.writer.Lock()
	defer e.writer.Unlock()
	before := e.latest.Load()
	if err := b.check(before.position); err != nil {
		return fmt.Errorf("apply facts through position %d: %w", b.Through, err)
	}
	staged, err := e.stage(before, b)
	if err != nil {
		return fmt.Errorf("apply facts through position %d: %w", b.Through, err)
	}
	e.commit(before, staged, b)
	return nil
}

// commit writes beyond what any reader looks at, then shows it to all at once.
func (e *Engine) commit(before *snapshot, s staging, b Batch) {
	after := &snapshot{
		position: b.Through, versions: before.versions, chunks: before.chunks,
		employers: s.employers, next: make(chan struct{}),
	}
	for i, staged := range s.entries {
		at := after.versions
		if at%chunkSize == 0 {
			after.chunks = append(after.chunks, newChunk())
		}
		after.chunks[at/chunkSize].put(at, staged)
		e.supersede(after, b.Incidents[i].Key, at)
		after.versions++
	}
	for i, d := range e.dictionaries {
		after.answers[i] = d.answers
	}
	e.latest.Store(after)
	close(before.next)
}

func (e *Engine) supersede(s *snapshot, key uuid.UUID, by ordinal) {
	if last, found := e.current[key]; found {
		successor := &s.chunks[last/chunkSize].successor[last%chunkSize]
		successor.CompareAndSwap(noSuccessor, by)
	}
	e.current[key] = by
}
