package picture

// Funnel shows how far things came: each stage is a part of the one before it.
type Funnel struct {
	Stages    []Text
	Cells     []Cell
	StagesAre Text
	// Base is what every share is of, where stages are not each a part of the one before: some
	// exclude each other, or were told while one before was not. Nil: of the one before.
	Base *Cell
}

// fewest is of how many a share says anything.
const fewest = 10

// Draw makes the picture. The bars begin at one side, because lengths from the middle are
// compared badly. A share is written where both numbers are printed.
func (s Funnel) Draw(f Frame) (Picture, error) {
	if err := checkParts("stages", len(s.Stages), len(s.Cells)); err != nil {
		return Picture{}, err
	}
	if err := checkCells(s.Cells); err != nil {
		return Picture{}, err
	}
	c := newCanvas(f, "funnel")
	longest := max(largest(s.Cells), 1)
	if s.Base != nil && s.Base.State == Counted {
		longest = max(longest, s.Base.N)
	}
	for i := range s.Cells {
		s.stage(c, i, longest)
	}
	c.y += 6
	return Picture{SVG: c.finish(listed(s.Stages, s.Cells, f.Language)), Table: s.table(f)}, nil
}

func (s Funnel) stage(c *canvas, i, longest int) {
	l := c.frame.Language
	n := s.Cells[i]
	x, room := c.edge, c.room()
	if i > 0 {
		s.step(c, i)
	}
	if c.frame.Narrow {
		c.text(x, c.y+13, cut(l.of(s.Stages[i]), 13, room), style{size: 13, fill: ink})
		c.y += 19
	} else {
		left := c.room() * 0.34
		c.text(x+left-10, c.y+s.labelAt(), cut(l.of(s.Stages[i]), 13, left-12), style{size: 13, fill: ink, anchor: "end"})
		x, room = x+left, room-left
	}
	h, said := 30.0, l.written(n)
	if s.Base != nil {
		h = 20
		if share := s.ofBase(n, l); share != "" {
			said += " (" + share + ")"
		}
	}
	c.valued(x, c.y, room, h, n, longest, said)
	c.y += h
}

// step is what lies between two stages: the share that went on.
func (s Funnel) step(c *canvas, i int) {
	if s.Base != nil {
		c.y += 9
		return
	}
	l := c.frame.Language
	share := l.percent(s.Cells[i], s.Cells[i-1])
	x := c.edge + 10
	if !c.frame.Narrow {
		x += c.room() * 0.34
	}
	if share != "" {
		c.text(x, c.y+17, "↓ "+share, style{size: 12, fill: soft})
	} else {
		c.text(x, c.y+17, "↓", style{size: 12, fill: soft})
	}
	c.y += 26
}

func (s Funnel) labelAt() float64 {
	if s.Base != nil {
		return 14.5
	}
	return 20
}

func (s Funnel) ofBase(n Cell, l Language) string {
	if s.Base.N < fewest || n.Shown != "" { // of "0–4" there is no one share
		return ""
	}
	return l.percent(n, *s.Base)
}

func (s Funnel) table(f Frame) Table {
	l := f.Language
	if s.Base != nil {
		t := Table{Caption: l.of(f.Title), Head: []string{l.of(s.StagesAre), l.of(f.Unit), l.of(Text{"deel van alle", "share of all"})}}
		for i, n := range s.Cells {
			t.Rows = append(t.Rows, []string{l.of(s.Stages[i]), l.written(n), s.ofBase(n, l)})
		}
		return t
	}
	t := Table{Caption: l.of(f.Title), Head: []string{l.of(s.StagesAre), l.of(f.Unit),
		l.of(Text{"deel van de vorige", "share of the one before"}), l.of(Text{"deel van de eerste", "share of the first"})}}
	for i, n := range s.Cells {
		row := []string{l.of(s.Stages[i]), l.written(n), "", ""}
		if i > 0 {
			row[2], row[3] = l.percent(n, s.Cells[i-1]), l.percent(n, s.Cells[0])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
