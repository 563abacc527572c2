package figures

import (
	"github.com/google/uuid"

	"ruggensteun/projections/disclosure"
)

// recordKeys are the record keys of one unit by their numbers, in pages that only grow:
// a reader looks no further than the numbers that his snapshot knows.
type recordKeys struct {
	of    *disclosure.RecordKeys // nil while nothing is protected
	pages []*[pageSize]uint64
}

func (k *recordKeys) put(number uint32, id uuid.UUID) {
	k.set(number, func(of *disclosure.RecordKeys) uint64 { return of.Of(id) })
}

func (k *recordKeys) set(number uint32, key func(*disclosure.RecordKeys) uint64) {
	if k.of == nil {
		return
	}
	for int(number/pageSize) >= len(k.pages) {
		k.pages = append(k.pages, new([pageSize]uint64))
	}
	k.pages[number/pageSize][number%pageSize] = key(k.of)
}

func (k *recordKeys) at(number uint32) uint64 { return k.pages[number/pageSize][number%pageSize] }
