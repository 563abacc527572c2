package figures

import (
	"encoding/binary"
	"slices"
)

// placing says in which cells something lies that is of several incidents: in each that
// any of them lies in, once, by what it answers itself.
type placing struct {
	*marks
	cube     *cube
	of       func(incident uint32) uint32 // its mark
	narrowed bool
	unions   map[string]uint32
	shifted  map[[2]uint32]uint32 // by a mark, and what it answers itself
	alone    map[uint32]uint32    // of what is of no incident, by what it answers itself
	found    []uint32
	key      []byte
}

// newPlacing has cells for what is of no incident where nothing of incidents narrows the question.
// They are those of the table without filters of that kind: no incident, no answer.
func (m *marks) newPlacing(c *cube, narrowed bool, of func(incident uint32) uint32) *placing {
	return &placing{
		marks: m, cube: c, of: of, narrowed: narrowed || m.question.Unit.ofOneIncident(),
		unions: map[string]uint32{}, shifted: map[[2]uint32]uint32{}, alone: map[uint32]uint32{},
	}
}

// addCells adds a mark for these cells.
func (m *marks) addCells(cells ...uint32) uint32 {
	m.cells = append(m.cells, cells...)
	m.ends, m.before = append(m.ends, uint32(len(m.cells))), append(m.before, nowhere)
	return uint32(len(m.ends) - 1)
}

// place is the mark of a member; nowhere when it is not asked for.
func (p *placing) place(m member) uint32 {
	own := p.ownPart(m)
	switch len(m.incidents) {
	case 0:
		return p.placeAlone(m, own)
	case 1:
		return p.shift(p.of(m.incidents[0]), own)
	}
	p.found = p.found[:0]
	for _, incident := range m.incidents {
		if mark := p.shift(p.of(incident), own); mark != nowhere {
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

// ownPart is what a member adds to the mark of its incident, of which the incident itself
// says nothing.
func (p *placing) ownPart(m member) (part uint32) {
	if !p.asksOwn {
		return 0
	}
	if p.owns(p.plan.rows.read) {
		part = m.answer(p.plan.rows.read) * p.marks.columns
	}
	if p.owns(p.plan.columns.read) && !p.together {
		part += m.answer(p.plan.columns.read)
	}
	for _, f := range p.filters {
		part <<= 1
		if p.owns(f.dimension) && f.passes[m.answer(f.dimension)] {
			part++
		}
	}
	return part
}

func (p *placing) shift(mark, own uint32) uint32 {
	if mark == nowhere || own == 0 {
		return mark
	}
	key := [2]uint32{mark, own}
	shifted, known := p.shifted[key]
	if !known {
		shifted = p.add(p.cube, p.before[mark]+own)
		p.shifted[key] = shifted
	}
	return shifted
}

func (p *placing) placeAlone(m member, own uint32) uint32 {
	if p.narrowed {
		return nowhere
	}
	mark, known := p.alone[own]
	if !known {
		mark = p.addCells(p.cellsAlone(m, own)...)
		p.alone[own] = mark
	}
	return mark
}

// cellsAlone are those of what is of no incident, in every table that no incident is filtered
// for.
func (p *placing) cellsAlone(m member, own uint32) (cells []uint32) {
	width := uint32(len(p.plan.columns.values) + 1)
	for _, row := range p.plan.placesAlone(p.plan.rows, m) {
		for _, column := range p.plan.placesAlone(p.plan.columns, m) {
			cells = append(cells, row*width+column)
		}
	}
	passed := own & (1<<len(p.filters) - 1)
	table := slices.Clone(cells)
	for mask := uint32(1); mask < uint32(p.cube.masks); mask++ {
		if mask&^passed != 0 {
			continue
		}
		for _, cell := range table {
			cells = append(cells, mask*uint32(p.cube.table)+cell)
		}
	}
	return cells
}

func (p *plan) placesAlone(a axis, m member) []uint32 {
	if p.owns(a.read) {
		return a.buckets.of(m.answer(a.read))
	}
	return []uint32{0, a.withoutIncident()}
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
