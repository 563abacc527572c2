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
	numbers      map[uuid.UUID]uint16 // of employers
	ties         ties
}

// New gives an empty engine. Zones come in as a function because they are read
// from the system or from the program, and neither is ours to choose.
func New(zone func(name string) (*time.Location, error)) (*Engine, error) {
	e := &Engine{
		zone:    zone,
		clocks:  map[string]*clock{},
		numbers: map[uuid.UUID]uint16{},
		ties:    newTies(),
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
	for _, staged := range s.entries {
		e.take(after, staged)
	}
	for i, d := range e.dictionaries {
		after.answers[i] = d.answers
	}
	e.latest.Store(after)
	close(before.next)
}

// take writes a version, and one of each other incident that counts otherwise
// from there on because of it.
func (e *Engine) take(s *snapshot, staged entry) {
	e.ties.take(staged.incident, staged.tie)
	staged.hidden = !e.ties.counted(staged.incident)
	e.put(s, staged)
	for _, id := range e.ties.behind(staged.incident) {
		last, there := e.ties.last[id]
		if !there {
			continue
		}
		if hidden := !e.ties.counted(id); hidden != s.hides(last.at) {
			again := s.entryAt(last.at)
			again.incident, again.began, again.hidden = id, staged.began, hidden
			e.put(s, again)
		}
	}
}

// put writes a version behind all others, in the place of the incident's last.
func (e *Engine) put(s *snapshot, v entry) {
	at := s.versions
	if at%chunkSize == 0 {
		s.chunks = append(s.chunks, newChunk())
	}
	s.chunks[at/chunkSize].put(at, v)
	s.versions++
	if before := e.ties.moved(v.incident, at); before != noSuccessor {
		s.chunks[before/chunkSize].successor[before%chunkSize].CompareAndSwap(noSuccessor, at)
	}
}
