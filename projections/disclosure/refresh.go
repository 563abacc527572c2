package disclosure

import (
	"cmp"
	"slices"
)

// refreshFrom is by how many units a set must differ from what was last printed before it
// is printed anew. With fewer, two epochs subtracted would show a single late report.
const refreshFrom = 5

// Refreshes tells whether a set is printed anew that so many units were put into, taken out
// of or, where more is told of each than that it is there, told otherwise since.
func Refreshes(units int) bool { return units >= refreshFrom }

// SurelyFrom is how many units must enter or leave at an epoch for a refresh whatever was
// printed before: a set that was not refreshed differs from what is printed by at most
// 4. A count that moves by as much tells so without looking at units.
const SurelyFrom = 2*refreshFrom - 1

// Toggle is a unit that enters or leaves a cell at an epoch: it is in from that epoch on,
// or no longer. A unit that does both at one epoch, as when it was only corrected,
// has not moved.
type Toggle struct {
	Key    uint64 // the record key
	Record uint32 // which unit, by a number of whoever counts: keys need not differ
	Epoch  int32
	In     bool
}

// Chain prints sets as they change from epoch to epoch: R₀ = S₀; Rᵢ = Sᵢ when that
// differs from Rᵢ₋₁ by 5 units or more, else Rᵢ₋₁. Epoch 0 is the first of all; what is
// in a cell from before it enters at 0. The zero Chain is ready and serves any number of
// cells, one after the other, without allocating for each.
type Chain struct {
	net   []Toggle
	apart []uint32 // units in which S and R differ, 4 at most after each epoch
}

// Refreshed is R of the last epoch, given everything that moved in one cell up to and
// including it, in order of epoch and in any order within one.
func (c *Chain) Refreshed(moved []Toggle) Set {
	var now Set
	sure := c.sure(moved)
	for _, t := range moved[:sure] {
		now.move(t)
	}
	return c.RefreshedSince(now, moved[sure:])
}

// RefreshedSince is the same where R was the given set at some epoch, for instance because it
// surely was printed anew there, and moved is what moved after that.
func (c *Chain) RefreshedSince(printed Set, moved []Toggle) Set {
	now := printed
	c.apart = c.apart[:0]
	for rest := moved; len(rest) > 0; {
		n := firstEpoch(rest)
		net := c.netOf(rest[:n])
		for _, t := range net {
			now.move(t)
			c.part(t.Record)
		}
		if rest[0].Epoch == 0 || len(c.apart) >= refreshFrom {
			printed, c.apart = now, c.apart[:0]
		}
		rest = rest[n:]
	}
	return printed
}

// sure is up to where the last epoch goes that was surely printed anew; what came before
// it no longer matters, except for what is in the cell.
func (c *Chain) sure(moved []Toggle) int {
	for end := len(moved); end > 0; {
		start := end - lastEpoch(moved[:end])
		if c.manyMoved(moved[start:end]) {
			return end
		}
		end = start
	}
	return 0
}

func (c *Chain) manyMoved(epoch []Toggle) bool {
	if len(epoch) < SurelyFrom {
		return false
	}
	var grown Set
	for _, t := range epoch {
		grown.move(t)
	}
	return grown.N >= SurelyFrom || grown.N <= -SurelyFrom || len(c.netOf(epoch)) >= SurelyFrom
}

func (s *Set) move(t Toggle) {
	if t.In {
		s.Add(t.Key)
	} else {
		s.Remove(t.Key)
	}
}

// part notes that S and R now differ in a unit, or no longer do.
func (c *Chain) part(record uint32) {
	if i := slices.Index(c.apart, record); i >= 0 {
		c.apart[i] = c.apart[len(c.apart)-1]
		c.apart = c.apart[:len(c.apart)-1]
		return
	}
	c.apart = append(c.apart, record)
}

// netOf leaves out what entered and left again within one epoch. The result is good
// until the next call.
func (c *Chain) netOf(epoch []Toggle) []Toggle {
	if len(epoch) == 1 {
		return epoch
	}
	c.net = append(c.net[:0], epoch...)
	slices.SortFunc(c.net, func(a, b Toggle) int { return cmp.Compare(a.Record, b.Record) })
	kept := c.net[:0]
	for i := 0; i < len(c.net); {
		first, balance := c.net[i], 0
		for ; i < len(c.net) && c.net[i].Record == first.Record; i++ {
			if c.net[i].In {
				balance++
			} else {
				balance--
			}
		}
		if balance != 0 {
			first.In = balance > 0
			kept = append(kept, first)
		}
	}
	return kept
}

func firstEpoch(moved []Toggle) int {
	n := 1
	for n < len(moved) && moved[n].Epoch == moved[0].Epoch {
		n++
	}
	return n
}

func lastEpoch(moved []Toggle) int {
	n := 1
	for n < len(moved) && moved[len(moved)-1-n].Epoch == moved[len(moved)-1].Epoch {
		n++
	}
	return n
}
