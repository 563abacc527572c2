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
	none  time.Time // nothing waits before; zero is not known
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
		m.files = map[uuid.UUID]worklist.File{}
	}
	m.files[f.ID] = f
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

func (m *memory) Waiting(ctx context.Context, now time.Time, limit int) ([]uuid.UUID, error) {
	m.mu.Lock()
	idle := now.Before(m.none)
	m.mu.Unlock()
	if idle {
		return nil, nil
	}
	ids, err := m.those(limit, func(f worklist.File) bool { return !f.NextAt.IsZero() && !f.NextAt.After(now) })
	if len(ids) == 0 {
		_, err = m.NextAt(ctx)
	}
	return ids, err
}

func (m *memory) NextAt(context.Context) (at time.Time, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range m.files {
		if !f.NextAt.IsZero() && (at.IsZero() || f.NextAt.Before(at)) {
			at = f.NextAt
		}
	}
	m.none = at
	return at, nil
}

func (m *memory) Of(_ context.Context, employer, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	return m.those(limit, func(f worklist.File) bool {
		return !f.Closed && (employer == uuid.Nil || f.Employer == employer) && bytes.Compare(f.ID[:], after[:]) > 0
	})
}

func (m *memory) Linked(_ context.Context, to uuid.UUID) ([]uuid.UUID, error) {
	return m.those(1<<30, func(f worklist.File) bool { return slices.Contains(f.Links, to) })
}
