package trend

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// WriteCSV writes a line per number: of which month, what it is, after how many months' ends it
// was known, and of how many it is. An ESTIMATE is no count, and its limits stand beside it.
func WriteCSV(w io.Writer, t Trend, l figures.Language) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	if err := out.WriteAll(append([][]string{{"month", "measure", "months_waited", "number", "of", "label", "unit", "position", "definition"}}, t.records(l)...)); err != nil {
		return fmt.Errorf("write a trend as csv: %w", err)
	}
	return nil
}

// Lines is how many a file of it has, below its heading.
func (t Trend) Lines() int { return len(t.records(figures.Dutch)) }

func (t Trend) records(l figures.Language) [][]string {
	c := &csvLines{trend: t, definition: figures.Inert(figures.Text{NL: t.DefinitionNL, EN: t.Definition}.In(l))}
	for _, m := range t.Months {
		c.month(m)
	}
	for _, line := range t.Triangle {
		for d, cell := range line.Known {
			c.add(line.Month, "KNOWN_AFTER", strconv.Itoa(d), c.number(cell), "", "")
		}
	}
	if b := t.BackTest; b != nil {
		c.add("", "BACK_TEST_HELD", "", strconv.Itoa(b.Held), strconv.Itoa(b.Tests), "")
		c.add("", "BACK_TEST_WRONG", "", fmt.Sprintf("%.1f", b.Wrong), "", "")
		c.add("", "BACK_TEST_WRONG_CHAIN_LADDER", "", fmt.Sprintf("%.1f", b.Ladder), "", "")
	}
	for _, m := range t.Marks {
		c.add(monthOf(m.From), "MARK", "", "", "", m.Said(l))
	}
	for _, s := range append([]figures.Text{t.Tried(), t.Method}, t.Said...) {
		c.add("", "SAID", "", "", "", s.In(l))
	}
	if note := t.Told(l).Invented; note != "" {
		c.add("", "INVENTED", "", strconv.Itoa(t.Invented), "", note)
	}
	return c.lines
}

type csvLines struct {
	trend      Trend
	definition string
	lines      [][]string
}

func (c *csvLines) add(month codes.Code, measure, waited, number, of, label string) {
	c.lines = append(c.lines, []string{string(month), measure, waited, number, of, figures.Inert(label), string(c.trend.Unit), c.trend.Position.String(), c.definition})
}

// number is nothing where it is kept back.
func (c *csvLines) number(cell figures.Cell) string {
	if cell.NotBrokenDown {
		return ""
	}
	return c.trend.read(cell)
}

func (c *csvLines) month(m Month) {
	c.add(m.Month, "KNOWN", "", c.number(m.Known), "", "")
	if e := m.Estimate; e != nil {
		for _, n := range []struct {
			measure string
			n       int
		}{{"ESTIMATE", e.Expected}, {"ESTIMATE_LOWER", e.Lower}, {"ESTIMATE_UPPER", e.Upper}} {
			c.add(m.Month, n.measure, strconv.Itoa(e.Waited), strconv.Itoa(n.n), "", "")
		}
	}
	if v := m.Verbal; v != nil {
		c.add(m.Month, "VERBAL_ONLY", "", c.number(v.Part), c.number(v.Of), "")
	}
	for _, s := range m.Unknown {
		c.add(m.Month, "UNKNOWN:"+string(s.Dimension), "", c.number(s.Part), c.number(s.Of), "")
	}
}
