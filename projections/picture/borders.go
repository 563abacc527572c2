package picture

import (
	"fmt"
	"math"
	"strings"

	"ruggensteun/domain/boundary"
)

// Map shades areas with real borders. An area without a cell is in no row of the table.
type Map struct {
	Areas    []boundary.Area
	Labels   map[string]Text
	Cells    map[string]Cell
	AreasAre Text
}

// Detail is how far a border may lie from where it is, in parts of the country: half a
// point on the largest map that is drawn.
const Detail = 1.0 / 1600

// numbered is up to how many areas have their number on the map. With more the table has them,
// and each area says its own where a pointer rests on it.
const numbered = 30

// Draw makes the picture.
func (m Map) Draw(f Frame) (Picture, error) {
	if len(m.Areas) == 0 {
		return Picture{}, errNothing
	}
	var cells []Cell
	var labels []Text
	for _, a := range m.Areas {
		n, is := m.Cells[string(a.Code)]
		if !is {
			n = Cell{State: Absent}
		}
		cells, labels = append(cells, n), append(labels, labelled(m.Labels, string(a.Code)))
	}
	if err := checkCells(cells); err != nil {
		return Picture{}, err
	}
	c, k := newCanvas(f, "map"), rangesOf(cells)
	m.lay(c, k, labels, cells)
	c.ranged(k, cells)
	return Picture{SVG: c.finish(highest(labels, cells, f.Language)), Table: areaTable(f, m.AreasAre, labels, cells)}, nil
}

func (m Map) lay(c *canvas, k ranges, labels []Text, cells []Cell) {
	v := m.view(c)
	l := c.frame.Language
	for i, a := range m.Areas {
		c.area(v.rings(a), c.shade(k, cells[i]), v.edge, l.of(labels[i])+": "+l.written(cells[i]))
	}
	for i, a := range m.Areas {
		if len(cells) > numbered || cells[i].State == NotBrokenDown || cells[i].State == Absent {
			continue
		}
		p := v.at(middle(a))
		size := 14.0
		if c.frame.Narrow {
			size = 10.5
		}
		c.text(p.X, p.Y+size*0.35, l.brief(cells[i]), style{size: size, fill: ink, anchor: "middle", weight: "bold", halo: true})
	}
	c.y += v.height
}

// area is filled by the rule of even and odd, so that a ring within a ring is a hole.
func (c *canvas) area(d, fill string, edge float64, says string) {
	fmt.Fprintf(&c.body, `<path d="%s" fill="%s" fill-rule="evenodd" stroke="%s" stroke-width="%s" stroke-linejoin="round"><title>%s</title></path>`+"\n", d, fill, hatching, at(edge), escape(says))
}

// view turns east and north into x and y.
type view struct {
	left, top, scale, squeeze float64
	west, north, height, edge float64
}

// view fits all areas in. Degrees of longitude are squeezed as they are in the middle, which
// for a country as small as this one looks as a map should.
func (m Map) view(c *canvas) view {
	west, east, south, north := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, a := range m.Areas {
		for _, ring := range a.Rings {
			for _, p := range ring {
				west, east, south, north = math.Min(west, p.X), math.Max(east, p.X), math.Min(south, p.Y), math.Max(north, p.Y)
			}
		}
	}
	v := view{squeeze: 1, west: west, north: north, edge: 0.6}
	if math.Max(math.Abs(west), math.Abs(east)) <= 180 && math.Max(math.Abs(south), math.Abs(north)) <= 90 {
		v.squeeze = math.Max(0.05, math.Cos((south+north)/2*math.Pi/180))
	}
	w, h := math.Max((east-west)*v.squeeze, 1e-9), math.Max(north-south, 1e-9)
	v.scale = math.Min(c.room()/w, 760/h)
	v.left, v.top, v.height = c.edge+(c.room()-w*v.scale)/2, c.y, h*v.scale
	if len(m.Areas) <= numbered {
		v.edge = 1
	}
	return v
}

func (v view) at(p boundary.Point) boundary.Point {
	return boundary.Point{X: v.left + (p.X-v.west)*v.squeeze*v.scale, Y: v.top + (v.north-p.Y)*v.scale}
}

// rings writes an area as steps of tenths, leaving out what does not move.
func (v view) rings(a boundary.Area) string {
	var d strings.Builder
	for _, ring := range a.Rings {
		var x, y float64
		for i, p := range ring {
			q := v.at(p)
			switch dx, dy := tenth(tenth(q.X)-x), tenth(tenth(q.Y)-y); {
			case i == 0:
				d.WriteString("M" + at(q.X) + " " + at(q.Y) + "l")
			case dx == 0 && dy == 0:
				continue
			default:
				d.WriteString(at(dx) + " " + at(dy) + " ")
			}
			x, y = tenth(q.X), tenth(q.Y)
		}
		d.WriteString("z")
	}
	return strings.ReplaceAll(strings.ReplaceAll(d.String(), " z", "z"), "lz", "z")
}

// middle is the centre of gravity of the largest ring.
func middle(a boundary.Area) boundary.Point {
	var best boundary.Point
	most := -1.0
	for _, ring := range a.Rings {
		var area, x, y float64
		from := ring[0]
		for i := range ring {
			p, q := ring[i], ring[(i+1)%len(ring)]
			px, py, qx, qy := p.X-from.X, p.Y-from.Y, q.X-from.X, q.Y-from.Y
			cross := px*qy - qx*py
			area, x, y = area+cross, x+(px+qx)*cross, y+(py+qy)*cross
		}
		if math.Abs(area) > most {
			most = math.Abs(area)
			best = from
			if area != 0 {
				best = boundary.Point{X: from.X + x/(3*area), Y: from.Y + y/(3*area)}
			}
		}
	}
	return best
}
