package figures

import (
	"errors"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// changeAsPrinted takes a difference apart with nothing but tables that this viewer may ask for
// at each of the two moments, which are month ends: a table of just the late reports would be a
// small new set, and is never made.
func (e *Engine) changeAsPrinted(q Question, since Moment, scope access.Scope) (Change, error) {
	if _, err := e.askProtected(q, scope); err != nil { // for its refusals
		return Change{}, err
	}
	to, err := q.epochs()
	if err != nil {
		return Change{}, err
	}
	from, err := q.epochOf(since)
	if err != nil {
		return Change{}, err
	}
	if from >= len(to) {
		var wrong fault.Fields
		wrong.Add("from", "lies after the second moment", "give the earlier one first")
		return Change{}, wrong.Err()
	}
	q.Base = All
	t := twin{engine: e, snapshot: e.latest.Load(), scope: scope, from: to[:from+1], to: to, last: q.Epochs[from].lastMonth()}
	before, after, err := t.tables(q)
	if err != nil {
		return Change{}, err
	}
	c := twoMoments(before, after, nil, nil, after.Rows, after.Columns)
	c.From, c.To.At = Moment{Position: q.Epochs[from].Position, At: q.Epochs[from].End}, q.Epochs[len(to)-1].End
	for _, p := range printedParts {
		c.Parts = append(c.Parts, p.explained())
	}
	for _, p := range ownerParts {
		c.Untold = append(c.Untold, p.untold(onlyOwners))
	}
	if err := t.takeApart(&c, q); err != nil {
		return Change{}, err
	}
	how := fromPrinted
	if !q.Unit.ofOneIncident() {
		how = how.and(ofSeveralMonths)
	}
	c.define(after, how)
	return c, nil
}

// lastMonth is the one that ends there, as it is written among the months.
func (e Epoch) lastMonth() codes.Code { return codes.Code(e.End.Add(-time.Second).Format("2006-01")) }

// epochOf is the number of the month end that is the first moment; of several at the same
// position, as after a month in which nothing was recorded, the last that had passed.
func (q Question) epochOf(m Moment) (int, error) {
	q.AsOf = m.Position
	list, err := q.epochs()
	if err != nil {
		return 0, ofFirstMoment(err)
	}
	n := len(list) - 1
	for n+1 < len(q.Epochs) && q.Epochs[n+1].Position == m.Position && !q.Epochs[n+1].End.After(m.At) {
		n++
	}
	return n, nil
}

// ofFirstMoment names the moment that was wrong.
func ofFirstMoment(err error) error {
	return fault.Renamed(err, func(field string) string { return strings.Replace(field, "as_of", "from", 1) })
}

// twin asks the same table at both moments.
type twin struct {
	engine   *Engine
	snapshot *snapshot
	scope    access.Scope
	from, to []eventlog.Position // month ends up to each
	last     codes.Code          // the month before the first moment
}

func (t twin) table(q Question, epochs []eventlog.Position) (Answer, error) {
	q.AsOf = epochs[len(epochs)-1]
	return t.engine.table(&t.engine.printed, t.snapshot, q, t.scope, epochs)
}

// tables are both, with the same lines: what the one leaves out and the other has, the one
// is asked for by name. Left out is what prints nothing, and what is kept back.
func (t twin) tables(q Question) (before, after Answer, err error) {
	lines := [2]Answer{}
	for i, epochs := range [][]eventlog.Position{t.from, t.to} {
		if lines[i], err = t.table(q, epochs); err != nil {
			return before, after, err
		}
	}
	named := func(a, other Answer, dated func(Dimension, codes.Code) bool) Filters {
		left := func(d Dimension, has, others []codes.Code) []codes.Code {
			return slices.DeleteFunc(lacking(has, others, q.Standing[d]), func(code codes.Code) bool { return dated(d, code) })
		}
		return Filters{q.Rows: left(q.Rows, a.Rows, other.Rows), q.Columns: left(q.Columns, a.Columns, other.Columns)}
	}
	own := [2]Filters{named(lines[0], lines[1], t.later), named(lines[1], lines[0], func(Dimension, codes.Code) bool { return false })}
	for i, epochs := range [][]eventlog.Position{t.from, t.to} {
		if q.Standing = own[i]; len(q.Standing[q.Rows])+len(q.Standing[q.Columns]) == 0 {
			continue
		}
		if lines[i], err = t.table(q, epochs); err != nil {
			return before, after, err
		}
	}
	return lines[0].withNothing(lacking(lines[0].Rows, lines[1].Rows), lacking(lines[0].Columns, lines[1].Columns)), lines[1], nil
}

// later tells of a month or year that it began after the first moment: there is nothing of it
// then, and everybody knows.
func (t twin) later(d Dimension, code codes.Code) bool {
	return d == Month && !isLast(code) && code > t.last || d == Year && !isLast(code) && code > t.last[:4]
}

// withNothing is a table with lines in which there is nothing.
func (a Answer) withNothing(rows, columns []codes.Code) Answer {
	wider := make([][]Cell, len(a.Rows)+len(rows))
	for i := range wider {
		wider[i] = make([]Cell, len(a.Columns)+len(columns))
		if i < len(a.Rows) {
			copy(wider[i], a.Cells[i])
		}
	}
	a.Cells = wider
	a.Rows, a.RowLabels, a.RowTotals = slices.Concat(a.Rows, rows), slices.Concat(a.RowLabels, make([]Text, len(rows))), slices.Concat(a.RowTotals, make([]Cell, len(rows)))
	a.Columns, a.ColumnLabels = slices.Concat(a.Columns, columns), slices.Concat(a.ColumnLabels, make([]Text, len(columns)))
	a.ColumnTotals = slices.Concat(a.ColumnTotals, make([]Cell, len(columns)))
	return a
}

// lacking is what does not stand in a list and does in others.
func lacking(list []codes.Code, others ...[]codes.Code) (all []codes.Code) {
	for _, code := range slices.Concat(others...) {
		if !slices.Contains(list, code) && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	slices.Sort(all)
	return all
}

// takeApart tells the parts of what is laid out by one thing, with a table by month. What is
// laid out by two could only be taken apart by three.
func (t twin) takeApart(c *Change, q Question) error {
	byRow, err := t.byMonth(q, q.Rows, c.Rows)
	if err != nil {
		return err
	}
	byColumn, err := t.byMonth(q, q.Columns, c.Columns)
	if err != nil {
		return err
	}
	value := func(list []codes.Code, place int) codes.Code {
		if place == 0 {
			return total
		}
		return list[place-1]
	}
	c.each(func(row, column int, of *Changed) {
		r, k := value(c.Rows, row), value(c.Columns, column)
		switch {
		case of.Difference == nil:
		case k == total || q.Columns == All:
			of.take(byRow.parts(q.Rows, r, t.last, of))
		case r == total || q.Rows == All:
			of.take(byColumn.parts(q.Columns, k, t.last, of))
		case constrainsNothing(q.Rows):
			of.take(wholly(r, t.last, of))
		case constrainsNothing(q.Columns):
			of.take(wholly(k, t.last, of))
		}
	})
	return nil
}

// take keeps the parts, with what is left of the difference.
func (c *Changed) take(parts map[Part]int, keptBack int) {
	if parts == nil {
		return
	}
	rest := *c.Difference
	for _, n := range parts {
		rest -= n
	}
	parts[PartRemainder] = rest
	for p, n := range parts {
		if n == 0 {
			delete(parts, p)
		}
	}
	c.Parts, c.MonthsKeptBack = parts, keptBack
}

// wholly is a cell of one month or year, which lies on one side of the first moment; of a year
// that lies on both nothing is told.
func wholly(when, last codes.Code, of *Changed) (map[Part]int, int) {
	year := last[:4]
	switch {
	case isLast(when), len(when) == 7 && when <= last, len(when) == 4 && (when < year || when == year && last[5:] == "12"):
		return map[Part]int{PartEarlier: *of.Difference}, 0
	case len(when) == 7, len(when) == 4 && when > year:
		return map[Part]int{PartAfter: *of.Difference}, 0
	}
	return nil, 0
}

// monthly is a table by month at both moments; the zero monthly is one that cannot be asked.
type monthly struct {
	asked         bool
	months        []codes.Code
	before, after lookup
}

// byMonth is the table of one dimension, or of the total, by month. One of time needs none but
// for its total, and one that is too large is not taken apart.
func (t twin) byMonth(q Question, d Dimension, lines []codes.Code) (m monthly, err error) {
	q.Rows, q.Columns, q.Standing = d, Month, Filters{d: lines}
	if constrainsNothing(d) {
		q.Rows, q.Standing = All, nil
	}
	before, after, err := t.tables(q)
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind == fault.TooLarge {
		return monthly{}, nil
	}
	return monthly{asked: err == nil, months: slices.Concat(after.Columns, lacking(after.Columns, before.Columns)), before: newLookup(before), after: newLookup(after)}, err
}

// parts are of one line of that table. What happened after the first moment is what the second
// prints of those months: the first can print nothing of them.
func (m monthly) parts(d Dimension, line, last codes.Code, of *Changed) (map[Part]int, int) {
	switch {
	case line != total && d != All && constrainsNothing(d):
		return wholly(line, last, of)
	case !m.asked:
		return nil, 0
	}
	parts, keptBack := map[Part]int{PartAfter: 0, PartEarlier: 0}, 0
	for _, month := range m.months {
		before, after := m.before.at(line, month), m.after.at(line, month)
		moved := difference(before, after)
		switch {
		case !isLast(month) && month > last && !after.NotBrokenDown:
			parts[PartAfter] += after.N
		case (isLast(month) || month <= last) && moved != nil:
			parts[PartEarlier] += *moved
		default:
			keptBack++
		}
	}
	return parts, keptBack
}
