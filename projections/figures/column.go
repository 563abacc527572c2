package figures

import (
	"math"
	"sync/atomic"
)

// column is one dimension of a chunk: the number of each version's answer. It takes no
// room while all of them are 0, then one byte for each, two, and four for the
// dimensions with very many different answers. It is widened, chunk by chunk, while
// readers go on.
type column struct{ at atomic.Pointer[cells] }

// cells are in one of the three widths.
type cells struct {
	bytes *[chunkSize]uint8
	words *[chunkSize]uint16
	wide  *[chunkSize]uint32
}

func (c *column) put(i, number uint32) {
	now := c.at.Load()
	if now == nil && number == 0 {
		return
	}
	if now == nil || number > now.most() {
		now = now.widened(number)
		now.set(i, number)
		c.at.Store(now)
		return
	}
	now.set(i, number)
}

// most is the largest number that fits.
func (s *cells) most() uint32 {
	switch {
	case s.bytes != nil:
		return math.MaxUint8
	case s.words != nil:
		return math.MaxUint16
	}
	return math.MaxUint32
}

func (s *cells) set(i, number uint32) {
	switch {
	case s.bytes != nil:
		s.bytes[i] = uint8(number)
	case s.words != nil:
		s.words[i] = uint16(number)
	default:
		s.wide[i] = number
	}
}

func (s *cells) get(i uint32) uint32 {
	switch {
	case s == nil:
		return 0
	case s.bytes != nil:
		return uint32(s.bytes[i])
	case s.words != nil:
		return uint32(s.words[i])
	}
	return s.wide[i]
}

// widened is a copy in which the number fits; of nil it is one of zeros.
func (s *cells) widened(number uint32) *cells {
	var w cells
	switch {
	case number <= math.MaxUint8:
		w.bytes = new([chunkSize]uint8)
	case number <= math.MaxUint16:
		w.words = new([chunkSize]uint16)
	default:
		w.wide = new([chunkSize]uint32)
	}
	if s != nil {
		for i := range uint32(chunkSize) {
			w.set(i, s.get(i))
		}
	}
	return &w
}

func (c *column) get(i uint32) uint32 { return c.at.Load().get(i) }

// read gives the numbers of the listed versions. Whoever loads cells that are widened
// meanwhile has a snapshot from before, and all of that is still in them.
func (c *column) read(list, into []uint32) {
	switch now := c.at.Load(); {
	case now == nil:
		clear(into)
	case now.bytes != nil:
		for k, i := range list {
			into[k] = uint32(now.bytes[i])
		}
	case now.words != nil:
		for k, i := range list {
			into[k] = uint32(now.words[i])
		}
	default:
		for k, i := range list {
			into[k] = now.wide[i]
		}
	}
}
