package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ruggensteun/domain/codes"
)

// WriteCoverageCSV writes what the coverage of an answer says month by month: a line for
// each employer and month of which a report is expected, whether or not there was one.
// It is a table by itself, because it counts no incidents.
func WriteCoverageCSV(w io.Writer, a Answer, l Language) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	records := [][]string{{"employer", "employer_label", "month", "reported", "position", "definition"}}
	definition := coverageDefinition(a, l)
	for _, e := range a.Coverage.Employers {
		for _, month := range a.Coverage.expected() {
			reported := strconv.Itoa(map[bool]int{true: 1}[slices.Contains(e.Months, month)])
			records = append(records, []string{
				Inert(string(e.Employer)), Inert(e.Name), string(month), reported, a.Position.String(), definition,
			})
		}
	}
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write coverage as csv: %w", err)
	}
	return nil
}

func coverageDefinition(a Answer, l Language) string {
	if a.Protection != nil {
		return fmt.Sprintf(Text{
			"Of een werkgever over een maand genoeg incidenten meldde voor een getal, zoals vastgelegd tot en met positie %s, wat er ook gefilterd is; 0 kan enkele zijn, of geen.",
			"Whether an employer reported enough incidents of a month for a number, as recorded up to and including position %s, whatever is filtered on; 0 may be a few, or none.",
		}.In(l), a.Position)
	}
	return fmt.Sprintf(Text{
		"Of een werkgever over een maand een incident meldde, zoals vastgelegd tot en met positie %s, wat er ook gefilterd is.",
		"Whether an employer reported any incident of a month, as recorded up to and including position %s, whatever is filtered on.",
	}.In(l), a.Position) + prefixed(a.inventedNote(l))
}

func (c Coverage) expected() []codes.Code { return monthsBetween(c.From, c.Through) }

// Marks of a month in a coverage on a terminal.
const (
	reportedMark = "█"
	silentMark   = "·"
)

// WriteCoverage lays the coverage out for a terminal: a line for each employer and
// year, with a mark for each month.
func WriteCoverage(w io.Writer, a Answer, width int, l Language) error {
	var b strings.Builder
	if note := a.inventedNote(l); note != "" {
		b.WriteString(wrap(note, width))
	}
	wide := 0
	for _, e := range a.Coverage.Employers {
		wide = max(wide, utf8.RuneCountInString(printable(string(e.Employer))))
	}
	for _, e := range a.Coverage.Employers {
		name := printable(string(e.Employer))
		name += strings.Repeat(" ", wide-utf8.RuneCountInString(name))
		for _, line := range a.Coverage.years(e) {
			b.WriteString(name + " " + line + "\n")
			name = strings.Repeat(" ", wide)
		}
	}
	b.WriteString(wrap(Text{
		reportedMark + " gemeld, " + silentMark + " niets gemeld; januari tot en met december. ", reportedMark + " reported, " + silentMark + " nothing reported; January to December. ",
	}.In(l)+coverageDefinition(a, l), width))
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write coverage: %w", err)
	}
	return nil
}

// years are the lines of one employer: 2026 ██·█, with room for what is not expected.
func (c Coverage) years(e EmployerCovered) (lines []string) {
	of := ""
	for _, month := range c.expected() {
		year, number, _ := strings.Cut(string(month), "-")
		if year != of {
			of = year
			n, _ := strconv.Atoi(number)
			lines = append(lines, year+" "+strings.Repeat(" ", n-1))
		}
		mark := silentMark
		if slices.Contains(e.Months, month) {
			mark = reportedMark
		}
		lines[len(lines)-1] += mark
	}
	return lines
}
