package figures

import (
	"slices"
	"sort"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
)

// turnover is what moved in which cell at which epoch, as far as it still matters.
type turnover struct {
	*marks
	cube    *cube
	limits  []ordinal // of the epochs; R of the first is S
	settled []bool    // by cell: an epoch is known at which it was surely printed anew
	open    []bool    // by mark: some cell of it is not settled
	moved   []moved   // newest epoch first
	at      []moved   // of the epoch that is looked at
	counts  []int32   // of those, by cell
}

type moved struct {
	cell uint32
	disclosure.Toggle
}

// refreshed gives the set that each cell of the cube is printed by at the last epoch. The
// cube holds the sets as they are there.
//
// An epoch at which nine records move is surely one at which the cell was printed anew,
// whatever came before (disclosure.SurelyFrom). The last month settles nearly all cells, and
// of the months before it only the records of the others are looked up.
func (m *marks) refreshed(c *cube, epochs []eventlog.Position) {
	t := &turnover{
		marks: m, cube: c, settled: make([]bool, len(c.sets)), counts: make([]int32, len(c.sets)),
		limits: make([]ordinal, 0, len(epochs)), open: make([]bool, len(m.ends)),
	}
	for _, at := range epochs {
		t.limits = append(t.limits, m.snapshot.limit(at))
	}
	last := len(t.limits) - 1
	if last > 0 {
		t.lastMonth(last)
		t.before(last - 1)
	}
	t.print()
}

// lastMonth goes through all that was recorded in it.
func (t *turnover) lastMonth(epoch int) {
	for i := range t.open {
		t.open[i] = true
	}
	for v := t.limits[epoch-1]; v < t.limits[epoch]; v++ {
		if t.chunks[v/chunkSize].after[v%chunkSize].Load() >= t.limits[epoch] { // the last one of its incident
			t.change(v, epoch)
		}
	}
	t.settle()
}

// before goes through what moved earlier in cells that are not settled.
func (t *turnover) before(epoch int) {
	if !t.stillOpen() {
		return
	}
	all := t.changes(t.limits[epoch])
	for len(all) > 0 && epoch > 0 {
		for len(all) > 0 && all[0] >= t.limits[epoch-1] {
			t.change(all[0], epoch)
			all = all[1:]
		}
		t.settle()
		epoch--
	}
}

// stillOpen finds the marks of which a cell is not settled, and tells whether there are any.
func (t *turnover) stillOpen() (any bool) {
	for mark := range t.open {
		t.open[mark] = slices.ContainsFunc(t.cellsOf(uint32(mark)), func(cell uint32) bool { return !t.settled[cell] })
		any = any || t.open[mark]
	}
	return any
}

// changes are the versions with which an incident came into an open mark or left it, the
// newest first; of several in one month the last.
func (t *turnover) changes(limit ordinal) []ordinal {
	found := make([][]ordinal, len(t.runs()))
	t.eachRun(func(n int, of run, _ *workspace) {
		for i := of.from; i < of.before; i++ {
			for k, mark := range t.of[i] {
				if v := ordinal(i*chunkSize + k); mark != nowhere && t.open[mark] && v < limit {
					found[n] = append(found[n], t.around(v, limit)...)
				}
			}
		}
	})
	all := slices.Concat(found...)
	slices.SortFunc(all, func(a, b ordinal) int { return int(int64(b) - int64(a)) })
	return slices.Compact(all)
}

// around are the change that brings a version about, and the one that ends it.
func (t *turnover) around(v, limit ordinal) []ordinal {
	came, next := t.lastInMonth(v)
	if next >= limit {
		return []ordinal{came}
	}
	left, _ := t.lastInMonth(next)
	return []ordinal{came, left}
}

// lastInMonth is the last version of the same incident in the month of this one, and the
// one after that.
func (t *turnover) lastInMonth(v ordinal) (last, next ordinal) {
	end := t.limits[sort.Search(len(t.limits), func(i int) bool { return t.limits[i] > v })]
	for last = v; ; last = next {
		if next = t.chunks[last/chunkSize].after[last%chunkSize].Load(); next >= end {
			return last, next
		}
	}
}

// change notes what a version changes that is the last one of its incident in an epoch.
func (t *turnover) change(v ordinal, epoch int) {
	is, was := t.marks.at(v), nowhere
	if first := t.firstBefore(v, t.limits[epoch-1]); first != noSuccessor {
		was = t.marks.at(first)
	}
	if is == was {
		return
	}
	number := t.chunks[v/chunkSize].number[v%chunkSize]
	toggle := disclosure.Toggle{Record: number, Epoch: int32(epoch), Key: t.keys.at(number)}
	t.only(t.cellsOf(was), t.cellsOf(is), toggle)
	toggle.In = true
	t.only(t.cellsOf(is), t.cellsOf(was), toggle)
}

// firstBefore is the version of the same incident as it stood below a limit; noSuccessor when
// there was none.
func (s *snapshot) firstBefore(v, limit ordinal) ordinal {
	for v >= limit {
		if v = s.chunks[v/chunkSize].before[v%chunkSize]; v == noSuccessor {
			break
		}
	}
	return v
}

// only notes a toggle for the cells that are in the one list and not in the other.
func (t *turnover) only(these, notThose []uint32, toggle disclosure.Toggle) {
	for _, cell := range these {
		if !t.settled[cell] && !slices.Contains(notThose, cell) {
			t.at = append(t.at, moved{cell, toggle})
			t.counts[cell]++
		}
	}
}

// settle closes the cells in which enough moved, and keeps what moved in the others.
func (t *turnover) settle() {
	for _, m := range t.at {
		if t.counts[m.cell] >= disclosure.SurelyFrom {
			t.settled[m.cell] = true
			continue
		}
		t.moved = append(t.moved, m)
	}
	for _, m := range t.at {
		t.counts[m.cell] = 0
	}
	t.at = t.at[:0]
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
