package web

import (
	"strconv"
	"strings"

	"ruggensteun/projections/figures"
)

// ratesOf is the table of rates, with how each row was registered beside it: without that nobody can tell
// violence from diligence. Rows stand in the order of their list.
func (v *visit) ratesOf(a figures.Answer) table {
	r := a.Rates
	t := table{Caption: v.word("rate.caption", v.number(r.Each), v.In(r.Table)), Head: []string{"", v.word("rate.number"), v.In(r.Table), v.word("rate.rate"), v.word("rate.months"), v.word("rate.week"), v.word("rate.unknown")}, Note: v.In(r.Definition) + " " + v.word("rate.unknown-of", v.In(r.TotalBeside.UnknownOf))}
	row := func(label string, c figures.Cell, of figures.Rate, beside figures.RowRegistration) tableRow {
		number := tableCell{Text: v.number(c.N)}
		switch {
		case c.NotBrokenDown:
			number = tableCell{Text: v.word("table.kept"), Kept: true}
		case c.N == 0 || a.Protection != nil:
			number = tableCell{Text: a.Read(c)}
		}
		return tableRow{label, append([]tableCell{number}, append(v.rateCells(of), v.besideCells(beside)...)...)}
	}
	if !(len(a.Rows) == 1 && a.Rows[0] == figures.Everything) {
		for i, label := range a.RowLabels {
			t.Rows = append(t.Rows, row(v.In(label), a.RowTotals[i], r.RowTotals[i], r.RowsBeside[i]))
		}
	}
	total := row(v.word("table.total"), a.Total, r.Total, r.TotalBeside)
	t.Foot = &total
	return t
}

// rateCells are what was divided by, and the rate. Where there is none the reason stands in its place.
func (v *visit) rateCells(r figures.Rate) []tableCell {
	if r.Rate == nil {
		why := tableCell{Text: "–", Kept: true}
		if r.Lacking != nil {
			why = tableCell{Text: v.In(*r.Lacking), Words: true}
		}
		return []tableCell{{Text: "–", Kept: true}, why}
	}
	text := v.decimal(*r.Rate, 2)
	if r.AtMost {
		text = "≤ " + text
	}
	return []tableCell{{Text: v.number(r.Denominator)}, {Text: text}}
}

func (v *visit) besideCells(g figures.RowRegistration) []tableCell {
	none := tableCell{Text: "–", Kept: true}
	percent := func(p *float64) tableCell {
		if p == nil {
			return none
		}
		return tableCell{Text: v.decimal(*p, 0) + "%"}
	}
	months := none
	if g.Months != nil {
		months = tableCell{Text: v.word("rate.of", itoa(*g.Months), itoa(g.OfMonths))}
	}
	return []tableCell{months, percent(g.WithinWeek), percent(g.Unknown)}
}

// decimal has the sign for a fraction of the language.
func (v *visit) decimal(n float64, places int) string {
	text := strconv.FormatFloat(n, 'f', places, 64)
	if v.Language == dutch {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// perOptions are what numbers can be divided by.
func (v *visit) perOptions() []option {
	return []option{{Text: v.word("rate.none")}, {Value: "inhabitants", Text: v.word("rate.inhabitants")}, {Value: "staff", Text: v.word("rate.staff")}, {Value: "deployments", Text: v.word("rate.deployments")}}
}
