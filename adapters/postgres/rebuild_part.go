package postgres

import (
	"errors"
	"hash/fnv"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// part is the rows that are folded in one pass through the log: those whose
// key's hash ends in these bits. Rows are folded each by itself, so any part of
// the keys can be folded without the rest.
type part struct {
	bits    int
	value   uint32
	written eventlog.Position // versions up to here are in the tables already
}

// maxBits bounds how finely memory is divided, and so how often the log is read.
const maxBits = 12

var errMemory = errors.New("the rows do not fit the memory budget even when divided in 4096: give the rebuild more memory")

func (p part) holds(key uuid.UUID) bool {
	h := fnv.New32a()
	h.Write(key[:]) // ids are made by time: their own bits are not spread evenly
	return h.Sum32()&(1<<p.bits-1) == p.value
}

// split leaves half of the keys for another pass, which need not write again
// what was written up to a position.
func (p part) split(at eventlog.Position) (now, later part, err error) {
	if p.bits == maxBits {
		return p, p, errMemory
	}
	now = part{bits: p.bits + 1, value: p.value, written: p.written}
	later = part{bits: p.bits + 1, value: p.value | 1<<p.bits, written: max(p.written, at)}
	return now, later, nil
}

// rowOverhead is what a current row costs beside its columns: map entries, the
// head, headers of strings and slices. Columns take up to twice their stored form.
const rowOverhead = 300

// memory estimates what the sets hold, in bytes.
func memory(sets []*rowSet) int64 {
	var total int64
	for _, s := range sets {
		total += int64(len(s.rows))*rowOverhead + 2*int64(s.size)
	}
	return total
}

// newParts makes empty sets for one part of the keys.
func newParts(tables []projections.Table, p part) []*rowSet {
	sets := make([]*rowSet, len(tables))
	for i, t := range tables {
		sets[i] = newRowSet(t)
		sets[i].hold(p)
	}
	return sets
}

func (s *rowSet) hold(p part) {
	if p.bits > 0 {
		s.holds = p.holds
	}
}

// narrow gives a set with only the rows of a part.
func (s *rowSet) narrow(p part) *rowSet {
	kept := newRowSet(s.table)
	kept.hold(p)
	for key, v := range s.rows {
		if p.holds(key) {
			kept.put(v)
		}
	}
	return kept
}
