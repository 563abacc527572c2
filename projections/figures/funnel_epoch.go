package figures

import (
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
)

// funnelCells are the columns of a protected funnel: all of it, then of each stage what
// reached it, what must have been there and was not received, and what may come. What is
// left is not told: all six would add up to the same number once for each stage, and the
// mean of twenty such sums is too near to the true one.
const funnelCells = 1 + stageCount*toldReaches

const toldReaches = int(Open) + 1

func funnelColumn(stage int, r Reaching) int { return 1 + stage*toldReaches + int(r) }

// funnelCount puts a funnel in the cells of a cube, as of epochs.
type funnelCount struct {
	*plan
	plain   *marks // where something lies before anybody looks how far it came
	layout  *cube  // of those
	marks   *marks
	cube    *cube
	known   map[farPlace]uint32
	implied implied
	keys    recordKeys
	numbers int
	times   []timeCell // by row and stage
	last    passage
}

// farPlace is a place with how far something there came: two bits for each stage.
type farPlace struct {
	place uint32
	far   uint64
}

// passage is where everything is at one epoch, by number.
type passage struct {
	places, marks []uint32
	stays         []*stays
}

func (p *plan) newFunnelCount() (*funnelCount, error) {
	f := &funnelCount{plan: p, layout: p.newCube(), marks: &marks{marking: &marking{plan: p}}, known: map[farPlace]uint32{}, implied: implied{}}
	f.keys, f.numbers = p.keysOf(p.question.Unit)
	rows := len(p.rows.values) + 1
	f.cube = &cube{width: funnelCells, table: rows * funnelCells, masks: f.layout.masks, freeRows: f.layout.freeRows}
	if f.cube.table*f.cube.masks > maxCubed {
		return nil, tooManyToProtect
	}
	f.cube.sets = make([]disclosure.Set, f.cube.table*f.cube.masks)
	f.times = make([]timeCell, rows*timedCount)
	var err error
	f.plain, err = p.newMarks(f.layout)
	return f, err
}

// fill gives each cell the set that it is printed by at the last epoch, in the way of
// fillUnits.
func (f *funnelCount) fill(epochs []eventlog.Position) {
	r := f.newRoster()
	placing := f.plain.newPlacing(!f.question.Period.open(), func(incident uint32) uint32 { return f.plain.at(r.versions[incident] - 1) })
	now := f.passed(r, placing)
	f.last = now
	f.measure()
	f.marks.sumUp(f.cube, now.marks, f.keys)
	t, watched := newTurnover(f.cube), f.everUsed(placing)
	for epoch := len(epochs) - 1; epoch > 0 && (t.anyOpen(watched) || f.anyTimeOpen()); epoch-- {
		r.goBack(epochs[epoch-1])
		earlier := f.passed(r, placing)
		for number, is := range now.marks {
			if was := earlier.marks[number]; is != was {
				toggle := disclosure.Toggle{Record: uint32(number), Epoch: int32(epoch), Key: f.keys.at(uint32(number))}
				t.only(f.marks.cellsOf(was), f.marks.cellsOf(is), toggle)
				toggle.In = true
				t.only(f.marks.cellsOf(is), f.marks.cellsOf(was), toggle)
			}
			f.moved(uint32(number), now, earlier, epoch)
		}
		t.settle()
		f.settleTimes(epoch)
		now = earlier
	}
	t.print()
}

// everUsed are the cells of every stage of the rows that anything may have been in: how far
// it came is known of the epochs that were looked at, and no earlier one.
func (f *funnelCount) everUsed(p *placing) (cells []uint32) {
	rows := make([]bool, f.cube.table*f.cube.masks/funnelCells)
	for _, cell := range p.everUsed() {
		rows[int(cell)/f.layout.width] = true
	}
	for row, used := range rows {
		for column := 0; used && column < funnelCells; column++ {
			cells = append(cells, uint32(row*funnelCells+column))
		}
	}
	return cells
}

// passed looks where everything is, and how far it came.
func (f *funnelCount) passed(r *roster, placing *placing) passage {
	at := passage{make([]uint32, f.numbers), make([]uint32, f.numbers), make([]*stays, f.numbers)}
	for i := range at.marks {
		at.places[i], at.marks[i] = nowhere, nowhere
	}
	courses := r.courses(f.implied)
	r.each(func(m member) {
		place := placing.place(m)
		if place == nowhere {
			return
		}
		w := courses.of(m)
		at.places[m.number], at.marks[m.number], at.stays[m.number] = place, f.markOf(farPlace{place, w.far()}), staysOf(&w)
	})
	return at
}

func (w *way) far() (bits uint64) {
	for i := range stages {
		if r := w.reach(i); int(r) < toldReaches {
			bits |= uint64(r+1) << (2 * i)
		}
	}
	return bits
}

func (f *funnelCount) markOf(at farPlace) uint32 {
	if mark, known := f.known[at]; known {
		return mark
	}
	for _, cell := range f.plain.cellsOf(at.place) {
		if int(cell)%f.layout.width != 0 { // a funnel has no columns of its own
			continue
		}
		first := cell / uint32(f.layout.width) * uint32(funnelCells) // rows of all tables stand behind one another
		f.marks.cells = append(f.marks.cells, first)
		for i := range stages {
			if r := at.far >> (2 * i) & 3; r != 0 {
				f.marks.cells = append(f.marks.cells, first+uint32(funnelColumn(i, Reaching(r-1))))
			}
		}
	}
	f.marks.ends = append(f.marks.ends, uint32(len(f.marks.cells)))
	mark := uint32(len(f.marks.ends) - 1)
	f.known[at] = mark
	return mark
}
