package attacktest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"ruggensteun/projections/disclosure"
)

// Target is what is attacked, with the truth beside it that no attack but its judge sees.
type Target struct {
	Oracle Oracle
	World  *World
	Viewer disclosure.Viewer
	Table  *disclosure.Table
	// Dimensions are those that are asked about; Joint the few of them, with one value for each
	// unit, that a joint programme can be made of, over Periods that Parts make up.
	Dimensions, Joint []Dimension
	Periods, Parts    []disclosure.Period
	Partitions        [][]disclosure.Period // of all of time, to average over
	Slices            []Cell                // in which to look for reports that came alone
	Known             []Known
	Epoch             int // at which is looked, where it is not about several
	Solve             Solver
}

const (
	// leastWidth is what all answers together must leave open of a small cell.
	leastWidth = 3
	// mostRecovered is how many counts averaging may find exactly.
	mostRecovered = 0.5
	// mostFifths bounds how many values of single late reports are found: a report
	// that comes fifth, after four that were held back, is followed by a refresh of just the
	// cells that it is in.
	mostFifths = 0.25
)

// Run attacks in every way, each a test of its own.
func Run(t *testing.T, target Target) {
	t.Run("all answers together leave every small cell three wide", target.pins)
	t.Run("averaging over every partition finds at most half of the counts", target.averages)
	t.Run("two epochs around a late report show nothing that was not held back", target.lateReports)
	t.Run("a unique unit keeps every value open through all parents", target.uniques)
	t.Run("the same set gives the same number by every route and in every order", target.routes)
}

func (g Target) pins(t *testing.T) {
	if g.Solve == nil {
		t.Skip("skipped the joint integer programme: there is no solver")
	}
	p := NewProgramme(g.Joint, g.Periods, g.Parts, g.Epoch, Reads(g.Oracle, g.Table, g.Viewer), g.Known)
	for _, c := range g.small() {
		i, err := p.Pin(c, g.Solve)
		if err != nil {
			t.Fatal(err)
		}
		if n := g.World.True(c, g.Epoch); n < i.Low || n > i.High {
			t.Errorf("%s holds %d, which its answers deny: they say %+v", c, n, i)
		}
		if i.Width() < leastWidth {
			t.Errorf("%s is pinned to %+v", c, i)
		}
	}
}

// small are the cells of 1 to 4 units.
func (g Target) small() (cells []Cell) {
	for _, c := range Cells(g.Joint, g.Periods) {
		if n := g.World.True(c, g.Epoch); n > 0 && n < threshold {
			cells = append(cells, c)
		}
	}
	return cells
}

func (g Target) averages(t *testing.T) {
	right, all := g.average()
	t.Logf("%d of %d", right, all)
	if all == 0 || float64(right) > mostRecovered*float64(all) {
		t.Errorf("averaging finds %d of %d counts", right, all)
	}
}

func (g Target) average() (right, all int) {
	for _, c := range Cells(g.Dimensions, []disclosure.Period{{}}) {
		n := g.World.True(c, g.Epoch)
		if e := Average(g.Oracle, c, g.Epoch, g.Dimensions, g.Partitions); n > 0 && e.OK {
			all++
			if e.N == n {
				right++
			}
		}
	}
	return right, all
}

func (g Target) lateReports(t *testing.T) {
	late := g.late()
	t.Logf("%+v", late)
	if late.All.Chances == 0 && g.World.Epochs > 1 {
		t.Error("no report came alone: there was nothing to attack")
	}
	if late.Isolated.Guesses > 0 {
		t.Errorf("what nothing was held back with is shown by two epochs: %+v", late.Isolated)
	}
	if late.All.Rate() > mostFifths {
		t.Errorf("two epochs show too much: %+v", late.All)
	}
}

// Late is what was guessed of single late reports: of all, and of those that moved in a slice
// in which every cell was printed as it was before.
type Late struct{ All, Isolated Tally }

// late looks at every slice and pair of epochs between which one unit moved in the slice.
func (g Target) late() (l Late) {
	for _, slice := range g.Slices {
		for after := 1; after < g.World.Epochs; after++ {
			for before := range after {
				if moved, alone := g.onlyMover(slice, before, after); alone {
					g.guess(&l, slice, moved, before, after)
				}
			}
		}
	}
	return l
}

func (g Target) onlyMover(slice Cell, before, after int) (record int, alone bool) {
	was, is := g.World.Members(slice, before), g.World.Members(slice, after)
	moved := 0
	for i := range is {
		if was[i] != is[i] {
			record, moved = i, moved+1
		}
	}
	return record, moved == 1 && is[record] && g.quiet(slice, record, before, after)
}

// quiet tells whether no other unit of the slice was even corrected.
func (g Target) quiet(slice Cell, but, before, after int) bool {
	for i := range g.World.Records {
		for _, v := range g.World.Records[i].Versions {
			if i != but && v.From > before && v.From <= after && v.In(slice) {
				return false
			}
		}
	}
	return true
}

func (g Target) guess(l *Late, slice Cell, record, before, after int) {
	v, _ := g.World.Records[record].at(after)
	for _, d := range g.Dimensions {
		if slice.binds(d.Name) {
			continue
		}
		moved := Moved(g.Oracle, slice, d, before, after)
		l.All.Guess(moved, v.Values[d.Name])
		if g.nothingHeld(slice, d, before) {
			l.Isolated.Guess(moved, v.Values[d.Name])
		}
	}
}

// nothingHeld tells whether every cell of a line holds what it held at all epochs before.
func (g Target) nothingHeld(slice Cell, d Dimension, epoch int) bool {
	for _, value := range d.Values {
		c := slice.And(d.Name, value)
		first := g.World.Members(c, 0)
		for e := 1; e <= epoch; e++ {
			if apart(first, g.World.Members(c, e)) > 0 {
				return false
			}
		}
	}
	return true
}

func (g Target) uniques(t *testing.T) {
	found, unique := g.followed(Reads(g.Oracle, g.Table, g.Viewer))
	if found > 0 || unique == 0 {
		t.Errorf("of %d values of unique units %d are found", unique, found)
	}
}

// followed counts the values of unique units, and how many of them are the only candidate.
func (g Target) followed(read Reading) (found, unique int) {
	for _, c := range Cells(g.Dimensions, []disclosure.Period{{}}) {
		if g.World.True(c, g.Epoch) != 1 {
			continue
		}
		for _, d := range g.Dimensions {
			if c.binds(d.Name) {
				continue
			}
			if unique++; len(Candidates(read, c, d, g.Epoch)) == 1 {
				found++
			}
		}
	}
	return found, unique
}

// routes asks everything again in another order and with the constraints in another order,
// and holds sets that were alike at every epoch against each other.
func (g Target) routes(t *testing.T) {
	cells := Cells(g.Dimensions, g.Periods)
	answers, bySet := map[string]Seen{}, map[string]Cell{}
	for _, c := range cells {
		answers[c.String()] = g.Oracle.Ask(c, g.Epoch)
	}
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	for _, c := range cells {
		slices.SortFunc(c.Where, func(a, b Constraint) int { return cmp.Compare(b.Dimension, a.Dimension) })
		seen := g.Oracle.Ask(c, g.Epoch)
		if seen != answers[c.String()] {
			t.Errorf("%s is %+v, and was %+v by another route", c, seen, answers[c.String()])
		}
		set := g.history(c)
		if twin, known := bySet[set]; known && seen.OK && seen != answers[twin.String()] {
			t.Errorf("%s is %+v and %s, which holds the same, is %+v", c, seen, twin, answers[twin.String()])
		}
		if seen.OK {
			bySet[set] = c
		}
	}
}

// history names everything that a cell ever held.
func (g Target) history(c Cell) string {
	var name []byte
	for epoch := range g.World.Epochs {
		for _, in := range g.World.Members(c, epoch) {
			name = append(name, digit(in))
		}
	}
	return string(name)
}

func digit(in bool) byte {
	if in {
		return '1'
	}
	return '0'
}
