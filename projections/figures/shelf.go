package figures

import (
	"sort"
	"sync/atomic"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// pageSize is how many rows are made room for at once.
const pageSize = 1 << 12

// shelf keeps all versions of rows of one kind, for one writer and any number of readers
// that never wait, in the way of chunk: pages only grow, and of a version only its
// successor changes, from none to one beyond what any reader looks at.
type shelf[R any] struct {
	last  map[uuid.UUID]ordinal // where each key's last version stands
	pages []*page[R]
	n     ordinal
}

type page[R any] struct {
	began     [pageSize]eventlog.Position
	successor [pageSize]atomic.Uint32
	rows      [pageSize]R
}

func newShelf[R any]() shelf[R] { return shelf[R]{last: map[uuid.UUID]ordinal{}} }

func (s *shelf[R]) put(key uuid.UUID, began eventlog.Position, row R) {
	if s.n%pageSize == 0 {
		s.pages = append(s.pages, new(page[R]))
	}
	p, i := s.pages[s.n/pageSize], s.n%pageSize
	p.began[i], p.rows[i] = began, row
	p.successor[i].Store(noSuccessor)
	if before, there := s.last[key]; there {
		s.pages[before/pageSize].successor[before%pageSize].Store(s.n)
	}
	s.last[key] = s.n
	s.n++
}

// at is one version. It is not to be changed.
func (s *shelf[R]) at(n ordinal) R { return s.pages[n/pageSize].rows[n%pageSize] }

// shown is what a reader may look at.
func (s *shelf[R]) shown() rowsOf[R] { return rowsOf[R]{s.pages, s.n} }

// rowsOf are all versions up to some moment.
type rowsOf[R any] struct {
	pages []*page[R]
	n     ordinal
}

// all gives every version of every row.
func (r rowsOf[R]) all(yield func(*R)) {
	for i := range r.n {
		yield(&r.pages[i/pageSize].rows[i%pageSize])
	}
}

// each gives the rows as they were known at a position, in the order of the log. They
// are not to be changed.
func (r rowsOf[R]) each(at eventlog.Position, yield func(*R)) {
	limit := ordinal(sort.Search(int(r.n), func(i int) bool { return r.pages[i/pageSize].began[i%pageSize] > at }))
	for i := range limit {
		if p := r.pages[i/pageSize]; p.successor[i%pageSize].Load() >= limit {
			yield(&p.rows[i%pageSize])
		}
	}
}
