package figures

import (
	"slices"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
)

// fill gives each cell of the cube the set that it is printed by at the last epoch.
func (p *plan) fill(c *cube, epochs []eventlog.Position) error {
	if p.question.Unit != CountIncidents {
		m, err := p.newMarks(c)
		if err == nil {
			m.fillUnits(c, epochs)
		}
		return err
	}
	m, err := p.newMarking(c)
	if err == nil {
		m.count()
		m.refresh(epochs, usualPace)
	}
	return err
}

// fillUnits does it for what is of incidents: something is in a cell at an epoch as the
// versions of its incidents say it then. It goes back from epoch to epoch, and looks at
// everything there was at each, because any row of many kinds may have moved it; it
// stops where every cell was surely printed anew.
func (m *marks) fillUnits(c *cube, epochs []eventlog.Position) {
	keys, numbers := m.keysOf(m.question.Unit)
	r := m.newRoster()
	placing := m.newPlacing(!m.question.Period.open(), func(incident uint32) uint32 { return m.at(r.versions[incident] - 1) })
	now, earlier := make([]uint32, numbers), make([]uint32, numbers)
	r.placed(placing, now)
	m.sumUp(c, now, keys)
	t, watched := newTurnover(c), placing.everUsed()
	for epoch := len(epochs) - 1; epoch > 0 && t.anyOpen(watched); epoch-- {
		r.goBack(epochs[epoch-1])
		r.placed(placing, earlier)
		for number, is := range now {
			if was := earlier[number]; is != was {
				toggle := disclosure.Toggle{Record: uint32(number), Epoch: int32(epoch), Key: keys.at(uint32(number))}
				t.only(m.cellsOf(was), m.cellsOf(is), toggle)
				toggle.In = true
				t.only(m.cellsOf(is), m.cellsOf(was), toggle)
			}
		}
		t.settle()
		now, earlier = earlier, now
	}
	t.print()
}

// placed gives the mark of everything that there is, by its number.
func (r *roster) placed(p *placing, into []uint32) {
	for i := range into {
		into[i] = nowhere
	}
	r.each(func(m member) { into[m.number] = p.place(m) })
}

// sumUp fills the cube with the sets as they are.
func (m *marks) sumUp(c *cube, placed []uint32, keys recordKeys) {
	sums := make([]disclosure.Set, len(m.ends))
	for number, mark := range placed {
		if mark != nowhere {
			sums[mark].Add(keys.at(uint32(number)))
		}
	}
	for mark, set := range sums {
		for _, cell := range m.cellsOf(uint32(mark)) {
			c.sets[cell].N += set.N
			c.sets[cell].Sum += set.Sum
		}
	}
}

// everUsed are the cells that anything may have been in at any epoch: what is empty now may
// still print what was taken out of it since.
func (p *placing) everUsed() []uint32 {
	if p.asksOwn { // its answers are in no version of an incident
		return p.cube.all()
	}
	if p.narrowed {
		return p.cells
	}
	return slices.Concat(p.cells, p.cellsAlone(member{}, 0))
}

func (c *cube) all() []uint32 {
	cells := make([]uint32, c.table*c.masks)
	for i := range cells {
		cells[i] = uint32(i)
	}
	return cells
}

// anyOpen tells whether one of these cells is not settled.
func (t *turnover) anyOpen(cells []uint32) bool {
	return slices.ContainsFunc(cells, func(cell uint32) bool { return !t.settled[cell] })
}
