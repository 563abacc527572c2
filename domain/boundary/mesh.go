package boundary

import (
	"cmp"
	"math"
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// mesh is areas as arcs that they share, on a grid of whole units.
type mesh struct {
	unit     Unit
	arcs     []arc
	outlines []outline
}

// spot is a place on the grid.
type spot struct{ x, y int }

type arc []spot

// outline is an area; ^i is arc i backwards.
type outline struct {
	code  codes.Code
	rings [][]int
}

func tooFine() error {
	return &fault.Wrong{Problem: "have more borders than can be kept", Remedy: "take a generalised file, or a coarser division"}
}

// meshOf finds the borders that areas share: from each spot where more than two borders meet to
// the next.
func meshOf(areas []Area) (mesh, error) {
	m := mesh{unit: unitOf(areas)}
	loops, err := m.grid(areas)
	if err != nil {
		return m, err
	}
	ways := waysOf(loops)
	seen := map[string]int{}
	for i, a := range areas {
		line := outline{code: a.Code}
		for _, loop := range loops[i] {
			line.rings = append(line.rings, m.along(loop, ways, seen))
		}
		m.outlines = append(m.outlines, line)
	}
	slices.SortFunc(m.outlines, func(a, b outline) int { return cmp.Compare(a.code, b.code) })
	return m, nil
}

func unitOf(areas []Area) Unit {
	for _, a := range areas {
		for _, ring := range a.Rings {
			for _, p := range ring {
				if math.Abs(p.X) > 180 || math.Abs(p.Y) > 90 {
					return Metre
				}
			}
		}
	}
	return DegreeE4
}

// grid puts rings on it, without the last spot, which is the first. What is smaller than the
// grid can show is left out.
func (m mesh) grid(areas []Area) (loops [][][]spot, err error) {
	steps := 1.0
	if m.unit == DegreeE4 {
		steps = 1e4
	}
	for _, a := range areas {
		var own [][]spot
		for _, ring := range a.Rings {
			var loop []spot
			for _, p := range ring {
				at := spot{int(math.Round(p.X * steps)), int(math.Round(p.Y * steps))}
				if len(loop) == 0 || loop[len(loop)-1] != at {
					loop = append(loop, at)
				}
			}
			for len(loop) > 1 && loop[0] == loop[len(loop)-1] {
				loop = loop[:len(loop)-1]
			}
			if len(loop) >= 3 {
				own = append(own, loop)
			}
		}
		if len(own) == 0 {
			return nil, &fault.Wrong{Problem: "hold one that is smaller than a map can show: " + string(a.Code), Remedy: "leave it out of the file, or use degrees (WGS84) or metres (RD)"}
		}
		loops = append(loops, own)
	}
	return loops, nil
}

// ways are the first two other spots that borders lead to from a spot, and whether there are
// exactly two.
type ways struct {
	to    [2]spot
	n     int
	joint bool
}

func waysOf(loops [][][]spot) map[spot]*ways {
	all := map[spot]*ways{}
	lead := func(from, to spot) {
		w := all[from]
		if w == nil {
			w = &ways{}
			all[from] = w
		}
		for i := range w.n {
			if w.to[i] == to {
				return
			}
		}
		if w.n == 2 {
			w.joint = true
			return
		}
		w.to[w.n] = to
		w.n++
	}
	for _, own := range loops {
		for _, loop := range own {
			for i, at := range loop {
				next := loop[(i+1)%len(loop)]
				lead(at, next)
				lead(next, at)
			}
		}
	}
	for _, w := range all {
		w.joint = w.joint || w.n != 2 // one way only: a border that turns back on itself
	}
	return all
}

// along cuts a ring into arcs, each of which is kept once.
func (m *mesh) along(loop []spot, all map[spot]*ways, seen map[string]int) (ring []int) {
	start := slices.IndexFunc(loop, func(at spot) bool { return all[at].joint })
	if start < 0 { // an island: begin where its twin, the hole that it lies in, begins too
		start = 0
		for i, at := range loop {
			if first := loop[start]; at.x < first.x || at.x == first.x && at.y < first.y {
				start = i
			}
		}
	}
	part := arc{loop[start]}
	for i := range loop {
		at := loop[(start+i+1)%len(loop)]
		part = append(part, at)
		if all[at].joint || i == len(loop)-1 {
			ring = append(ring, m.keep(part, seen))
			part = arc{at}
		}
	}
	return ring
}

// keep gives the number of an arc, or ^ of it where it was kept the other way round.
func (m *mesh) keep(a arc, seen map[string]int) int {
	back := slices.Clone(a)
	slices.Reverse(back)
	if i, is := seen[a.text()]; is {
		return i
	}
	if i, is := seen[back.text()]; is {
		return ^i
	}
	seen[a.text()] = len(m.arcs)
	m.arcs = append(m.arcs, a)
	return len(m.arcs) - 1
}

// areas are the rings with all their points, closed.
func (m mesh) areas() []Area {
	steps := 1.0
	if m.unit == DegreeE4 {
		steps = 1e4
	}
	var list []Area
	for _, o := range m.outlines {
		area := Area{Code: o.code}
		for _, ring := range o.rings {
			var points []Point
			for _, i := range ring {
				for j, p := range m.arc(i) {
					if j > 0 || len(points) == 0 {
						points = append(points, Point{float64(p.x) / steps, float64(p.y) / steps})
					}
				}
			}
			area.Rings = append(area.Rings, points)
		}
		list = append(list, area)
	}
	return list
}

// arc is one in the direction that a ring takes it.
func (m mesh) arc(i int) arc {
	if i >= 0 {
		return m.arcs[i]
	}
	back := slices.Clone(m.arcs[^i])
	slices.Reverse(back)
	return back
}

// extent is the greater side of all that there is.
func (m mesh) extent() float64 {
	low, high := spot{math.MaxInt, math.MaxInt}, spot{math.MinInt, math.MinInt}
	for _, a := range m.arcs {
		for _, p := range a {
			low, high = spot{min(low.x, p.x), min(low.y, p.y)}, spot{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	return max(float64(high.x-low.x), float64(high.y-low.y))
}
