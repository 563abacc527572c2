package intake

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"ruggensteun/domain/fault"
)

// mostMerged bounds the memory that they take: 12 bytes each.
const mostMerged = 4 << 20

var mergeTag = regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})["']`)

// readMerged looks through a sheet for joined cells. They are written behind the
// rows, so this comes before reading them; searching the bytes is ten times
// faster than reading the XML. Those of one row mean nothing and are left out.
func (w *workbook) readMerged(ref sheetRef) (*mergedCells, error) {
	part, found := w.parts[strings.ToLower(strings.TrimPrefix(ref.part, "/"))]
	if !found {
		return nil, errWorkbook
	}
	in, err := part.Open()
	if err != nil {
		return nil, w.explain(err)
	}
	defer in.Close() // only read
	limited := &budget{in: in, left: largestPart, total: largestPart}
	m := &mergedCells{}
	const longestTag = 1 << 10
	buffer, kept := make([]byte, 256<<10), 0
	for {
		n, err := io.ReadFull(limited, buffer[kept:])
		chunk := buffer[:kept+n]
		kept = m.find(chunk)
		kept = copy(buffer, chunk[max(kept, len(chunk)-longestTag):])
		switch {
		case len(m.ranges) > mostMerged:
			return nil, tooManyMerged()
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			slices.SortFunc(m.ranges, func(a, b mergedRange) int { return cmp.Compare(a.first, b.first) })
			return m, nil
		case err != nil:
			return nil, w.explain(err)
		}
	}
}

// find notes the ranges in a chunk, and gives the place behind the last.
func (m *mergedCells) find(chunk []byte) (used int) {
	if !bytes.Contains(chunk, []byte("mergeCell ")) && !bytes.Contains(chunk, []byte("mergeCell\n")) {
		return 0
	}
	for _, at := range mergeTag.FindAllSubmatchIndex(chunk, -1) {
		from, to := string(chunk[at[2]:at[3]]), string(chunk[at[4]:at[5]])
		r := mergedRange{column: int32(columnOf(from)), first: int32(rowOf(from)), last: int32(rowOf(to))}
		if r.first < r.last {
			m.ranges = append(m.ranges, r)
		}
		used = at[1]
	}
	return used
}

func rowOf(name string) int { return digits(strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) }

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
