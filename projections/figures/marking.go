package figures

import (
	"math"
	"sync"

	"ruggensteun/domain/fault"
)

// nowhere is the mark of a version that the question does not count at all: it is hidden,
// or of another period.
const nowhere uint32 = math.MaxUint32

// marking says of versions in which cells of a cube they lie: one number for the answer in
// the rows, the answer in the columns and the filters that are passed. Versions with the same
// mark are in the same cells, so a correction of something that was not asked for moves
// nothing.
type marking struct {
	*plan
	cube    *cube
	columns uint32 // answers of the columns
	all     uint64 // how many marks there may be
}

func (p *plan) newMarking(c *cube) (*marking, error) {
	m := &marking{plan: p, cube: c, columns: uint32(p.columns.answers.len())}
	if p.together {
		m.columns = 1
	}
	m.all = uint64(p.rows.answers.len()) * uint64(m.columns) << len(p.filters)
	if m.all >= math.MaxUint32 {
		return nil, fault.New(fault.TooLarge, "the table would have more cells than can be protected at once: ask for fewer rows, columns or filters")
	}
	return m, nil
}

// eachRun goes through all chunks below the limit, on several cores when there are many.
func (p *plan) eachRun(do func(n int, of run, work *workspace)) {
	var all sync.WaitGroup
	for n, of := range p.runs() {
		all.Go(func() { do(n, of, new(workspace)) })
	}
	all.Wait()
}

// whole lists the first so many versions of a chunk.
func (w *workspace) whole(n uint32) []uint32 {
	list := w.list[:n]
	for i := range list {
		list[i] = uint32(i)
	}
	return list
}

// read gives the marks of the listed versions of a chunk.
func (m *marking) read(chunk int, list, into []uint32, work *workspace) {
	c := m.chunks[chunk]
	m.readAnswers(c, list, into, work)
	m.leaveOut(c, ordinal(chunk*chunkSize), list, into)
}

// readAnswers gives the marks of versions of which none is left out.
func (m *marking) readAnswers(c *chunk, list, into []uint32, work *workspace) {
	into = m.numbers(m.rows.read, c, list, into)
	if m.columns > 1 {
		for k, column := range m.numbers(m.plan.columns.read, c, list, work.columns[:]) {
			into[k] = into[k]*m.columns + column
		}
	}
	for f := range m.filters {
		passes := m.filters[f].passes
		for k, number := range m.numbers(m.filters[f].dimension, c, list, work.rows[:]) {
			mark := into[k] << 1
			if passes[number] {
				mark++
			}
			into[k] = mark
		}
	}
}

func (p *plan) leaveOut(c *chunk, first ordinal, list, of []uint32) {
	for k, i := range list {
		if c.successor[i].Load() == first+i || !p.seats[c.employer[i]].counts {
			of[k] = nowhere
		}
	}
	if p.question.Period.open() {
		return
	}
	for k, i := range list {
		period := p.onPaper
		if c.slot[i].timed() {
			period = p.seats[c.employer[i]].period
		}
		if !period.holds(c.occurred[i]) {
			of[k] = nowhere
		}
	}
}

// appendCells adds every cell of the cube that a mark lies in, each once.
func (m *marking) appendCells(mark uint32, into []uint32) []uint32 {
	from := len(into)
	passed, answers := mark&(1<<len(m.filters)-1), mark>>len(m.filters)
	into = m.appendTable(answers/m.columns, answers%m.columns, into)
	table := len(into) - from
	for mask := uint32(1); mask < uint32(m.cube.masks); mask++ {
		if mask&^passed != 0 {
			continue
		}
		for i := range table {
			into = append(into, mask*uint32(m.cube.table)+into[from+i])
		}
	}
	return into
}

// appendTable adds the cells of rows and columns with their totals, before any filter.
func (m *marking) appendTable(row, column uint32, into []uint32) []uint32 {
	if m.together {
		return m.cellsTogether(row, into)
	}
	width := uint32(m.cube.width)
	for _, r := range m.rows.buckets.of(row) {
		for _, c := range m.plan.columns.buckets.of(column) {
			into = append(into, r*width+c)
		}
	}
	return into
}
