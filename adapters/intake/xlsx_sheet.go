package intake

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/fault"
)

// sheetTable reads the rows of one sheet.
type sheetTable struct {
	book   *workbook
	in     *xmlPart
	number int // of the row handed out last
	ahead  int // number of the row whose cells are in cells; 0 when none
	cells  []cell
	long   bool // a cell of the row was too long
	merged *mergedCells
}

func (w *workbook) sheet(ref sheetRef, merged *mergedCells) (*sheetTable, error) {
	in, err := w.open(ref.part)
	if err != nil {
		return nil, w.explain(err)
	}
	return &sheetTable{book: w, in: in, merged: merged.again()}, nil
}

func (t *sheetTable) Close() { t.in.Close() }

// next also hands out the empty rows that the sheet leaves out, so that a row
// has the number that a person sees beside it.
func (t *sheetTable) next() (row, error) {
	if t.ahead == 0 {
		if err := t.read(); err != nil {
			return row{}, err
		}
	}
	t.number++
	r := row{number: t.number}
	if t.number == t.ahead {
		r.cells, t.ahead = t.cells, 0
		if t.long {
			r.problem = CellTooLong
		}
	}
	r.cells = t.merged.fill(t.number, r.cells)
	return r, nil
}

// read looks for the next row and takes its cells.
func (t *sheetTable) read() error {
	for {
		token, err := t.in.token()
		if err == io.EOF {
			return io.EOF
		}
		if err != nil {
			return t.book.explain(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		t.ahead = t.number + 1
		if given := attribute(start, "r"); given != "" {
			t.ahead = digits(given)
		}
		if t.ahead <= t.number || t.ahead > mostRows {
			return errWorkbook
		}
		if err := t.readCells(); err != nil {
			return t.book.explain(err)
		}
		return nil
	}
}

// mostRows is what a sheet can hold (2^20).
const mostRows = 1 << 20

func (t *sheetTable) readCells() error {
	t.cells, t.long = t.cells[:0], false
	for {
		token, err := t.in.token()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			if token.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if token.Name.Local != "c" {
				continue
			}
			if err := t.readCell(token); err != nil {
				return err
			}
		}
	}
}

func (t *sheetTable) readCell(start xml.StartElement) error {
	var kind, style string
	column := len(t.cells)
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "r":
			column = columnOf(a.Value)
		case "t":
			kind = a.Value
		case "s":
			style = a.Value
		}
	}
	if column < 0 || column >= mostColumns || column < len(t.cells) {
		return tooWide(t.ahead)
	}
	value, err := t.in.value()
	if err != nil {
		return err
	}
	c, err := t.book.cell(kind, digits(style), value)
	if err != nil {
		return err
	}
	if len(c.text) > longestCell {
		t.long, c = true, cell{}
	}
	for len(t.cells) < column {
		t.cells = append(t.cells, cell{})
	}
	t.cells = append(t.cells, c)
	return nil
}

// value gives what stands in a cell: v, or the texts inside is; never f, the formula.
func (p *xmlPart) value() (string, error) {
	value := ""
	for inValue := false; ; {
		token, err := p.token()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "v":
				inValue = true
			case "is":
				if value, err = p.text("is"); err != nil {
					return "", err
				}
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "v":
				inValue = false
			case "c":
				return value, nil
			}
		case xml.CharData:
			if inValue {
				value += string(token)
			}
		}
	}
}

// cell says what a stored value means.
func (w *workbook) cell(kind string, style int, value string) (cell, error) {
	switch kind {
	case "s":
		text, err := w.strings.get(digits(value))
		return textCell(text), err
	case "", "n":
		return w.numberCell(style, value), nil
	case "b":
		return cell{text: map[string]string{"1": "TRUE", "0": "FALSE"}[value], kind: words}, nil
	case "d":
		return cell{text: value, kind: dayAndTime}, nil
	}
	return textCell(value), nil // inlineStr, str, e
}

func textCell(text string) cell {
	var c cell
	c.text, c.broken = clean(escaped(text))
	return c
}

// escaped undoes _x000D_, by which a workbook writes what XML cannot hold.
func escaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "_x")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		code, err := strconv.ParseUint(after[:min(4, len(after))], 16, 16)
		if err == nil && len(after) > 4 && after[4] == '_' {
			b.WriteRune(rune(code))
			text = after[5:]
		} else {
			b.WriteString("_x")
			text = after
		}
	}
}

func (w *workbook) numberCell(style int, value string) cell {
	if value == "" {
		return cell{}
	}
	c := cell{text: value, kind: amount, number: value}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return cell{text: value}
	}
	if strings.ContainsAny(value, "eE") {
		c.text = strconv.FormatFloat(number, 'f', -1, 64)
	}
	if style < 0 || style >= len(w.styles) || w.styles[style] == amount {
		return c
	}
	kind := w.styles[style]
	if kind == timeOfDay && number >= 1 || kind == day && number != math.Floor(number) {
		kind = dayAndTime // more is stored than is shown
	}
	if text, ok := serialText(number, w.since04, kind != day, kind != timeOfDay); ok {
		c.text, c.kind = text, kind
	}
	return c
}

// serialText writes out the number that a spreadsheet stores for a date: days
// since 30 December 1899, or since 1904 in workbooks that were born on a Mac.
// Before March 1900 the first kind is a day off; nothing we take is that old.
func serialText(serial float64, since04, withTime, withDay bool) (string, bool) {
	const year9999 = 2_958_466
	if serial < 0 || serial >= year9999 || math.IsNaN(serial) {
		return "", false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if since04 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days := math.Floor(serial)
	seconds := int(math.Round((serial - days) * 86400))
	at := epoch.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	switch {
	case !withDay:
		return at.Format(time.TimeOnly), true
	case !withTime:
		return at.Format(time.DateOnly), true
	}
	return at.Format(time.DateTime), true
}

// columnOf reads the letters of a cell's name, from 0; -1 when there are none.
func columnOf(name string) int {
	column := 0
	for _, c := range []byte(name) {
		if c < 'A' || c > 'Z' {
			break
		}
		if column = column*26 + int(c-'A') + 1; column > mostColumns {
			return mostColumns
		}
	}
	return column - 1
}

// mergedCells are cells that were joined over several rows: what stands in the
// uppermost holds for all.
type mergedCells struct {
	ranges []mergedRange // by first row
	next   int
	active []activeRange
}

// mostActive is how many joined cells a row can lie in: a sheet has no more
// columns with content, unless it was made to keep us busy.
const mostActive = 1_000

type mergedRange struct{ column, first, last int32 }

type activeRange struct {
	mergedRange
	content cell
}

func (m *mergedCells) again() *mergedCells {
	if m == nil {
		return &mergedCells{}
	}
	return &mergedCells{ranges: m.ranges}
}

// fill copies down into the row; rows must come in order.
func (m *mergedCells) fill(number int, cells []cell) []cell {
	kept := m.active[:0]
	for _, a := range m.active {
		if int(a.last) < number {
			continue
		}
		kept = append(kept, a)
		for len(cells) <= int(a.column) {
			cells = append(cells, cell{})
		}
		cells[a.column] = a.content
	}
	m.active = kept
	for m.next < len(m.ranges) && int(m.ranges[m.next].first) <= number {
		r := m.ranges[m.next]
		m.next++
		if int(r.first) == number && int(r.column) < len(cells) && len(m.active) < mostActive {
			m.active = append(m.active, activeRange{mergedRange: r, content: cells[r.column]})
		}
	}
	return cells
}

func tooManyMerged() error {
	return fault.New(fault.TooLarge, fmt.Sprintf("the sheet joins cells in more than %d places: unmerge them", mostMerged))
}
