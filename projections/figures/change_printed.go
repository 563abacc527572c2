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
	after, err := e.askProtected(q, scope)
	if err != nil {
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
	t := twin{engine: e, snapshot: e.latest.Load(), scope: scope, from: to[:from+1], to: to}
	before, err := t.table(q, t.from)
	if err != nil {
		return Change{}, err
	}
	c := twoMoments(before, after, nil, nil, after.Rows, after.Columns)
	c.From, c.To.At = Moment{Position: q.Epochs[from].Position, At: q.Epochs[from].End}, q.Epochs[len(to)-1].End
	for _, p := range printedParts {
		c.Parts = append(c.Parts, p.explained())
	}
	for _, p := range ownerParts {
		c.Untold = append(c.Untold, p.untold(notTold))
	}
	if err := t.takeApart(&c, q, q.Epochs[from].lastMonth()); err != nil {
		return Change{}, err
	}
	c.define(after, fromPrinted)
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
}

func (t twin) table(q Question, epochs []eventlog.Position) (Answer, error) {
	q.AsOf = epochs[len(epochs)-1]
	return t.engine.table(&t.engine.printed, t.snapshot, q, t.scope, epochs)
}

// takeApart tells the parts of what is laid out by one thing, with a table by month. What is
// laid out by two could only be taken apart by three.
func (t twin) takeApart(c *Change, q Question, last codes.Code) error {
	byRow, err := t.byMonth(q, q.Rows)
	if err != nil {
		return err
	}
	byColumn, err := t.byMonth(q, q.Columns)
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
			of.take(byRow.parts(q.Rows, r, last, of))
		case r == total || q.Rows == All:
			of.take(byColumn.parts(q.Columns, k, last, of))
		case constrainsNothing(q.Rows):
			of.take(wholly(r, last, of))
		case constrainsNothing(q.Columns):
			of.take(wholly(k, last, of))
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
func (t twin) byMonth(q Question, d Dimension) (m monthly, err error) {
	if q.Rows, q.Columns = d, Month; constrainsNothing(d) {
		q.Rows = All
	}
	before, err := t.table(q, t.from)
	if err == nil {
		m.before = newLookup(before)
		var after Answer
		after, err = t.table(q, t.to)
		m.after = newLookup(after)
	}
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind == fault.TooLarge {
		return monthly{}, nil
	}
	m.asked = err == nil
	m.months = slices.Clone(m.after.Columns)
	for _, month := range m.before.Columns {
		if !slices.Contains(m.months, month) {
			m.months = append(m.months, month)
		}
	}
	return m, err
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
