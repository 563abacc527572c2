package attacktest

// Textbook is what the method is compared with: exact numbers, those of 1 to 4 left out, and
// in each line of a table with one number left out another one too, so that it cannot be
// had by subtraction within that table.
type Textbook struct {
	world  *World
	hidden map[string]bool
}

// threshold is the smallest number that is shown.
const threshold = 5

// NewTextbook protects every table of some dimensions, each by itself, as known at epoch 0.
func NewTextbook(w *World, dimensions []Dimension) *Textbook {
	t := &Textbook{world: w, hidden: map[string]bool{}}
	for _, of := range subsets(dimensions) {
		t.protect(of)
	}
	return t
}

// Ask gives the true number where it is not left out.
func (t *Textbook) Ask(c Cell, epoch int) Seen {
	if t.hidden[c.String()] {
		return Seen{}
	}
	return Seen{N: t.world.True(c, epoch), OK: true}
}

// protect leaves numbers out of one table until no line has one alone.
func (t *Textbook) protect(of []Dimension) {
	cells := table(of)
	for _, c := range cells {
		if n := t.world.True(c, 0); n > 0 && n < threshold {
			t.hidden[c.String()] = true
		}
	}
	for changed := true; changed; {
		changed = false
		for _, d := range of {
			for _, c := range cells {
				if t.alone(c, d) && t.hideAnother(c, d) {
					changed = true
				}
			}
		}
	}
}

// alone tells whether a cell is the only one left out of its line along a dimension.
func (t *Textbook) alone(c Cell, along Dimension) bool {
	if !t.hidden[c.String()] {
		return false
	}
	for _, other := range lineOf(c, along) {
		if other.String() != c.String() && t.hidden[other.String()] {
			return false
		}
	}
	return true
}

// hideAnother leaves out the smallest other number of the line that is not 0.
func (t *Textbook) hideAnother(c Cell, along Dimension) bool {
	best, least := "", 0
	for _, other := range lineOf(c, along) {
		n := t.world.True(other, 0)
		if other.String() != c.String() && n > 0 && (best == "" || n < least) {
			best, least = other.String(), n
		}
	}
	if best != "" {
		t.hidden[best] = true
	}
	return best != ""
}

func lineOf(c Cell, along Dimension) []Cell {
	var rest Cell
	for _, w := range c.Where {
		if w.Dimension != along.Name {
			rest.Where = append(rest.Where, w)
		}
	}
	var line []Cell
	for _, value := range along.Values {
		line = append(line, rest.And(along.Name, value))
	}
	return line
}

// table is all cells of a table, without its margins.
func table(of []Dimension) []Cell {
	cells := []Cell{{}}
	for _, d := range of {
		var next []Cell
		for _, c := range cells {
			for _, value := range d.Values {
				next = append(next, c.And(d.Name, value))
			}
		}
		cells = next
	}
	return cells
}

// subsets are all choices of at least one of the dimensions and of as many as may be
// asked for together.
func subsets(dimensions []Dimension) (all [][]Dimension) {
	for mask := 1; mask < 1<<len(dimensions); mask++ {
		var of []Dimension
		for i, d := range dimensions {
			if mask>>i&1 == 1 {
				of = append(of, d)
			}
		}
		if len(of) <= maxConstraints {
			all = append(all, of)
		}
	}
	return all
}
