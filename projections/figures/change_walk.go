package figures

import (
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// layout says of every version in which cells of a table it lies, by what one moment makes of
// it: its clocks, areas and loaded tables.
type layout struct {
	*plan
	columns uint32     // answers of the columns
	of      [][]uint32 // by version: its answers in rows and columns; nowhere when not counted
	// The place of each value in the table of both moments; 0 is the total.
	rowAt, columnAt []uint32
	width           uint32
}

// newLayout lays out the versions below a limit, which may lie beyond the plan's own.
func newLayout(p *plan, rows, columns []codes.Code) *layout {
	l := &layout{plan: p, columns: uint32(p.columns.answers.len()), of: make([][]uint32, len(p.chunks)), width: uint32(len(columns) + 1)}
	if p.together {
		l.columns = 1
	}
	l.rowAt, l.columnAt = placesIn(rows, p.rows.values), placesIn(columns, p.columns.values)
	p.eachRun(func(_ int, of run, work *workspace) {
		for i := of.from; i < of.before; i++ {
			l.of[i] = l.lay(ordinal(i*chunkSize), p.chunks[i], work)
		}
	})
	return l
}

func placesIn(table, values []codes.Code) []uint32 {
	known := placesOf(table)
	at := make([]uint32, len(values)+1)
	for i, code := range values {
		if place, shown := known[code]; shown {
			at[i+1] = uint32(place + 1)
		}
	}
	return at
}

func (l *layout) lay(first ordinal, c *chunk, work *workspace) []uint32 {
	all := make([]uint32, min(l.limit-first, chunkSize))
	list := work.list[:0]
	for i := range all { // of other employers the plan knows nothing
		if all[i] = nowhere; l.seats[c.employer[i]].counts {
			list = append(list, uint32(i))
		}
	}
	of := make([]uint32, len(list))
	for k, row := range l.numbers(l.plan.rows.read, c, list, work.rows[:]) {
		of[k] = row * l.columns
	}
	if !l.together {
		for k, column := range l.numbers(l.plan.columns.read, c, list, work.rows[:]) {
			of[k] += column
		}
	}
	for _, f := range l.sieves() {
		for k, number := range l.numbers(f.dimension, c, list, work.rows[:]) {
			if !f.passes[number] {
				of[k] = nowhere
			}
		}
	}
	l.leaveOut(c, first, list, of)
	for k, i := range list {
		all[i] = of[k]
	}
	return all
}

// sieves are the filters, and whether the base of the question was answered, as far as that is
// asked of incidents.
func (p *plan) sieves() []filter {
	all := slices.Clone(p.filters)
	if p.base.passes != nil {
		all = append(all, p.base)
	}
	return slices.DeleteFunc(all, func(f filter) bool { return p.owns(f.dimension) })
}

// cellsOf are the cells that a version lies in, each once and in order; none when it is not
// counted, or there is no version.
func (l *layout) cellsOf(v ordinal) (cells []uint32) {
	if v == noSuccessor {
		return nil
	}
	number := l.of[v/chunkSize][v%chunkSize]
	if number == nowhere {
		return nil
	}
	add := func(row, column uint32) { cells = append(cells, l.rowAt[row]*l.width+l.columnAt[column]) }
	if l.together {
		own := uint32(len(l.plan.columns.values) + 1)
		for _, cell := range l.cellsTogether(number, nil) {
			add(cell/own, cell%own)
		}
	} else {
		for _, row := range l.plan.rows.buckets.of(number / l.columns) {
			for _, column := range l.plan.columns.buckets.of(number % l.columns) {
				add(row, column)
			}
		}
	}
	slices.Sort(cells)
	return cells
}

// walk goes through all incidents that are another at the second moment, and puts each into
// one part.
type walk struct {
	before, after *layout
	since         minute // the first minute after the first moment
	width         uint32
	forgettable   []forgettable
	sums          map[uint32]*[partCount]int // by cell, in the order of ownerParts
}

const partCount = 9

func newWalk(before, after *plan, since Moment, rows, columns []codes.Code) *walk {
	return &walk{
		before: newLayout(before, rows, columns), after: newLayout(after, rows, columns),
		since: minuteOf(since.At.Add(time.Minute - 1)), width: uint32(len(columns) + 1), forgettable: after.forgettables(), sums: map[uint32]*[partCount]int{},
	}
}

func (w *walk) all() {
	s := w.after.snapshot
	for v := w.before.limit; v < w.after.limit; v++ {
		if s.chunks[v/chunkSize].after[v%chunkSize].Load() >= w.after.limit { // the last one of its incident
			w.note(s.firstBefore(v, w.before.limit), v)
		}
	}
	if !w.mayRecode() {
		return
	}
	for v := range w.before.limit {
		if s.chunks[v/chunkSize].after[v%chunkSize].Load() >= w.after.limit {
			w.note(v, v)
		}
	}
}

// mayRecode tells whether the two moments can class the same version otherwise.
func (w *walk) mayRecode() bool {
	q := w.after.question
	return w.after.rezoned || slices.ContainsFunc([]Dimension{Area, OwnUnit, Urbanity, Employer}, func(d Dimension) bool { return q.uses(d) || q.Base == d })
}

func (w *walk) note(was, is ordinal) {
	left, came := w.before.cellsOf(was), w.after.cellsOf(is)
	if slices.Equal(left, came) {
		return
	}
	in, out := w.part(was, is, came)
	for _, cell := range came {
		if _, both := slices.BinarySearch(left, cell); !both {
			w.add(cell, in, 1)
		}
	}
	for _, cell := range left {
		if _, both := slices.BinarySearch(came, cell); !both {
			w.add(cell, out, -1)
		}
	}
}

func (w *walk) add(cell uint32, p Part, n int) {
	sum := w.sums[cell]
	if sum == nil {
		sum = new([partCount]int)
		w.sums[cell] = sum
	}
	sum[slices.Index(ownerParts, p)] += n
}

// part is the one that an incident stands in, for where it came in and where it went out: two
// names where it was corrected, else the same.
func (w *walk) part(was, is ordinal, came []uint32) (in, out Part) {
	if was == noSuccessor {
		if w.occurredSince(is) {
			return PartNew, PartNew
		}
		return PartLate, PartLate
	}
	first, second := w.after.standsAt(was), w.after.standsAt(is)
	switch {
	case first == takenBack || second == takenBack:
		return PartWithdrawn, PartWithdrawn
	case second == merged:
		return PartMerged, PartMerged
	case first == merged:
		return PartSplit, PartSplit
	case slices.Equal(w.after.cellsOf(was), came):
		return PartRecoded, PartRecoded
	case w.forgot(was, is):
		return PartErased, PartErased
	}
	return PartCorrectedIn, PartCorrectedOut
}

func (s *snapshot) standsAt(v ordinal) stands { return s.chunks[v/chunkSize].stands[v%chunkSize] }

// occurredSince tells whether an incident happened after the first moment. Of one of which only
// the day or month is known its first minute says so; what has no date did not.
func (w *walk) occurredSince(v ordinal) bool {
	c, i := w.after.chunks[v/chunkSize], v%chunkSize
	since := w.since
	if !c.slot[i].timed() {
		known, _ := w.after.employers[c.employer[i]].at(w.after.asOf)
		since = known.clock.wall(since)
	}
	return c.occurred[i] != undated && c.occurred[i] >= since
}

// forgot tells whether something that the question asks about was forgotten.
func (w *walk) forgot(was, is ordinal) bool {
	return slices.ContainsFunc(w.forgettable, func(f forgettable) bool {
		return f.forgotten(w.after.snapshot, is) && !f.forgotten(w.after.snapshot, was)
	})
}

// forgettable is a column that the question asks about, with the answers in which something
// is forgotten.
type forgettable struct {
	dimension Dimension
	own       bool // of what is counted, and not of its incidents
	column    int
	in        []bool // by the number of the answer
}

func (p *plan) forgettables() (all []forgettable) {
	for _, d := range append(p.question.Filters.ordered(), p.question.Rows, p.question.Columns, p.question.Base) {
		column := slices.IndexFunc(recorded[:], func(r recordedDimension) bool { return r.name == columnOf(d) })
		if column < 0 && !p.owns(d) {
			continue // of the calendar, or the employer's own
		}
		f := forgettable{dimension: d, own: p.owns(d), column: column}
		f.read(p.answersOf(d))
		all = append(all, f)
	}
	return all
}

func (f forgettable) forgotten(s *snapshot, v ordinal) bool {
	return f.in[s.chunks[v/chunkSize].answers[f.column].get(v%chunkSize)]
}

func (w *walk) partsAt(row, column int, scope access.Scope) map[Part]int {
	parts := map[Part]int{}
	if sum := w.sums[uint32(row)*w.width+uint32(column)]; sum != nil {
		for i, n := range sum {
			if n != 0 {
				parts[ownerParts[i]] = disclose(n, scope).N
			}
		}
	}
	return parts
}
