package figures

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Moment is how far the log had come, and when that was, where a time was asked for.
type Moment struct {
	Position eventlog.Position `json:"position"`
	At       time.Time         `json:"at,omitzero"`
}

// Change is why the same question has another answer at a later moment.
type Change struct {
	View string `json:"view"`
	// Question is the text of what was asked, as of the second moment.
	Question     string          `json:"question"`
	Unit         Unit            `json:"unit"`
	From         Moment          `json:"from"`
	To           Moment          `json:"to"`
	Definition   string          `json:"definition"`
	DefinitionNL string          `json:"definition_nl"`
	Parts        []PartExplained `json:"parts"`
	// Untold are parts that this viewer is not told, each with the reason.
	Untold       []PartExplained `json:"untold"`
	Rows         []codes.Code    `json:"rows"`
	Columns      []codes.Code    `json:"columns"`
	RowLabels    []Text          `json:"row_labels"`
	ColumnLabels []Text          `json:"column_labels"`
	Cells        [][]Changed     `json:"cells"`
	RowTotals    []Changed       `json:"row_totals"`
	ColumnTotals []Changed       `json:"column_totals"`
	Total        Changed         `json:"total"`
	Protection   *Text           `json:"protection,omitempty"`
	Invented     int             `json:"invented"`
}

// Changed is one cell at both moments. Where it is not the owner who asks, the difference is
// that of the printed numbers and is left out where one of them is not broken down.
type Changed struct {
	Before     Cell `json:"before"`
	After      Cell `json:"after"`
	Difference *int `json:"difference,omitempty"`
	// Parts add up to the difference; those of nothing are left out. Left out where no parts are
	// told of this cell.
	Parts map[Part]int `json:"parts,omitzero"`
	// MonthsKeptBack is how many months of a protected cell are not broken down; what is in
	// them stands under PartRemainder.
	MonthsKeptBack int `json:"months_not_broken_down,omitempty"`
}

// Change answers a question at two moments, since and that of the question, and says why the
// answers differ: exactly for the owner of the records, from printed numbers for whom else
// the scope says. Errors are those of Ask, at "from" where they are of the first moment.
func (e *Engine) Change(q Question, since Moment, scope access.Scope) (Change, error) {
	if err := q.check(); err != nil {
		return Change{}, err
	}
	s := e.latest.Load()
	var wrong fault.Fields
	wrong.Check(since.Position > 0, "from", "is missing", "say since when: a position, or a time with its offset")
	wrong.Check(q.AsOf == 0 || since.Position <= q.AsOf, "from", "lies after the second moment", "give the earlier one first")
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	if scope.Protected() {
		return e.changeAsPrinted(q, since, scope)
	}
	q, err := s.within(q, scope)
	if err != nil {
		return Change{}, err
	}
	after, err := newPlan(s, q, scope)
	if err != nil {
		return Change{}, err
	}
	q.AsOf = since.Position
	before, err := newPlan(s, q, scope)
	if err != nil {
		return Change{}, err
	}
	return explain(before, after, since, scope)
}

// explain counts at both moments, and then goes through what happened between them.
func explain(before, after *plan, since Moment, scope access.Scope) (Change, error) {
	first, err := before.answered(scope)
	if err != nil {
		return Change{}, err
	}
	second, err := after.answered(scope)
	if err != nil {
		return Change{}, err
	}
	c := twoMoments(first, second, before.rows.values, before.columns.values, after.rows.values, after.columns.values)
	c.From = since
	for _, p := range ownerParts {
		c.Parts = append(c.Parts, p.explained())
	}
	w := newWalk(before, after, since, c.Rows, c.Columns)
	if after.question.Unit == CountIncidents {
		w.all()
	} else {
		w.allUnits()
	}
	c.each(func(row, column int, of *Changed) {
		of.Parts = w.partsAt(row, column, scope)
	})
	c.define(second, exactly.and(changeNotes[after.question.Unit]))
	return c, nil
}

func countedOf(p *plan, scope access.Scope) Answer {
	t, s := p.count()
	return p.answer(t, &s, scope)
}

// twoMoments lays two answers side by side. The lists are the values of each axis in the
// order in which they stand.
func twoMoments(before, after Answer, rowsBefore, columnsBefore, rowsAfter, columnsAfter []codes.Code) Change {
	c := Change{
		View: after.View, Question: after.Question, Unit: after.Unit, To: Moment{Position: after.Position},
		Invented: after.Invented, Protection: after.Protection, Parts: []PartExplained{}, Untold: []PartExplained{},
	}
	c.Rows, c.RowLabels = union(after.Rows, before.Rows, after.RowLabels, before.RowLabels, rowsAfter, rowsBefore)
	c.Columns, c.ColumnLabels = union(after.Columns, before.Columns, after.ColumnLabels, before.ColumnLabels, columnsAfter, columnsBefore)
	first, second := newLookup(before), newLookup(after)
	at := func(row, column codes.Code) Changed {
		of := Changed{Before: first.at(row, column), After: second.at(row, column)}
		of.Difference = difference(of.Before, of.After)
		return of
	}
	for _, row := range c.Rows {
		line := make([]Changed, len(c.Columns))
		for j, column := range c.Columns {
			line[j] = at(row, column)
		}
		c.Cells, c.RowTotals = append(c.Cells, line), append(c.RowTotals, at(row, total))
	}
	for _, column := range c.Columns {
		c.ColumnTotals = append(c.ColumnTotals, at(total, column))
	}
	c.Total = at(total, total)
	return c
}

// difference is of printed numbers; nil where one of them is not broken down.
func difference(before, after Cell) *int {
	if before.NotBrokenDown || after.NotBrokenDown {
		return nil
	}
	n := after.N - before.N
	return &n
}

// union is what stands in either list, in the order of the axis that it is a value of.
func union(list, more []codes.Code, labels, labelsOfMore []Text, order, orderOfMore []codes.Code) ([]codes.Code, []Text) {
	label := map[codes.Code]Text{}
	for i, code := range more {
		label[code] = labelsOfMore[i]
	}
	for i, code := range list {
		label[code] = labels[i]
	}
	place := map[codes.Code]int{}
	for i, code := range orderOfMore {
		place[code] = len(order) + i
	}
	for i, code := range order {
		place[code] = i
	}
	all := slices.Clone(list)
	for _, code := range more {
		if !slices.Contains(list, code) {
			all = append(all, code)
		}
	}
	slices.SortStableFunc(all, func(a, b codes.Code) int { return place[a] - place[b] })
	texts := make([]Text, len(all))
	for i, code := range all {
		texts[i] = label[code]
	}
	return all, texts
}

// lookup finds the cells of an answer by their codes.
type lookup struct {
	Answer
	row, column map[codes.Code]int
}

func newLookup(a Answer) lookup {
	return lookup{a, placesOf(a.Rows), placesOf(a.Columns)}
}

func placesOf(list []codes.Code) map[codes.Code]int {
	places := make(map[codes.Code]int, len(list))
	for i, code := range list {
		places[code] = i
	}
	return places
}

// at is a cell. What does not stand in a table of owner's figures is nothing; in a protected one
// it may be kept back as well, and whoever has to know asks for it by name (see Standing).
func (l lookup) at(row, column codes.Code) Cell {
	i, hasRow := l.row[row]
	j, hasColumn := l.column[column]
	switch {
	case row == total && column == total:
		return l.Total
	case row == total && hasColumn:
		return l.ColumnTotals[j]
	case column == total && hasRow:
		return l.RowTotals[i]
	case hasRow && hasColumn:
		return l.Cells[i][j]
	}
	return Cell{NotBrokenDown: l.Protection != nil}
}

// each goes through all cells by their place: 0 is the total.
func (c *Change) each(do func(row, column int, of *Changed)) {
	do(0, 0, &c.Total)
	for j := range c.Columns {
		do(0, j+1, &c.ColumnTotals[j])
	}
	for i := range c.Rows {
		do(i+1, 0, &c.RowTotals[i])
		for j := range c.Columns {
			do(i+1, j+1, &c.Cells[i][j])
		}
	}
}

// define says what the difference is of, and how it was taken apart.
func (c *Change) define(after Answer, how Text) {
	between := func(l Language) string {
		return fmt.Sprintf(Text{
			"Verschil tussen wat bekend was op positie %d en op positie %d. ",
			"Difference between what was known at position %d and at position %d. ",
		}.In(l), c.From.Position, c.To.Position)
	}
	c.Definition = between(English) + after.Definition + " " + how.EN
	c.DefinitionNL = between(Dutch) + after.DefinitionNL + " " + how.NL
}
