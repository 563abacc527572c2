package intake

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"ruggensteun/domain/fault"
)

// source is a file of which everything is known that it takes to read its rows:
// what the mapping left open was found out.
type source struct {
	file   io.ReaderAt
	size   int64
	format format
	head   header

	book   *workbook // nil for CSV
	sheet  sheetRef
	merged *mergedCells
}

// header is where the headings are, and which column each slot of the mapping is.
type header struct {
	row     int // 0 when there are none
	names   []string
	columns []int // by slot
	width   int   // cells that a row should have; 0 when rows need not be equally long
	cells   int   // in the row of the headings, with empty ones at its end
}

func openSource(file io.ReaderAt, size int64, m *Mapping, temporary string) (*source, error) {
	s := &source{file: file, size: size, format: m.format}
	start := make([]byte, 8)
	n, err := file.ReadAt(start, 0)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the file to import: %w", err)
	}
	if n == 0 {
		return nil, fault.New(fault.Invalid, "the file to import is empty")
	}
	if err := refuseForeign(start[:n]); err != nil {
		return nil, err
	}
	packed := bytes.HasPrefix(start, []byte("PK\x03\x04"))
	if s.format.kind != "" && packed != (s.format.kind == "xlsx") {
		return nil, fault.New(fault.Invalid, "the file is not "+s.format.kind+", which the mapping says under format: kind")
	}
	if packed {
		s.format.kind = "xlsx"
		return s, s.openXLSX(m, temporary)
	}
	s.format.kind = "csv"
	return s, s.openCSV(m)
}

func (s *source) Close() error {
	if s.book == nil {
		return nil
	}
	return s.book.Close()
}

// rows starts again at the first row. The second answer ends the reading.
func (s *source) rows() (table, func(), error) {
	if s.book == nil {
		return newCSV(s.file, s.size, s.format), func() {}, nil
	}
	t, err := s.book.sheet(s.sheet, s.merged)
	if err != nil {
		return nil, nil, err
	}
	return t, t.Close, nil
}

func (s *source) openCSV(m *Mapping) error {
	if s.format.encoding == "" {
		found, err := detectEncoding(io.NewSectionReader(s.file, 0, s.size))
		if err != nil {
			return err
		}
		s.format.encoding = found
	}
	try := []byte{s.format.delimiter}
	if s.format.delimiter == 0 {
		try = []byte{',', ';', '\t', '|'}
	}
	var best candidate
	for _, delimiter := range try {
		f := s.format
		f.delimiter = delimiter
		rows, err := preview(newCSV(s.file, s.size, f))
		if err != nil && len(try) > 1 {
			continue // a wrong delimiter can make anything of a file
		}
		if err != nil {
			return err
		}
		if c := m.findHeader(rows, f); best.better(c) {
			best, s.format.delimiter = c, delimiter
		}
	}
	s.head = best.header
	if s.format.delimiter == 0 {
		s.format.delimiter = ','
	}
	return m.missing(best)
}

func (s *source) openXLSX(m *Mapping, temporary string) error {
	book, err := openWorkbook(s.file, s.size, temporary)
	if err != nil {
		return err
	}
	s.book = book
	var best candidate
	var names, complete []string
	for _, ref := range book.sheets {
		names = append(names, ref.name)
		if s.format.sheet != "" && fold(ref.name) != fold(s.format.sheet) {
			continue
		}
		c, err := s.trySheet(m, ref)
		if err != nil {
			return err
		}
		if c.tried && c.found == len(m.slots) {
			complete = append(complete, ref.name)
		}
		if best.better(c) {
			best, s.sheet = c, ref
		}
	}
	if len(complete) > 1 {
		return fault.New(fault.Invalid, "the columns of the mapping are on more than one sheet ("+strings.Join(complete, ", ")+"): name one under format: sheet, and import the others one by one")
	}
	if s.sheet.part == "" && s.format.sheet != "" {
		return fault.New(fault.Invalid, "the workbook has no sheet of the name in the mapping: "+suggest(s.format.sheet, names))
	}
	s.head, s.format.sheet = best.header, s.sheet.name
	s.head.width = 0 // a sheet leaves out empty cells
	if err := m.missing(best); err != nil {
		return err
	}
	s.merged, err = book.readMerged(s.sheet)
	return err
}

func (s *source) trySheet(m *Mapping, ref sheetRef) (candidate, error) {
	t, err := s.book.sheet(ref, nil)
	if err != nil {
		// Charts are sheets without rows, and some workbooks name parts that they lack.
		return candidate{}, nil
	}
	defer t.Close()
	rows, err := preview(t)
	if err != nil {
		return candidate{}, err
	}
	return m.findHeader(rows, s.format), nil
}

// candidate is a way to read the file: the more of the mapping's columns it has,
// the better.
type candidate struct {
	header
	found int
	tried bool
}

func (c candidate) better(other candidate) bool {
	if !c.tried || other.found != c.found {
		return other.tried && (!c.tried || other.found > c.found)
	}
	return len(other.names) > len(c.names)
}

// findHeader looks for the headings: in the row that the mapping names, else in
// the first row that has the most of them.
func (m *Mapping) findHeader(rows []row, f format) candidate {
	if f.noHeader {
		return m.withoutHeader(rows)
	}
	var best candidate
	for _, r := range rows {
		if f.header != 0 && r.number != f.header || r.problem != "" {
			continue
		}
		if c := m.matchHeader(r); !best.tried || c.found > best.found {
			best = c
		}
	}
	return best
}

func (m *Mapping) matchHeader(r row) candidate {
	c := candidate{tried: true, header: header{row: r.number, names: headings(r), width: r.width(), cells: len(r.cells), columns: make([]int, len(m.slots))}}
	for i, name := range m.slots {
		c.columns[i] = slices.Index(c.names, name)
		if c.columns[i] < 0 {
			c.columns[i] = slices.IndexFunc(c.names, func(n string) bool { return fold(n) == fold(name) })
		}
		if c.columns[i] >= 0 {
			c.found++
		}
	}
	return c
}

// headings names the columns; a heading that stands there again gets its count.
func headings(r row) []string {
	var list []string
	seen := make(map[string]int)
	for i, c := range r.cells[:r.width()] {
		name := plain(c.text)
		if name == "" {
			name = letters(i)
		}
		if seen[fold(name)]++; seen[fold(name)] > 1 {
			name = fmt.Sprintf("%s [%d]", name, seen[fold(name)])
		}
		list = append(list, name)
	}
	return list
}

// withoutHeader names columns by their letters.
func (m *Mapping) withoutHeader(rows []row) candidate {
	width := 0
	for _, r := range rows {
		width = max(width, r.width())
	}
	c := candidate{tried: true, header: header{columns: make([]int, len(m.slots)), width: width, cells: width}}
	for i := range width {
		c.names = append(c.names, letters(i))
	}
	for i, name := range m.slots {
		c.columns[i] = slices.Index(c.names, strings.ToUpper(name))
		if c.columns[i] >= 0 {
			c.found++
		}
	}
	return c
}

// missing tells which columns of the mapping the file has not.
func (m *Mapping) missing(c candidate) error {
	if !c.tried {
		return fault.New(fault.Invalid, fmt.Sprintf("the file has no row of headings where the mapping says, within its first %d rows", deepestHeader))
	}
	var wrong fault.Fields
	// A row that has none of them may hold no headings but an incident, names and all:
	// nothing of it is repeated.
	if c.found == 0 && c.row != 0 {
		wrong.Add("column "+m.slots[0], fmt.Sprintf("is not among the headings in row %d, nor is any other of the mapping", c.row),
			"is this the file of the mapping? Say format: {header: 3} if the headings stand in row 3, and format: {header: none} if there are none")
		return retitle(wrong.Err(), "the file does not have the columns of the mapping")
	}
	for i, column := range c.columns {
		if column >= 0 {
			continue
		}
		if c.row == 0 {
			wrong.Add("column "+m.slots[i], "is not in the file, of which the columns go by letters because the mapping says header: none", fmt.Sprintf("use A to %s", letters(max(0, len(c.names)-1))))
			continue
		}
		wrong.Add("column "+m.slots[i], fmt.Sprintf("is not among the headings in row %d", c.row), suggest(m.slots[i], c.names))
	}
	return retitle(wrong.Err(), "the file does not have the columns of the mapping")
}

// unused are the columns that the mapping reads nothing from.
func (h header) unused() []string {
	var list []string
	for i, name := range h.names {
		if !slices.Contains(h.columns, i) {
			list = append(list, name)
		}
	}
	return list
}

// pick gives the cells of a row by slot.
func (h header) pick(r row, into []cell) []cell {
	into = into[:0]
	for _, column := range h.columns {
		if column < len(r.cells) {
			into = append(into, r.cells[column])
		} else {
			into = append(into, cell{})
		}
	}
	return into
}
