package intake

import (
	"encoding/xml"
	"io"
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
// Of what is too long for a cell it gives no more than tells so.
func (p *xmlPart) value() (string, error) {
	var value []byte
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
				text, err := p.text("is")
				if err != nil {
					return "", err
				}
				value = []byte(text)
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "v":
				inValue = false
			case "c":
				return string(value), nil
			}
		case xml.CharData:
			if inValue && len(value) <= longestCell {
				value = append(value, token...)
			}
		}
	}
}
