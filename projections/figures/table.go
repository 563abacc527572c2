package figures

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ruggensteun/domain/codes"
)

// Language chooses between the two texts of a label.
type Language string

const (
	Dutch   Language = "nl"
	English Language = "en"
)

// In gives the text in a language; Dutch unless English is asked for.
func (t Text) In(l Language) string {
	if l == English {
		return t.EN
	}
	return t.NL
}

// WriteTable lays an answer out for a terminal of so many columns. A table that
// is too wide is turned on its side, because 24 hours read better downwards
// than broken into two halves; what is still too wide is broken.
func WriteTable(w io.Writer, a Answer, width int, l Language) error {
	g := fitting(a, width, l)
	left, rates := "", a.ratesText(width, l)
	if g.width() > width {
		a, left = a.withoutEmpty(l)
		g = fitting(a, width, l)
	}
	definition := a.DefinitionNL
	if l == English {
		definition = a.Definition
	}
	text := ""
	if note := a.inventedNote(l); note != "" {
		text = wrap(note, width) + "\n"
		definition = strings.TrimSuffix(definition, " "+note) // it stands on top
	}
	for _, part := range g.parts(width) {
		text += part.text(width) + "\n"
	}
	text += rates + left + wrap(g.legend(l)+definition, width)
	if len(g.coded) > 0 {
		text += wrap(Text{"Kolommen: ", "Columns: "}.In(l)+strings.Join(g.coded, "; ")+".", width)
	}
	for _, note := range notes(a, l) {
		text += wrap(note, width)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write figures as a table: %w", err)
	}
	return nil
}

// fitting is the table, turned on its side or with shorter codes for headings when that
// fits better.
func fitting(a Answer, width int, l Language) grid {
	g, turned := newGrid(a, l, longestCode), newGrid(a.turned(), l, longestCode)
	if g.width() <= width || turned.width() <= width {
		return narrower(g, turned, width)
	}
	for most := usualCode; most >= shortestCode; most-- {
		for _, short := range []grid{newGrid(a, l, most), newGrid(a.turned(), l, most)} {
			if short.width() <= width && short.told() {
				return short
			}
		}
	}
	return narrower(g, turned, width)
}

// How long the code in a heading is, and how far it may be cut when a table must be.
const (
	longestCode  = 1000
	usualCode    = 12
	shortestCode = 4
)

func narrower(g, turned grid, width int) grid {
	if g.width() > width && turned.width() < g.width() {
		return turned
	}
	return g
}

// told tells whether all headings differ.
func (g grid) told() bool {
	all := slices.Sorted(slices.Values(g.lines[0]))
	return len(slices.Compact(all)) == len(g.lines[0])
}

// withoutEmpty leaves out rows and columns in which nothing was counted, and says
// how many: most codes of a long list occur in few tables, and a table that must
// be broken over several is hard to read as it is.
func (a Answer) withoutEmpty(l Language) (Answer, string) {
	all := len(a.Rows) + len(a.Columns)
	a = a.withoutEmptyRows().turned().withoutEmptyRows().turned()
	left := all - len(a.Rows) - len(a.Columns)
	if left == 0 {
		return a, ""
	}
	return a, fmt.Sprintf(Text{
		"Nergens geteld, en hier weggelaten: %d (csv en json hebben ze wel).\n",
		"Counted nowhere, and left out here: %d (csv and json have them).\n",
	}.In(l), left)
}

func (a Answer) withoutEmptyRows() Answer {
	all := a
	a.Rows, a.RowLabels, a.RowTotals, a.Cells = nil, nil, nil, nil
	for i, total := range all.RowTotals {
		if total.N > 0 || slices.ContainsFunc(all.Cells[i], func(c Cell) bool { return c.N > 0 }) {
			a.Rows, a.RowLabels = append(a.Rows, all.Rows[i]), append(a.RowLabels, all.RowLabels[i])
			a.RowTotals, a.Cells = append(a.RowTotals, total), append(a.Cells, all.Cells[i])
		}
	}
	return a
}

// Marks stand in a narrow heading for a way of having no answer.
const (
	unknownMark     = "?"
	notRecordedMark = "–"
)

// legend explains the marks that the heading uses.
func (g grid) legend(l Language) string {
	legend := ""
	if slices.Contains(g.lines[0], unknownMark) {
		legend += Text{"? onbekend. ", "? unknown. "}.In(l)
	}
	if slices.Contains(g.lines[0], notRecordedMark) {
		legend += Text{"– niet vastgelegd. ", "– not recorded. "}.In(l)
	}
	if slices.ContainsFunc(g.lines[1:], func(line []string) bool { return slices.Contains(line[1:], notBrokenDownMark) }) {
		legend += Text{". niet uitgesplitst. ", ". not broken down. "}.In(l)
	}
	return legend
}

// turned swaps rows and columns.
func (a Answer) turned() Answer {
	t := a
	t.Rows, t.Columns = a.Columns, a.Rows
	t.RowLabels, t.ColumnLabels = a.ColumnLabels, a.RowLabels
	t.RowTotals, t.ColumnTotals = a.ColumnTotals, a.RowTotals
	t.Cells = make([][]Cell, len(a.Columns))
	for j := range a.Columns {
		for i := range a.Rows {
			t.Cells[j] = append(t.Cells[j], a.Cells[i][j])
		}
	}
	return t
}

// grid is a table as words, each column as wide as its widest.
type grid struct {
	lines  [][]string // the first is the header; the first of each is the label
	widths []int
	totals []int    // of each line but the first and the last, for its bar
	coded  []string // headings that nobody can read without their list, and their labels
}

func newGrid(a Answer, l Language, most int) grid {
	total := totalText.In(l)
	plain := len(a.Columns) == 1 && a.Columns[0] == Everything
	header := []string{""}
	if !plain {
		for j, column := range a.Columns {
			header = append(header, heading(column, a.ColumnLabels[j].In(l), most))
		}
	}
	g := grid{lines: [][]string{append(header, total)}}
	for j, column := range a.Columns {
		if !plain && isCoded(column) {
			code := string(column)
			if short := heading(column, "", most); short != code {
				code = short + " = " + code
			}
			g.coded = append(g.coded, code+" "+a.ColumnLabels[j].In(l))
		}
	}
	for i := range a.Rows {
		g.add(printable(a.RowLabels[i].In(l)), a, a.Cells[i], a.RowTotals[i], plain)
		g.totals = append(g.totals, a.RowTotals[i].N)
	}
	if !(len(a.Rows) == 1 && a.Rows[0] == Everything) {
		g.add(total, a, a.ColumnTotals, a.Total, plain)
	}
	g.measure()
	return g
}

func (g *grid) add(label string, a Answer, cells []Cell, total Cell, plain bool) {
	line := []string{label}
	if !plain {
		for _, c := range cells {
			line = append(line, a.read(c))
		}
	}
	g.lines = append(g.lines, append(line, a.read(total)))
}

// heading is short: a weekday as two letters, anything else as its code, of which no
// more than most stands there.
func heading(code codes.Code, label string, most int) string {
	if isCoded(code) {
		return printable(string(code[:min(len(code), most)]))
	}
	switch code {
	case codes.Unknown:
		return unknownMark
	case codes.NotRecorded:
		return notRecordedMark
	case "mon", "tue", "wed", "thu", "fri", "sat", "sun":
		return label[:2]
	}
	return printable(string(code))
}

// isCoded tells whether a heading is a code of a list: no mark, hour, month or weekday.
func isCoded(column codes.Code) bool {
	return column != codes.Unknown && column != codes.NotRecorded && strings.ContainsFunc(string(column), unicode.IsUpper)
}

func (g *grid) measure() {
	g.widths = make([]int, len(g.lines[0]))
	for _, line := range g.lines {
		for i, word := range line {
			g.widths[i] = max(g.widths[i], utf8.RuneCountInString(word))
		}
	}
}

func (g grid) width() int {
	sum := len(g.widths) - 1
	for _, w := range g.widths {
		sum += w
	}
	return sum
}

// parts breaks a grid that is too wide into some that are not, each with the labels
// of its lines; the last has the totals.
func (g grid) parts(width int) []grid {
	if g.width() <= width {
		return []grid{g}
	}
	var parts []grid
	for from := 1; from < len(g.widths); {
		to, room := from, width-g.widths[0]
		for to < len(g.widths) && (to == from || room > g.widths[to]) {
			room -= g.widths[to] + 1
			to++
		}
		part := grid{widths: append([]int{g.widths[0]}, g.widths[from:to]...)}
		for _, line := range g.lines {
			part.lines = append(part.lines, append([]string{line[0]}, line[from:to]...))
		}
		if to == len(g.widths) {
			part.totals = g.totals
		}
		parts = append(parts, part)
		from = to
	}
	return parts
}

// shortestBar is the room below which a bar tells nothing.
const shortestBar = 8

func (g grid) text(width int) string {
	var b strings.Builder
	room := width - g.width() - 2
	for i, line := range g.lines {
		b.WriteString(g.line(line))
		if i > 0 && i <= len(g.totals) && room >= shortestBar {
			b.WriteString(bar(g.totals[i-1], g.totals, min(room, 40)))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (g grid) line(words []string) string {
	parts := make([]string, len(words))
	for i, word := range words {
		pad := strings.Repeat(" ", g.widths[i]-utf8.RuneCountInString(word))
		if i == 0 {
			parts[i] = word + pad
		} else {
			parts[i] = pad + word
		}
	}
	return strings.Join(parts, " ")
}

func bar(n int, all []int, room int) string {
	most := 0
	for _, other := range all {
		most = max(most, other)
	}
	if n == 0 {
		return ""
	}
	return "  " + strings.Repeat("█", max(1, n*room/most))
}

// printable takes out what would move the cursor or colour the screen: labels
// such as an employer's name come from outside.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, text)
}

func wrap(text string, width int) string {
	var b strings.Builder
	at := 0
	for _, word := range strings.Fields(printable(text)) {
		size := utf8.RuneCountInString(word)
		switch {
		case at == 0:
		case at+1+size > width:
			b.WriteByte('\n')
			at = 0
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += size
	}
	b.WriteByte('\n')
	return b.String()
}
