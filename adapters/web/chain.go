package web

import (
	"ruggensteun/projections/chain"
	"ruggensteun/projections/figures"
)

var chainPage = view{usual: "chain.usual", by: append([]figures.Dimension{figures.All}, chain.Layouts...), own: []figures.Dimension{figures.Area, figures.OwnUnit}}

// chain is the page of the way from aangifte to the last euro.
func (w *web) chain(v *visit) error {
	query, tidy := v.tidied()
	if !tidy {
		return v.goTo(query)
	}
	var answer struct {
		figures.Funnel
		Pictures *pictures `json:"pictures"`
	}
	page := &figurePage{Lead: v.word("chain.lead"), By: v.layouts(chainPage, query)}
	err := v.ask("/v1/views/chain", ofAPI(query, v.Language), &answer)
	if !v.mendable(page, err) {
		return err
	}
	page.Form = v.form(query, nil, answer.Coverage)
	page.Form.Hidden = append(page.Form.Hidden, v.kept(query, "unit", "by")...)
	if page.Failure == nil {
		f := answer.Funnel
		v.tell(page, f.Told(v.figures()), f.Protection, f.Position.String())
		page.Picture, page.Tables = answer.Pictures.drawn(), v.groupsOf(f)
		page.Files = v.files("/views/chain", query, page.Position, "csv", "json")
		page.Cite = v.citation(v.word("chain.title"), chain.Name+" as-of "+page.Position, query, page.Position)
	}
	return v.show("figure", v.word("chain.title"), page)
}

// groupsOf are the tables of a funnel: one for each value that it is laid out by.
func (v *visit) groupsOf(f figures.Funnel) (list []table) {
	protected := f.Protection != nil
	number := func(c figures.Count) tableCell {
		if c == figures.KeptBack {
			return tableCell{Text: v.word("table.kept"), Kept: true}
		}
		return tableCell{Text: c.Read(protected)}
	}
	for _, g := range f.Groups {
		t := table{Caption: v.In(g.Label), Head: []string{v.word("chain.stage"), v.word("chain.reached"), v.word("chain.not-received"), v.word("chain.open"), v.word("chain.days")}}
		for _, s := range g.Stages {
			days := tableCell{Text: "–"}
			if s.Time != nil {
				days.Text = s.Time.Median.Text(s.Time.N, v.figures())
			}
			t.Rows = append(t.Rows, tableRow{v.In(s.Label), []tableCell{number(s.Reached), number(s.NotReceived), number(s.Open), days}})
		}
		t.Foot = &tableRow{v.word("chain.all"), []tableCell{number(g.N), {}, {}, {}}}
		list = append(list, t)
	}
	return list
}
