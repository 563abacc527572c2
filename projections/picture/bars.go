package picture

import "fmt"

// Bars compares parts by the length of a bar, each with its number.
type Bars struct {
	Labels    []Text
	Cells     []Cell
	LabelsAre Text // what the parts are, for the table
}

// Draw makes the picture.
func (b Bars) Draw(f Frame) (Picture, error) {
	if err := checkParts("bars", len(b.Labels), len(b.Cells)); err != nil {
		return Picture{}, err
	}
	if err := checkCells(b.Cells); err != nil {
		return Picture{}, err
	}
	c := newCanvas(f, "bars")
	longest := max(largest(b.Cells), 1)
	for i, n := range b.Cells {
		b.bar(c, f.Language.of(b.Labels[i]), n, longest)
	}
	return Picture{SVG: c.finish(listed(b.Labels, b.Cells, f.Language)), Table: b.table(f)}, nil
}

// bar stands beside its label, and below it where there is no room.
func (b Bars) bar(c *canvas, label string, n Cell, longest int) {
	l := c.frame.Language
	x, room := c.edge, c.room()
	if c.frame.Narrow {
		c.text(x, c.y+13, cut(label, 13, room), style{size: 13, fill: ink})
		c.y += 19
	} else {
		left := c.room() * 0.34
		c.text(x+left-10, c.y+17, cut(label, 13, left-12), style{size: 13, fill: ink, anchor: "end"})
		x, room = x+left, room-left
	}
	c.valued(x, c.y+2, room, 22, n, longest, l.written(n))
	c.y += 30
	if c.frame.Narrow {
		c.y += 4
	}
}

// valued is a bar and what is written after it.
func (c *canvas) valued(x, y, room, h float64, n Cell, longest int, said string) {
	room -= wide(c.frame.Language.number(longest), 13) + 70 // for what is written after the longest
	long := room * float64(n.N) / float64(longest)
	switch n.State {
	case NotBrokenDown:
		long = 36
		c.rect(x, y, long, h, c.withheld(), soft)
	case Unknown:
		long = 0
	default:
		c.rect(x, y, long, h, accent, "")
	}
	c.line(x, y-2, x, y+h+2, soft)
	c.text(x+long+6, y+h/2+4.5, said, style{size: 13, fill: ink, weight: weightOf(n)})
}

func weightOf(n Cell) string {
	if n.State == Counted {
		return "bold"
	}
	return ""
}

func (b Bars) table(f Frame) Table {
	l := f.Language
	t := Table{Caption: l.of(f.Title), Head: []string{l.of(b.LabelsAre), l.of(f.Unit)}}
	for i, n := range b.Cells {
		t.Rows = append(t.Rows, []string{l.of(b.Labels[i]), l.written(n)})
	}
	return t
}

// listed reads parts out, when they are few; else the highest.
func listed(labels []Text, cells []Cell, l Language) string {
	if len(cells) > 12 {
		return highest(labels, cells, l)
	}
	said := ""
	for i, n := range cells {
		if i > 0 {
			said += "; "
		}
		said += l.of(labels[i]) + ": " + l.written(n)
	}
	return said + "."
}

func highest(labels []Text, cells []Cell, l Language) string {
	best := -1
	for i, n := range cells {
		if n.State == Counted && n.N > 0 && (best < 0 || n.N > cells[best].N) {
			best = i
		}
	}
	if best < 0 {
		return l.of(Text{"Geen getallen boven nul.", "No numbers above zero."})
	}
	return fmt.Sprintf(l.of(Text{"Het hoogste getal is %s, bij %s. De tabel ernaast zegt hetzelfde.", "The highest number is %s, at %s. The table beside it says the same."}),
		l.written(cells[best]), l.of(labels[best]))
}
