package worklisttest

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/worklist"
)

// Memory keeps the work list in memory, for tests of what stands on it. It goes by the
// rules of worklist alone.
type Memory struct {
	mu    sync.Mutex
	files map[uuid.UUID]worklist.File
}

var _ worklist.Store = (*Memory)(nil)

// Known is up to where a file was counted.
func (m *Memory) Known(_ context.Context, id uuid.UUID) (eventlog.Position, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.files[id].Position, nil
}

// Put takes a file in place of what was there.
func (m *Memory) Put(ctx context.Context, f worklist.File) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil || m.files[f.ID].Position > f.Position {
		return false, err
	}
	if m.files == nil {
		m.files = map[uuid.UUID]worklist.File{}
	}
	f.Clocks, f.Links, f.Units = slices.Clone(f.Clocks), slices.Clone(f.Links), slices.Clone(f.Units)
	m.files[f.ID] = f
	return true, nil
}

// Waiting are files whose NextAt has come.
func (m *Memory) Waiting(_ context.Context, now time.Time, limit int) ([]uuid.UUID, error) {
	files := m.those(func(f worklist.File) bool { return !f.NextAt.IsZero() && !f.NextAt.After(now) })
	slices.SortStableFunc(files, func(a, b worklist.File) int { return a.NextAt.Compare(b.NextAt) })
	return idsOf(files[:min(limit, len(files))]), nil
}

// NextAt is the earliest of all.
func (m *Memory) NextAt(context.Context) (at time.Time, err error) {
	for _, f := range m.those(func(f worklist.File) bool { return !f.NextAt.IsZero() }) {
		if at.IsZero() || f.NextAt.Before(at) {
			at = f.NextAt
		}
	}
	return at, nil
}

// Of are the open files of an employer, or of all.
func (m *Memory) Of(_ context.Context, employer, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	files := m.those(func(f worklist.File) bool {
		return !f.Closed && (employer == uuid.Nil || f.Employer == employer) && bytes.Compare(f.ID[:], after[:]) > 0
	})
	return idsOf(files[:min(limit, len(files))]), nil
}

// Linked are the files that rest on something.
func (m *Memory) Linked(_ context.Context, to uuid.UUID) ([]uuid.UUID, error) {
	return idsOf(m.those(func(f worklist.File) bool { return slices.Contains(f.Links, to) })), nil
}

// File gives one file.
func (m *Memory) File(_ context.Context, scope access.Scope, id uuid.UUID) (worklist.File, bool, error) {
	files := m.those(func(f worklist.File) bool { return f.ID == id && scope.IncludesIn(f.Employer, f.Unit()) })
	if len(files) == 0 {
		return worklist.File{}, false, nil
	}
	return files[0], true, nil
}

// List gives a page of what is to be done.
func (m *Memory) List(_ context.Context, scope access.Scope, q worklist.Query) (worklist.Page, error) {
	return q.PageOf(m.within(scope)), nil
}

// Digest gives all alarms in groups.
func (m *Memory) Digest(_ context.Context, scope access.Scope, q worklist.Query) (worklist.Digest, error) {
	return worklist.Digest{Groups: q.DigestOf(m.within(scope))}, nil
}

// Kept gives per agreement how its terms stand.
func (m *Memory) Kept(_ context.Context, scope access.Scope, q worklist.KeptQuery) (worklist.KeptPage, error) {
	return worklist.KeptPage{Kept: q.KeptOf(m.within(scope))}, nil
}

// Files gives a page of files.
func (m *Memory) Files(_ context.Context, scope access.Scope, q worklist.FileQuery) (worklist.FilePage, error) {
	return q.PageOf(m.within(scope)), nil
}

func (m *Memory) within(scope access.Scope) []worklist.File {
	return m.those(func(f worklist.File) bool { return scope.IncludesIn(f.Employer, f.Unit()) })
}

// those are in the order of their ids.
func (m *Memory) those(wanted func(worklist.File) bool) (list []worklist.File) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range m.files {
		if wanted(f) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b worklist.File) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return list
}

func idsOf(files []worklist.File) (list []uuid.UUID) {
	for _, f := range files {
		list = append(list, f.ID)
	}
	return list
}
