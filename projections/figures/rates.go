package figures

import (
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/reference"
)

// Rates are how many there are for each so many of a denominator, worked out from the numbers
// of the table that they stand with. Rows stand in the order of their list and are never
// ranked: what says more of a high rate than the rate does stands beside each.
type Rates struct {
	Per    string `json:"per"`
	Each   int    `json:"each"` // 1000: per 1,000
	Table  Text   `json:"table"`
	Source string `json:"source,omitempty"`
	Day    string `json:"day,omitempty"`   // as of which the table is read: the first of the period
	Since  string `json:"since,omitempty"` // the newest line that holds there
	Hash   string `json:"hash,omitempty"`  // SHA-256 of the table's lines
	// Lacking says why there is no rate at all.
	Lacking      *Text             `json:"lacking,omitempty"`
	Cells        [][]Rate          `json:"cells"`
	RowTotals    []Rate            `json:"row_totals"`
	ColumnTotals []Rate            `json:"column_totals"`
	Total        Rate              `json:"total"`
	RowsBeside   []RowRegistration `json:"rows_registration"`
	TotalBeside  RowRegistration   `json:"total_registration"`
	Definition   Text              `json:"definition"`
}

// Rate is of one cell; it has a number, or it says what is lacking.
type Rate struct {
	Rate        *float64 `json:"rate,omitempty"`
	AtMost      bool     `json:"at_most,omitempty"` // the number reads 0–4, and this is what 4 would give
	Denominator int      `json:"denominator,omitempty"`
	Lacking     *Text    `json:"lacking,omitempty"`
}

// RowRegistration is how a row was registered: without it nobody can tell violence from
// diligence. What is of fewer than ten, or not broken down, is left out.
type RowRegistration struct {
	Months     *int     `json:"months,omitempty"` // of which anything was reported
	OfMonths   int      `json:"of_months"`
	WithinWeek *float64 `json:"within_week,omitempty"` // percentage reported within a week
	Unknown    *float64 `json:"unknown,omitempty"`     // percentage of which the question below is not answered
	UnknownOf  Text     `json:"unknown_of"`
}

// denominator is what the engine knows of a table that rates are worked out with.
type denominator struct {
	each    int
	narrows []Dimension // by these the table has numbers of its own
	cannot  []Dimension // by these there is none, and that of the whole would mislead
}

var divisions = []Dimension{Gemeente, Province, Region, PoliceUnit}

var denominators = map[string]denominator{
	reference.Inhabitants: {each: 1000, narrows: divisions, cannot: []Dimension{Employer, Area, OwnUnit, Urbanity}},
	reference.Staff:       {each: 1000, narrows: []Dimension{Employer, Profession}, cannot: append([]Dimension{Area, OwnUnit, Urbanity}, divisions...)},
	reference.Deployments: {each: 10_000, narrows: []Dimension{Employer, Profession}, cannot: append([]Dimension{Area, OwnUnit, Urbanity}, divisions...)},
}

func checkPer(per string, wrong *fault.Fields) {
	_, known := denominators[per]
	wrong.Check(per == "" || known, "per", "is not something that rates are worked out with", "use inhabitants, staff or deployments")
}

// rated adds the rates to an answer. Ask gives tables beside it, for the same eyes.
func (s *snapshot) rated(a *Answer, q Question, scope access.Scope, ask func(Question) (Answer, error)) error {
	if q.Per == "" {
		return nil
	}
	of := denominators[q.Per]
	r := &Rates{Per: q.Per, Each: of.each, Table: tableName(q.Per), Cells: [][]Rate{}, RowTotals: []Rate{}, ColumnTotals: []Rate{}, RowsBeside: []RowRegistration{}}
	a.Rates = r
	d, lacking := s.dividing(q, a, scope)
	if lacking != nil {
		r.Lacking, r.Definition = lacking, *lacking
		return nil
	}
	r.Source, r.Day, r.Since, r.Hash = d.table.Source, q.Period.From.Format(time.DateOnly), d.since, hashOf(d.table)
	for i, row := range a.Rows {
		line := make([]Rate, len(a.Columns))
		for j, column := range a.Columns {
			line[j] = d.rate(a, a.Cells[i][j], value{code: row}, value{code: column})
		}
		r.Cells, r.RowTotals = append(r.Cells, line), append(r.RowTotals, d.rate(a, a.RowTotals[i], value{code: row}, value{}))
	}
	for j, column := range a.Columns {
		r.ColumnTotals = append(r.ColumnTotals, d.rate(a, a.ColumnTotals[j], value{}, value{code: column}))
	}
	r.Total = d.rate(a, a.Total, value{}, value{})
	r.Definition = r.defined(a.Unit)
	return r.registered(a, q, scope, ask)
}

func tableName(per string) Text {
	i := slices.IndexFunc(reference.Denominators(), func(k reference.Kind) bool { return k.Name == per })
	k := reference.Denominators()[i]
	return Text{NL: k.NL, EN: k.EN}
}

// rate is that of a cell: from the number as it is printed, so that it says nothing more.
func (d *dividing) rate(a *Answer, c Cell, row, column value) Rate {
	n, lacking := d.of(row.code, column.code)
	if lacking != nil {
		return Rate{Lacking: lacking}
	}
	if c.NotBrokenDown {
		return Rate{Denominator: n, Lacking: &Text{"het aantal is niet uitgesplitst", "the number is not broken down"}}
	}
	count, few := c.N, c.N == 0 && a.Protection != nil
	if few {
		count = fewAtMost
	}
	rate := float64(count) * float64(d.each) / float64(n)
	return Rate{Rate: &rate, AtMost: few, Denominator: n}
}

// fewAtMost is what a protected 0 may be (disclosure.FewLabel).
const fewAtMost = 4

// registered adds how each row was registered, as far as that may be asked.
func (r *Rates) registered(a *Answer, q Question, scope access.Scope, ask func(Question) (Answer, error)) error {
	asked := BehaviourGroup
	if q.uses(asked) || q.uses(Behaviour) {
		asked = Place
	}
	months, err := besideTable{of: Month}.table(q, scope, ask)
	if err != nil {
		return err
	}
	delays, err := besideTable{of: Delay}.table(q, scope, ask)
	if err != nil {
		return err
	}
	answers, err := besideTable{of: asked}.table(q, scope, ask)
	if err != nil {
		return err
	}
	of := func(row codes.Code) RowRegistration {
		g := RowRegistration{OfMonths: len(q.Period.named()), UnknownOf: dimensions[asked].text}
		g.Months = months.reported(row)
		g.WithinWeek = delays.share(row, "BEFORE", "DAY", "WEEK")
		g.Unknown = answers.share(row, codes.Unknown, codes.NotRecorded)
		return g
	}
	for _, row := range a.Rows {
		r.RowsBeside = append(r.RowsBeside, of(row))
	}
	r.TotalBeside = of(total)
	return nil
}

// named are the months that a period has a day in.
func (p Period) named() (all []codes.Code) {
	for at := p.From; at.Before(p.Before); at = at.AddDate(0, 1, 0) {
		all = append(all, codes.Code(at.Format("2006-01")))
	}
	return all
}

// besideTable is what rows are laid out against to tell how they were registered.
type besideTable struct {
	of Dimension
	*lookup
}

// table is none where it may not be asked: not against itself, nor, of the records of others,
// beyond what the grammar allows.
func (b besideTable) table(q Question, scope access.Scope, ask func(Question) (Answer, error)) (besideTable, error) {
	q.Columns, q.Per, q.Base = b.of, "", All
	if q.Rows == q.Columns || q.Rows != All && constrainsNothing(q.Rows) && constrainsNothing(q.Columns) || scope.Protected() && grammar.Check(q.shape()) != nil {
		return b, nil
	}
	q.Standing = Filters{b.of: {codes.Unknown, codes.NotRecorded}}
	if b.of == Month {
		q.Standing = Filters{Month: q.Period.named()}
	}
	a, err := ask(q)
	if err != nil {
		return b, err
	}
	l := newLookup(a)
	b.lookup = &l
	return b, nil
}

// reported is in how many months a row shows anything; it is not told where one is kept back,
// which may have something or nothing.
func (b besideTable) reported(row codes.Code) *int {
	if b.lookup == nil {
		return nil
	}
	n := 0
	for _, month := range b.Columns {
		switch c := b.at(row, month); {
		case isLast(month):
		case c.NotBrokenDown:
			return nil
		case c.N > 0:
			n++
		}
	}
	return &n
}

// leastShared is of how many a percentage is given.
const leastShared = 10

func (b besideTable) share(row codes.Code, of ...codes.Code) *float64 {
	if b.lookup == nil {
		return nil
	}
	whole, part := b.at(row, total), 0
	if whole.NotBrokenDown || whole.N < leastShared {
		return nil
	}
	for _, column := range of {
		c := b.at(row, column)
		if c.NotBrokenDown {
			return nil
		}
		part += c.N
	}
	share := min(100, 100*float64(part)/float64(whole.N)) // printed parts can add up to more
	return &share
}
