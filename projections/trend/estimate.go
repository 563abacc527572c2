package trend

import (
	"fmt"
	"math"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/nowcast"
)

// maxHorizon is for how many months late reports are awaited at most: what comes later still
// is seldom, and of no use to whoever asks about now.
const maxHorizon = 6

// leastEnds is how many ends of months there must be to wait for one month.
const leastEnds = 10

// yearly is from how many months on it is learned that a month of the year is unlike others.
const yearly = 36

// ends is the longest row of ends of months without a gap, up to the newest: between two that
// are further apart nobody can tell how late something was reported.
func (q Question) ends() []figures.Epoch {
	list := q.Ends
	from := max(0, len(list)-maxMonths)
	for i := len(list) - 1; i > from; i-- {
		if next(endOf(list[i-1])) != endOf(list[i]) {
			from = i
		}
	}
	return list[from:]
}

// endOf is the month that ends there.
func endOf(e figures.Epoch) codes.Code { return monthOf(e.End.Add(-1)) }

// estimate reads the triangle, and from it what is still to come.
func (t *Trend) estimate(r *reader) error {
	ends := r.question.ends()
	t.Horizon = max(0, min(maxHorizon, (len(ends)-8)/2))
	if err := t.readTriangle(r, ends); err != nil {
		return err
	}
	if t.Method = t.method(); len(ends) < leastEnds {
		t.Horizon, t.NoEstimate = 0, tooFewEnds(len(ends))
		return nil
	}
	last := ends[len(ends)-1]
	t.Estimated = &figures.Moment{Position: last.Position, At: last.End}
	n, err := nowcast.Of(t.upTo(len(ends), r))
	if err != nil {
		return fmt.Errorf("estimate what is still to be reported: %w", err)
	}
	if n.Refused != nil {
		why := figures.Text(*n.Refused)
		t.Estimated, t.NoEstimate = nil, &why
		return nil
	}
	t.take(n)
	return t.backTest(r)
}

func tooFewEnds(n int) *figures.Text {
	return &figures.Text{
		NL: fmt.Sprintf("Geen schatting: van %d maandeinden op rij is te vragen wat toen bekend was, en nodig zijn er %d.", n, leastEnds),
		EN: fmt.Sprintf("No estimate: what was known then can be asked of %d ends of months in a row, and %d are needed.", n, leastEnds),
	}
}

// readTriangle asks at each end of a month what was known of the latest ones.
func (t *Trend) readTriangle(r *reader, ends []figures.Epoch) error {
	for _, e := range ends {
		t.Triangle = append(t.Triangle, Cohort{Month: endOf(e), Known: []figures.Cell{}})
	}
	for at, e := range ends {
		known, err := r.at(e.Position)
		if err != nil {
			return err
		}
		for i := max(0, at-maxHorizon); i <= at; i++ {
			cell, err := known.number(t.Triangle[i].Month)
			if err != nil {
				return err
			}
			t.Triangle[i].Known = append(t.Triangle[i].Known, cell)
		}
	}
	return nil
}

// upTo is the triangle as it was when so many months had ended: by how much each number moved.
func (t *Trend) upTo(n int, r *reader) nowcast.Triangle {
	of := nowcast.Triangle{Horizon: t.Horizon, Noise: r.figures.Deviation(r.scope), Net: true}
	if n >= yearly {
		of.Cycle = 12
	}
	for i, line := range t.Triangle[:n] {
		of.Periods = append(of.Periods, string(line.Month))
		of.Reported = append(of.Reported, moves(line.Known[:min(t.Horizon+1, n-i)]))
	}
	return of
}

// moves are by how much the number rose each time. Where one is kept back nothing can be said
// of the line.
func moves(known []figures.Cell) (list []nowcast.Cell) {
	kept, before := false, 0
	for _, c := range known {
		kept = kept || c.NotBrokenDown
		list = append(list, nowcast.Cell{N: c.N - before})
		before = c.N
	}
	if kept {
		for d := range list {
			list[d] = nowcast.Cell{NotBrokenDown: true}
		}
	}
	return list
}

// take puts the estimates with their months. What the owner knows by now was counted, so that
// an estimate from the end of the last month is no less.
func (t *Trend) take(n nowcast.Nowcast) {
	for _, row := range n.Rows {
		i := t.place(codes.Code(row.Period))
		if i < 0 {
			continue
		}
		m := &t.Months[i]
		if row.Refused != nil {
			why := figures.Text(*row.Refused)
			m.NoEstimate = &why
			continue
		}
		m.Estimate = &Estimate{Expected: row.Expected, Lower: row.Lower, Upper: row.Upper, Waited: row.Waited}
		if t.Protection == nil {
			m.Estimate.Expected, m.Estimate.Upper = max(row.Expected, m.Known.N), max(row.Upper, m.Known.N)
		}
	}
}

func (t *Trend) place(m codes.Code) int {
	for i := range t.Months {
		if t.Months[i].Month == m {
			return i
		}
	}
	return -1
}

// BackTest is how the same method did on these very numbers: at the end of each earlier month
// it was asked of that month, and compared with what was known of it a horizon later.
type BackTest struct {
	Tests int `json:"tests"`
	Held  int `json:"held"` // in how many the later number lay within the interval
	// Wrong is by how much the estimate was off on average, and Ladder that of the chain ladder.
	Wrong  float64 `json:"wrong"`
	Ladder float64 `json:"wrong_chain_ladder"`
}

// Fewest and most months that it is tried on.
const (
	fewestTests = 5
	mostTests   = 36
)

func (t *Trend) backTest(r *reader) error {
	var b BackTest
	ends := len(t.Triangle)
	for n := max(2*t.Horizon+8, ends-t.Horizon-mostTests+1); n+t.Horizon <= ends; n++ {
		of := t.upTo(n, r)
		then, err := nowcast.Of(of)
		if err != nil {
			return fmt.Errorf("estimate what was still to be reported: %w", err)
		}
		became := t.Triangle[n-1].Known[t.Horizon]
		if then.Refused != nil || became.NotBrokenDown || then.Rows[len(then.Rows)-1].Refused != nil {
			continue
		}
		row, ladder := then.Rows[len(then.Rows)-1], nowcast.ChainLadder(of)
		b.Tests++
		if row.Lower <= became.N && became.N <= row.Upper {
			b.Held++
		}
		b.Wrong += math.Abs(float64(row.Expected - became.N))
		b.Ladder += math.Abs(ladder[len(ladder)-1] - float64(became.N))
	}
	if b.Tests >= fewestTests {
		b.Wrong, b.Ladder = tenth(b.Wrong/float64(b.Tests)), tenth(b.Ladder/float64(b.Tests))
		t.BackTest = &b
	}
	return nil
}

func tenth(x float64) float64 { return math.Round(10*x) / 10 }
