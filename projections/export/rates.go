package export

import (
	"fmt"
	"strconv"

	"ruggensteun/projections/figures"
)

// ratesSheet has a line for each cell of the table: the number, what it is divided by, the rate,
// or why there is none, and how its row was registered.
func ratesSheet(a figures.Answer, l figures.Language) sheet {
	r := a.Rates
	in := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	s := sheet{name: in("Verhoudingen", "Rates"), frozen: true}
	if r.Lacking != nil {
		s.add([]cell{{text: r.Lacking.In(l), style: bold}})
		return s
	}
	var heading []cell
	for _, word := range []string{
		in("Rij", "Row"), in("Kolom", "Column"), in("Aantal", "Number"), r.Table.In(l), fmt.Sprintf(in("Per %d", "Per %d"), r.Each), in("Waarom niet", "Why not"),
		in("Maanden gemeld", "Months reported"), in("Binnen een week (%)", "Within a week (%)"), in("Onbekend (%)", "Unknown (%)"),
	} {
		heading = append(heading, cell{text: word, style: bold})
	}
	s.add(heading)
	total := figures.TotalLabel(l)
	line := func(row, column string, c figures.Cell, of figures.Rate, beside figures.RowRegistration, st style) {
		cells := append([]cell{{text: filled(row), style: st}, {text: filled(column), style: st}, number(a, c, l, st)}, rateCells(of, l, st)...)
		s.add(append(cells, besideCells(beside, st)...))
	}
	columns := a.Columns
	if len(columns) == 1 && columns[0] == figures.Everything {
		columns = nil
	}
	for i := range a.Rows {
		for j := range columns {
			line(a.RowLabels[i].In(l), a.ColumnLabels[j].In(l), a.Cells[i][j], r.Cells[i][j], r.RowsBeside[i], plain)
		}
		line(a.RowLabels[i].In(l), total, a.RowTotals[i], r.RowTotals[i], r.RowsBeside[i], plain)
	}
	for j := range columns {
		line(total, a.ColumnLabels[j].In(l), a.ColumnTotals[j], r.ColumnTotals[j], r.TotalBeside, plain)
	}
	line(total, total, a.Total, r.Total, r.TotalBeside, bold)
	s.rows = append(s.rows, []cell{{text: r.Definition.In(l), style: folded}})
	return s
}

// rateCells are the denominator, the rate and why there is none. At most stands before one of 0–4.
func rateCells(r figures.Rate, l figures.Language, st style) []cell {
	none := cell{text: "–", style: st}
	if r.Rate == nil {
		why := none
		if r.Lacking != nil {
			why.text = r.Lacking.In(l)
		}
		return []cell{none, none, why}
	}
	rate := cell{exact: strconv.FormatFloat(*r.Rate, 'f', 2, 64), style: st}
	if r.AtMost {
		rate.text = "≤" + rate.exact
	}
	return []cell{{n: r.Denominator, style: st}, rate, none}
}

func besideCells(g figures.RowRegistration, st style) []cell {
	none := cell{text: "–", style: st}
	cells := []cell{none, none, none}
	if g.Months != nil {
		cells[0].text = fmt.Sprintf("%d/%d", *g.Months, g.OfMonths)
	}
	for i, percent := range []*float64{g.WithinWeek, g.Unknown} {
		if percent != nil {
			cells[i+1] = cell{exact: strconv.FormatFloat(*percent, 'f', 0, 64), style: st}
		}
	}
	return cells
}
