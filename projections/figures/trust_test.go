package figures_test

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// trust is what a clerk notes in the margin: how often there was no answer, how late
// reports came, and who reported of which months.
type trust struct {
	Asked    map[figures.Dimension]figures.Completeness
	Base     *figures.Completeness
	Delays   map[codes.Code]int
	Covered  map[codes.Code][]codes.Code
	Span     [2]codes.Code
	Invented int

	asked  map[string]map[figures.Dimension]figures.Completeness // "filter", "base", "rows", "columns"
	delays map[codes.Code]int
}

func newTrust(q figures.Question, all map[uuid.UUID]employer.Employer, scope access.Scope) *trust {
	t := &trust{asked: map[string]map[figures.Dimension]figures.Completeness{}, delays: map[codes.Code]int{}, Covered: map[codes.Code][]codes.Code{}}
	for id, e := range all {
		if named, filtered := q.Filters[figures.Employer]; scope.Includes(id) && (!filtered || slices.Contains(named, codes.Code(e.Code))) {
			t.Covered[codes.Code(e.Code)] = nil
		}
	}
	return t
}

// cover notes a month of which any day lies in the period.
func (t *trust) cover(code, month codes.Code, p figures.Period) {
	first, err := time.Parse("2006-01", string(month))
	if err != nil || !p.Before.IsZero() && !first.Before(p.Before) || !p.From.IsZero() && !first.AddDate(0, 1, 0).After(p.From) {
		return
	}
	if months, shown := t.Covered[code]; shown && !month.Missing() && !slices.Contains(months, month) {
		t.Covered[code] = append(months, month)
		slices.Sort(t.Covered[code])
	}
}

// span is the months of which reports are expected: of the period, not beyond the month
// in which the last event was recorded, else those of which anybody reported.
func span(p figures.Period, reported map[codes.Code]bool, recorded string) [2]codes.Code {
	all := slices.Sorted(maps.Keys(reported))
	var from, through string
	if len(all) > 0 {
		from, through = string(all[0]), string(all[len(all)-1])
	}
	last := max(through, recorded)
	if !p.From.IsZero() {
		from = p.From.Format("2006-01")
	}
	if !p.Before.IsZero() {
		through = min(p.Before.AddDate(0, 0, -1).Format("2006-01"), last)
	}
	if from == "" || through == "" || from > through {
		return [2]codes.Code{}
	}
	return [2]codes.Code{codes.Code(from), codes.Code(through)}
}

func (t *trust) ask(where string, d figures.Dimension, values []codes.Code) {
	if t.asked[where] == nil {
		t.asked[where] = map[figures.Dimension]figures.Completeness{}
	}
	c := t.asked[where][d]
	c.Dimension = d
	c.Of++
	switch t.missing(values) {
	case codes.Unknown:
		c.Unknown++
	case codes.NotRecorded:
		c.NotRecorded++
	case codes.NotApplicable:
		c.NotApplicable++
	case facts.Forgotten:
		c.Forgotten++
	case "UNDER_REVIEW":
		c.UnderReview++
	default:
		c.Answered++
	}
	t.asked[where][d] = c
}

// missing is "" when anything was answered.
func (t *trust) missing(values []codes.Code) codes.Code {
	for _, kind := range []codes.Code{facts.Forgotten, "UNDER_REVIEW", codes.Unknown, codes.NotApplicable, codes.NotRecorded} {
		none := func(c codes.Code) bool { return !c.Missing() && c != facts.Forgotten && c != "UNDER_REVIEW" }
		if len(values) > 0 && !slices.ContainsFunc(values, none) && slices.Contains(values, kind) {
			return kind
		}
	}
	return ""
}

func (t *trust) told(q figures.Question) trust {
	told := trust{Asked: map[figures.Dimension]figures.Completeness{}, Delays: t.delays, Covered: t.Covered}
	add := func(where string, d figures.Dimension) {
		if _, said := told.Asked[d]; !said && d != figures.All && d != figures.Employer {
			c := t.asked[where][d]
			c.Dimension = d
			told.Asked[d] = c
		}
	}
	add("base", q.Base)
	for d := range q.Filters {
		add("filter", d)
	}
	add("rows", q.Rows)
	add("columns", q.Columns)
	if q.Base != figures.All {
		base := told.Asked[q.Base]
		told.Base = &base
	}
	return trust{Asked: told.Asked, Base: told.Base, Delays: told.Delays, Covered: told.Covered, Span: t.Span, Invented: t.Invented}
}

func trustOf(a figures.Answer) trust {
	t := trust{Asked: map[figures.Dimension]figures.Completeness{}, Base: a.Base, Delays: map[codes.Code]int{}, Covered: map[codes.Code][]codes.Code{}, Span: [2]codes.Code{a.Coverage.From, a.Coverage.Through}, Invented: a.Invented}
	for _, c := range a.Completeness {
		t.Asked[c.Dimension] = c
	}
	for _, d := range a.Delay {
		if d.N > 0 {
			t.Delays[d.Band] = d.N
		}
	}
	for _, e := range a.Coverage.Employers {
		t.Covered[e.Employer] = e.Months
	}
	return t
}
