package picture

import (
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// canvas collects what is drawn, from top to bottom.
type canvas struct {
	frame Frame
	body  strings.Builder
	width float64
	edge  float64 // left and right
	y     float64 // where the next part begins
	hatch string  // the id of the pattern for what is withheld
}

func newCanvas(f Frame, kind string) *canvas {
	c := &canvas{frame: f, width: 880, edge: 24, y: 20}
	if f.Narrow {
		c.width, c.edge = 360, 12
	}
	// Several pictures can stand in one page, where an id must be the only one of its kind.
	sum := fnv.New64a()
	fmt.Fprint(sum, kind, f.Title, f.Narrow, f.Language)
	c.hatch = fmt.Sprintf("h%016x", sum.Sum64())
	c.header()
	return c
}

func (c *canvas) room() float64 { return c.width - 2*c.edge }

func (c *canvas) say(t Text) string { return c.frame.Language.of(t) }

func (c *canvas) header() {
	if c.frame.Within {
		c.y = 8
		return
	}
	if mark := c.say(c.frame.Mark); mark != "" {
		top := c.y - 8
		c.y += 2
		c.paragraph(mark, 13, ink, "bold")
		c.rect(c.edge-8, top, c.room()+16, c.y+6-top, "none", ink)
		c.y += 16
	}
	c.paragraph(c.say(c.frame.Title), 18, ink, "bold")
	c.paragraph(c.say(c.frame.Unit), 13, soft, "")
	c.y += 12
}

// paragraph writes wrapped text and moves on. Nothing that is longer is meant to be read.
func (c *canvas) paragraph(s string, size float64, colour, weight string) {
	if runes := []rune(s); len(runes) > 1500 {
		s = string(runes[:1500]) + "…"
	}
	for _, line := range wrap(s, size, c.room()) {
		c.y += size
		c.text(c.edge, c.y, line, style{size: size, fill: colour, weight: weight})
		c.y += size * 0.35
	}
}

// style is how a text looks; anchor is start, middle or end.
type style struct {
	size                 float64
	fill, anchor, weight string
	halo                 bool // with white around, where it stands on lines
}

func (c *canvas) text(x, y float64, s string, st style) {
	fmt.Fprintf(&c.body, `<text x="%s" y="%s" font-size="%s" fill="%s"`, at(x), at(y), at(st.size), st.fill)
	if st.anchor != "" {
		fmt.Fprintf(&c.body, ` text-anchor="%s"`, st.anchor)
	}
	if st.weight != "" {
		fmt.Fprintf(&c.body, ` font-weight="%s"`, st.weight)
	}
	if st.halo {
		fmt.Fprintf(&c.body, ` stroke="%s" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`, paper)
	}
	c.body.WriteString(">" + escape(s) + "</text>\n")
}

func (c *canvas) rect(x, y, w, h float64, fill, stroke string) {
	fmt.Fprintf(&c.body, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"`, at(x), at(y), at(w), at(h), fill)
	if stroke != "" {
		fmt.Fprintf(&c.body, ` stroke="%s"`, stroke)
	}
	c.body.WriteString("/>\n")
}

// path draws with attributes that stand for themselves.
func (c *canvas) path(d, attributes string) {
	fmt.Fprintf(&c.body, `<path d="%s" %s/>`+"\n", d, attributes)
}

func (c *canvas) line(x1, y1, x2, y2 float64, colour string) {
	c.path("M"+at(x1)+" "+at(y1)+"L"+at(x2)+" "+at(y2), `fill="none" stroke="`+colour+`"`)
}

func (c *canvas) dot(x, y, r float64, fill, stroke string) {
	fmt.Fprintf(&c.body, `<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="%s" stroke-width="1.5"/>`+"\n", at(x), at(y), at(r), fill, stroke)
}

// withheld is the fill of what is not broken down.
func (c *canvas) withheld() string { return "url(#" + c.hatch + ")" }

// cell is a field with its number in it.
func (c *canvas) cell(x, y, w, h float64, n Cell, k classes, size float64) {
	fill, stroke := paper, soft
	switch n.State {
	case Counted:
		fill, stroke = steps[k.of(n.N)], ""
	case NotBrokenDown:
		fill, stroke = c.withheld(), rule
	}
	c.rect(x, y, w, h, fill, stroke)
	st := style{size: size, fill: inkOn(fill), anchor: "middle"}
	if n.State == NotBrokenDown {
		return // the hatching says it, and the legend
	}
	c.text(x+w/2, y+h/2+size*0.35, c.frame.Language.brief(n), st)
}

// key explains fills: the classes, and the signs that were used.
func (c *canvas) key(by classes, cells []Cell) {
	l := c.frame.Language
	c.y += 12
	k := legend{c: c, x: c.edge}
	for i, fill := range steps {
		k.entry(fill, soft, "", by.label(i, l))
	}
	used := map[State]bool{}
	for _, n := range cells {
		used[n.State] = true
	}
	if used[NotBrokenDown] {
		k.entry(c.withheld(), soft, "", l.of(notBrokenDown))
	}
	if used[Unknown] {
		k.entry(paper, soft, "?", l.of(unknown))
	}
	c.y += 18
}

// legend puts what is explained beside each other, and goes on below where there is no room.
type legend struct {
	c *canvas
	x float64
}

func (k *legend) entry(fill, stroke, sign, label string) {
	c, w := k.c, 20+wide(label, 12)+16
	if k.x > c.edge && k.x+w > c.width-c.edge {
		k.x, c.y = c.edge, c.y+22
	}
	c.rect(k.x, c.y, 14, 14, fill, stroke)
	if sign != "" {
		c.text(k.x+7, c.y+11, sign, style{size: 11, fill: ink, anchor: "middle"})
	}
	c.text(k.x+20, c.y+11.5, label, style{size: 12, fill: ink})
	k.x += w
}

// finish gives the bytes. The description is read out where nobody can look.
func (c *canvas) finish(description string) []byte {
	gap := 8.0
	for _, note := range strings.Split(c.say(c.frame.Note), "\n") {
		if note != "" && !c.frame.Within {
			c.y += gap
			c.paragraph(note, 12, soft, "")
			gap = 6
		}
	}
	if c.frame.Twin != "" {
		description += " " + c.say(sameAsTable) + " " + c.frame.Twin
	}
	c.y += 14
	lang := "nl"
	if c.frame.Language == English {
		lang = "en"
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%[1]s" height="%[2]s" role="img" lang="%[3]s" font-family="Helvetica, Arial, sans-serif">`+"\n",
		at(c.width), at(c.y), lang)
	fmt.Fprintf(&out, "<title>%s</title>\n<desc>%s</desc>\n", escape(c.say(c.frame.Title)), escape(description))
	body := c.body.String()
	defined := c.patterns(body)
	if strings.Contains(body, c.withheld()) {
		defined += fmt.Sprintf(`<pattern id="%s" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="%s"/><path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="%s"/></pattern>`, c.hatch, paper, hatching)
	}
	if defined != "" {
		out.WriteString("<defs>" + defined + "</defs>\n")
	}
	fmt.Fprintf(&out, `<rect width="%s" height="%s" fill="%s"/>`+"\n", at(c.width), at(c.y), paper)
	out.WriteString(body + "</svg>\n")
	return []byte(out.String())
}

// at writes a coordinate in tenths.
func at(x float64) string {
	return strconv.FormatFloat(tenth(x)+0, 'f', -1, 64) // + 0 makes 0 of -0
}

// escape makes text safe between and inside tags; what XML cannot hold is replaced.
func escape(s string) string {
	var out strings.Builder
	if err := xml.EscapeText(&out, []byte(s)); err != nil {
		return "" // a strings.Builder takes everything
	}
	return out.String()
}
