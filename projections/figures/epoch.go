package figures

import (
	"slices"

	"ruggensteun/projections/disclosure"
)

// turnover is what moved in which cell at which epoch, as far as it still matters.
type turnover struct {
	cube    *cube
	settled []bool  // by cell: an epoch is known at which it was surely printed anew
	moved   []moved // newest epoch first
	at      []moved // of the epoch that is looked at
	counts  []int32 // of those, by cell
}

type moved struct {
	cell uint32
	disclosure.Toggle
}

func newTurnover(c *cube) *turnover {
	return &turnover{cube: c, settled: make([]bool, len(c.sets)), counts: make([]int32, len(c.sets))}
}

// only notes a toggle for the cells that are in the one list and not in the other.
func (t *turnover) only(these, notThose []uint32, toggle disclosure.Toggle) {
	for _, cell := range these {
		if !t.settled[cell] && !slices.Contains(notThose, cell) {
			t.note(moved{cell, toggle})
		}
	}
}

func (t *turnover) note(m moved) {
	t.at = append(t.at, m)
	t.counts[m.cell]++
	if t.counts[m.cell] == disclosure.SurelyFrom {
		t.settled[m.cell] = true
	}
}

// drop forgets what moved in a part of an epoch, but for the cells that it settles.
func (t *turnover) drop() {
	for _, m := range t.at {
		t.counts[m.cell] = 0
	}
	t.at = t.at[:0]
}

// settle ends an epoch: of the cells in which enough moved nothing more is kept.
func (t *turnover) settle() {
	for _, m := range t.at {
		if !t.settled[m.cell] {
			t.moved = append(t.moved, m)
		}
	}
	t.drop()
}

// print goes forward again from where each cell was surely printed anew.
func (t *turnover) print() {
	sorted, starts := t.byCell()
	var chain disclosure.Chain
	for i := range t.cube.sets {
		if own := sorted[starts[i]:starts[i+1]]; len(own) > 0 {
			t.cube.sets[i] = chain.RefreshedSince(before(t.cube.sets[i], own), own)
		}
	}
}

// byCell puts what moved behind one another by cell, oldest epoch first.
func (t *turnover) byCell() (sorted []disclosure.Toggle, starts []int) {
	starts = make([]int, len(t.cube.sets)+1)
	for _, m := range t.moved {
		starts[m.cell]++
	}
	for i, sum := 0, 0; i < len(starts); i++ {
		sum += starts[i]
		starts[i] = sum
	}
	sorted = make([]disclosure.Toggle, len(t.moved))
	for _, m := range t.moved { // newest first, so from the end of each
		starts[m.cell]--
		sorted[starts[m.cell]] = m.Toggle
	}
	return sorted, starts
}

// before is a set as it was before something moved.
func before(s disclosure.Set, moved []disclosure.Toggle) disclosure.Set {
	for _, t := range moved {
		if t.In {
			s.Remove(t.Key)
		} else {
			s.Add(t.Key)
		}
	}
	return s
}
