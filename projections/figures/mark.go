package figures

import (
	"math"
	"sync"

	"ruggensteun/domain/fault"
	"ruggensteun/projections/disclosure"
)

// nowhere is the mark of a version that the question does not count at all: it is hidden,
// or of another period.
const nowhere uint32 = math.MaxUint32

// marks say of every version in which cells of a cube it lies: one number for its answer
// in the rows, its answer in the columns and the filters that it passes. Versions with
// the same mark are in the same cells, so a correction of something that was not asked for
// moves nothing. There are few different ones, so what is asked of each is worked out once.
type marks struct {
	*plan
	columns uint32     // answers of the columns
	of      [][]uint32 // by version
	ends    []uint32   // by mark: where its cells end
	cells   []uint32
	before  []uint32 // by mark: what it was before it had its number
}

// mostDense is how many marks there may be room for, whether or not they occur.
const mostDense = 1 << 22

func (p *plan) newMarks(c *cube) (*marks, error) {
	m := &marks{plan: p, columns: uint32(p.columns.answers.len()), of: make([][]uint32, len(p.chunks))}
	if p.together {
		m.columns = 1
	}
	all := uint64(p.rows.answers.len()) * uint64(m.columns) << len(p.filters)
	if all >= math.MaxUint32 {
		return nil, fault.New(fault.TooLarge, "the table would have more cells than can be protected at once: ask for fewer rows, columns or filters")
	}
	p.eachRun(func(_ int, of run, work *workspace) {
		for i := of.from; i < of.before; i++ {
			m.of[i] = m.combined(ordinal(i*chunkSize), p.chunks[i], work)
		}
	})
	if all <= mostDense {
		m.renumberDense(c, int(all))
	} else {
		m.renumber(c)
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

// combined are marks that have gaps between them.
func (m *marks) combined(first ordinal, c *chunk, work *workspace) []uint32 {
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
		if m.owns(m.filters[f].dimension) {
			passes = make([]bool, len(passes))
		}
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

// renumberDense gives the marks that occur numbers without gaps, by a table of all.
func (m *marks) renumberDense(c *cube, all int) {
	occur := make([][]bool, len(m.runs()))
	m.eachRun(func(n int, of run, _ *workspace) {
		occur[n] = make([]bool, all)
		for i := of.from; i < of.before; i++ {
			for _, mark := range m.of[i] {
				if mark != nowhere {
					occur[n][mark] = true
				}
			}
		}
	})
	numbers := make([]uint32, all)
	for mark := range all {
		for _, there := range occur {
			if there[mark] {
				numbers[mark] = m.add(c, uint32(mark))
				break
			}
		}
	}
	m.eachRun(func(_ int, of run, _ *workspace) {
		for i := of.from; i < of.before; i++ {
			for k, mark := range m.of[i] {
				if mark != nowhere {
					m.of[i][k] = numbers[mark]
				}
			}
		}
	})
}

// renumber is the same where a table of all would be too large.
func (m *marks) renumber(c *cube) {
	numbers := map[uint32]uint32{}
	for _, of := range m.of {
		for k, mark := range of {
			if mark == nowhere {
				continue
			}
			n, known := numbers[mark]
			if !known {
				n = m.add(c, mark)
				numbers[mark] = n
			}
			of[k] = n
		}
	}
}

// add gives a mark its number, and works out its cells.
func (m *marks) add(c *cube, mark uint32) uint32 {
	from := len(m.cells)
	passed, answers := mark&(1<<len(m.filters)-1), mark>>len(m.filters)
	m.cells = m.appendTable(answers/m.columns, answers%m.columns)
	table := len(m.cells) - from
	for mask := uint32(1); mask < uint32(c.masks); mask++ {
		if mask&^passed != 0 {
			continue
		}
		for i := range table {
			m.cells = append(m.cells, mask*uint32(c.table)+m.cells[from+i])
		}
	}
	m.ends, m.before = append(m.ends, uint32(len(m.cells))), append(m.before, mark)
	return uint32(len(m.ends) - 1)
}

// appendTable adds the cells of rows and columns with their totals, before any filter.
func (m *marks) appendTable(row, column uint32) []uint32 {
	if m.together {
		return append(m.cells, m.cellsTogether(row, nil)...)
	}
	width := uint32(len(m.plan.columns.values) + 1)
	for _, r := range m.plan.rows.buckets.of(row) {
		for _, c := range m.plan.columns.buckets.of(column) {
			m.cells = append(m.cells, r*width+c)
		}
	}
	return m.cells
}

func (m *marks) at(v ordinal) uint32 { return m.of[v/chunkSize][v%chunkSize] }

// cellsOf gives every cell of the cube that a mark lies in, each once.
func (m *marks) cellsOf(mark uint32) []uint32 {
	if mark == nowhere {
		return nil
	}
	from := uint32(0)
	if mark > 0 {
		from = m.ends[mark-1]
	}
	return m.cells[from:m.ends[mark]]
}

// count fills the cube with the sets as they are at the plan's position.
func (m *marks) count(c *cube) {
	sums := make([][]disclosure.Set, len(m.runs()))
	m.eachRun(func(n int, of run, _ *workspace) { sums[n] = m.countRun(of) })
	for _, sum := range sums {
		for mark, set := range sum {
			if set.N == 0 {
				continue
			}
			for _, cell := range m.cellsOf(uint32(mark)) {
				c.sets[cell].N += set.N
				c.sets[cell].Sum += set.Sum
			}
		}
	}
}

func (m *marks) countRun(of run) []disclosure.Set {
	sum := make([]disclosure.Set, len(m.ends))
	for i := of.from; i < of.before; i++ {
		c := m.chunks[i]
		for k, mark := range m.of[i] {
			if mark != nowhere && c.successor[k].Load() >= m.limit {
				sum[mark].Add(m.keys.at(c.number[k]))
			}
		}
	}
	return sum
}
