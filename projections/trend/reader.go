package trend

import (
	"maps"
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

// reader asks tables by month, each of which anybody in this scope may ask.
type reader struct {
	figures  Figures
	question Question
	scope    access.Scope
	asOf     eventlog.Position
}

// table is one by month.
type table struct {
	figures.Answer
	cells   map[codes.Code]figures.Cell
	parents func() ([]table, error)
}

// at gives how many there were by month, as of a position; 0 asks as known now.
func (r *reader) at(p eventlog.Position) (table, error) { return r.by(r.question.Filters, p) }

func (r *reader) by(filters figures.Filters, p eventlog.Position) (table, error) {
	a, err := r.figures.Plain(r.table(filters, figures.All, p), r.scope)
	if err != nil {
		return table{}, err
	}
	return r.tabled(a, filters, p), nil
}

// now is the table as of the moment that is asked for, with what stands beside it.
func (r *reader) now() (table, error) {
	filters, p := r.question.Filters, r.question.AsOf
	a, err := r.figures.Ask(r.table(filters, figures.All, p), r.scope)
	return r.tabled(a, filters, a.Position), err
}

func (r *reader) tabled(a figures.Answer, filters figures.Filters, p eventlog.Position) table {
	t := table{Answer: a, cells: map[codes.Code]figures.Cell{}}
	for i, m := range a.Rows {
		t.cells[m] = a.RowTotals[i]
	}
	t.parents = func() (all []table, err error) {
		for _, d := range slices.Sorted(maps.Keys(filters)) {
			fewer := figures.Filters{}
			for other, values := range filters {
				if other != d {
					fewer[other] = values
				}
			}
			parent, err := r.by(fewer, p)
			if err != nil {
				return nil, err
			}
			all = append(all, parent)
		}
		return all, nil
	}
	return t
}

func (r *reader) table(filters figures.Filters, columns figures.Dimension, p eventlog.Position) figures.Question {
	return figures.Question{View: figures.Free, Unit: r.question.Unit, Rows: figures.Month, Columns: columns, Filters: filters, AsOf: p, Epochs: r.question.Chain}
}

// number is that of a month. One that a protected table does not show is none, or it is kept
// back because what it is a part of is too small: then that is in the tables too.
func (t table) number(m codes.Code) (figures.Cell, error) {
	kept := figures.Cell{NotBrokenDown: true}
	cell, shown := t.cells[m]
	switch {
	case shown || t.Protection == nil:
		return cell, nil
	case t.Total.NotBrokenDown || t.Total.N < disclosure.DrillFrom:
		return kept, nil
	}
	parents, err := t.parents()
	if err != nil {
		return kept, err
	}
	for _, parent := range parents {
		if of, err := parent.number(m); err != nil || of.NotBrokenDown || of.N < disclosure.DrillFrom {
			return kept, err
		}
	}
	return figures.Cell{}, nil
}
