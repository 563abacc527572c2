package template

import (
	"slices"

	"ruggensteun/domain/codes"
)

// Value is what is known of a field. The zero Value is a blank.
type Value struct {
	Text  string
	Items []string
	Sums  []Sum
}

// Known tells whether there is something to fill in.
func (v Value) Known() bool { return v.Text != "" || len(v.Items) > 0 || len(v.Sums) > 0 }

// Sum is one line of a table of amounts.
type Sum struct {
	Label string
	Cents int64
	Total bool // stands apart
}

// Run is some words of a line.
type Run struct {
	Text  string
	Blank bool // nobody knows it yet: it must catch the eye
}

// Line is one block on paper.
type Line struct {
	Block Block
	Label string // of a row or an amount
	Runs  []Run
	Total bool // of an amount
}

// Filled is what a text says with everything that is known.
type Filled struct {
	Title    string
	Language codes.Code
	Lines    []Line
	Missing  []Field // each once, in the order in which they are missed
}

// Fill puts what is known into a text. What is not known stands there as a blank.
func (t Text) Fill(known map[string]Value) Filled {
	f := filling{text: t, known: known, Filled: Filled{Title: t.Title, Language: t.Language}}
	for _, l := range linesOf(t.Body) {
		f.line(l)
	}
	return f.Filled
}

type filling struct {
	text  Text
	known map[string]Value
	Filled
}

func (f *filling) line(l line) {
	if name, alone := l.alone(); alone {
		if v := f.known[name]; len(v.Items) > 0 || len(v.Sums) > 0 {
			f.several(v)
			return
		}
	}
	f.Lines = append(f.Lines, Line{Block: l.block, Label: l.label, Runs: f.runs(l.text)})
}

func (f *filling) several(v Value) {
	for _, item := range v.Items {
		f.Lines = append(f.Lines, Line{Block: Item, Runs: []Run{{Text: item}}})
	}
	for _, s := range v.Sums {
		f.Lines = append(f.Lines, Line{Block: Amount, Label: s.Label, Runs: []Run{{Text: Euro(s.Cents, f.text.Language)}}, Total: s.Total})
	}
}

func (f *filling) runs(text string) []Run {
	var all []Run
	from := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		all = appendRun(all, Run{Text: text[from:at[0]]})
		all, from = appendRun(all, f.run(text[at[2]:at[3]])), at[1]
	}
	return appendRun(all, Run{Text: text[from:]})
}

func appendRun(all []Run, r Run) []Run {
	if r.Text == "" {
		return all
	}
	return append(all, r)
}

func (f *filling) run(name string) Run {
	if v := f.known[name]; v.Text != "" {
		return Run{Text: v.Text}
	}
	field, _ := Find(f.text.Kind, name)
	if !slices.ContainsFunc(f.Missing, func(m Field) bool { return m.Name == name }) {
		f.Missing = append(f.Missing, field)
	}
	if f.text.Language == English {
		return Run{Text: "[to be filled in: " + field.EN + "]", Blank: true}
	}
	return Run{Text: "[nog invullen: " + field.NL + "]", Blank: true}
}
