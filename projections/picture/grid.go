package picture

import "fmt"

// Grid is a table whose cells are shaded: weekdays down and hours across.
type Grid struct {
	Rows, Columns []Text
	Cells         [][]Cell // by row
	// Of what the rows and the columns are, for the table.
	RowsAre, ColumnsAre Text
	// Weekdays says that rows or columns are: where there is no room two letters tell them apart.
	Weekdays bool
}

// Draw makes the picture. For a telephone the longer side goes down the page.
func (g Grid) Draw(f Frame) (Picture, error) {
	if err := g.check(); err != nil {
		return Picture{}, err
	}
	p := Picture{Table: g.table(f)}
	if f.Narrow && len(g.Columns) > len(g.Rows) {
		g = g.turned()
	}
	all := g.all()
	k := classesOf(all)
	c := newCanvas(f, "grid")
	g.lay(c, k)
	c.key(k, all)
	p.SVG = c.finish(g.described(f.Language))
	return p, nil
}

func (g Grid) check() error {
	if err := checkParts("rows", len(g.Rows), len(g.Cells)); err != nil {
		return err
	}
	for i, row := range g.Cells {
		if err := checkParts(fmt.Sprintf("columns of row %d", i), len(g.Columns), len(row)); err != nil {
			return err
		}
		if err := checkCells(row); err != nil {
			return fmt.Errorf("row %d: %w", i, err)
		}
	}
	return nil
}

func (g Grid) all() (all []Cell) {
	for _, row := range g.Cells {
		all = append(all, row...)
	}
	return all
}

func (g Grid) turned() Grid {
	t := Grid{Rows: g.Columns, Columns: g.Rows, RowsAre: g.ColumnsAre, ColumnsAre: g.RowsAre, Weekdays: g.Weekdays}
	for i := range g.Columns {
		var row []Cell
		for _, from := range g.Cells {
			row = append(row, from[i])
		}
		t.Cells = append(t.Cells, row)
	}
	return t
}

func (g Grid) lay(c *canvas, k classes) {
	l := c.frame.Language
	left := 0.0
	for _, row := range g.Rows {
		left = max(left, wide(l.of(row), 12))
	}
	left = min(left+10, c.room()*0.35)
	w := (c.room() - left) / float64(len(g.Columns))
	h := 24.0
	if !c.frame.Narrow {
		h = min(max(w, 26), 36)
	}
	g.headings(c, c.edge+left, w)
	for i, row := range g.Rows {
		c.text(c.edge, c.y+h/2+4, cut(l.of(row), 12, left-6), style{size: 12, fill: ink})
		for j, n := range g.Cells[i] {
			c.cell(c.edge+left+float64(j)*w+0.5, c.y+0.5, w-1.5, h-1.5, n, k, min(12, w*0.36))
		}
		c.y += h
	}
}

func (g Grid) described(l Language) string {
	from, to, most := -1, -1, 0
	for i, row := range g.Cells {
		for j, n := range row {
			if n.State == Counted && n.N > most {
				from, to, most = i, j, n.N
			}
		}
	}
	if from < 0 {
		return l.of(Text{"Geen getallen boven nul.", "No numbers above zero."})
	}
	return fmt.Sprintf(l.of(Text{"Het hoogste getal is %s, bij %s en %s. De tabel ernaast zegt hetzelfde.", "The highest number is %s, at %s and %s. The table beside it says the same."}),
		l.written(g.Cells[from][to]), l.of(g.Rows[from]), l.of(g.Columns[to]))
}

func (g Grid) table(f Frame) Table {
	l := f.Language
	t := Table{Caption: l.of(f.Title), Head: []string{l.of(g.RowsAre)}}
	for _, column := range g.Columns {
		t.Head = append(t.Head, l.of(column))
	}
	for i, row := range g.Rows {
		cells := []string{l.of(row)}
		for _, n := range g.Cells[i] {
			cells = append(cells, l.written(n))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// headings stand above the columns: whole where all fit; else weekdays in two letters (ma,
// di), and others broken into lines, or upright where columns are too narrow for that.
func (g Grid) headings(c *canvas, left, w float64) {
	whole := true
	for _, column := range g.Columns {
		whole = whole && wide(c.say(column), 12) <= w
	}
	middle := func(j int) float64 { return left + (float64(j)+0.5)*w }
	switch {
	case whole, g.Weekdays:
		for j, column := range g.Columns {
			label := c.say(column)
			if !whole {
				label = abbreviated(label)
			}
			c.text(middle(j), c.y+10, label, style{size: 12, fill: soft, anchor: "middle"})
		}
		c.y += 18
	case w >= 52:
		g.broken(c, middle, w)
	default:
		g.upright(c, middle)
	}
}

func abbreviated(label string) string {
	runes := []rune(label)
	return string(runes[:min(2, len(runes))])
}

func (g Grid) broken(c *canvas, middle func(int) float64, w float64) {
	most := 0
	var all [][]string
	for _, column := range g.Columns {
		lines := names(c.say(column), 10.5, w-4)
		lines = lines[:min(len(lines), 4)]
		most, all = max(most, len(lines)), append(all, lines)
	}
	for j, lines := range all {
		for i, line := range lines { // they end above the cells
			c.text(middle(j), c.y+10+12*float64(most-len(lines)+i), line, style{size: 10.5, fill: soft, anchor: "middle"})
		}
	}
	c.y += 6 + 12*float64(most)
}

func (g Grid) upright(c *canvas, middle func(int) float64) {
	high := 0.0
	for _, column := range g.Columns {
		high = max(high, wide(cut(c.say(column), 11, 150), 11))
	}
	for j, column := range g.Columns {
		x, y := middle(j)+4, c.y+high
		fmt.Fprintf(&c.body, `<text transform="translate(%s %s) rotate(-90)" font-size="11" fill="%s">%s</text>`+"\n", at(x), at(y), soft, escape(cut(c.say(column), 11, 150)))
	}
	c.y += high + 8
}
