package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/codes"
)

// WriteChangeCSV writes a line per cell: row, column and their labels, the number at both
// moments, the difference, and a column for each part. Lines of "TOTAL" hold the totals. What is
// not told is empty.
func WriteChangeCSV(w io.Writer, c Change, l Language) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	header := []string{"row", "row_label", "column", "column_label", "before", "after", "difference"}
	for _, p := range c.Parts {
		header = append(header, string(p.Part))
	}
	records := [][]string{append(header, "position_before", "position_after", "definition")}
	c.each(func(row, column int, of *Changed) {
		r, k := c.named(row, c.Rows, c.RowLabels), c.named(column, c.Columns, c.ColumnLabels)
		record := []string{Inert(string(r.code)), Inert(r.label.In(l)), Inert(string(k.code)), Inert(k.label.In(l))}
		record = append(record, c.plain(of.Before), c.plain(of.After), orNothing(of.Difference))
		for _, p := range c.Parts {
			record = append(record, c.part(of, p.Part, "", strconv.Itoa))
		}
		records = append(records, append(record, c.From.Position.String(), c.To.Position.String(), Inert(Text{c.DefinitionNL, c.Definition}.In(l))))
	})
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write a difference as csv: %w", err)
	}
	return nil
}

func (c *Change) named(place int, list []codes.Code, labels []Text) value {
	if place == 0 {
		return value{total, totalText}
	}
	return value{list[place-1], labels[place-1]}
}

// plain is a number as it reads; nothing where it is not broken down.
func (c *Change) plain(of Cell) string {
	if of.NotBrokenDown {
		return ""
	}
	return c.read(of)
}

func (c *Change) read(of Cell) string { return Answer{Protection: c.Protection}.read(of) }

func orNothing(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// part is how much one is; nothing where no parts are told, and none where it is nothing.
func (c *Change) part(of *Changed, p Part, none string, write func(int) string) string {
	n, there := of.Parts[p]
	switch {
	case of.Parts == nil:
		return ""
	case !there && none != "":
		return none
	}
	return write(n)
}

// WriteChangeTable lays out for a terminal of so many columns what is another number at the
// second moment, a line each, with the parts that it is made of.
func WriteChangeTable(w io.Writer, c Change, width int, l Language) error {
	parts := c.occurring()
	g := grid{lines: [][]string{c.heading(parts, l)}}
	unchanged := 0
	c.eachRow(func(row, column int, of *Changed) {
		if row+column > 0 && of.still() {
			unchanged++
			return
		}
		g.lines = append(g.lines, c.line(c.title(row, column, l), of, parts))
	})
	g.lines = append(g.lines, c.line(totalText.In(l), &c.Total, parts))
	g.measure()
	text := fmt.Sprintf(Text{"Van %s tot %s\n\n", "From %s to %s\n\n"}.In(l), c.From.reads(l), c.To.reads(l))
	for _, part := range g.parts(width) {
		text += part.text(width) + "\n"
	}
	if unchanged > 0 {
		text += fmt.Sprintf(Text{"Niet veranderd of niet verteld, en hier weggelaten: %d (csv en json hebben ze wel).\n", "Not changed or not told, and left out here: %d (csv and json have them).\n"}.In(l), unchanged)
	}
	text += c.legend(parts, width, l) + wrap(Text{c.DefinitionNL, c.Definition}.In(l), width)
	if c.Protection != nil {
		text += wrap(c.Protection.In(l), width)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write a difference as a table: %w", err)
	}
	return nil
}

func (m Moment) reads(l Language) string {
	at := fmt.Sprintf(Text{"positie %d", "position %d"}.In(l), m.Position)
	if m.At.IsZero() {
		return at
	}
	return m.At.Format(time.RFC3339) + " (" + at + ")"
}

// still tells whether nothing is told of a cell, or nothing moved in it.
func (c *Changed) still() bool {
	return len(c.Parts) == 0 && (c.Difference == nil || *c.Difference == 0)
}

// eachRow goes through all but the total, each row with its cells behind it.
func (c *Change) eachRow(do func(row, column int, of *Changed)) {
	oneRow, oneColumn := len(c.Rows) == 1 && c.Rows[0] == Everything, len(c.Columns) == 1 && c.Columns[0] == Everything
	for i := range c.Rows {
		if !oneRow {
			do(i+1, 0, &c.RowTotals[i])
		}
		for j := range c.Columns {
			if !oneRow && !oneColumn {
				do(i+1, j+1, &c.Cells[i][j])
			}
		}
	}
	for j := range c.Columns {
		if !oneColumn {
			do(0, j+1, &c.ColumnTotals[j])
		}
	}
}

func (c *Change) title(row, column int, l Language) string {
	r, k := printable(c.named(row, c.Rows, c.RowLabels).label.In(l)), printable(c.named(column, c.Columns, c.ColumnLabels).label.In(l))
	switch {
	case column == 0:
		return r
	case row == 0:
		return k
	}
	return "  " + k
}

func (c *Change) heading(parts []PartExplained, l Language) []string {
	words := []string{"", Text{"eerst", "first"}.In(l), Text{"dan", "then"}.In(l), Text{"verschil", "change"}.In(l)}
	for _, p := range parts {
		words = append(words, p.Label.In(l))
	}
	return words
}

func (c *Change) line(title string, of *Changed, parts []PartExplained) []string {
	difference := notBrokenDownMark
	if of.Difference != nil {
		difference = signed(*of.Difference)
	}
	words := []string{title, c.read(of.Before), c.read(of.After), difference}
	for _, p := range parts {
		words = append(words, c.part(of, p.Part, "·", signed))
	}
	return words
}

func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// occurring are the parts that are told of any cell: a column of nothing teaches nobody.
func (c *Change) occurring() (list []PartExplained) {
	there := map[Part]bool{}
	c.each(func(_, _ int, of *Changed) {
		for p := range of.Parts {
			there[p] = true
		}
	})
	for _, p := range c.Parts {
		if there[p.Part] {
			list = append(list, p)
		}
	}
	return list
}

func (c *Change) legend(parts []PartExplained, width int, l Language) (text string) {
	for _, p := range parts {
		text += wrap(p.Label.In(l)+": "+p.Meaning.In(l)+".", width)
	}
	if len(c.Untold) > 0 {
		var names []string
		for _, p := range c.Untold {
			names = append(names, p.Label.In(l))
		}
		text += wrap(Text{"Niet verteld: ", "Not told: "}.In(l)+strings.Join(names, ", ")+". "+Text{"Elk daarvan ", "Each of them "}.In(l)+c.Untold[0].Meaning.In(l)+".", width)
	}
	return text
}
