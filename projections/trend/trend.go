// Package trend shows how many incidents there were month by month, how many there will be once
// the late reports are in, and what else moved: whether there are more of them, or they are
// told more readily.
//
// It asks nothing but tables of figures, as anybody may ask them, at the ends of months; the
// triangle of late reports is what the same question said of the same month at each of them. Of
// records that are not the asker's own it therefore rests on printed numbers alone, and can
// give away no more than they do.
package trend

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

// Name is what the view is called on the command line and in addresses.
const Name = "trend"

// Title stands above the view.
var Title = figures.Text{NL: "Stijging of betere registratie?", EN: "A rise, or better registration?"}

// Figures are asked: with what stands beside a table, or for many moments without it. Deviation
// is how far their numbers lie from the true ones.
type Figures interface {
	Ask(q figures.Question, s access.Scope) (figures.Answer, error)
	Plain(q figures.Question, s access.Scope) (figures.Answer, error)
	Deviation(s access.Scope) float64
}

// Question is what is asked.
type Question struct {
	Unit    figures.Unit
	Filters figures.Filters
	Period  figures.Period // whole months; the newest two years when open
	AsOf    eventlog.Position
	At      time.Time // of that position, on the clock of the country
	// Chain is all ends of months, as protected figures need them. Ends are those as of which
	// this viewer may ask, up to the moment that is asked for.
	Chain, Ends []figures.Epoch
	Marks       []Mark
}

// Mark is a day on which something about registering changed: it says nothing of what happened.
type Mark struct {
	Kind     figures.Text `json:"kind"`
	Name     figures.Text `json:"name"`
	From     time.Time    `json:"from"`
	Through  time.Time    `json:"through"`            // the last day; that of From where it was one day
	Employer codes.Code   `json:"employer,omitempty"` // of whom; nothing for all
}

// Trend is the answer.
type Trend struct {
	View         string            `json:"view"`
	Question     string            `json:"question"`
	Unit         figures.Unit      `json:"unit"`
	Position     eventlog.Position `json:"position"`
	Definition   string            `json:"definition"`
	DefinitionNL string            `json:"definition_nl"`
	Protection   *figures.Text     `json:"protection,omitempty"`
	Invented     int               `json:"invented"`
	Total        figures.Cell      `json:"total"` // of all months there are
	Months       []Month           `json:"months"`
	// Estimated is the end of a month, as of which it is estimated what is still to come; nothing
	// where there is no estimate at all, and NoEstimate says why.
	Estimated  *figures.Moment  `json:"estimated,omitempty"`
	Horizon    int              `json:"horizon"` // for how many months late reports are awaited
	NoEstimate *figures.Text    `json:"no_estimate,omitempty"`
	Triangle   []Cohort         `json:"triangle"`
	BackTest   *BackTest        `json:"back_test,omitempty"`
	Marks      []Mark           `json:"marks"`
	Said       []figures.Text   `json:"said"` // whether it is a rise, as far as can be said
	Method     figures.Text     `json:"method"`
	Coverage   figures.Coverage `json:"coverage"`
}

// Month is one row.
type Month struct {
	Month codes.Code   `json:"month"`
	Known figures.Cell `json:"known"` // as of the position
	// Estimate is what is expected in the end, of a month that reports are awaited of. It is no count.
	Estimate   *Estimate     `json:"estimate,omitempty"`
	NoEstimate *figures.Text `json:"no_estimate,omitempty"`
	Over       bool          `json:"over"` // the month has ended
	Verbal     *Share        `json:"verbal_only,omitempty"`
	Unknown    []Share       `json:"unknown"`
	Marks      []int         `json:"marks"` // by their number in the list, from 1
}

// Estimate is to hold the final number nine times in ten.
type Estimate struct {
	Expected int `json:"expected"`
	Lower    int `json:"lower"`
	Upper    int `json:"upper"`
	Waited   int `json:"waited"` // months since it ended
}

// Share is a part of a month's number, both as printed.
type Share struct {
	Dimension figures.Dimension `json:"dimension"`
	Part      figures.Cell      `json:"part"`
	Of        figures.Cell      `json:"of"`
}

// Percent is false where one of the two is withheld or there is nothing to be a part of. Printed
// numbers need not add up: it never says more than 100.
func (s Share) Percent() (int, bool) {
	if s.Part.NotBrokenDown || s.Of.NotBrokenDown || s.Of.N <= 0 {
		return 0, false
	}
	return min(100, (200*s.Part.N+s.Of.N)/(2*s.Of.N)), true
}

// Cohort is what was known of a month at its own end, and at the ends of those after it.
type Cohort struct {
	Month codes.Code     `json:"month"`
	Known []figures.Cell `json:"known"`
}

// Longest stretches that are shown, and learned from.
const (
	usualMonths = 24
	maxMonths   = 60
)

// Of answers. Errors are those of figures.Engine.Ask, and Invalid at period.
func Of(f Figures, q Question, scope access.Scope) (Trend, error) {
	if err := q.check(); err != nil {
		return Trend{}, err
	}
	r := &reader{figures: f, question: q, scope: scope}
	now, err := r.now()
	if err != nil {
		return Trend{}, err
	}
	r.asOf = now.Position
	t := Trend{
		View: Name, Unit: q.Unit, Position: now.Position, Question: Name + " " + now.Question, Definition: now.Definition, DefinitionNL: now.DefinitionNL,
		Protection: now.Protection, Invented: now.Invented, Coverage: now.Coverage, Marks: append([]Mark{}, q.Marks...), Triangle: []Cohort{}, Total: now.Total,
	}
	slices.SortStableFunc(t.Marks, func(a, b Mark) int { return a.From.Compare(b.From) })
	if err := t.fill(q, now); err != nil {
		return Trend{}, err
	}
	if err := t.estimate(r); err != nil {
		return Trend{}, err
	}
	if err := t.shares(r); err != nil {
		return Trend{}, err
	}
	first, last := q.shown()
	t.compare(r, last)
	t.Months = slices.DeleteFunc(t.Months, func(m Month) bool { return m.Month < first || m.Month > last })
	return t, nil
}

// fill makes a row of each month that is shown, and of those it is compared with.
func (t *Trend) fill(q Question, now table) error {
	first, last := q.shown()
	if ends := q.ends(); len(ends) > 0 {
		first = min(first, endOf(ends[0]))
	}
	for m := first; m <= last; m = next(m) {
		known, err := now.number(m)
		if err != nil {
			return err
		}
		t.Months = append(t.Months, Month{Month: m, Known: known, Over: m < monthOf(q.At), Unknown: []Share{}, Marks: t.marksIn(m)})
	}
	return nil
}

func (q *Question) check() error {
	var wrong fault.Fields
	q.Unit = cmp.Or(q.Unit, figures.CountIncidents)
	wrong.Check(q.Unit == figures.CountIncidents || q.Unit == figures.CountWorkers, "unit", "is not counted month by month here", `use "incident" or "worker-hit"`)
	for _, d := range []figures.Dimension{figures.Month, figures.Year} {
		wrong.Check(len(q.Filters[d]) == 0, string(d), "divides time", "give it as the period")
	}
	from, before := q.Period.From, q.Period.Before
	whole := func(t time.Time) bool { return t.IsZero() || t.Day() == 1 }
	wrong.Check(whole(from) && whole(before), "period", "is not of whole months", "use months, quarters or years: 2026, 2026-Q1, 2026-03, 2025-07/2026-06")
	wrong.Check(from.IsZero() || before.IsZero() || !from.AddDate(0, maxMonths, 0).Before(before), "period", fmt.Sprintf("is longer than %d months", maxMonths), "take a shorter one")
	wrong.Check(from.IsZero() || monthOf(from) <= monthOf(q.At), "period", "lies after the moment that is asked for", "take an earlier one")
	return wrong.Err()
}

// shown are the first and the last month that have a row: none that had not begun.
func (q *Question) shown() (first, last codes.Code) {
	last = monthOf(q.At)
	if !q.Period.Before.IsZero() {
		last = min(last, monthOf(q.Period.Before.AddDate(0, 0, -1)))
	}
	if first = monthOf(q.Period.From); q.Period.From.IsZero() {
		first = later(last, 1-usualMonths)
	}
	return max(first, later(last, 1-maxMonths)), last
}

func (t *Trend) marksIn(m codes.Code) []int {
	list := []int{}
	for i, mark := range t.Marks {
		if monthOf(mark.From) <= m && m <= monthOf(mark.Through) {
			list = append(list, i+1)
		}
	}
	return list
}

func monthOf(t time.Time) codes.Code { return codes.Code(t.Format("2006-01")) }

func next(m codes.Code) codes.Code { return later(m, 1) }

// later is the month so many after another, which was written by this package.
func later(m codes.Code, n int) codes.Code {
	at, err := time.Parse("2006-01", string(m))
	if err != nil {
		panic(fmt.Sprintf("trend: %q is no month", m))
	}
	return monthOf(at.AddDate(0, n, 0))
}
