package figures

import "ruggensteun/projections/disclosure"

// mostSets is how many marks are summed up by themselves, and find their cells at the end. More
// no longer fit a core's cache, and then each version finds its cells at once.
const mostSets = 1 << 18

// count fills the cube with the sets as they are at the plan's position.
func (m *marking) count() {
	sums := make([][]disclosure.Set, len(m.runs()))
	m.eachRun(func(n int, of run, work *workspace) {
		if m.all <= mostSets {
			sums[n] = m.sumOfMarks(of, work)
		} else {
			sums[n] = m.sumOfCells(of, work)
		}
	})
	all := sums[0]
	for _, other := range sums[1:] {
		addSets(all, other)
	}
	if m.all > mostSets {
		m.cube.sets = all
		return
	}
	var cells []uint32
	for mark, set := range all {
		if set.N == 0 {
			continue
		}
		cells = m.appendCells(uint32(mark), cells[:0])
		for _, cell := range cells {
			addSet(&m.cube.sets[cell], set)
		}
	}
}

func addSets(to, from []disclosure.Set) {
	for i, s := range from {
		addSet(&to[i], s)
	}
}

func addSet(to *disclosure.Set, s disclosure.Set) { to.N, to.Sum = to.N+s.N, to.Sum+s.Sum }

func (m *marking) sumOfMarks(of run, work *workspace) []disclosure.Set {
	sums := make([]disclosure.Set, m.all)
	m.eachCounted(of, work, func(marks, list []uint32, keys *[chunkSize]uint64) {
		for k, mark := range marks {
			sums[mark].Add(keys[list[k]])
		}
	})
	return sums
}

func (m *marking) sumOfCells(of run, work *workspace) []disclosure.Set {
	sums := make([]disclosure.Set, len(m.cube.sets))
	cells := make([]uint32, 0, 64)
	m.eachCounted(of, work, func(marks, list []uint32, keys *[chunkSize]uint64) {
		for k, mark := range marks {
			cells = m.appendCells(mark, cells[:0])
			for _, cell := range cells {
				sums[cell].Add(keys[list[k]])
			}
		}
	})
	return sums
}

// eachCounted goes through the versions that count at the plan's position.
func (m *marking) eachCounted(of run, work *workspace, do func(marks, list []uint32, keys *[chunkSize]uint64)) {
	marks := make([]uint32, chunkSize)
	for i := of.from; i < of.before; i++ {
		c := m.chunks[i]
		list := c.visible(ordinal(i*chunkSize), m.limit, work.list[:0])
		if !m.everybody {
			list = m.keepSeats(c, list)
		}
		if !m.question.Period.open() {
			list = m.keepPeriod(c, list)
		}
		m.readAnswers(c, list, marks[:len(list)], work)
		do(marks[:len(list)], list, c.keys)
	}
}
