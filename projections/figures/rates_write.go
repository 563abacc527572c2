package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// ratesText is the rates of a table's rows for a terminal, with how each was registered.
func (a Answer) ratesText(width int, l Language) string {
	r := a.Rates
	if r == nil {
		return ""
	}
	if r.Lacking != nil {
		return wrap(r.Lacking.In(l)+".", width)
	}
	g := grid{lines: [][]string{{
		fmt.Sprintf(Text{"per %d", "per %d"}.In(l), r.Each), Text{"aantal", "number"}.In(l), r.Table.In(l), Text{"verhouding", "rate"}.In(l),
		Text{"maanden", "months"}.In(l), Text{"in een week", "in a week"}.In(l), Text{"onbekend", "unknown"}.In(l),
	}}}
	var notes []string
	add := func(label string, c Cell, of Rate, beside RowRegistration) {
		if of.Lacking != nil {
			notes = append(notes, label+": "+of.Lacking.In(l)+".")
		}
		g.lines = append(g.lines, append([]string{printable(label), a.read(c)}, append(of.words(notBrokenDownMark), beside.words(notBrokenDownMark)...)...))
	}
	if !(len(a.Rows) == 1 && a.Rows[0] == Everything) {
		for i := range a.Rows {
			if a.RowTotals[i].N > 0 || a.RowTotals[i].NotBrokenDown || r.RowTotals[i].AtMost {
				add(a.RowLabels[i].In(l), a.RowTotals[i], r.RowTotals[i], r.RowsBeside[i])
			}
		}
	}
	add(totalText.In(l), a.Total, r.Total, r.TotalBeside)
	g.measure()
	text := ""
	for _, part := range g.parts(width) {
		text += part.text(width) + "\n"
	}
	for i, note := range notes {
		if i == mostEmployers {
			text += fmt.Sprintf(Text{"En van %d andere evenmin.\n", "Nor of %d others.\n"}.In(l), len(notes)-i)
			break
		}
		text += wrap(note, width)
	}
	return text + wrap(r.Definition.In(l)+" "+fmt.Sprintf(Text{"Onbekend: waarvan %s niet is beantwoord.", "Unknown: of which the %s was not answered."}.In(l), r.TotalBeside.UnknownOf.In(l)), width)
}

// words are the denominator and the rate.
func (r Rate) words(none string) []string {
	if r.Rate == nil {
		return []string{none, none}
	}
	text := strconv.FormatFloat(*r.Rate, 'f', 2, 64)
	if r.AtMost {
		text = "≤" + text
	}
	return []string{strconv.Itoa(r.Denominator), text}
}

func (g RowRegistration) words(none string) []string {
	months, percent := none, func(p *float64) string {
		if p == nil {
			return none
		}
		return strconv.FormatFloat(*p, 'f', 0, 64) + "%"
	}
	if g.Months != nil {
		months = fmt.Sprintf("%d/%d", *g.Months, g.OfMonths)
	}
	return []string{months, percent(g.WithinWeek), percent(g.Unknown)}
}

// WriteRatesCSV writes a line per cell: the number, what it is divided by, the rate, and how its
// row was registered. Where there is no rate, the reason stands in "lacking". Behind them stand the
// lines about the whole that WriteCSV has, of which there is no rate.
func WriteRatesCSV(w io.Writer, a Answer, l Language) error {
	r := a.Rates
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	records := [][]string{{
		"row", "row_label", "column", "column_label", a.Unit.heading(), "denominator", "rate", "per", "lacking",
		"months", "within_week", "unknown", "table", "day", "source", "hash", "position", "definition",
	}}
	add := func(row, column value, c Cell, of Rate, beside RowRegistration) {
		why := ""
		if of.Lacking != nil {
			why = of.Lacking.In(l)
		}
		record := append(a.line(row, column, c, l)[:numberField+1], of.words("")...)
		record = append(append(record, strconv.Itoa(r.Each), Inert(why)), beside.words("")...)
		records = append(records, append(record, r.Per, r.Day, Inert(r.Source), r.Hash, a.Position.String(), Inert(r.Definition.In(l)+" "+Text{a.DefinitionNL, a.Definition}.In(l))))
	}
	sum := value{total, totalText}
	for i, row := range a.Rows {
		for j, column := range a.Columns {
			add(value{row, a.RowLabels[i]}, value{column, a.ColumnLabels[j]}, a.Cells[i][j], r.Cells[i][j], r.RowsBeside[i])
		}
		add(value{row, a.RowLabels[i]}, sum, a.RowTotals[i], r.RowTotals[i], r.RowsBeside[i])
	}
	for j, column := range a.Columns {
		add(sum, value{column, a.ColumnLabels[j]}, a.ColumnTotals[j], r.ColumnTotals[j], r.TotalBeside)
	}
	add(sum, sum, a.Total, r.Total, r.TotalBeside)
	for _, whole := range a.whole(l) {
		record := make([]string, len(records[0]))
		copy(record, whole[:numberField+1])
		copy(record[len(record)-2:], whole[numberField+1:])
		records = append(records, record)
	}
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write rates as csv: %w", err)
	}
	return nil
}
