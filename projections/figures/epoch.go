package figures

import (
	"sync"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
)

// nowhere is the mark of a version that the question does not count at all: it is hidden,
// or of another period.
const nowhere uint32 = 1<<32 - 1

// marks say of every version in which cells of a cube it lies: one number for its answer
// in the rows, its answer in the columns and the filters that it passes. Versions with
// the same mark are in the same cells, so a correction of something that was not asked for
// moves nothing.
type marks struct {
	*plan
	rows, columns uint32 // answers of each
	of            [][]uint32
}

// mostMarks bounds the memory of a count by mark.
const mostMarks = 1 << 22

func (p *plan) newMarks() *marks {
	m := &marks{plan: p, rows: uint32(p.rows.answers.len()), columns: uint32(p.columns.answers.len()), of: make([][]uint32, len(p.chunks))}
	if p.together {
		m.columns = 1
	}
	p.eachChunk(func(i int, work *workspace) { m.of[i] = m.chunk(ordinal(i*chunkSize), p.chunks[i], work) })
	return m
}

// eachChunk goes through all chunks below the limit, on several cores when there are many.
func (p *plan) eachChunk(do func(i int, work *workspace)) {
	var all sync.WaitGroup
	for _, of := range p.runs() {
		all.Go(func() {
			var work workspace
			for i := of.from; i < of.before; i++ {
				do(i, &work)
			}
		})
	}
	all.Wait()
}

func (m *marks) chunk(first ordinal, c *chunk, work *workspace) []uint32 {
	list := work.list[:min(m.limit-first, chunkSize)]
	for i := range list {
		list[i] = uint32(i)
	}
	of := make([]uint32, len(list))
	for k, row := range m.numbers(m.plan.rows.read, c, list, work.rows[:]) {
		of[k] = row * m.columns
	}
	if !m.together {
		for k, column := range m.numbers(m.plan.columns.read, c, list, work.rows[:]) {
			of[k] += column
		}
	}
	for f := range m.filters {
		passes := m.filters[f].passes
		for k, number := range m.numbers(m.filters[f].dimension, c, list, work.rows[:]) {
			of[k] <<= 1
			if passes[number] {
				of[k]++
			}
		}
	}
	m.leaveOut(c, first, list, of)
	return of
}

func (m *marks) leaveOut(c *chunk, first ordinal, list, of []uint32) {
	for k, i := range list {
		if c.successor[i].Load() == first+i || !m.seats[c.employer[i]].counts {
			of[k] = nowhere
		}
	}
	if m.question.Period.open() {
		return
	}
	for k, i := range list {
		period := m.onPaper
		if c.slot[i].timed() {
			period = m.seats[c.employer[i]].period
		}
		if !period.holds(c.occurred[i]) {
			of[k] = nowhere
		}
	}
}

func (m *marks) at(v ordinal) uint32 { return m.of[v/chunkSize][v%chunkSize] }

// all is how many marks there can be.
func (m *marks) all() int { return int(m.rows) * int(m.columns) << len(m.filters) }

// cells gives every cell of the cube that a mark lies in, each once.
func (m *marks) cells(mark uint32, cube *cube, into []uint32) []uint32 {
	into = into[:0]
	if mark == nowhere {
		return into
	}
	passed := mark & (1<<len(m.filters) - 1)
	answers := mark >> len(m.filters)
	into = m.table(answers/m.columns, answers%m.columns, into)
	table := len(into)
	for mask := uint32(1); mask < uint32(cube.masks); mask++ {
		if mask&^passed != 0 {
			continue
		}
		for _, cell := range into[:table] {
			into = append(into, mask*uint32(cube.table)+cell)
		}
	}
	return into
}

// table gives the cells of rows and columns with their totals, before any filter.
func (m *marks) table(row, column uint32, into []uint32) []uint32 {
	if m.together {
		return m.cellsTogether(row, into)
	}
	width := uint32(len(m.plan.columns.values) + 1)
	for _, r := range m.plan.rows.buckets.of(row) {
		for _, c := range m.plan.columns.buckets.of(column) {
			into = append(into, r*width+c)
		}
	}
	return into
}

// turnover is what moved in which cell at which epoch, as far as it still matters.
type turnover struct {
	*marks
	cube    *cube
	limits  []ordinal // of the epochs; R of the first is S
	settled []bool    // by cell: an epoch is known at which it was surely printed anew
	open    []bool    // by mark: some cell of it may not be settled
	moved   []moved   // newest epoch first
	at      []moved   // of the epoch that is looked at
	counts  []int32   // of those, by cell
	was, is []uint32
}

type moved struct {
	cell uint32
	disclosure.Toggle
}

// refreshed gives the set that each cell of the cube is printed by at the last epoch. The
// cube holds the sets as they are there.
//
// An epoch at which nine records move is surely one at which the cell was printed anew,
// whatever came before (disclosure.SurelyFrom), so history is read backward and only as
// far as some cell still needs it.
func (m *marks) refreshed(c *cube, epochs []eventlog.Position) {
	t := &turnover{marks: m, cube: c, settled: make([]bool, len(c.sets)), counts: make([]int32, len(c.sets)), limits: make([]ordinal, 0, len(epochs))}
	for _, at := range epochs {
		t.limits = append(t.limits, m.snapshot.limit(at))
	}
	t.open = make([]bool, m.all())
	for i := range t.open {
		t.open[i] = true
	}
	for epoch := len(t.limits) - 1; epoch > 0; epoch-- {
		t.look(epoch)
	}
	t.print()
}

// look takes what moved at one epoch: of every incident with a version there the change
// from the last version before it to the last one in it.
func (t *turnover) look(epoch int) {
	from, before := t.limits[epoch-1], t.limits[epoch]
	t.at = t.at[:0]
	for v := from; v < before; v++ {
		c, i := t.chunks[v/chunkSize], v%chunkSize
		if c.after[i].Load() < before {
			continue // not the last one of its incident
		}
		is, was := t.marks.at(v), nowhere
		if first := t.firstBefore(v, from); first != noSuccessor {
			was = t.marks.at(first)
		}
		if is != was && (t.isOpen(is) || t.isOpen(was)) {
			t.move(was, is, int32(epoch), c.number[i])
		}
	}
	t.settle()
}

func (t *turnover) firstBefore(v, limit ordinal) ordinal {
	for v >= limit {
		if v = t.chunks[v/chunkSize].before[v%chunkSize]; v == noSuccessor {
			break
		}
	}
	return v
}

// isOpen tells whether a mark lies in a cell that is not settled, and remembers that it
// does not.
func (t *turnover) isOpen(mark uint32) bool {
	if mark == nowhere || !t.open[mark] {
		return false
	}
	t.is = t.cells(mark, t.cube, t.is)
	for _, cell := range t.is {
		if !t.settled[cell] {
			return true
		}
	}
	t.open[mark] = false
	return false
}

func (t *turnover) move(was, is uint32, epoch int32, number uint32) {
	t.was, t.is = t.cells(was, t.cube, t.was), t.cells(is, t.cube, t.is)
	toggle := disclosure.Toggle{Record: number, Epoch: epoch, Key: t.keys.at(number)}
	t.only(t.was, t.is, toggle)
	toggle.In = true
	t.only(t.is, t.was, toggle)
}

// only notes a toggle for the cells that are in the one list and not in the other.
func (t *turnover) only(these, notThose []uint32, toggle disclosure.Toggle) {
	for _, cell := range these {
		if !t.settled[cell] && !contains(notThose, cell) {
			t.at = append(t.at, moved{cell, toggle})
			t.counts[cell]++
		}
	}
}

func contains(cells []uint32, cell uint32) bool {
	for _, c := range cells {
		if c == cell {
			return true
		}
	}
	return false
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
