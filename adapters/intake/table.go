package intake

import (
	"fmt"
	"io"

	"ruggensteun/domain/fault"
)

// Limits of a file. A file within them is read in flat memory, however long.
const (
	longestCell   = 128 << 10 // bytes; a spreadsheet's own limit is 32,767 characters
	longestRow    = 4 << 20
	mostColumns   = 16_384 // a spreadsheet's own
	deepestHeader = 50
)

// table hands out the rows of a file one by one; io.EOF ends them. What it
// hands out is only good until the next row.
type table interface {
	next() (row, error)
}

// row is one row with its number as a spreadsheet counts: from 1, headings and
// empty rows included.
type row struct {
	number  int
	cells   []cell
	raw     []byte // CSV: as it stands in the file, with its line end
	problem Kind   // why the cells cannot be trusted; "" when they can
}

// cell is the content of one cell.
type cell struct {
	text   string
	broken bool // some of it could not be read
	kind   cellKind
	number string // XLSX: as it is stored, unless it is text
}

// cellKind is what a spreadsheet says the cell is.
type cellKind byte

const (
	words cellKind = iota
	amount
	day
	dayAndTime
	timeOfDay
)

// typed tells whether a spreadsheet holds it as a date or time.
func (c cell) typed() bool { return c.kind >= day }

func (r row) empty() bool {
	for _, c := range r.cells {
		if plain(c.text) != "" {
			return false
		}
	}
	return r.problem == ""
}

// width is the number of cells up to the last one that holds something.
func (r row) width() int {
	n := len(r.cells)
	for n > 0 && plain(r.cells[n-1].text) == "" {
		n--
	}
	return n
}

// letters names a column as a spreadsheet does: A, B … Z, AA.
func letters(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// preview gives the first rows, copied.
func preview(t table) ([]row, error) {
	var list []row
	for len(list) < deepestHeader {
		r, err := t.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		r.cells = append([]cell(nil), r.cells...)
		list = append(list, r)
	}
	return list, nil
}

func tooWide(row int) error {
	return fault.New(fault.TooLarge, fmt.Sprintf("row %d has more than %d columns: is the delimiter right?", row, mostColumns))
}
