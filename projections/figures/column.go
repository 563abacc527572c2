package figures

import (
	"math"
	"sync/atomic"
)

// column is one dimension of a chunk: the number of each version's answer. Two
// bytes hold it for all dimensions but those with very many different answers,
// whose columns are widened, chunk by chunk, while readers go on.
type column struct {
	narrow [chunkSize]uint16
	wide   atomic.Pointer[[chunkSize]uint32] // nil, or what holds instead of narrow
}

func (c *column) put(i, number uint32) {
	wide := c.wide.Load()
	if wide == nil && number <= math.MaxUint16 {
		c.narrow[i] = uint16(number)
		return
	}
	if wide == nil {
		wide = new([chunkSize]uint32)
		for k, n := range c.narrow {
			wide[k] = uint32(n)
		}
		c.wide.Store(wide)
	}
	wide[i] = number
}

func (c *column) at(i uint32) uint32 {
	if wide := c.wide.Load(); wide != nil {
		return wide[i]
	}
	return uint32(c.narrow[i])
}

// read gives the numbers of the listed versions. Whoever loads the narrow column
// has a snapshot from before it was widened, and all of that is still in it.
func (c *column) read(list, into []uint32) {
	if wide := c.wide.Load(); wide != nil {
		for k, i := range list {
			into[k] = wide[i]
		}
		return
	}
	for k, i := range list {
		into[k] = uint32(c.narrow[i])
	}
}
