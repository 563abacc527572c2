package clocks_test

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/worklist"
)

// memory is a worklist.Store. A year is asked for the files that wait 9,000 times, so it
// knows before when there are none.
type memory struct {
	mu    sync.Mutex
	files map[uuid.UUID]worklist.File
	links map[uuid.UUID][]uuid.UUID // files by what they ever rested on
	next  map[uuid.UUID]time.Time   // of those that wait
	none  time.Time                 // nothing waits before; zero is not known
}

func (m *memory) Known(_ context.Context, id uuid.UUID) (eventlog.Position, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.files[id].Position, nil
}

func (m *memory) Put(_ context.Context, f worklist.File) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files[f.ID].Position > f.Position {
		return false, nil
	}
	if m.files == nil {
		m.files, m.next, m.links = map[uuid.UUID]worklist.File{}, map[uuid.UUID]time.Time{}, map[uuid.UUID][]uuid.UUID{}
	}
	for _, to := range f.Links {
		if !slices.Contains(m.links[to], f.ID) {
			m.links[to] = append(m.links[to], f.ID)
		}
	}
	m.files[f.ID] = f
	if delete(m.next, f.ID); !f.NextAt.IsZero() {
		m.next[f.ID] = f.NextAt
	}
	if !f.NextAt.IsZero() && f.NextAt.Before(m.none) {
		m.none = f.NextAt
	}
	return true, nil
}

func (m *memory) those(limit int, wanted func(worklist.File) bool) (ids []uuid.UUID, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, f := range m.files {
		if wanted(f) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return ids[:min(limit, len(ids))], nil
}

func (m *memory) Waiting(_ context.Context, now time.Time, limit int) (ids []uuid.UUID, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Before(m.none) {
		return nil, nil
	}
	m.none = time.Time{}
	for id, at := range m.next {
		switch {
		case !at.After(now):
			ids = append(ids, id)
		case m.none.IsZero() || at.Before(m.none):
			m.none = at
		}
	}
	if len(ids) > 0 {
		m.none = time.Time{}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return ids[:min(limit, len(ids))], nil
}

func (m *memory) NextAt(context.Context) (at time.Time, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, next := range m.next {
		if at.IsZero() || next.Before(at) {
			at = next
		}
	}
	return at, nil
}

func (m *memory) Of(_ context.Context, employer, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	return m.those(limit, func(f worklist.File) bool {
		return !f.Closed && (employer == uuid.Nil || f.Employer == employer) && bytes.Compare(f.ID[:], after[:]) > 0
	})
}

func (m *memory) Linked(_ context.Context, to uuid.UUID) (ids []uuid.UUID, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range m.links[to] {
		if slices.Contains(m.files[id].Links, to) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
