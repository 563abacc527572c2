package web

import (
	"strconv"

	"ruggensteun/projections/figures"
	"ruggensteun/projections/trend"
)

func itoa(n int) string { return strconv.Itoa(n) }

// trend is the page that asks whether it is a rise or better registration.
func (w *web) trend(v *visit) error {
	query, tidy := v.tidied()
	if !tidy {
		return v.goTo(query)
	}
	var answer struct {
		trend.Trend
		Pictures *pictures `json:"pictures"`
	}
	page := &figurePage{Lead: v.word("trend.lead")}
	err := v.ask("/v1/views/trend", ofAPI(query, v.Language), &answer)
	if !v.mendable(page, err) {
		return err
	}
	page.Form = v.form(query, nil, answer.Coverage)
	page.Form.Hidden = append(page.Form.Hidden, v.kept(query, "unit")...)
	if page.Failure == nil {
		t := answer.Trend
		v.tell(page, t.Told(v.figures()), t.Protection, t.Position.String())
		page.Picture, page.Tables = answer.Pictures.drawn(), []table{v.monthsOf(t)}
		for _, said := range t.Said {
			page.Said = append(page.Said, v.In(said))
		}
		page.Told.Notes = append(page.Told.Notes, v.In(t.Tried()), v.In(t.Method))
		page.Files = v.files("/views/trend", query, page.Position, "csv", "json")
		page.Cite = v.citation(v.word("trend.title"), t.Question, query, page.Position)
	}
	return v.show("figure", v.word("trend.title"), page)
}

// monthsOf is the table of a trend. An estimate is never to be read as a count: it has a sign.
func (v *visit) monthsOf(t trend.Trend) table {
	out := table{Caption: v.word("trend.caption"), Head: []string{v.In(figures.Month.Named()), v.word("trend.known"), v.word("trend.estimated"), v.word("trend.range"), v.word("trend.marks")}}
	for _, m := range t.Months {
		known := tableCell{Text: figures.Answer{Protection: t.Protection}.Read(m.Known)}
		if m.Known.NotBrokenDown {
			known = tableCell{Text: v.word("table.kept"), Kept: true}
		}
		expected, between, marks := "", "", ""
		switch {
		case m.Estimate != nil:
			expected, between = "≈ "+itoa(m.Estimate.Expected), itoa(m.Estimate.Lower)+"–"+itoa(m.Estimate.Upper)
		case !m.Over:
			expected = v.word("trend.not-over")
		case m.NoEstimate != nil:
			expected = "?"
		}
		for _, n := range m.Marks {
			if n >= 1 && n <= len(t.Marks) {
				if marks != "" {
					marks += "; "
				}
				marks += t.Marks[n-1].Said(v.figures())
			}
		}
		out.Rows = append(out.Rows, tableRow{string(m.Month), []tableCell{known, {Text: expected}, {Text: between}, {Text: marks, Words: true}}})
	}
	return out
}
