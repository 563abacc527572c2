package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
)

// WriteCSV writes an answer as one line per cell: row, column, their labels and
// the number. Lines of "TOTAL" hold the totals, which are counted and not
// added up. The definition stands in every line, so that none travels without it.
func WriteCSV(w io.Writer, a Answer, l Language) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	records := [][]string{{"row", "row_label", "column", "column_label", string(a.Unit) + "s", "position", "definition"}}
	sum := value{total, totalText}
	for i, row := range a.Rows {
		of := value{row, a.RowLabels[i]}
		for j, column := range a.Columns {
			records = append(records, a.record(of, value{column, a.ColumnLabels[j]}, a.Cells[i][j].N, l))
		}
		records = append(records, a.record(of, sum, a.RowTotals[i].N, l))
	}
	for j, column := range a.Columns {
		records = append(records, a.record(sum, value{column, a.ColumnLabels[j]}, a.ColumnTotals[j].N, l))
	}
	records = append(records, a.record(sum, sum, a.Total, l))
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write figures as csv: %w", err)
	}
	return nil
}

const total codes.Code = "TOTAL"

var totalText = Text{NL: "totaal", EN: "total"}

// value is a code with its label.
type value struct {
	code  codes.Code
	label Text
}

func (a Answer) record(row, column value, n int, l Language) []string {
	definition := Text{NL: a.DefinitionNL, EN: a.Definition}.In(l)
	return []string{
		inert(string(row.code)), inert(row.label.In(l)), inert(string(column.code)), inert(column.label.In(l)),
		strconv.Itoa(n), strconv.FormatInt(int64(a.Position), 10), inert(definition),
	}
}

// inert keeps a spreadsheet from taking a text for a formula, which could send
// the rest of the sheet elsewhere (OWASP, CSV injection). Full-width signs count:
// some programs read them as the plain ones.
func inert(text string) string {
	if strings.ContainsAny(firstRune(text), "=+-@\t\r\n＝＋－＠") {
		return "'" + text
	}
	return text
}

func firstRune(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}
