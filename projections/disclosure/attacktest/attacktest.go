// Package attacktest tries to find out about persons from protected figures, as somebody
// would who may ask every question that is allowed and knows how the method works. Whoever
// answers such questions is put through it in tests: the reference of this package, which is
// the method written down naively, and the figures themselves.
package attacktest

import (
	"cmp"
	"slices"
	"strings"

	"ruggensteun/projections/disclosure"
)

// Constraint is one value of a dimension, whether the table was laid out by it or filtered.
type Constraint struct{ Dimension, Value string }

// Cell is one number that can be asked for: the units that meet all constraints, in a
// period. The zero Cell is the total.
type Cell struct {
	Where  []Constraint
	Period disclosure.Period
}

// And is the cell with one constraint more.
func (c Cell) And(dimension, value string) Cell {
	c.Where = append(slices.Clip(slices.Clone(c.Where)), Constraint{dimension, value})
	return c
}

// In is the same cell in a period.
func (c Cell) In(p disclosure.Period) Cell {
	c.Period = p
	return c
}

// String names the cell, the same for every order of its constraints.
func (c Cell) String() string {
	sorted := slices.Clone(c.Where)
	slices.SortFunc(sorted, func(a, b Constraint) int { return cmp.Compare(a.Dimension, b.Dimension) })
	words := []string{"all"}
	for _, w := range sorted {
		words = append(words, w.Dimension+"="+w.Value)
	}
	return strings.Join(append(words, c.Period.String()), " ")
}

// Over is the cell in each of some periods.
func (c Cell) Over(periods []disclosure.Period) (cells []Cell) {
	for _, p := range periods {
		cells = append(cells, c.In(p))
	}
	return cells
}

// binds tells whether the cell has a constraint on a dimension.
func (c Cell) binds(dimension string) bool {
	return slices.ContainsFunc(c.Where, func(w Constraint) bool { return w.Dimension == dimension })
}

// Seen is what stands in a cell; not OK is "not broken down".
type Seen struct {
	N  int
	OK bool
}

// Oracle answers what somebody may ask who does not own the records. Epochs are numbered
// from 0, in order.
type Oracle interface {
	Ask(cell Cell, epoch int) Seen
}

// maxConstraints is how many a cell may have: what disclosure.Grammar allows.
const maxConstraints = 3

// Cells are all that can be asked for about some dimensions in some periods.
func Cells(dimensions []Dimension, periods []disclosure.Period) []Cell {
	cells := []Cell{{}}
	for _, d := range dimensions {
		for _, c := range cells {
			if len(c.Where) == maxConstraints {
				continue
			}
			for _, value := range d.Values {
				cells = append(cells, c.And(d.Name, value))
			}
		}
	}
	var all []Cell
	for _, p := range periods {
		for _, c := range cells {
			all = append(all, c.In(p))
		}
	}
	return all
}
