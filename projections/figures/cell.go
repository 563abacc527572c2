package figures

import (
	"encoding/json"
	"fmt"
	"strconv"

	"ruggensteun/domain/access"
	"ruggensteun/projections/disclosure"
)

// disclose turns a count into what the owner of the records sees. Every number that leaves
// this package passes here or, for whoever is not the owner, printing.at; what has no
// protected form yet is not broken down for him.
func disclose(n int, scope access.Scope) Cell {
	if scope.Protected() {
		return Cell{NotBrokenDown: true}
	}
	return cellOf(disclosure.Method{}.Print(disclosure.Owner, disclosure.Set{N: n}))
}

// Disclose is the same for what is counted elsewhere.
func Disclose(n int, scope access.Scope) int { return disclose(n, scope).N }

func cellOf(p disclosure.Printed) Cell {
	n, ok := p.Value()
	return Cell{N: n, NotBrokenDown: !ok}
}

// viewerOf is whose eyes an audience is.
func viewerOf(a access.Audience) disclosure.Viewer {
	switch a {
	case access.ForOwner:
		return disclosure.Owner
	case access.ForAnalysts:
		return disclosure.Analyst
	}
	return disclosure.Public
}

// read is how a cell reads in a table: of protected figures 0 means that there may be
// some.
func (a Answer) read(c Cell) string {
	switch {
	case c.NotBrokenDown:
		return notBrokenDownMark
	case c.N == 0 && a.Protection != nil:
		return disclosure.FewLabel
	}
	return strconv.Itoa(c.N)
}

// notBrokenDownMark is what Dutch statistics put where a number is kept back.
const notBrokenDownMark = "."

type shown struct {
	N int `json:"n"`
}

type keptBack struct {
	NotBrokenDown bool `json:"notBrokenDown"`
}

// MarshalJSON implements json.Marshaler.
func (c Cell) MarshalJSON() ([]byte, error) {
	if c.NotBrokenDown {
		return json.Marshal(keptBack{true})
	}
	return json.Marshal(shown{c.N})
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *Cell) UnmarshalJSON(text []byte) error {
	var said struct {
		N             int  `json:"n"`
		NotBrokenDown bool `json:"notBrokenDown"`
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return fmt.Errorf("read a cell of a figure: %w", err)
	}
	*c = Cell{N: said.N, NotBrokenDown: said.NotBrokenDown}
	return nil
}
