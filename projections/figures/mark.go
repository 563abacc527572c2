package figures

// marks are those of every version (see marking), numbered without gaps, each with its
// cells. Units other than incidents ask for them again and again.
type marks struct {
	*marking
	of    [][]uint32 // by version
	ends  []uint32   // by mark: where its cells end
	cells []uint32
}

// mostDense is how many marks there may be room for, whether or not they occur.
const mostDense = 1 << 22

func (p *plan) newMarks(c *cube) (*marks, error) {
	from, err := p.newMarking(c)
	if err != nil {
		return nil, err
	}
	m := &marks{marking: from, of: make([][]uint32, len(p.chunks))}
	p.eachRun(func(_ int, of run, work *workspace) {
		for i := of.from; i < of.before; i++ {
			list := work.whole(min(m.limit-ordinal(i*chunkSize), chunkSize))
			m.of[i] = make([]uint32, len(list))
			m.read(i, list, m.of[i], work)
		}
	})
	if m.all <= mostDense {
		m.renumberDense(int(m.all))
	} else {
		m.renumber()
	}
	return m, nil
}

// renumberDense gives the marks that occur numbers without gaps, by a table of all.
func (m *marks) renumberDense(all int) {
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
				numbers[mark] = m.add(uint32(mark))
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
func (m *marks) renumber() {
	numbers := map[uint32]uint32{}
	for _, of := range m.of {
		for k, mark := range of {
			if mark == nowhere {
				continue
			}
			n, known := numbers[mark]
			if !known {
				n = m.add(mark)
				numbers[mark] = n
			}
			of[k] = n
		}
	}
}

// add gives a mark its number, and works out its cells.
func (m *marks) add(mark uint32) uint32 {
	m.cells = m.appendCells(mark, m.cells)
	m.ends = append(m.ends, uint32(len(m.cells)))
	return uint32(len(m.ends) - 1)
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
