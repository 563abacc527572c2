package picture

import (
	"fmt"
	"math"
	"strings"
)

// Trend is a line through periods, the newest of which are not complete yet.
type Trend struct {
	Points     []Moment
	PeriodsAre Text
}

// Moment is one period of a trend.
type Moment struct {
	Label Text
	Known Cell
	// Range is what is expected in the end, of a period that is not complete; nil of one that is.
	Range *Range
	Mark  Text // what else happened, such as a campaign for reporting; usually nothing
}

// Range is an estimate with its limits.
type Range struct{ Expected, Lower, Upper int }

// Draw makes the picture.
func (t Trend) Draw(f Frame) (Picture, error) {
	if err := t.check(); err != nil {
		return Picture{}, err
	}
	c := newCanvas(f, "trend")
	t.legend(c)
	t.lay(c)
	return Picture{SVG: c.finish(t.described(f.Language)), Table: t.table(f)}, nil
}

func (t Trend) check() error {
	if err := checkParts("points", len(t.Points), len(t.Points)); err != nil {
		return err
	}
	for i, p := range t.Points {
		if err := checkCells([]Cell{p.Known}); err != nil {
			return fmt.Errorf("points[%d]: %w", i, err)
		}
		if r := p.Range; r != nil && (r.Lower < 0 || r.Lower > r.Expected || r.Expected > r.Upper || r.Upper > maxN) {
			return fmt.Errorf("points[%d].range: %d, %d, %d, want 0 or more, rising and up to %d", i, r.Lower, r.Expected, r.Upper, maxN)
		}
	}
	return nil
}

// plot is where the line is drawn.
type plot struct {
	*canvas
	left, top, w, h float64
	high            int
	n               int
}

func (p plot) x(i int) float64 {
	if p.n == 1 {
		return p.left + p.w/2
	}
	return p.left + p.w*float64(i)/float64(p.n-1)
}

func (p plot) y(n int) float64 { return p.top + p.h*(1-float64(n)/float64(p.high)) }

func (p plot) at(i, n int) string { return at(p.x(i)) + " " + at(p.y(n)) }

func (t Trend) lay(c *canvas) {
	high := 0
	for _, p := range t.Points {
		if p.Known.State == Counted {
			high = max(high, p.Known.N)
		}
		if p.Range != nil {
			high = max(high, p.Range.Upper)
		}
	}
	p := plot{canvas: c, high: nice(high), n: len(t.Points), h: 260, top: c.y + 8}
	p.left = c.edge + wide(c.frame.Language.number(p.high), 12) + 14
	p.w = c.width - c.edge - 26 - wide(c.frame.Language.number(p.high), 12) - p.left
	t.axes(p)
	t.band(p)
	t.withheld(p)
	t.lines(p)
	t.dots(p)
	t.marks(p)
}

func (t Trend) axes(p plot) {
	for i := range 6 {
		n := p.high * i / 5
		p.line(p.left-6, p.y(n), p.left+p.w+10, p.y(n), rule)
		p.text(p.left-10, p.y(n)+4, p.frame.Language.number(n), style{size: 12, fill: soft, anchor: "end"})
	}
	p.line(p.left-6, p.y(0), p.left+p.w+10, p.y(0), soft)
	p.canvas.y = p.top + p.h + 18
	every, last := t.everyLabel(p), -1.0
	for i := len(t.Points) - 1; i >= 0; i -= every { // the newest always has one
		label := p.frame.Language.of(t.Points[i].Label)
		x := p.x(i)
		half := wide(label, 12) / 2
		x = math.Min(x, p.width-6-half)
		if last >= 0 && x+half+8 > last {
			continue
		}
		last = x - half
		p.line(p.x(i), p.y(0), p.x(i), p.y(0)+4, soft)
		p.text(x, p.canvas.y, label, style{size: 12, fill: soft, anchor: "middle"})
	}
	p.canvas.y += 8
}

// everyLabel is how many points share a label, so that labels do not touch.
func (t Trend) everyLabel(p plot) int {
	widest := 0.0
	for _, m := range t.Points {
		widest = math.Max(widest, wide(p.frame.Language.of(m.Label), 12)+12)
	}
	return max(1, int(math.Ceil(widest*float64(max(p.n-1, 1))/p.w)))
}

// band is drawn from the last complete period on, where it begins as a point.
func (t Trend) band(p plot) {
	for i, m := range t.Points {
		if m.Range == nil {
			continue
		}
		if i > 0 {
			if from, is := t.ended(i - 1); is {
				d := "M" + p.at(i-1, from.Lower) + "L" + p.at(i, m.Range.Lower) + "L" + p.at(i, m.Range.Upper) + "L" + p.at(i-1, from.Upper) + "z"
				p.path(d, `fill="`+band+`" stroke="none"`)
				p.path("M"+p.at(i-1, from.Lower)+"L"+p.at(i, m.Range.Lower)+"M"+p.at(i-1, from.Upper)+"L"+p.at(i, m.Range.Upper), `fill="none" stroke="`+accent+`" stroke-width="0.8"`)
			}
		}
		x := p.x(i)
		p.path(fmt.Sprintf("M%s %sH%sM%[1]s %[4]sH%[3]sM%[5]s %[2]sV%[4]s", at(x-4), at(p.y(m.Range.Lower)), at(x+4), at(p.y(m.Range.Upper)), at(x)), `fill="none" stroke="`+accent+`" stroke-width="0.8"`)
	}
}

// ended is the estimate of a period, which of a complete one is its number.
func (t Trend) ended(i int) (Range, bool) {
	m := t.Points[i]
	switch {
	case m.Range != nil:
		return *m.Range, true
	case m.Known.State == Counted:
		return Range{m.Known.N, m.Known.N, m.Known.N}, true
	}
	return Range{}, false
}

func (t Trend) withheld(p plot) {
	for i, m := range t.Points {
		if m.Known.State == Counted {
			continue
		}
		half := math.Max(3, math.Min(10, p.w/float64(max(p.n-1, 1))/2))
		if m.Known.State == NotBrokenDown {
			p.rect(p.x(i)-half, p.top, 2*half, p.h, p.canvas.withheld(), "")
		} else {
			p.text(p.x(i), p.y(0)-8, "?", style{size: 13, fill: ink, anchor: "middle", halo: true})
		}
	}
}

// lines are what is expected, dashed, and what is known; both have a gap where there is no number.
func (t Trend) lines(p plot) {
	var known, expected, later strings.Builder
	for i := range t.Points {
		m := t.Points[i]
		if i == 0 {
			continue
		}
		before, is := t.ended(i - 1)
		now, also := t.ended(i)
		if is && also && m.Range != nil {
			expected.WriteString("M" + p.at(i-1, before.Expected) + "L" + p.at(i, now.Expected))
		}
		if a, b := t.Points[i-1].Known, m.Known; a.State == Counted && b.State == Counted {
			segment := "M" + p.at(i-1, a.N) + "L" + p.at(i, b.N)
			if m.Range == nil {
				known.WriteString(segment)
			} else {
				later.WriteString(segment)
			}
		}
	}
	draw := func(d, how string) {
		if d != "" {
			p.path(d, `fill="none" `+how)
		}
	}
	draw(later.String(), `stroke="`+soft+`" stroke-width="1.2"`)
	draw(expected.String(), `stroke="`+accent+`" stroke-width="2" stroke-dasharray="5 3"`)
	draw(known.String(), `stroke="`+accent+`" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round"`)
}

func (t Trend) dots(p plot) {
	l := p.frame.Language
	r := 3.4
	if p.n > 40 {
		r = 2.2
	}
	for i, m := range t.Points {
		if m.Known.State == Counted {
			fill, stroke := accent, accent
			if m.Range != nil {
				fill, stroke = paper, soft
			}
			p.dot(p.x(i), p.y(m.Known.N), r, fill, stroke)
		}
		if m.Range != nil {
			p.dot(p.x(i), p.y(m.Range.Expected), r, accent, accent)
		}
	}
	last := t.Points[len(t.Points)-1]
	x := p.x(len(t.Points) - 1)
	name := func(at int, said string) {
		p.text(x+9, p.y(at)+4, said, style{size: 12, fill: ink, weight: "bold", halo: true})
	}
	if last.Range != nil {
		name(last.Range.Expected, l.number(last.Range.Expected))
	}
	if last.Known.State == Counted && (last.Range == nil || p.y(last.Known.N)-p.y(last.Range.Expected) > 14) {
		name(last.Known.N, l.written(last.Known))
	}
}

// marks are numbered on the axis and explained below it.
func (t Trend) marks(p plot) {
	n := 0
	for i, m := range t.Points {
		said := p.frame.Language.of(m.Mark)
		if said == "" {
			continue
		}
		n++
		x := p.x(i)
		p.path("M"+at(x)+" "+at(p.top)+"V"+at(p.y(0)), `fill="none" stroke="`+soft+`" stroke-dasharray="2 3"`)
		p.text(x, p.top-2, fmt.Sprint("▼", n), style{size: 11, fill: ink, anchor: "middle", halo: true})
		p.paragraph(fmt.Sprintf("▼%d %s: %s", n, p.frame.Language.of(m.Label), said), 12, ink, "")
	}
}

// legend shows each line as it is drawn, where there is something to tell apart.
func (t Trend) legend(c *canvas) {
	var ranged, withheld, unknowns bool
	for _, m := range t.Points {
		ranged = ranged || m.Range != nil
		withheld = withheld || m.Known.State == NotBrokenDown
		unknowns = unknowns || m.Known.State == Unknown
	}
	x := c.edge
	entry := func(label Text, draw func(x, y float64)) {
		said := c.say(label)
		w := 34 + wide(said, 12) + 16
		if x > c.edge && x+w > c.width-c.edge {
			x, c.y = c.edge, c.y+20
		}
		draw(x, c.y+7)
		c.text(x+32, c.y+11, said, style{size: 12, fill: ink})
		x += w
	}
	if ranged {
		entry(Text{"volledig gemeld", "fully reported"}, func(x, y float64) {
			c.path("M"+at(x)+" "+at(y)+"h26", `fill="none" stroke="`+accent+`" stroke-width="2.2"`)
			c.dot(x+13, y, 3.4, accent, accent)
		})
		entry(Text{"nu bekend", "known by now"}, func(x, y float64) {
			c.path("M"+at(x)+" "+at(y)+"h26", `fill="none" stroke="`+soft+`" stroke-width="1.2"`)
			c.dot(x+13, y, 3.4, paper, soft)
		})
		entry(Text{"verwacht, met het bereik van negen op de tien keer", "expected, with the range of nine times in ten"}, func(x, y float64) {
			c.rect(x, y-6, 26, 12, band, accent)
			c.path("M"+at(x)+" "+at(y)+"h26", `fill="none" stroke="`+accent+`" stroke-width="2" stroke-dasharray="5 3"`)
		})
	}
	if withheld {
		entry(notBrokenDown, func(x, y float64) { c.rect(x, y-7, 26, 14, c.withheld(), soft) })
	}
	if unknowns {
		entry(unknown, func(x, y float64) { c.text(x+13, y+5, "?", style{size: 13, fill: ink, anchor: "middle"}) })
	}
	if x > c.edge {
		c.y += 34
	}
}

func (t Trend) described(l Language) string {
	first, last := t.Points[0], t.Points[len(t.Points)-1]
	said := fmt.Sprintf(l.of(Text{"Van %s: %s tot %s: %s.", "From %s: %s to %s: %s."}),
		l.of(first.Label), l.written(first.Known), l.of(last.Label), l.written(last.Known))
	if r := last.Range; r != nil {
		said += fmt.Sprintf(l.of(Text{" Verwacht voor de laatste: %s, tussen %s en %s.", " Expected of the last: %s, between %s and %s."}),
			l.number(r.Expected), l.number(r.Lower), l.number(r.Upper))
	}
	return said
}

func (t Trend) table(f Frame) Table {
	l := f.Language
	table := Table{Caption: l.of(f.Title), Head: []string{l.of(t.PeriodsAre), l.of(Text{"nu bekend", "known by now"}),
		l.of(Text{"verwacht", "expected"}), l.of(Text{"ondergrens", "lower limit"}), l.of(Text{"bovengrens", "upper limit"}), l.of(Text{"bijzonderheid", "remark"})}}
	for _, m := range t.Points {
		row := []string{l.of(m.Label), l.written(m.Known), "", "", "", l.of(m.Mark)}
		if r := m.Range; r != nil {
			row[2], row[3], row[4] = l.number(r.Expected), l.number(r.Lower), l.number(r.Upper)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
