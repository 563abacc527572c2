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
// whatever came before (disclosure.SurelyFrom). A part of the last month settles most cells, and
// it need not see the rest of it for that. While many versions may lie in a cell that is not
// settled it takes what was recorded in order; after that it looks up the few that do.
type hindsight struct {
	*marking
	*turnover
	pace
	limits  []ordinal // of the epochs; at the first a cell is printed by what is in it then
	moving  uint32    // what a version must change to move its incident
	glances []*glance // one for each core
	stamp   uint8     // of what the glances remember; another after each stretch
}

// pace is a matter of speed only: whatever it is, the sets are the same.
type pace struct {
	// stretch is how many versions each core takes before it is asked how many may be open; then
	// twice as many, and so on.
	stretch ordinal
	// few is one in how many versions may lie in a cell that is not settled, for these to be
	// looked up by themselves: for each that takes about so many times longer than in order.
	few int
}

var usualPace = pace{stretch: 1 << 10, few: 256}

// refresh gives each cell of the cube the set that it is printed by at the last epoch. The cube
// holds the sets as they are there.
func (m *marking) refresh(epochs []eventlog.Position, speed pace) {
	h := &hindsight{marking: m, turnover: newTurnover(m.cube), pace: speed, moving: m.plan.moving(), stamp: firstStamp}
	for _, at := range epochs {
		h.limits = append(h.limits, m.snapshot.limit(at))
	}
	for range max(1, min(mostRuns, runtime.GOMAXPROCS(0))) {
		h.glances = append(h.glances, h.newGlance())
	}
	epoch := len(epochs) - 1
	for epoch > 0 && h.month(epoch) {
		epoch--
	}
	if epoch > 0 {
		h.lookUp(epoch)
	}
	h.print()
}

// month takes all that was recorded in one, or nothing of it and false as soon as few
// versions may lie in a cell that is not settled.
func (h *hindsight) month(epoch int) bool {
	from, before := uint64(h.limits[epoch-1]), uint64(h.limits[epoch])
	for from < before {
		if !h.manyOpen(h.limits[epoch]) {
			h.drop()
			return false
		}
		end := min(before, from+uint64(h.stretch)*uint64(len(h.glances)))
		h.look(epoch, from, end)
		from, h.stretch = end, min(2*h.stretch, block)
	}
	h.settle()
	return true
}

// look takes a part of a month, on several cores when that is much.
func (h *hindsight) look(epoch int, from, before uint64) {
	n := min(uint64(len(h.glances)), before-from)
	var all sync.WaitGroup
	for i, g := range h.glances[:n] {
		i := uint64(i)
		all.Go(func() {
			g.look(epoch, ordinal(from+(before-from)*i/n), ordinal(from+(before-from)*(i+1)/n))
		})
	}
	all.Wait()
	h.putTogether()
}

// putTogether notes what the glances saw move.
func (h *hindsight) putTogether() {
	for _, g := range h.glances {
		for _, m := range g.at {
			g.counts[m.cell] = 0
			h.note(m)
		}
		g.at = g.at[:0]
	}
	h.stamp++
	if h.stamp < firstStamp { // it is a byte
		h.stamp = firstStamp
		for _, g := range h.glances {
			clear(g.memory)
		}
	}
}

// samples are how many versions stand for all.
const samples = 2048

// manyOpen tells whether more than a few of the versions below a limit lie in a cell that is
// not settled.
func (h *hindsight) manyOpen(limit ordinal) bool {
	g := h.glances[0]
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
	return open*h.few > int(n)
}

// lookUp takes what moved up to an epoch in cells that are not settled.
func (h *hindsight) lookUp(epoch int) {
	all := h.changes(h.limits[epoch])
	g := h.glances[0]
	for ; len(all) > 0 && epoch > 0; epoch-- {
		n := sort.Search(len(all), func(i int) bool { return all[i] < h.limits[epoch-1] })
		g.moves(epoch, all[:n])
		h.putTogether()
		h.settle()
		all = all[n:]
	}
}

// changes are the versions with which an incident came into an open cell or left it, the
// newest first; of several in one month the last.
func (h *hindsight) changes(limit ordinal) []ordinal {
	found := make([][]ordinal, len(h.glances))
	chunks := (int(limit) + chunkSize - 1) / chunkSize
	var cores sync.WaitGroup
	for n, g := range h.glances {
		cores.Go(func() {
			for i := chunks * n / len(h.glances); i < chunks*(n+1)/len(h.glances); i++ {
				for _, k := range g.openIn(i, min(limit-ordinal(i*chunkSize), chunkSize)) {
					found[n] = h.around(ordinal(i*chunkSize)+k, limit, found[n])
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
func (h *hindsight) around(v, limit ordinal, into []ordinal) []ordinal {
	came, next := h.lastInMonth(v)
	into = append(into, came)
	if next < limit {
		left, _ := h.lastInMonth(next)
		into = append(into, left)
	}
	return into
}

// lastInMonth is the last version of the same incident in the month of this one, and the
// one after that.
func (h *hindsight) lastInMonth(v ordinal) (last, next ordinal) {
	end := h.limits[sort.Search(len(h.limits), func(i int) bool { return h.limits[i] > v })]
	for last = v; ; last = next {
		if next = h.chunks[last/chunkSize].after[last%chunkSize].Load(); next >= end {
			return last, next
		}
	}
}

// asBefore is the version of the same incident as it stood below a limit, and what was changed
// since; noSuccessor when there was none.
func (s *snapshot) asBefore(v, limit ordinal) (was ordinal, changed uint32) {
	for v >= limit {
		c, i := s.chunks[v/chunkSize], v%chunkSize
		changed |= c.changed[i]
		if v = c.before[i]; v == noSuccessor {
			break
		}
	}
	return v, changed
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

// mostRemembered bounds the memory of a glance; beyond it each mark is looked at again.
const mostRemembered = 1 << 23

const (
	surelySettled = 1
	firstStamp    = 2
	// block is how many changes are looked at together: enough that those of one chunk
	// are read one after the other.
	block = 1 << 17
)

func (h *hindsight) newGlance() *glance {
	g := &glance{hindsight: h, counts: make([]int32, len(h.marking.cube.sets)), ends: make([]uint32, len(h.chunks)+1)}
	if h.all <= mostRemembered {
		g.memory = make([]uint8, h.all)
	}
	return g
}

// look takes a stretch of a month.
func (g *glance) look(epoch int, from, before ordinal) {
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
	g.is, g.was = g.is[:0], g.was[:0]
	for _, v := range list {
		was, changed := g.asBefore(v, g.limits[epoch-1])
		if was == noSuccessor || changed&g.moving != 0 {
			g.is, g.was = append(g.is, v), append(g.was, was)
		}
	}
	n := len(g.is)
	g.marksIs, g.marksOf = slices.Grow(g.marksIs[:0], n)[:n], slices.Grow(g.marksOf[:0], n)[:n]
	g.marksAt(g.is, g.marksIs)
	g.marksAt(g.was, g.marksOf)
	for k, is := range g.marksIs {
		if was := g.marksOf[k]; is != was && (g.open(is) || g.open(was)) {
			g.move(g.is[k], epoch, was, is)
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

// openIn lists the versions of a chunk, of the first so many, that may lie in a cell that is not
// settled.
func (g *glance) openIn(chunk int, n uint32) []uint32 {
	list := g.work.whole(n)
	marks := g.marks[:n]
	g.readAnswers(g.chunks[chunk], list, marks, &g.work)
	kept := list[:0]
	if g.memory == nil {
		kept = list
	}
	for k := 0; g.memory != nil && k < len(marks); k++ {
		if mark := marks[k]; g.memory[mark] != surelySettled && g.open(mark) {
			kept = append(kept, uint32(k))
		}
	}
	for k, i := range kept {
		marks[k] = marks[i]
	}
	g.leaveOut(g.chunks[chunk], ordinal(chunk*chunkSize), kept, marks)
	open := kept[:0]
	for k, i := range kept {
		if g.open(marks[k]) {
			open = append(open, i)
		}
	}
	return open
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
