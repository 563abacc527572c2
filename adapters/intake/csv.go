package intake

import (
	"bytes"
	"fmt"
	"io"

	"ruggensteun/domain/fault"
)

// csvTable reads rows of a text file as RFC 4180 has them, in any of the
// encodings, delimiters and quotes. It does not use encoding/csv, which takes a
// forgotten quote for an invitation to read the rest of the file into memory,
// and which forgets how the row was written.
type csvTable struct {
	in        io.Reader
	encoding  string
	delimiter byte
	quote     byte // 0: none

	buffer   []byte
	from, to int // what of buffer is not used yet
	ended    bool
	err      error // why it ended: io.EOF when all is read
	number   int
	text     []byte // cells of the row, one after the other
	bounds   []int  // where each cell ends in text
	cells    []cell
}

func newCSV(file io.ReaderAt, size int64, f format) *csvTable {
	start := int64(0)
	mark := make([]byte, len(utf8Mark))
	if n, _ := file.ReadAt(mark, 0); n == len(mark) && bytes.Equal(mark, utf8Mark) {
		start = int64(n)
	}
	t := &csvTable{in: io.NewSectionReader(file, start, size-start), encoding: f.encoding, delimiter: f.delimiter, quote: f.quote}
	if t.quote == 0 && !f.noQuotes {
		t.quote = '"'
	}
	return t
}

func (t *csvTable) next() (row, error) {
	if !t.has(0) {
		return row{}, t.err
	}
	t.number++
	length, outcome := t.scan()
	switch {
	case t.ended && t.err != io.EOF:
		return row{}, t.err
	case outcome == unclosed:
		return t.broken()
	case outcome == overflow:
		return row{}, t.tooLong()
	}
	return t.take(length, "")
}

// take uses up the first bytes and gives them as a row.
func (t *csvTable) take(length int, problem Kind) (row, error) {
	r := row{number: t.number, raw: t.buffer[t.from : t.from+length], problem: problem}
	t.from += length
	if len(t.bounds) > mostColumns {
		return row{}, tooWide(t.number)
	}
	t.cells = t.cells[:0]
	start := 0
	for _, end := range t.bounds {
		var c cell
		if end-start > longestCell {
			r.problem = CellTooLong
		} else {
			c.text, c.broken = decode(t.text[start:end], t.encoding)
		}
		t.cells = append(t.cells, c)
		start = end
	}
	r.cells = t.cells
	return r, nil
}

// broken gives up on a row with a quote that opens and does not close properly:
// only its first line, because the next may be sound.
func (t *csvTable) broken() (row, error) {
	t.text, t.bounds = t.text[:0], t.bounds[:0]
	for i := 0; ; i++ {
		if !t.has(i) {
			if !t.ended {
				return row{}, t.tooLong()
			}
			return t.take(i, BrokenQuote)
		}
		if t.buffer[t.from+i] == '\n' {
			return t.take(i+1, BrokenQuote)
		}
	}
}

func (t *csvTable) tooLong() error {
	return fault.New(fault.TooLarge, fmt.Sprintf("row %d is longer than %d MiB: is this a CSV file, and does every quote close?", t.number, longestRow>>20))
}

type outcome int

const (
	whole outcome = iota
	unclosed
	overflow
)

// scan finds the end of the row and notes its cells.
func (t *csvTable) scan() (length int, o outcome) {
	t.text, t.bounds = t.text[:0], t.bounds[:0]
	for i := 0; ; {
		if t.quote != 0 && t.has(i) && t.buffer[t.from+i] == t.quote {
			end, closed := t.quoted(i + 1)
			if !closed {
				return 0, unclosed
			}
			i = end
		}
		end, ok := t.bare(i)
		if !ok {
			return 0, overflow
		}
		t.bounds = append(t.bounds, len(t.text))
		i = end + 1
		if !t.has(end) {
			return end, whole
		}
		if t.buffer[t.from+end] == '\n' {
			return i, whole
		}
	}
}

// bare takes up to a delimiter or the end of the line, and gives its place.
func (t *csvTable) bare(i int) (end int, ok bool) {
	start := i
	for t.has(i) && t.buffer[t.from+i] != t.delimiter && t.buffer[t.from+i] != '\n' {
		i++
	}
	if !t.has(i) && !t.ended {
		return 0, false
	}
	part := t.buffer[t.from+start : t.from+i]
	if !t.has(i) || t.buffer[t.from+i] == '\n' {
		part = bytes.TrimSuffix(part, []byte("\r"))
	}
	t.text = append(t.text, part...)
	return i, true
}

// quoted takes up to the closing quote, and gives the place behind it. What
// stands between that and the delimiter must be blank.
func (t *csvTable) quoted(i int) (after int, closed bool) {
	for ; t.has(i); i++ {
		c := t.buffer[t.from+i]
		if c != t.quote {
			t.text = append(t.text, c)
			continue
		}
		if t.has(i+1) && t.buffer[t.from+i+1] == t.quote {
			t.text = append(t.text, c)
			i++
			continue
		}
		for i++; t.has(i) && (t.buffer[t.from+i] == ' ' && t.delimiter != ' '); i++ {
		}
		return i, t.ends(i)
	}
	return 0, false
}

func (t *csvTable) ends(i int) bool {
	if !t.has(i) {
		return t.ended
	}
	c := t.buffer[t.from+i]
	return c == t.delimiter || c == '\n' || c == '\r' && (!t.has(i+1) || t.buffer[t.from+i+1] == '\n')
}

// has makes sure that the row's byte i is in the buffer, unless the file ends
// before it or the row is too long.
func (t *csvTable) has(i int) bool {
	for t.from+i >= t.to {
		if t.ended || t.to-t.from >= longestRow {
			return false
		}
		t.fill()
	}
	return true
}

func (t *csvTable) fill() {
	const chunk = 64 << 10
	if t.from > 0 {
		t.to = copy(t.buffer, t.buffer[t.from:t.to])
		t.from = 0
	}
	for len(t.buffer) < t.to+chunk {
		t.buffer = append(t.buffer, make([]byte, max(chunk, len(t.buffer)))...)
	}
	n, err := t.in.Read(t.buffer[t.to:])
	t.to += n
	if err != nil {
		t.ended, t.err = true, err
	}
	if err != nil && err != io.EOF {
		t.err = fmt.Errorf("read the file to import: %w", err)
	}
}
