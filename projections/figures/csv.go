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
	records := [][]string{{"row", "row_label", "column", "column_label", a.counted(), "position", "definition"}}
	for i, row := range a.Rows {
		for j, column := range a.Columns {
			records = append(records, a.record(row, column, a.Cells[i][j].N, l))
		}
		records = append(records, a.record(row, total, a.RowTotals[i].N, l))
	}
	for j, column := range a.Columns {
		records = append(records, a.record(total, column, a.ColumnTotals[j].N, l))
	}
	records = append(records, a.record(total, total, a.Total, l))
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write figures as csv: %w", err)
	}
	return nil
}

const total codes.Code = "TOTAL"

var totalText = Text{NL: "totaal", EN: "total"}

func (a Answer) counted() string { return string(a.Unit) + "s" }

func (a Answer) record(row, column codes.Code, n int, l Language) []string {
	definition := Text{NL: a.DefinitionNL, EN: a.Definition}.In(l)
	return []string{
		inert(string(row)), inert(a.labelOf(row, l)), inert(string(column)), inert(a.labelOf(column, l)),
		strconv.Itoa(n), strconv.FormatInt(int64(a.Position), 10), inert(definition),
	}
}

func (a Answer) labelOf(code codes.Code, l Language) string {
	if code == total {
		return totalText.In(l)
	}
	return a.Labels[code].In(l)
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
