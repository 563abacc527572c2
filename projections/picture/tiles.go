package picture

import (
	"errors"
	"fmt"
	"strings"
)

// Layout puts areas on a grid, about where they lie.
type Layout map[string]Place

// Place is a column and a row, from the north-west.
type Place struct{ Column, Row int }

// Provinces, PoliceUnits and SafetyRegions are our own maps: every area is as large as any
// other, so that a small one is not overlooked. By the codes of domain/codes.
var (
	Provinces = Layout{
		"PV21": {2, 0}, "PV20": {3, 0},
		"PV27": {1, 1}, "PV24": {2, 1}, "PV22": {3, 1},
		"PV28": {0, 2}, "PV26": {1, 2}, "PV25": {2, 2}, "PV23": {3, 2},
		"PV29": {0, 3}, "PV30": {1, 3}, "PV31": {2, 3},
	}
	PoliceUnits = Layout{
		"NOH": {1, 0}, "NON": {3, 0},
		"DHG": {0, 1}, "AMS": {1, 1}, "MDN": {2, 1}, "OON": {3, 1},
		"RTD": {0, 2}, "ZWB": {1, 2}, "OOB": {2, 2}, "LIB": {3, 2},
	}
	SafetyRegions = Layout{
		"VR02": {3, 0}, "VR01": {4, 0},
		"VR10": {1, 1}, "VR11": {2, 1}, "VR04": {3, 1}, "VR03": {4, 1},
		"VR12": {1, 2}, "VR13": {2, 2}, "VR25": {3, 2}, "VR05": {4, 2},
		"VR15": {0, 3}, "VR16": {1, 3}, "VR14": {2, 3}, "VR09": {3, 3}, "VR06": {4, 3},
		"VR17": {0, 4}, "VR18": {1, 4}, "VR08": {3, 4}, "VR07": {4, 4},
		"VR19": {0, 5}, "VR20": {1, 5}, "VR21": {2, 5}, "VR22": {3, 5}, "VR23": {4, 5},
		"VR24": {4, 6},
	}
)

// Tiles is a map of tiles. An area of the layout without a cell is unknown.
type Tiles struct {
	Layout   Layout
	Order    []string // the areas, as the table lists them
	Labels   map[string]Text
	Cells    map[string]Cell
	AreasAre Text
}

// Draw makes the picture.
func (t Tiles) Draw(f Frame) (Picture, error) {
	cells, labels, err := t.lined()
	if err != nil {
		return Picture{}, err
	}
	c, k := newCanvas(f, "tiles"), classesOf(cells)
	columns, rows := 0, 0
	for _, p := range t.Layout {
		columns, rows = max(columns, p.Column+1), max(rows, p.Row+1)
	}
	side := min(c.room()/float64(columns), 118)
	left := c.edge
	if !f.Narrow {
		left += (c.room() - side*float64(columns)) / 2
	}
	for i, code := range t.Order {
		p := t.Layout[code]
		c.tile(left+float64(p.Column)*side, c.y+float64(p.Row)*side, side-3, f.Language.of(labels[i]), cells[i], k)
	}
	c.y += float64(rows) * side
	c.key(k, cells)
	return Picture{SVG: c.finish(highest(labels, cells, f.Language)), Table: areaTable(f, t.AreasAre, labels, cells)}, nil
}

func (t Tiles) lined() (cells []Cell, labels []Text, err error) {
	if len(t.Order) != len(t.Layout) {
		return nil, nil, fmt.Errorf("order: %d areas, want the %d of the layout", len(t.Order), len(t.Layout))
	}
	for _, code := range t.Order {
		if _, is := t.Layout[code]; !is {
			return nil, nil, fmt.Errorf("order: %q is not in the layout", code)
		}
		n, is := t.Cells[code]
		if !is {
			n = Cell{State: Unknown}
		}
		cells, labels = append(cells, n), append(labels, labelled(t.Labels, code))
	}
	if len(cells) == 0 {
		return nil, nil, errors.New("layout: no areas; use one of this package")
	}
	return cells, labels, checkCells(cells)
}

func labelled(labels map[string]Text, code string) Text {
	if t, is := labels[code]; is {
		return t
	}
	return Text{code, code}
}

// tile has its name on top and its number below.
func (c *canvas) tile(x, y, side float64, label string, n Cell, k classes) {
	fill, stroke := paper, soft
	switch n.State {
	case Counted:
		fill, stroke = steps[k.of(n.N)], ""
	case NotBrokenDown:
		fill = c.withheld()
	}
	c.rect(x, y, side, side, fill, stroke)
	size := max(9, min(12, side/8))
	for _, part := range strings.FieldsFunc(label, func(r rune) bool { return r == ' ' || r == '-' }) {
		size = max(7.5, min(size, (side-8)/wide(part, 1)))
	}
	lines := names(label, size, side-8)
	lines = lines[:min(len(lines), 3)]
	if n.State == NotBrokenDown { // text on a hatching is hard to read
		c.rect(x+1, y+1, side-2, 6+size*1.1*float64(len(lines)), paper, "")
	}
	for i, line := range lines {
		c.text(x+5, y+4+size*(1+1.1*float64(i)), line, style{size: size, fill: inkOn(fill)})
	}
	if n.State == NotBrokenDown {
		return
	}
	c.text(x+5, y+side-7, c.frame.Language.brief(n), style{size: max(12, side/5.5), fill: inkOn(fill), weight: "bold"})
}

// names breaks the name of an area into lines: at a space, behind a hyphen of its own, or, where
// a part is too long, with one more.
func names(s string, size, room float64) (lines []string) {
	line := ""
	for _, part := range strings.SplitAfter(strings.ReplaceAll(s, "-", "-\x00"), " ") {
		for _, piece := range strings.Split(part, "\x00") {
			if line != "" && wide(line+strings.TrimSpace(piece), size) > room {
				lines, line = append(lines, strings.TrimSpace(line)), ""
			}
			for wide(strings.TrimSpace(piece), size) > room && len([]rune(piece)) > 2 {
				head := []rune(cut(piece, size, room))
				head = head[:len(head)-1]
				lines, piece = append(lines, string(head)+"-"), strings.TrimPrefix(piece, string(head))
			}
			line += piece
		}
	}
	return append(lines, strings.TrimSpace(line))
}

func areaTable(f Frame, are Text, labels []Text, cells []Cell) Table {
	return Bars{Labels: labels, Cells: cells, LabelsAre: are}.table(f)
}
