package figures

import (
	"runtime"
	"slices"
	"sort"
	"sync"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
)

// hindsight goes back from month end to month end, for the cells of which it is not known yet what
// they are printed by.
//
// An epoch at which nine records move is surely one at which the cell was printed anew,
// whatever came before (disclosure.SurelyFrom). The last month settles most cells. Of the others
// it takes the months before, whole, while many versions may lie in one of them, and after
// that looks up the few that do.
type hindsight struct {
	*marking
	*turnover
	limits  []ordinal // of the epochs; R of the first is S
	glances []*glance // one for each core
	stamp   uint8     // of what the glances remember; another after each month
}

// fewOpen is one in how many versions may lie in a cell that is not settled, for these to be
// looked up by themselves: that costs about so many times more for each than to go on
// in order.
const fewOpen = 32

// refresh gives each cell of the cube the set that it is printed by at the last epoch. The cube
// holds the sets as they are there.
func (m *marking) refresh(epochs []eventlog.Position) {
	w := &hindsight{marking: m, turnover: newTurnover(m.cube), stamp: firstStamp}
	for _, at := range epochs {
		w.limits = append(w.limits, m.snapshot.limit(at))
	}
	for range max(1, min(mostRuns, runtime.GOMAXPROCS(0))) {
		w.glances = append(w.glances, w.newGlance())
	}
	epoch := len(epochs) - 1
	for first := true; epoch > 0 && (first || w.manyOpen(w.limits[epoch])); epoch-- {
		w.month(epoch)
		first = false
	}
	if epoch > 0 {
		w.lookUp(epoch)
	}
	w.print()
}

// leastStretch is how many versions are worth another core.
const leastStretch = 1 << 13

// month takes all that was recorded in one.
func (w *hindsight) month(epoch int) {
	from, before := uint64(w.limits[epoch-1]), uint64(w.limits[epoch])
	n := max(1, min(uint64(len(w.glances)), (before-from)/leastStretch))
	var all sync.WaitGroup
	for i, g := range w.glances[:n] {
		i := uint64(i)
		all.Go(func() {
			g.month(epoch, ordinal(from+(before-from)*i/n), ordinal(from+(before-from)*(i+1)/n))
		})
	}
	all.Wait()
	w.endMonth()
}

// endMonth puts together what the glances saw move.
func (w *hindsight) endMonth() {
	for _, g := range w.glances {
		for _, m := range g.at {
			g.counts[m.cell] = 0
			w.note(m)
		}
		g.at = g.at[:0]
	}
	w.settle()
	w.stamp++
	if w.stamp < firstStamp { // it is a byte
		w.stamp = firstStamp
		for _, g := range w.glances {
			clear(g.memory)
		}
	}
}

// samples are how many versions stand for all.
const samples = 2048

// manyOpen tells whether more than a few of the versions below a limit lie in a cell that is
// not settled.
func (w *hindsight) manyOpen(limit ordinal) bool {
	g := w.glances[0]
	n := min(limit, samples)
	g.is, g.marksIs = g.is[:0], slices.Grow(g.marksIs[:0], int(n))[:n]
	for i := range n {
		g.is = append(g.is, ordinal(uint64(limit)*uint64(i)/uint64(n)))
	}
	g.marksAt(g.is, g.marksIs)
	open := 0
	for _, mark := range g.marksIs {
		if g.open(mark) {
			open++
		}
	}
	return open*fewOpen > int(n)
}

// lookUp takes what moved up to an epoch in cells that are not settled.
func (w *hindsight) lookUp(epoch int) {
	all := w.changes(w.limits[epoch])
	g := w.glances[0]
	for ; len(all) > 0 && epoch > 0; epoch-- {
		n := sort.Search(len(all), func(i int) bool { return all[i] < w.limits[epoch-1] })
		g.moves(epoch, all[:n])
		w.endMonth()
		all = all[n:]
	}
}

// changes are the versions with which an incident came into an open cell or left it, the
// newest first; of several in one month the last.
func (w *hindsight) changes(limit ordinal) []ordinal {
	found := make([][]ordinal, len(w.glances))
	chunks := (int(limit) + chunkSize - 1) / chunkSize
	var cores sync.WaitGroup
	for n, g := range w.glances {
		cores.Go(func() {
			for i := chunks * n / len(w.glances); i < chunks*(n+1)/len(w.glances); i++ {
				list := g.work.whole(min(limit-ordinal(i*chunkSize), chunkSize))
				w.read(i, list, g.marks[:len(list)], &g.work)
				for k, mark := range g.marks[:len(list)] {
					if mark != nowhere && g.open(mark) {
						found[n] = w.around(ordinal(i*chunkSize+k), limit, found[n])
					}
				}
			}
		})
	}
	cores.Wait()
	all := slices.Concat(found...)
	slices.SortFunc(all, func(a, b ordinal) int { return int(int64(b) - int64(a)) })
	return slices.Compact(all)
}

// around adds the change that brings a version about, and the one that ends it.
func (w *hindsight) around(v, limit ordinal, into []ordinal) []ordinal {
	came, next := w.lastInMonth(v)
	into = append(into, came)
	if next < limit {
		left, _ := w.lastInMonth(next)
		into = append(into, left)
	}
	return into
}

// lastInMonth is the last version of the same incident in the month of this one, and the
// one after that.
func (w *hindsight) lastInMonth(v ordinal) (last, next ordinal) {
	end := w.limits[sort.Search(len(w.limits), func(i int) bool { return w.limits[i] > v })]
	for last = v; ; last = next {
		if next = w.chunks[last/chunkSize].after[last%chunkSize].Load(); next >= end {
			return last, next
		}
	}
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

// glance is what one core sees of a month.
type glance struct {
	*hindsight
	memory []uint8 // by mark: surelySettled, or the stamp under which it was seen to be open
	counts []int32 // by cell: what moved in the month, up to where it is surely printed anew
	at     []moved

	work             workspace
	marks            [chunkSize]uint32
	is, was          []ordinal // versions at the end of the month, and those of the same incidents before it
	marksIs, marksOf []uint32
	order, ends      []uint32
	now, earlier     []uint32 // cells
}

const (
	surelySettled = 1
	firstStamp    = 2
	// block is how many changes are looked at together: enough that those of one chunk
	// are read one after the other.
	block = 1 << 17
)

func (w *hindsight) newGlance() *glance {
	g := &glance{hindsight: w, counts: make([]int32, len(w.marking.cube.sets)), ends: make([]uint32, len(w.chunks)+1)}
	if w.all <= mostDense {
		g.memory = make([]uint8, w.all)
	}
	return g
}

// month looks at a stretch of what was recorded in one.
func (g *glance) month(epoch int, from, before ordinal) {
	list := make([]ordinal, 0, min(before-from, block))
	for v := from; v < before; v++ {
		if g.chunks[v/chunkSize].after[v%chunkSize].Load() >= g.limits[epoch] { // the last one of its incident
			list = append(list, v)
		}
		if len(list) == block {
			g.moves(epoch, list)
			list = list[:0]
		}
	}
	g.moves(epoch, list)
}

// moves notes what versions change that are the last ones of their incidents in an epoch.
func (g *glance) moves(epoch int, list []ordinal) {
	g.was = g.was[:0]
	for _, v := range list {
		g.was = append(g.was, g.firstBefore(v, g.limits[epoch-1]))
	}
	g.marksIs, g.marksOf = slices.Grow(g.marksIs[:0], len(list))[:len(list)], slices.Grow(g.marksOf[:0], len(list))[:len(list)]
	g.marksAt(list, g.marksIs)
	g.marksAt(g.was, g.marksOf)
	for k, is := range g.marksIs {
		if was := g.marksOf[k]; is != was && (g.open(is) || g.open(was)) {
			g.move(list[k], epoch, was, is)
		}
	}
}

func (g *glance) move(v ordinal, epoch int, was, is uint32) {
	c, i := g.chunks[v/chunkSize], v%chunkSize
	toggle := disclosure.Toggle{Record: c.number[i], Epoch: int32(epoch), Key: c.keys[i]}
	g.earlier, g.now = g.cells(was, g.earlier), g.cells(is, g.now)
	g.only(g.earlier, g.now, toggle)
	toggle.In = true
	g.only(g.now, g.earlier, toggle)
}

func (g *glance) only(these, notThose []uint32, toggle disclosure.Toggle) {
	for _, cell := range these {
		if g.openCell(cell) && !slices.Contains(notThose, cell) {
			g.at = append(g.at, moved{cell, toggle})
			g.counts[cell]++
		}
	}
}

func (g *glance) cells(mark uint32, into []uint32) []uint32 {
	if mark == nowhere {
		return into[:0]
	}
	return g.appendCells(mark, into[:0])
}

// open tells whether a mark has a cell that more has to be known of.
func (g *glance) open(mark uint32) bool {
	if mark == nowhere {
		return false
	}
	if g.memory == nil {
		return slices.ContainsFunc(g.cells(mark, g.now), g.openCell)
	}
	if seen := g.memory[mark]; seen == surelySettled || seen == g.stamp {
		return seen == g.stamp
	}
	g.now = g.cells(mark, g.now)
	open := slices.ContainsFunc(g.now, g.openCell)
	g.memory[mark] = surelySettled
	if open {
		g.memory[mark] = g.stamp
	}
	return open
}

func (g *glance) openCell(cell uint32) bool {
	return !g.settled[cell] && g.counts[cell] < disclosure.SurelyFrom
}

// marksAt gives the marks of versions anywhere, chunk by chunk.
func (g *glance) marksAt(list []ordinal, into []uint32) {
	clear(g.ends)
	for _, v := range list {
		if v != noSuccessor {
			g.ends[v/chunkSize]++
		}
	}
	sum := uint32(0)
	for i, n := range g.ends {
		g.ends[i] = sum
		sum += n
	}
	g.order = slices.Grow(g.order[:0], int(sum))[:sum]
	for k, v := range list {
		if v == noSuccessor {
			into[k] = nowhere
			continue
		}
		end := &g.ends[v/chunkSize]
		g.order[*end] = uint32(k)
		*end++
	}
	from := uint32(0)
	for i, end := range g.ends {
		for from < end {
			from = g.marksIn(i, list, from, min(end, from+chunkSize), into)
		}
	}
}

func (g *glance) marksIn(chunk int, list []ordinal, from, end uint32, into []uint32) uint32 {
	of := g.order[from:end]
	for j, k := range of {
		g.work.list[j] = list[k] % chunkSize
	}
	marks := g.marks[:len(of)]
	g.read(chunk, g.work.list[:len(of)], marks, &g.work)
	for j, k := range of {
		into[k] = marks[j]
	}
	return end
}
