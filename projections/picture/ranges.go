package picture

import (
	"slices"
	"strings"
)

// ranges are up to four classes of numbers above nothing, each with about as many areas: few
// gemeenten have most incidents, and classes of equal width would leave all others alike.
// Nothing has a fill of its own.
type ranges struct{ from []int }

func rangesOf(cells []Cell) ranges {
	var all []int
	for _, c := range cells {
		if c.State == Counted && c.N > 0 {
			all = append(all, c.N)
		}
	}
	slices.Sort(all)
	r := ranges{from: []int{1}}
	for part := 1; part < len(steps)-1 && len(all) > 0; part++ {
		if from := rounded(all[len(all)*part/(len(steps)-1)]); from > r.from[len(r.from)-1] {
			r.from = append(r.from, from)
		}
	}
	return r
}

// rounded is a round number that is not above n.
func rounded(n int) int {
	unit := 1
	for unit*10 <= n {
		unit *= 10
	}
	for _, tenths := range []int{80, 60, 50, 40, 30, 25, 20, 15} {
		if at := tenths * unit / 10; at <= n && at*10 == tenths*unit {
			return at
		}
	}
	return unit
}

// fill is that of a number above nothing: the last class has the darkest, however many there are.
func (r ranges) fill(class int) string { return steps[len(steps)-len(r.from)+class] }

func (r ranges) of(n int) int {
	class := 0
	for i, from := range r.from {
		if n >= from {
			class = i
		}
	}
	return class
}

func (r ranges) label(class int, l Language) string {
	from := l.number(r.from[class])
	if class == len(r.from)-1 {
		return from + l.of(Text{" of meer", " or more"})
	}
	if to := r.from[class+1] - 1; to > r.from[class] {
		return from + "–" + l.number(to)
	}
	return from
}

// few is a number that is printed as 0–4 or the like: it may be nothing, and need not be.
func few(c Cell) bool { return c.State == Counted && c.N == 0 && c.Shown != "" }

// shade is the fill of an area. Each kind that is no number above nothing has a pattern, so that it
// stays apart in black and white.
func (c *canvas) shade(r ranges, n Cell) string {
	switch {
	case n.State == NotBrokenDown:
		return c.withheld()
	case n.State != Counted:
		return c.pattern(crossed)
	case few(n):
		return c.pattern(dotted)
	case n.N == 0:
		return paper
	}
	return r.fill(r.of(n.N))
}

// ranged explains the fills of a map: the classes, and the patterns that were used.
func (c *canvas) ranged(r ranges, cells []Cell) {
	l := c.frame.Language
	c.y += 16
	k := legend{c: c, x: c.edge}
	has := func(which func(Cell) bool) bool { return slices.ContainsFunc(cells, which) }
	if has(func(n Cell) bool { return n.State == Counted && n.N == 0 && n.Shown == "" }) {
		k.entry(paper, soft, "", l.number(0))
	}
	if i := slices.IndexFunc(cells, few); i >= 0 {
		k.entry(c.pattern(dotted), soft, "", cells[i].Shown)
	}
	if has(func(n Cell) bool { return n.State == Counted && n.N > 0 }) {
		for i := range r.from {
			k.entry(r.fill(i), soft, "", r.label(i, l))
		}
	}
	if has(func(n Cell) bool { return n.State == NotBrokenDown }) {
		k.entry(c.withheld(), soft, "", l.of(notBrokenDown))
	}
	if has(func(n Cell) bool { return n.State == Unknown }) {
		k.entry(c.pattern(crossed), soft, "?", l.of(unknown))
	}
	if has(func(n Cell) bool { return n.State == Absent }) {
		k.entry(c.pattern(crossed), soft, "", l.of(absent))
	}
	c.y += 18
}

// A pattern is told from another without colour.
type patterned struct{ name, draws string }

var (
	dotted  = patterned{"d", `<circle cx="2" cy="2" r="0.8" fill="` + soft + `"/><circle cx="5" cy="5" r="0.8" fill="` + soft + `"/>`}
	crossed = patterned{"x", `<path d="M0 3H6M3 0V6" stroke="` + rule + `"/>`}
)

func (c *canvas) pattern(p patterned) string { return "url(#" + p.name + c.hatch + ")" }

// patterns are those that were used.
func (c *canvas) patterns(body string) string {
	var out strings.Builder
	for _, p := range []patterned{dotted, crossed} {
		if strings.Contains(body, c.pattern(p)) {
			out.WriteString(`<pattern id="` + p.name + c.hatch + `" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="` + paper + `"/>` + p.draws + `</pattern>`)
		}
	}
	return out.String()
}
