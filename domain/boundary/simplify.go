package boundary

import "math"

// simplified leaves out what lies within a tolerance of the line between what is kept (Douglas
// and Peucker, 1973). Where arcs meet stays.
func (m mesh) simplified(tolerance float64) mesh {
	if tolerance <= 0 {
		return m
	}
	lean := mesh{unit: m.unit, outlines: m.outlines, arcs: make([]arc, len(m.arcs))}
	twins := map[[2]spot]int{}
	for _, a := range m.arcs {
		twins[ends(a)]++
	}
	for i, a := range m.arcs {
		// Two arcs between the same ends, or one that ends where it begins, enclose something.
		lean.arcs[i] = a.simplified(tolerance, twins[ends(a)] > 1)
	}
	return lean
}

func ends(a arc) [2]spot {
	first, last := a[0], a[len(a)-1]
	if first.x > last.x || first.x == last.x && first.y > last.y {
		first, last = last, first
	}
	return [2]spot{first, last}
}

func (a arc) simplified(tolerance float64, encloses bool) arc {
	last := len(a) - 1
	if last < 2 {
		return a
	}
	keep := make([]bool, len(a))
	keep[0], keep[last] = true, true
	mid, _ := a.farthest(0, last)
	if a[0] == a[last] || encloses {
		keep[mid] = true
	}
	if a[0] == a[last] { // a third corner, or nothing lies within
		other, d := a.farthest(0, mid)
		if after, e := a.farthest(mid, last); e > d {
			other = after
		}
		keep[other] = true
	}
	for from, i := 0, 1; i <= last; i++ {
		if keep[i] || i-from == longestLook {
			keep[i] = true
			a.thin(from, i, tolerance, keep)
			from = i
		}
	}
	lean := make(arc, 0, len(a))
	for i, p := range a {
		if keep[i] {
			lean = append(lean, p)
		}
	}
	return lean
}

// longestLook bounds the work, which on a border made to annoy grows with its square.
const longestLook = 200

func (a arc) thin(from, to int, tolerance float64, keep []bool) {
	for todo := [][2]int{{from, to}}; len(todo) > 0; {
		from, to := todo[len(todo)-1][0], todo[len(todo)-1][1]
		todo = todo[:len(todo)-1]
		if mid, d := a.farthest(from, to); d > tolerance {
			keep[mid] = true
			todo = append(todo, [2]int{from, mid}, [2]int{mid, to})
		}
	}
}

// farthest is what lies farthest from the line between two; 0 where nothing lies between.
func (a arc) farthest(from, to int) (best int, distance float64) {
	distance = -1
	for i := from + 1; i < to; i++ {
		if d := a.off(i, from, to); d > distance {
			best, distance = i, d
		}
	}
	return best, distance
}

// off is how far a spot lies from the line between two others, or from the nearer of them.
func (a arc) off(i, from, to int) float64 {
	px, py := float64(a[i].x-a[from].x), float64(a[i].y-a[from].y)
	dx, dy := float64(a[to].x-a[from].x), float64(a[to].y-a[from].y)
	if long := dx*dx + dy*dy; long > 0 {
		t := min(1, max(0, (px*dx+py*dy)/long))
		px, py = px-t*dx, py-t*dy
	}
	return math.Hypot(px, py)
}
