package postgres

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/projections"
)

// version is one row as it was from a position on.
type version struct {
	head projections.Head
	row  any
	size int // bytes of its stored form; only where memory is counted
}

// rowSet is the newest versions of a table's rows, as far as they are needed.
// The live path fills it with what a batch touches, a rebuild with everything:
// both fold through it, so that they cannot differ.
type rowSet struct {
	table projections.Table
	rows  map[uuid.UUID]version
	below map[uuid.UUID][]uuid.UUID // parent → keys; a row that stands alone is not in it
	holds func(key uuid.UUID) bool  // nil: every key; else the part that is being folded
	size  int                       // of all rows' stored forms
}

func newRowSet(t projections.Table) *rowSet {
	return &rowSet{table: t, rows: map[uuid.UUID]version{}, below: map[uuid.UUID][]uuid.UUID{}}
}

// put takes a version in as the newest of its row.
func (s *rowSet) put(v version) {
	before, exists := s.rows[v.head.Key]
	if exists && before.head.Parent != v.head.Parent {
		s.unlink(before.head)
	}
	if (!exists || before.head.Parent != v.head.Parent) && v.head.Parent != v.head.Key {
		s.below[v.head.Parent] = append(s.below[v.head.Parent], v.head.Key)
	}
	s.size += v.size - before.size
	s.rows[v.head.Key] = v
}

func (s *rowSet) unlink(h projections.Head) {
	keys := s.below[h.Parent]
	if i := slices.Index(keys, h.Key); i >= 0 {
		keys = slices.Delete(slices.Clone(keys), i, i+1) // a fold may be walking the old list
	}
	if len(keys) == 0 {
		delete(s.below, h.Parent)
		return
	}
	s.below[h.Parent] = keys
}

// fold gives an event to every row it touches and the versions it makes to
// write, each once. A panic in a fold becomes an error that says where.
func (s *rowSet) fold(e projections.Event, write func(*version) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = foldPanic(s.table, e, r)
		}
	}()
	touched := s.table.Touches(e)
	for _, key := range touched.Keys {
		if err := s.foldRow(key, e, write); err != nil {
			return err
		}
	}
	for _, parent := range touched.Parents {
		for _, key := range s.childrenOf(parent) {
			if err := s.foldRow(key, e, write); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *rowSet) childrenOf(parent uuid.UUID) []uuid.UUID {
	if own, exists := s.rows[parent]; exists && own.head.Parent == parent {
		return append([]uuid.UUID{parent}, s.below[parent]...)
	}
	return s.below[parent]
}

func (s *rowSet) foldRow(key uuid.UUID, e projections.Event, write func(*version) error) error {
	if s.holds != nil && !s.holds(key) {
		return nil
	}
	before, exists := s.rows[key]
	if exists && before.head.Position >= e.Position {
		return nil // named twice by this event
	}
	if !exists {
		before.head = projections.Head{Key: key}
	}
	row, head, changed := s.table.Fold(before.row, before.head, e)
	if !changed {
		return nil
	}
	after := version{head: settle(head, e), row: row}
	if err := write(&after); err != nil {
		return err
	}
	s.put(after)
	return nil
}

// settle fills what a fold may leave open: a row stands alone, and is its
// event's employer's.
func settle(h projections.Head, e projections.Event) projections.Head {
	if h.Parent == uuid.Nil {
		h.Parent = h.Key
	}
	if h.Employer == uuid.Nil {
		h.Employer = e.Employer
	}
	return h
}

// foldPanic tells of a panic without its value, which may hold what was folded;
// the runtime's own panics are about indexes and types only.
func foldPanic(t projections.Table, e projections.Event, recovered any) error {
	what := fmt.Sprintf("a panic with a %T", recovered)
	if r, ok := recovered.(runtime.Error); ok {
		what = r.Error()
	}
	return &projections.StepError{Step: projections.Fold,
		Cause: fmt.Errorf("table %s, event at position %d: %s", t.Name(), e.Position, what)}
}
