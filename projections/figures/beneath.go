package figures

import (
	"slices"
	"strings"

	"ruggensteun/domain/codes"
)

// Told are the words that go with an answer wherever it is shown.
type Told struct {
	Invented   string // goes on top: that a demonstration made it up; usually ""
	Definition string
	Notes      []string // how far to trust it, and how it was protected
}

// Told gives them in a language.
func (a Answer) Told(l Language) Told {
	t := Told{Invented: a.inventedNote(l), Definition: Text{a.DefinitionNL, a.Definition}.In(l), Notes: notes(a, l)}
	t.Definition = strings.TrimSuffix(t.Definition, prefixed(t.Invented))
	return t
}

// Told gives them in a language.
func (f Funnel) Told(l Language) Told {
	t := Told{Invented: f.inventedNote(l), Definition: Text{f.DefinitionNL, f.Definition}.In(l)}
	if f.Protection != nil {
		t.Notes = f.notes(l)
	}
	t.Definition = strings.TrimSuffix(t.Definition, prefixed(t.Invented))
	return t
}

// Read is how a cell of this answer reads: of protected figures 0 says that there may be some.
func (a Answer) Read(c Cell) string { return a.read(c) }

// Named is what to call a dimension; "" for All.
func (d Dimension) Named() Text { return dimensions[d].text }

// Values are what a dimension can be filtered on, where that is a list: of months and of what is an
// employer's own there is none.
func (d Dimension) Values() []codes.Entry { return slices.Clone(dimensions[d].list.Codes) }
