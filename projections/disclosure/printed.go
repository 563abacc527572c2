package disclosure

import (
	"encoding/json"
	"strconv"
)

type kind uint8

const (
	notBrokenDown kind = iota // so that a number that nobody printed says nothing
	rounded
	perturbed
	exact
)

// Printed is a number as somebody may see it. The zero Printed is "not broken down".
type Printed struct {
	n    int32 // before rounding: what is broken down for the public is what is for analysts
	kind kind
}

// Value is the number, or false where the cell is not broken down.
func (p Printed) Value() (n int, ok bool) {
	switch p.kind {
	case notBrokenDown:
		return 0, false
	case rounded:
		return nearestFive(int(p.n)), true
	}
	return int(p.n), true
}

// nearestFive needs no rule for halves: no whole number lies between two fives.
func nearestFive(n int) int { return (n + 2) / 5 * 5 }

// Exact tells whether the number is the true count.
func (p Printed) Exact() bool { return p.kind == exact }

const (
	// FewLabel is how a protected 0 reads: there may be as many as 4.
	FewLabel = "0–4"
	// NotBrokenDownNL and NotBrokenDownEN stand where a number would.
	NotBrokenDownNL = "niet uitgesplitst"
	NotBrokenDownEN = "not broken down"
)

// Label is the number to read, and false where the cell is not broken down. Impossible
// says that the classification lets nothing be in this cell, so that 0 is no secret.
func (p Printed) Label(impossible bool) (string, bool) {
	n, ok := p.Value()
	switch {
	case !ok:
		return "", false
	case n == 0 && p.kind != exact && !impossible:
		return FewLabel, true
	}
	return strconv.Itoa(n), true
}

// String is the label of a cell that could hold something.
func (p Printed) String() string {
	if label, ok := p.Label(false); ok {
		return label
	}
	return NotBrokenDownEN
}

// MarshalJSON writes {"n":12} or {"notBrokenDown":true}.
func (p Printed) MarshalJSON() ([]byte, error) {
	n, ok := p.Value()
	if !ok {
		return []byte(`{"notBrokenDown":true}`), nil
	}
	return json.Marshal(struct {
		N int `json:"n"`
	}{n})
}

// DrillFrom is what each parent must print before a cell below it is printed.
const DrillFrom = 10

// opens tells whether cells below may be printed. For the public it looks at the number
// before rounding: otherwise an 8 that reads as 10 would open for the public what it
// keeps shut for analysts.
func (p Printed) opens() bool {
	return p.kind == exact || p.kind != notBrokenDown && p.n >= DrillFrom
}

// Under is the number itself where each of the parents is printed and is at least 10,
// else "not broken down". Parents must have been judged by their own parents first.
func (p Printed) Under(parents ...Printed) Printed {
	for _, parent := range parents {
		if !parent.opens() {
			return Printed{}
		}
	}
	return p
}

// Drill judges a cell with everything above it. A cell has up to three constraints, each
// a value of a dimension or of a filter; cells[mask] is what Print gave for the units that
// meet the constraints of mask, one bit each, so the last is the cell itself and the first
// what is left without any. Period and whole country are no constraints: they bind
// all cells alike, as does a month, quarter or year by which a table is laid out.
func Drill(cells []Printed) Printed {
	last := len(cells) - 1
	return cells[last].Under(cells[:last]...)
}
