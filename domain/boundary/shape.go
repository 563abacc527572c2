package boundary

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
)

// Shape is areas as they are kept. Each border is kept once, as an arc that the areas on both
// sides go along, so that they still fit after it was simplified, and areas can be joined.
type Shape struct {
	Unit      Unit
	Tolerance int // how far, in units, a border may lie from where the file had it
	Arcs      []string
	Outlines  []Outline // by code
}

// Unit is what coordinates are counted in.
type Unit string

// Whole units are fine enough for a map of the country on paper.
const (
	DegreeE4 Unit = "0.0001 degree" // about 7 metres east, 11 north
	Metre    Unit = "metre"         // of the Rijksdriehoek
)

// Outline is one area: of each ring the arcs that it goes along, as in TopoJSON: ^i is arc i
// backwards.
type Outline struct {
	Code  codes.Code
	Rings []string
}

// most is how many bytes the arcs and rings of one set may have: with all that stands around
// them the event stays below eventlog.MaxPayload, and four levels below eventlog.MaxBytes.
const most = 180 << 10

// Shaped keeps areas in as much detail as there is room for. The error is a *fault.Wrong.
func Shaped(areas []Area) (Shape, error) {
	m, err := meshOf(areas)
	if err != nil {
		return Shape{}, err
	}
	for tolerance := 0; ; tolerance = max(1, 2*tolerance) {
		if s := m.simplified(float64(tolerance)).shape(tolerance); s.size() <= most {
			return s, nil
		} else if tolerance > coarsest {
			return Shape{}, tooFine()
		}
	}
}

// coarsest is some ten kilometres: what does not fit then is no map of ours.
const coarsest = 1 << 14

func (s Shape) size() (n int) {
	for _, a := range s.Arcs {
		n += len(a) + 3
	}
	for _, o := range s.Outlines {
		n += len(o.Code) + 24
		for _, r := range o.Rings {
			n += len(r) + 3
		}
	}
	return n
}

func (s Shape) same(o Shape) bool {
	return s.Unit == o.Unit && s.Tolerance == o.Tolerance && slices.Equal(s.Arcs, o.Arcs) &&
		slices.EqualFunc(s.Outlines, o.Outlines, func(a, b Outline) bool { return a.Code == b.Code && slices.Equal(a.Rings, b.Rings) })
}

// shape writes a mesh down.
func (m mesh) shape(tolerance int) Shape {
	s := Shape{Unit: m.unit, Tolerance: tolerance}
	for _, a := range m.arcs {
		s.Arcs = append(s.Arcs, a.text())
	}
	for _, o := range m.outlines {
		line := Outline{Code: o.code}
		for _, ring := range o.rings {
			var words []string
			for _, i := range ring {
				words = append(words, strconv.Itoa(i))
			}
			line.Rings = append(line.Rings, strings.Join(words, " "))
		}
		s.Outlines = append(s.Outlines, line)
	}
	return s
}

// text is where an arc begins, and the steps that it takes.
func (a arc) text() string {
	var b strings.Builder
	var last spot
	for i, p := range a {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(p.x-last.x) + " " + strconv.Itoa(p.y-last.y))
		last = p
	}
	return b.String()
}

var errUnreadable = errors.New("these boundaries are not as they were written")

// mesh reads what was written.
func (s Shape) mesh() (mesh, error) {
	m := mesh{unit: s.Unit}
	for i, text := range s.Arcs {
		steps, err := numbers(text)
		if err != nil || len(steps) < 4 || len(steps)%2 != 0 {
			return m, fmt.Errorf("arc %d: %w", i, errUnreadable)
		}
		var a arc
		var at spot
		for j := 0; j < len(steps); j += 2 {
			at = spot{at.x + steps[j], at.y + steps[j+1]}
			a = append(a, at)
		}
		m.arcs = append(m.arcs, a)
	}
	for _, o := range s.Outlines {
		line := outline{code: o.Code}
		for _, text := range o.Rings {
			ring, err := numbers(text)
			if err != nil || len(ring) == 0 || slices.ContainsFunc(ring, func(i int) bool { return max(i, ^i) >= len(m.arcs) }) {
				return m, fmt.Errorf("ring of %s: %w", o.Code, errUnreadable)
			}
			line.rings = append(line.rings, ring)
		}
		m.outlines = append(m.outlines, line)
	}
	return m, nil
}

func numbers(text string) ([]int, error) {
	var list []int
	for _, word := range strings.Fields(text) {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// Areas gives them to be drawn, where borders may lie so many parts of the country's greater
// side from where they are kept: 1/2000 is half a point on a map of 1000. The error
// is that what is kept is not what was written.
func (s Shape) Areas(detail float64) ([]Area, error) {
	m, err := s.mesh()
	if err != nil {
		return nil, err
	}
	return m.simplified(detail * m.extent()).areas(), nil
}

// Points is how many are kept.
func (s Shape) Points() (n int) {
	for _, a := range s.Arcs {
		n += (strings.Count(a, " ") + 1) / 2
	}
	return n
}
