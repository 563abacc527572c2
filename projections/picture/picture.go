// Package picture draws printed figures for people who would rather look than read: a grid
// of weekdays and hours, a trend, a map, bars and a funnel, each with the table that says the same.
//
// A picture is an SVG that stands by itself: no script, no style sheet, nothing from elsewhere,
// so that it is shown under the strictest policy and is the same bytes every time. What
// it shows it also writes: no value is told by colour alone. All its geometry follows from
// printed numbers, so it can give away no more than its table does.
package picture

import (
	"errors"
	"fmt"
)

// Text is something to read, in both languages.
type Text struct{ NL, EN string }

// Language is "nl" or "en"; anything else is read as Dutch.
type Language string

// English is the other one.
const English Language = "en"

func (l Language) of(t Text) string {
	if l == English {
		return t.EN
	}
	return t.NL
}

// State says whether there is a number.
type State int

// A cell is counted; or its number is withheld; or nobody knows it; or it was not asked for.
const (
	Counted State = iota
	NotBrokenDown
	Unknown
	Absent // the table has no such row
)

// Cell is one number as it was printed.
type Cell struct {
	N     int
	Shown string // how it is written where that differs, such as 0–4 for 0
	State State
}

// Frame is what stands around a picture.
type Frame struct {
	Mark     Text // on top, before anything else is read, such as that it is invented; usually nothing
	Title    Text
	Unit     Text   // what is counted, in the plural
	Note     Text   // below: source, moment, method; a paragraph for each line
	Twin     string // where the same stands as a table, for who has the picture read out
	Language Language
	Narrow   bool // drawn for a telephone: 360 wide instead of 880
	// Within leaves out what a page around the picture says itself: mark, title, unit and note.
	Within bool
}

// Picture is an SVG and the same as a table.
type Picture struct {
	SVG   []byte
	Table Table
}

// Table is what a picture shows, as text. The first row of Rows follows Head.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
}

// Largest sizes that are drawn.
const (
	maxParts = 400 // rows, columns, bars, points
	maxN     = 1_000_000_000
)

var errNothing = errors.New("nothing to draw: ask for at least one row")

func checkCells(cells []Cell) error {
	for i, c := range cells {
		if c.State == Counted && (c.N < 0 || c.N > maxN) {
			return fmt.Errorf("cells[%d]: %d, want 0 to %d", i, c.N, maxN)
		}
	}
	return nil
}

func checkParts(what string, labels, cells int) error {
	switch {
	case cells == 0:
		return errNothing
	case labels != cells:
		return fmt.Errorf("%s: %d labels for %d cells, want one for each", what, labels, cells)
	case cells > maxParts:
		return fmt.Errorf("%s: %d, and at most %d are drawn: leave out or add up the smallest", what, cells, maxParts)
	}
	return nil
}

func largest(cells []Cell) (n int) {
	for _, c := range cells {
		if c.State == Counted {
			n = max(n, c.N)
		}
	}
	return n
}
