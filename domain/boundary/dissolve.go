package boundary

import (
	"cmp"
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
)

// Joined are areas put together: those of which in gives the same code are one, without the
// borders between them. Areas of which it gives none are left out. The error is that
// what is kept is not what was written.
func (s Shape) Joined(in func(codes.Code) codes.Code) (Shape, error) {
	m, err := s.mesh()
	if err != nil {
		return Shape{}, err
	}
	sides := map[codes.Code]map[int]int{} // of each whole: how often an arc is a side of a part
	for _, o := range m.outlines {
		code := in(o.code)
		if code == "" {
			continue
		}
		if sides[code] == nil {
			sides[code] = map[int]int{}
		}
		for _, ring := range o.rings {
			for _, i := range ring {
				sides[code][max(i, ^i)]++
			}
		}
	}
	whole := mesh{unit: m.unit, arcs: m.arcs}
	for code, counted := range sides {
		var outer []int
		for i, n := range counted {
			if n%2 == 1 { // one that two parts have lies between them
				outer = append(outer, i)
			}
		}
		slices.Sort(outer)
		whole.outlines = append(whole.outlines, outline{code: code, rings: m.chained(outer)})
	}
	slices.SortFunc(whole.outlines, func(a, b outline) int { return cmp.Compare(a.code, b.code) })
	return whole.shape(s.Tolerance), nil
}

// chained joins arcs end to end into rings. At each spot as many come as go, whichever way they
// are taken, so whoever walks on comes back.
func (m mesh) chained(arcs []int) (rings [][]int) {
	from, used := map[spot][]int{}, map[int]bool{}
	for _, i := range arcs {
		a := m.arcs[i]
		from[a[0]] = append(from[a[0]], i)
		from[a[len(a)-1]] = append(from[a[len(a)-1]], ^i)
	}
	for _, first := range arcs {
		if used[first] {
			continue
		}
		var ring []int
		start := m.arcs[first][0]
		for at, next, more := start, first, true; more; {
			used[max(next, ^next)] = true
			ring = append(ring, next)
			way := m.arc(next)
			if at = way[len(way)-1]; at == start {
				break
			}
			next, more = 0, false
			for _, i := range from[at] {
				if !used[max(i, ^i)] {
					next, more = i, true
					break
				}
			}
		}
		rings = append(rings, ring)
	}
	return rings
}

// Chosen are the boundaries that a map is drawn by.
type Chosen struct {
	Loaded
	Joined bool // put together from those of the gemeenten
	Later  bool // they hold from a later day than the one that was asked for; there are no earlier ones
}

// On are the boundaries of a level on a day; with no day the newest. Those of wholes are put
// together from gemeenten where they were not loaded themselves.
func (a Atlas) On(level Level, day string) (Chosen, bool, error) {
	own, parts := a.holds(level, day), a.holds(Gemeente, day)
	switch {
	case own == nil && (parts == nil || level == Gemeente):
		return Chosen{}, false, nil
	case own != nil && (!later(own, day) || parts == nil || later(parts, day)):
		return Chosen{Loaded: *own, Later: later(own, day)}, true, nil
	}
	c := Chosen{Loaded: *parts, Joined: true, Later: later(parts, day)}
	c.Level = level
	at, err := time.Parse(time.DateOnly, parts.Since)
	if err == nil {
		c.Shape, err = parts.Shape.Joined(func(code codes.Code) codes.Code { return level.of(code, at) })
	}
	return c, err == nil && len(c.Shape.Outlines) > 0, err
}

func later(e *Loaded, day string) bool { return day != "" && e.Since > day }

// holds is the newest set of a level that holds on a day, else the oldest; nil when there is none.
func (a Atlas) holds(level Level, day string) (found *Loaded) {
	for i, e := range a.Sets {
		if e.Level == level && (found == nil || !later(&e, day)) {
			found = &a.Sets[i]
		}
	}
	return found
}

// of is where a gemeente lay on a day; "" where that is not known.
func (l Level) of(code codes.Code, at time.Time) codes.Code {
	g, known := gemeente.Find(code, at)
	switch {
	case !known:
		return ""
	case l == Region:
		return g.Region
	case l == PoliceUnit:
		return g.Unit()
	}
	return g.Province
}
