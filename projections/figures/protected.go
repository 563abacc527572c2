package figures

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/disclosure"
)

// Protect lets the engine answer those who are not the owners of what it counts. It is
// called before anything is applied; without it they are refused.
func (e *Engine) Protect(key disclosure.Key, table *disclosure.Table) {
	e.method, e.cellKey = &disclosure.Method{Table: table}, key.Fingerprint()
	e.ties.keys.of = key.Records(disclosure.Incident)
	e.casebook.protect(key)
}

var noMethod = fault.New(fault.Unavailable,
	"figures over all employers wait for the key of disclosure control: the operator starts the server with --cell-key FILE (make one with `ruggensteun key cell FILE`)")

// Deviation is how far a number that is printed in this scope lies from the true one, as a
// standard deviation: 0 for the owner of the records.
func (e *Engine) Deviation(scope access.Scope) float64 {
	if !scope.Protected() || e.method == nil {
		return 0
	}
	return e.method.Deviation(viewerOf(scope.For))
}

// askProtected answers as disclosure says, step by step.
func (e *Engine) askProtected(q Question, scope access.Scope) (Answer, error) {
	if e.method == nil {
		return Answer{}, noMethod
	}
	if err := grammar.Check(q.shape()); err != nil {
		return Answer{}, err
	}
	q.Base = All // leaving out what was not answered would be a NOT; completeness says how much that is
	epochs, err := q.epochs()
	if err != nil {
		return Answer{}, err
	}
	q.AsOf = epochs[len(epochs)-1]
	s := e.latest.Load()
	a, err := e.table(&e.printed, s, q, scope, epochs)
	if err != nil || q.plain {
		return a, err
	}
	if err := e.beside(&a, s, q, scope, epochs); err != nil {
		return Answer{}, err
	}
	a.Definition, a.DefinitionNL = a.Definition+prefixed(a.inventedNote(English)), a.DefinitionNL+prefixed(a.inventedNote(Dutch))
	return a, s.rated(&a, q, scope, func(q Question) (Answer, error) { return e.table(&e.printed, s, q, scope, epochs) })
}

// table is a protected table without what stands beside it. As of a month end it never
// changes, so it is worked out once.
func (e *Engine) table(kept *printedTables[Answer], s *snapshot, q Question, scope access.Scope, epochs []eventlog.Position) (Answer, error) {
	key := fmt.Sprint(q.View, " ", q, " ", q.Standing, " ", scope.For, " ", len(epochs))
	if a, known := kept.get(key); known {
		return a, nil
	}
	p, err := newPlan(s, q, scope)
	if err != nil {
		return Answer{}, err
	}
	cube := p.newCube()
	if len(cube.sets) > maxCubed {
		return Answer{}, tooManyToProtect
	}
	if err := p.fill(cube, epochs); err != nil {
		return Answer{}, err
	}
	a := p.protectedAnswer(&printing{cube, *e.method, viewerOf(scope.For)}, scope)
	kept.put(key, a)
	return a, nil
}

// printedTables are those that were asked for lately. Nobody changes one.
type printedTables[T any] struct {
	mu  sync.Mutex
	all map[string]T
}

// mostPrinted bounds them; whoever asks for more has them worked out again.
const mostPrinted = 256

func (t *printedTables[T]) get(key string) (T, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a, known := t.all[key]
	return a, known
}

func (t *printedTables[T]) put(key string, a T) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all == nil || len(t.all) >= mostPrinted {
		t.all = map[string]T{}
	}
	t.all[key] = a
}

// shape is what the grammar looks at.
func (q Question) shape() disclosure.Question {
	shape := disclosure.Question{
		Rows: string(q.Rows), Columns: string(q.Columns), Period: disclosure.Period{From: q.Period.From, Before: q.Period.Before},
	}
	for _, d := range q.Filters.ordered() {
		f := disclosure.Filter{Dimension: string(d)}
		for _, value := range q.Filters[d] {
			f.Values = append(f.Values, string(value))
		}
		shape.Filters = append(shape.Filters, f)
	}
	return shape
}

// epochs are those up to the one that is asked for; the last when none is.
func (q Question) epochs() ([]eventlog.Position, error) {
	if len(q.Epochs) == 0 {
		return nil, fault.New(fault.Unavailable, "protected figures are as of the end of a month, and no month has ended since the first record: ask again after it")
	}
	last := len(q.Epochs) - 1
	if q.AsOf != 0 {
		last = slices.IndexFunc(q.Epochs, func(e Epoch) bool { return e.Position == q.AsOf })
	}
	if last < 0 {
		near := q.nearestEpoch()
		var wrong fault.Fields
		wrong.Add("as_of", "is not the end of a month", fmt.Sprintf("protected figures are as of the end of a month: use %s (position %d), or leave it out for the last one",
			near.End.Format(time.RFC3339), near.Position))
		return nil, wrong.Err()
	}
	var list []eventlog.Position
	for _, e := range q.Epochs[:last+1] {
		list = append(list, e.Position)
	}
	return list, nil
}

// nearestEpoch is the last one before what is asked for; the first when there is none.
func (q Question) nearestEpoch() Epoch {
	near := q.Epochs[0]
	for _, e := range q.Epochs {
		if e.Position <= q.AsOf {
			near = e
		}
	}
	return near
}

// protectedAnswer is the table. What stands in it follows from printed numbers: a value
// that is in no list appears where it prints more than nothing.
func (p *plan) protectedAnswer(printed *printing, scope access.Scope) Answer {
	number := func(row, column int) Cell { return cellOf(printed.at(row, column)) }
	rows := p.shown(p.rows, scope, func(i int) int { return number(i, 0).N })
	columns := p.shown(p.columns, scope, func(i int) int { return number(0, i).N })
	a := Answer{
		View: p.question.View, Question: p.asked(), Unit: p.question.Unit, Position: p.asOf,
		Rows: at(p.rows, rows), Columns: at(p.columns, columns),
		Total: number(0, 0),
	}
	for _, row := range rows {
		line := make([]Cell, len(columns))
		for j, column := range columns {
			line[j] = number(row, column)
		}
		a.Cells, a.RowTotals = append(a.Cells, line), append(a.RowTotals, number(row, 0))
	}
	for _, column := range columns {
		a.ColumnTotals = append(a.ColumnTotals, number(0, column))
	}
	p.label(&a, scope)
	said := printed.method.Remark(printed.viewer)
	a.Protection = &Text{NL: said.NL, EN: said.EN}
	a.Completeness = a.completeness(p)
	definition := p.definition(nil, scope)
	a.Definition, a.DefinitionNL = definition.EN, definition.NL
	return a
}

// completeness is worked out from the printed totals of each axis; of one of which some
// are not broken down nothing is said.
func (a *Answer) completeness(p *plan) []Completeness {
	list := []Completeness{}
	for _, axis := range []struct {
		dimension Dimension
		values    []codes.Code
		totals    []Cell
	}{{p.rows.dimension, a.Rows, a.RowTotals}, {p.columns.dimension, a.Columns, a.ColumnTotals}} {
		if axis.dimension == All || axis.dimension == Employer || a.Total.NotBrokenDown {
			continue
		}
		if c, told := completenessOf(axis.dimension, axis.values, axis.totals, a.Total.N); told {
			list = append(list, c)
		}
	}
	return list
}

func completenessOf(d Dimension, values []codes.Code, totals []Cell, of int) (Completeness, bool) {
	c := Completeness{Dimension: d, Of: of}
	missing := map[codes.Code]*int{
		codes.Unknown: &c.Unknown, codes.NotRecorded: &c.NotRecorded, codes.NotApplicable: &c.NotApplicable,
		noIncident:  &c.NotApplicable,
		"FORGOTTEN": &c.Forgotten, underReview: &c.UnderReview,
	}
	none := 0
	for i, value := range values {
		n, is := missing[value]
		if !is {
			continue
		}
		if totals[i].NotBrokenDown {
			return Completeness{}, false
		}
		*n += totals[i].N
		none += *n
	}
	c.Answered = max(0, of-none)
	return c, true
}

// beside adds what stands beside every table: how much of it was made up, and which
// months were reported of. Both are tables of their own, printed as any other.
func (e *Engine) beside(a *Answer, s *snapshot, q Question, scope access.Scope, epochs []eventlog.Position) error {
	made := Question{Unit: q.Unit, Rows: Invented, AsOf: q.AsOf}
	told, err := e.table(&e.besides, s, made, scope, epochs)
	if err != nil {
		return err
	}
	real := 0
	for i, value := range told.Rows {
		if value == invented {
			a.Invented = told.RowTotals[i].N
		} else {
			real += told.RowTotals[i].N
		}
	}
	if a.Invented > 0 && real == 0 {
		a.Invented = a.Total.N
	}
	if a.Coverage, err = e.coverageAsPrinted(s, q, scope, epochs); err != nil {
		return err
	}
	a.Delay = []DelayBand{}
	return nil
}

// coverageAsPrinted is of which months each employer prints anything.
func (e *Engine) coverageAsPrinted(s *snapshot, q Question, scope access.Scope, epochs []eventlog.Position) (Coverage, error) {
	asked := Question{Unit: CountIncidents, Rows: Employer, Columns: Month, Period: q.Period, AsOf: q.AsOf}
	table, err := e.table(&e.besides, s, asked, scope, epochs)
	if err != nil {
		return Coverage{}, err
	}
	c := Coverage{Employers: []EmployerCovered{}}
	for i, of := range table.Rows {
		if named, filtered := q.Filters[Employer]; filtered && !slices.Contains(named, of) {
			continue
		}
		one := EmployerCovered{Employer: of, Name: table.RowLabels[i].NL, Months: []codes.Code{}}
		for j, month := range table.Columns {
			if !isLast(month) && table.Cells[i][j].N > 0 {
				one.Months = append(one.Months, month)
			}
		}
		c.Employers = append(c.Employers, one)
	}
	months := slices.DeleteFunc(slices.Clone(table.Columns), isLast)
	if len(months) > 0 {
		c.From, c.Through, c.Months = months[0], months[len(months)-1], len(months)
	}
	return c, nil
}
