package web

import "ruggensteun/projections/figures"

// table says in words and numbers what a picture shows.
type table struct {
	Caption string
	Head    []string
	Rows    []tableRow
	Foot    *tableRow
	Note    string
}

type tableRow struct {
	Label string
	Cells []tableCell
}

type tableCell struct {
	Text  string
	Kept  bool // no number is told
	Words bool // it is read, and not compared
}

// WordsIn tells whether a column is read, and not compared.
func (t table) WordsIn(column int) bool {
	return column > 0 && len(t.Rows) > 0 && column <= len(t.Rows[0].Cells) && t.Rows[0].Cells[column-1].Words
}

// tableOf is an answer. The longer side goes down the page.
func (v *visit) tableOf(a figures.Answer) table {
	l := v.figures()
	rows, columns, cells, rowTotals, columnTotals := a.RowLabels, a.ColumnLabels, a.Cells, a.RowTotals, a.ColumnTotals
	if len(columns) > len(rows) && len(columns) > 8 {
		rows, columns, rowTotals, columnTotals = columns, rows, columnTotals, rowTotals
		cells = make([][]figures.Cell, len(rows))
		for i := range rows {
			for j := range columns {
				cells[i] = append(cells[i], a.Cells[j][i])
			}
		}
	}
	read := func(c figures.Cell) tableCell {
		if c.NotBrokenDown {
			return tableCell{Text: v.word("table.kept"), Kept: true}
		}
		if c.N == 0 || a.Protection != nil {
			return tableCell{Text: a.Read(c)}
		}
		return tableCell{Text: v.number(c.N)}
	}
	single := len(columns) == 1 && len(a.ColumnLabels) == 1
	t := table{Caption: v.word("table.caption"), Head: []string{""}}
	for _, c := range columns {
		t.Head = append(t.Head, c.In(l))
	}
	if !single {
		t.Head = append(t.Head, v.word("table.total"))
	}
	for i, label := range rows {
		row := tableRow{Label: label.In(l)}
		for _, c := range cells[i] {
			row.Cells = append(row.Cells, read(c))
		}
		if !single {
			row.Cells = append(row.Cells, read(rowTotals[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	foot := tableRow{Label: v.word("table.total")}
	if !single {
		for _, c := range columnTotals {
			foot.Cells = append(foot.Cells, read(c))
		}
	}
	foot.Cells = append(foot.Cells, read(a.Total))
	t.Foot, t.Note = &foot, v.word("table.note")
	return t
}

// Number is for templates.
func (v *visit) Number(n int) string { return v.number(n) }

// number has thousands apart, as the language does.
func (v *visit) number(n int) string {
	digits, apart := itoa(n), "."
	if v.Language == english {
		apart = ","
	}
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + apart + digits[at:]
	}
	return digits
}
