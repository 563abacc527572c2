package disclosure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/fault"
)

// MaxConstraints is how many dimensions and filters a question may have together.
const MaxConstraints = 3

// Question is the shape of a question: everything that decides which units a cell holds.
type Question struct {
	Rows, Columns string // dimensions; "" is none
	Filters       []Filter
	Period        Period
}

// Filter keeps what has one of the values in a dimension; with Not what has none of them.
type Filter struct {
	Dimension string
	Values    []string
	Not       bool
}

// Period is a stretch of days, each at midnight UTC as in a calendar; a zero From or
// Before is open.
type Period struct {
	From   time.Time // first day
	Before time.Time // the day after the last
}

// Grammar says what may be asked of protected figures. Free ranges, lists and NOT are
// what averaging and subtraction need: each gives a new set that differs from another
// by a few units.
type Grammar struct {
	// Published are the dimensions that whoever is not the owner may use, with whether a
	// value is one of the classification's. An employer's own areas or units are
	// not among them.
	Published map[string]func(value string) bool
	// Calendar are those of the dimensions that only divide time into months, quarters and
	// years. A table laid out by one asks the same question of each period, so it is no
	// constraint.
	Calendar []string
}

// Check refuses what may not be asked: an Invalid fault that names each thing that is
// wrong, and at "question" the nearest question that may be asked.
func (g Grammar) Check(q Question) error {
	var wrong fault.Fields
	g.checkDimensions(q, &wrong)
	g.checkFilters(q, &wrong)
	wrong.Check(g.constraints(q) <= MaxConstraints, "question", "has too many dimensions and filters together",
		fmt.Sprintf("use at most %d; a period does not count", MaxConstraints))
	wrong.Check(q.Period.whole(), "period", "is a free range of days", "use a month, a quarter or a year: 2026-03, 2026-Q1, 2026")
	if wrong.Err() != nil {
		wrong.Add("question", "cannot be asked of figures that are not your own", "ask "+g.Nearest(q).String())
	}
	return wrong.Err()
}

func (g Grammar) checkDimensions(q Question, wrong *fault.Fields) {
	g.checkDimension("rows", q.Rows, wrong)
	g.checkDimension("columns", q.Columns, wrong)
	wrong.Check(q.Rows == "" || q.Rows != q.Columns, "columns", "is the same dimension as the rows", "choose another, or none")
	wrong.Check(!g.calendar(q.Rows) || !g.calendar(q.Columns), "columns", "divides time as the rows do", "lay out by time in one direction only")
}

func (g Grammar) checkDimension(field, name string, wrong *fault.Fields) {
	if name != "" && g.Published[name] == nil {
		wrong.Add(field, "is not a published classification", "use one of "+g.names())
	}
}

func (g Grammar) checkFilters(q Question, wrong *fault.Fields) {
	var seen []string
	for _, f := range q.Filters {
		name := "filter." + f.Dimension
		switch {
		case g.Published[f.Dimension] == nil:
			wrong.Add("filter", "names something that is not a published classification", "use one of "+g.names())
		case f.Not:
			wrong.Add(name, "leaves values out", "ask for one value, or lay the table out by it")
		case len(f.Values) != 1 || slices.Contains(seen, f.Dimension):
			wrong.Add(name, "does not name one value", "name exactly one, or lay the table out by it")
		case !g.Published[f.Dimension](f.Values[0]):
			wrong.Add(name, "is not in the published classification", "use one of its codes")
		case g.calendar(f.Dimension):
			wrong.Add(name, "divides time", "give it as the period")
		case f.Dimension == q.Rows || f.Dimension == q.Columns:
			wrong.Add(name, "is what the table is laid out by already", "leave the filter out, and read that line")
		}
		seen = append(seen, f.Dimension)
	}
}

// constraints counts what takes units out of a cell, beside time.
func (g Grammar) constraints(q Question) int {
	n := len(q.Filters)
	for _, name := range []string{q.Rows, q.Columns} {
		if name != "" && !g.calendar(name) {
			n++
		}
	}
	return n
}

func (g Grammar) calendar(name string) bool { return slices.Contains(g.Calendar, name) }

func (g Grammar) names() string {
	var names []string
	for name := range g.Published {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// Nearest is the question that may be asked and loses least: it keeps the dimensions and
// as many filters as fit, the first of several values, and the shortest period that
// holds the first day. A question that may be asked is its own nearest.
func (g Grammar) Nearest(q Question) Question {
	near := Question{Period: q.Period.nearest()}
	for _, dimension := range []*string{&q.Rows, &q.Columns} {
		if g.Published[*dimension] == nil {
			*dimension = ""
		}
	}
	near.Rows = q.Rows
	if q.Columns != q.Rows && (!g.calendar(q.Rows) || !g.calendar(q.Columns)) {
		near.Columns = q.Columns
	}
	for _, f := range q.Filters {
		if kept, ok := g.nearestFilter(near, f); ok && g.constraints(near) < MaxConstraints {
			near.Filters = append(near.Filters, kept)
		}
	}
	return near
}

func (g Grammar) nearestFilter(near Question, f Filter) (Filter, bool) {
	holds := g.Published[f.Dimension]
	taken := slices.ContainsFunc(near.Filters, func(other Filter) bool { return other.Dimension == f.Dimension })
	if f.Not || holds == nil || taken || g.calendar(f.Dimension) || f.Dimension == near.Rows || f.Dimension == near.Columns {
		return Filter{}, false
	}
	i := slices.IndexFunc(f.Values, holds)
	if i < 0 {
		return Filter{}, false
	}
	return Filter{Dimension: f.Dimension, Values: f.Values[i : i+1]}, true
}

// String is the question as it is asked on a terminal.
func (q Question) String() string {
	var words []string
	add := func(option, value string) {
		if value != "" {
			words = append(words, "--"+option+" "+value)
		}
	}
	add("rows", q.Rows)
	add("columns", q.Columns)
	for _, f := range q.Filters {
		for _, value := range f.Values {
			add("filter", f.Dimension+"="+value)
		}
	}
	add("period", q.Period.String())
	if len(words) == 0 {
		return "for the total, without dimensions or filters"
	}
	return strings.Join(words, " ")
}
