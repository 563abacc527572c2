package web

import (
	"fmt"
	"maps"

	"ruggensteun/projections/figures"
)

// change is the page that says why an answer differs from that of an earlier moment.
func (w *web) change(v *visit) error {
	query, tidy := v.tidied()
	if !tidy {
		return v.goTo(query)
	}
	asks := maps.Clone(query)
	asks.Del(moreFilters)
	var c figures.Change
	page := &changePage{figurePage: &figurePage{Lead: v.word("change.lead")}, Since: dayOf(query.Get("from"))}
	v.Crumbs = []link{{Text: v.word("menu.free"), To: v.To("/vraag")}}
	back := maps.Clone(query)
	back.Del("from")
	back.Del("to")
	page.Back, page.Compare = v.To("/vraag")+"?"+back.Encode(), sortedPairs(back)
	err := v.ask("/v1/figures/change", asks, &c)
	if !v.mendable(page.figurePage, err) {
		return err
	}
	if page.Failure == nil {
		v.tell(page.figurePage, figures.Answer{Protection: c.Protection, Definition: c.Definition, DefinitionNL: c.DefinitionNL, Unit: c.Unit, Invented: c.Invented, Total: c.Total.After}.Told(v.figures()), c.Protection, c.To.Position.String())
		page.Before, page.After, page.Difference = v.changed(c, c.Total.Before), v.changed(c, c.Total.After), v.signed(c.Total.Difference)
		for _, p := range c.Parts {
			if n, is := c.Total.Parts[p.Part]; is {
				page.Parts = append(page.Parts, part{v.signed(&n), v.In(p.Label), v.In(p.Meaning)})
			}
		}
		page.Tables = []table{v.changes(c)}
		asks.Set("format", "csv")
		asks.Set("language", string(v.Language))
		page.Files = []link{{Text: "CSV", To: "/v1/figures/change?" + asks.Encode()}}
	}
	return v.show("change", v.word("change.title"), page)
}

type changePage struct {
	*figurePage
	Since, Back               string
	Before, After, Difference string
	Parts                     []part
}

type part struct{ N, Label, Meaning string }

func (v *visit) changed(c figures.Change, of figures.Cell) string {
	switch {
	case of.NotBrokenDown:
		return v.word("table.kept")
	case of.N == 0:
		return figures.Answer{Protection: c.Protection}.Read(of)
	}
	return v.number(of.N)
}

func (v *visit) signed(n *int) string {
	switch {
	case n == nil:
		return "–"
	case *n > 0:
		return "+" + v.number(*n)
	}
	return v.number(*n)
}

// changes lists the cells that moved.
func (v *visit) changes(c figures.Change) table {
	t := table{Caption: v.word("change.caption"), Head: []string{v.word("change.cell"), v.word("change.before"), v.word("change.after"), v.word("change.difference"), v.word("change.why")}}
	add := func(label string, of figures.Changed) {
		why := ""
		for _, p := range c.Parts {
			if n, is := of.Parts[p.Part]; is {
				why += fmt.Sprintf("%s %s; ", v.signed(&n), v.In(p.Label))
			}
		}
		if why != "" {
			why = why[:len(why)-2]
		}
		t.Rows = append(t.Rows, tableRow{label, []tableCell{{Text: v.changed(c, of.Before), Kept: of.Before.NotBrokenDown}, {Text: v.changed(c, of.After), Kept: of.After.NotBrokenDown}, {Text: v.signed(of.Difference)}, {Text: why, Words: true}}})
	}
	for i, row := range c.RowLabels {
		if of := c.RowTotals[i]; of.Difference != nil && *of.Difference != 0 || len(of.Parts) > 0 {
			add(v.In(row), of)
		}
	}
	if len(c.RowLabels) != 1 || len(t.Rows) == 0 {
		add(v.word("table.total"), c.Total)
	}
	return t
}
