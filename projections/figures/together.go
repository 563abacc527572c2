package figures

import "slices"

// ofOneColumn tells whether rows and columns are two sides of the same answers. A
// talk that worked and a warning that made it worse are then two cells; counted
// apart they would be four.
func ofOneColumn(rows, columns Dimension) bool {
	_, first := derived[rows]
	_, second := derived[columns]
	return (first || second) && columnOf(rows) == columnOf(columns)
}

// addTogether counts n incidents with the same answer, of which both axes show a side.
func (p *plan) addTogether(t *tally, answer, n uint32) {
	for _, cell := range p.cellsTogether(answer, make([]uint32, 0, 16)) {
		t.counts[cell] += n
	}
}

// cellsTogether adds the cells that an answer lies in, each once, the total first.
func (p *plan) cellsTogether(answer uint32, into []uint32) []uint32 {
	from := len(into)
	cells := append(into, 0)
	width := uint32(len(p.columns.values) + 1)
	for _, code := range p.rows.answers.of(answer) {
		row, column := p.rows.places[code]*width, p.columns.places[code]
		for _, cell := range [...]uint32{row, column, row + column} {
			if !slices.Contains(cells[from:], cell) {
				cells = append(cells, cell)
			}
		}
	}
	return cells
}
