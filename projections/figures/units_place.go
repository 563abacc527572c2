package figures

import (
	"encoding/binary"
	"slices"
)

// placing says in which cells something lies that is of several incidents: in each that
// any of them lies in, once.
type placing struct {
	*marks
	of     func(incident uint32) uint32 // its mark
	unions map[string]uint32
	alone  [2]uint32 // of what is of no incident; the second of what was made up
	found  []uint32
	key    []byte
}

// newPlacing has cells for what is of no incident where nothing narrows the question. They
// are those of the table without filters: no incident, no answer.
func (m *marks) newPlacing(narrowed bool, of func(incident uint32) uint32) *placing {
	p := &placing{marks: m, of: of, unions: map[string]uint32{}, alone: [2]uint32{nowhere, nowhere}}
	if narrowed || m.question.Unit.ofOneIncident() {
		return p
	}
	width := uint32(len(m.plan.columns.values) + 1)
	for i := range p.alone {
		row, column := m.plan.rows.withoutIncident(i == 1), m.plan.columns.withoutIncident(i == 1)
		p.alone[i] = m.addCells(0, row*width, column, row*width+column)
	}
	return p
}

// addCells adds a mark for these cells.
func (m *marks) addCells(cells ...uint32) uint32 {
	m.cells = append(m.cells, cells...)
	m.ends = append(m.ends, uint32(len(m.cells)))
	return uint32(len(m.ends) - 1)
}

// place is the mark of a member; nowhere when it is not asked for.
func (p *placing) place(m member) uint32 {
	if len(m.incidents) == 1 {
		return p.of(m.incidents[0])
	}
	if len(m.incidents) == 0 {
		if m.madeUp {
			return p.alone[1]
		}
		return p.alone[0]
	}
	p.found = p.found[:0]
	for _, incident := range m.incidents {
		if mark := p.of(incident); mark != nowhere {
			p.found = append(p.found, mark)
		}
	}
	slices.Sort(p.found)
	p.found = slices.Compact(p.found)
	switch len(p.found) {
	case 0:
		return nowhere
	case 1:
		return p.found[0]
	}
	return p.union()
}

func (p *placing) union() uint32 {
	p.key = p.key[:0]
	for _, mark := range p.found {
		p.key = binary.LittleEndian.AppendUint32(p.key, mark)
	}
	if mark, known := p.unions[string(p.key)]; known {
		return mark
	}
	var cells []uint32
	for _, mark := range p.found {
		cells = append(cells, p.cellsOf(mark)...)
	}
	slices.Sort(cells)
	mark := p.addCells(slices.Compact(cells)...)
	p.unions[string(p.key)] = mark
	return mark
}
