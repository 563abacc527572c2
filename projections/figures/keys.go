package figures

import (
	"github.com/google/uuid"

	"ruggensteun/projections/disclosure"
)

// recordKeys are the record keys of incidents by their numbers, in pages that only grow:
// a reader looks no further than the numbers that his snapshot knows.
type recordKeys struct {
	of    *disclosure.RecordKeys // nil while nothing is protected
	pages []*[pageSize]uint64
}

func (k *recordKeys) put(number uint32, id uuid.UUID) {
	if k.of == nil {
		return
	}
	for int(number/pageSize) >= len(k.pages) {
		k.pages = append(k.pages, new([pageSize]uint64))
	}
	k.pages[number/pageSize][number%pageSize] = k.of.Of(id)
}

func (k *recordKeys) at(number uint32) uint64 { return k.pages[number/pageSize][number%pageSize] }
