package figures

import (
	"ruggensteun/domain/codes"
	"ruggensteun/projections/disclosure"
)

// cube is a table with everything above it: for each set of the question's filters, none
// to all of them, the table that the others leave. A cell of the whole table is printed
// only below large enough cells of the others.
type cube struct {
	width int // of a row, with its total
	table int // cells of one table
	masks int // tables: a bit for each filter that is taken
	// sets are what each cell is printed by, table after table.
	sets []disclosure.Set
	// free are axes of one line, and those that divide time: a month of a table is asked for
	// as a period would be, and so is no constraint that can be taken away.
	freeRows, freeColumns bool
}

// maxCubed bounds the memory of a protected answer: there, each cell needs its history.
const maxCubed = 1 << 20

func (p *plan) newCube() *cube {
	c := &cube{width: len(p.columns.values) + 1, masks: 1 << len(p.filters)}
	c.table = (len(p.rows.values) + 1) * c.width
	c.sets = make([]disclosure.Set, c.table*c.masks)
	c.freeRows, c.freeColumns = constrainsNothing(p.rows.dimension), constrainsNothing(p.columns.dimension)
	return c
}

func constrainsNothing(d Dimension) bool { return d == All || d == Month || d == Year }

// printing prints cells of a cube. Everybody who sees a number that is not the owner's
// sees it through here.
type printing struct {
	*cube
	method disclosure.Method
	viewer disclosure.Viewer
}

// at is a cell of the whole table: row and column 0 are the totals.
func (p *printing) at(row, column int) disclosure.Printed {
	var above [1 << 5]disclosure.Printed // of rows, columns and three filters at most
	ways := p.above(row, column, above[:0])
	return disclosure.Drill(ways)
}

// above are the cells with some of the constraints of a cell, and the cell itself last.
func (p *printing) above(row, column int, into []disclosure.Printed) []disclosure.Printed {
	rows, columns := p.options(row, p.freeRows), p.options(column, p.freeColumns)
	for mask := range p.masks {
		for _, r := range rows {
			for _, c := range columns {
				into = append(into, p.method.Print(p.viewer, p.sets[mask*p.table+r*p.width+c]))
			}
		}
	}
	return into
}

// options are a place on an axis without its constraint and with it; one where it has none.
func (p *printing) options(place int, free bool) []int {
	if place == 0 || free {
		return []int{place}
	}
	return []int{0, place}
}

// published are the dimensions that somebody who is not the owner may ask by. Units and
// areas that an employer made itself are no classification that anybody knows, and which
// answers an incident of a demonstration gave is told of the whole.
func published(d Dimension) bool {
	switch d {
	case All, OwnUnit, Area, Invented:
		return false
	}
	_, there := dimensions[d]
	return there
}

var grammar = func() disclosure.Grammar {
	g := disclosure.Grammar{Published: map[string]func(string) bool{}, Calendar: []string{string(Month), string(Year)}}
	for d, about := range dimensions {
		if published(d) {
			g.Published[string(d)] = func(value string) bool { return about.check(codes.Code(value)) == nil }
		}
	}
	return g
}()
