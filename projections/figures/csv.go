package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// WriteCSV writes an answer as one line per cell: row, column, their labels and
// the number. Lines of "TOTAL" hold the totals, which are counted and not
// added up. Behind them stand lines of "COMPLETENESS", "REPORTING_DELAY" and
// "COVERAGE", which say how far to trust the others: of COVERAGE the number is that of
// the months reported of, which WriteCoverageCSV names; one of "INVENTED" says how many
// a demonstration made up; one of "CODERS" how many incidents two people coded, with what came of it. The definition stands in every line, so that none travels without it.
func WriteCSV(w io.Writer, a Answer, l Language) error {
	if a.Rates != nil && a.Rates.Lacking == nil {
		return WriteRatesCSV(w, a, l)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	records := [][]string{{"row", "row_label", "column", "column_label", a.Unit.heading(), "position", "definition"}}
	sum := value{total, totalText}
	for i, row := range a.Rows {
		of := value{row, a.RowLabels[i]}
		for j, column := range a.Columns {
			records = append(records, a.line(of, value{column, a.ColumnLabels[j]}, a.Cells[i][j], l))
		}
		records = append(records, a.line(of, sum, a.RowTotals[i], l))
	}
	for j, column := range a.Columns {
		records = append(records, a.line(sum, value{column, a.ColumnLabels[j]}, a.ColumnTotals[j], l))
	}
	records = append(records, a.line(sum, sum, a.Total, l))
	records = append(records, a.whole(l)...)
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

// line is a cell as it reads; of what is not broken down nothing stands there.
func (a Answer) line(row, column value, c Cell, l Language) []string {
	record := a.record(row, column, c.N, l)
	if record[numberField] = a.read(c); c.NotBrokenDown {
		record[numberField] = ""
	}
	return record
}

const numberField = 4

func (a Answer) record(row, column value, n int, l Language) []string {
	definition := Text{NL: a.DefinitionNL, EN: a.Definition}.In(l)
	return []string{
		Inert(string(row.code)), Inert(row.label.In(l)), Inert(string(column.code)), Inert(column.label.In(l)),
		strconv.Itoa(n), strconv.FormatInt(int64(a.Position), 10), Inert(definition),
	}
}

// Inert keeps a spreadsheet from taking a text for a formula, which could send
// the rest of the sheet elsewhere (OWASP, CSV injection). Full-width signs count:
// some programs read them as the plain ones.
func Inert(text string) string {
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

// whole is what is said of an answer as a whole, as lines.
func (a Answer) whole(l Language) (records [][]string) {
	if a.Invented > 0 {
		records = append(records, a.record(value{"INVENTED", dimensions[Invented].text}, value{invented, labelOf(Invented, invented)}, a.Invented, l))
	}
	return append(records, a.trust(l)...)
}

// trust is what Completeness, Delay and Coverage say, as lines.
func (a Answer) trust(l Language) (records [][]string) {
	for _, c := range a.Completeness {
		of := value{"COMPLETENESS:" + codes.Code(c.Dimension), dimensions[c.Dimension].text}
		for _, n := range []struct {
			column value
			n      int
		}{
			{value{"ANSWERED", Text{"beantwoord", "answered"}}, c.Answered},
			{value{codes.Unknown, Text{"onbekend", "unknown"}}, c.Unknown},
			{value{codes.NotRecorded, Text{"niet vastgelegd", "not recorded"}}, c.NotRecorded},
			{value{codes.NotApplicable, Text{"niet van toepassing", "not applicable"}}, c.NotApplicable},
			{value{facts.Forgotten, Text{"vergeten", "forgotten"}}, c.Forgotten},
			{value{underReview, Text{"wordt beoordeeld", "under review"}}, c.UnderReview},
		} {
			rare := n.column.code == facts.Forgotten || n.column.code == underReview
			if !rare || n.n > 0 || n.column.code == facts.Forgotten && columnOf(c.Dimension) == harmed {
				records = append(records, a.record(of, n.column, n.n, l))
			}
		}
	}
	for _, d := range a.Delay {
		records = append(records, a.record(value{"REPORTING_DELAY", dimensions[Delay].text}, value{d.Band, d.Label}, d.N, l))
	}
	for _, e := range a.Coverage.Employers {
		of := value{"COVERAGE:" + e.Employer, Text{e.Name, e.Name}}
		records = append(records, a.record(of, value{"MONTHS", Text{"maanden waarvan gemeld is", "months reported of"}}, len(e.Months), l))
	}
	for _, c := range a.Coders {
		records = append(records, a.record(value{"CODERS:" + codes.Code(c.Dimension), dimensions[c.Dimension].text}, value{"PAIRS", c.Said}, c.N, l))
	}
	return records
}
