package attacktest

import (
	"fmt"
	"slices"
	"strings"

	"ruggensteun/projections/disclosure"
)

// Solver finds the smallest or greatest value of an integer programme in CPLEX LP format.
type Solver func(program string) (optimum int, err error)

// Interval is what a true count can be, as far as somebody can know. A negative High has
// no upper bound.
type Interval struct{ Low, High int }

// Width is by how much a count in it can differ from another.
func (i Interval) Width() int { return i.High - i.Low }

// Reading says what a true count can be, given what was seen of a cell at an epoch.
type Reading func(c Cell, epoch int) Interval

// Reads is how somebody reads protected numbers who knows the method and its table. A number
// that changed since the epoch before, or is of the first, is of the set of that epoch; any
// other is of a set that differs by 4 units at most.
func Reads(o Oracle, t *disclosure.Table, v disclosure.Viewer) Reading {
	return func(c Cell, epoch int) Interval {
		seen := o.Ask(c, epoch)
		if !seen.OK {
			return Interval{0, -1}
		}
		i := behind(t, v, seen.N)
		if epoch > 0 {
			if before := o.Ask(c, epoch-1); !before.OK || before == seen {
				i = Interval{max(0, i.Low-4), i.High + 4}
			}
		}
		return i
	}
}

// behind is from the least to the greatest count that can print a number.
func behind(t *disclosure.Table, v disclosure.Viewer, printed int) Interval {
	i := Interval{-1, -1}
	for n := 0; n <= printed+10; n++ {
		could := slices.ContainsFunc(t.Outcomes(n), func(value int) bool {
			return value == printed || v == disclosure.Public && (value+2)/5*5 == printed
		})
		if could && i.Low < 0 {
			i.Low = n
		}
		if could {
			i.High = n
		}
	}
	return i
}

// ReadsExact is how somebody reads the textbook's numbers: what is there is so, and what was
// left out is not 0.
func ReadsExact(o Oracle) Reading {
	return func(c Cell, epoch int) Interval {
		if seen := o.Ask(c, epoch); seen.OK {
			return Interval{seen.N, seen.N}
		}
		return Interval{1, -1}
	}
}

// Known is a true count that everybody knows, such as a national total declared exact.
type Known struct {
	Cell Cell
	N    int
}

// Programme is everything that somebody knows of the counts of some dimensions and periods
// at one epoch: a variable for each combination of values and of the shortest periods,
// and a row for each number. The dimensions must have one value for each unit: those with
// several tell less, because their cells do not add up.
type Programme struct {
	atoms []Cell
	rows  strings.Builder
}

// NewProgramme asks everything that may be asked of the dimensions in the periods. Parts are
// those of the periods that make up all others.
func NewProgramme(dimensions []Dimension, periods, parts []disclosure.Period, epoch int, read Reading, known []Known) *Programme {
	p := &Programme{}
	for _, c := range table(dimensions) {
		for _, part := range parts {
			p.atoms = append(p.atoms, c.In(part))
		}
	}
	for i, c := range Cells(dimensions, periods) {
		p.row(i, c, read(c, epoch))
	}
	for i, k := range known {
		p.row(-1-i, k.Cell, Interval{k.N, k.N})
	}
	return p
}

func (p *Programme) row(i int, c Cell, between Interval) {
	sum := p.sum(c)
	if between.Low > 0 {
		fmt.Fprintf(&p.rows, " low%d: %s >= %d\n", i+1000, sum, between.Low)
	}
	if between.High >= 0 {
		fmt.Fprintf(&p.rows, " high%d: %s <= %d\n", i+1000, sum, between.High)
	}
}

// sum is the variables that make up a cell.
func (p *Programme) sum(c Cell) string {
	var words []string
	for i, atom := range p.atoms {
		if within(atom, c) {
			words = append(words, fmt.Sprintf("x%d", i))
		}
	}
	return strings.Join(words, " + ")
}

func within(atom, c Cell) bool {
	for _, w := range c.Where {
		if !slices.Contains(atom.Where, w) {
			return false
		}
	}
	return c.Period.From.IsZero() || !atom.Period.From.Before(c.Period.From) && !atom.Period.Before.After(c.Period.Before)
}

// Pin is the tightest interval that all answers together leave a cell.
func (p *Programme) Pin(c Cell, solve Solver) (i Interval, err error) {
	if i.Low, err = solve(p.text("Minimize", c)); err != nil {
		return i, fmt.Errorf("least of %s: %w", c, err)
	}
	// Beyond this no interval of a small cell is of interest, and there may be no bound.
	const plenty = 20
	i.High, err = solve(p.textBelow(c, i.Low+plenty))
	if err != nil {
		return i, fmt.Errorf("most of %s: %w", c, err)
	}
	return i, nil
}

func (p *Programme) text(sense string, c Cell) string { return p.write(sense, c, "") }

func (p *Programme) textBelow(c Cell, most int) string {
	return p.write("Maximize", c, fmt.Sprintf(" most: %s <= %d\n", p.sum(c), most))
}

func (p *Programme) write(sense string, c Cell, more string) string {
	var variables []string
	for i := range p.atoms {
		variables = append(variables, fmt.Sprintf("x%d", i))
	}
	return fmt.Sprintf("%s\n cell: %s\nSubject To\n%s%sGeneral\n %s\nEnd\n", sense, p.sum(c), p.rows.String(), more, strings.Join(variables, "\n "))
}
