package figures

// tally is a table of counts with its margins: row 0 and column 0 are totals,
// which count an incident once however many values it has.
type tally struct {
	columns int // with the total
	counts  []uint32
}

func (t tally) at(row, column int) int { return int(t.counts[row*t.columns+column]) }

// count runs the question over all columns. Each step goes through one column
// of one chunk and leaves a shorter list of versions for the next.
func (p *plan) count() tally {
	t := tally{columns: len(p.columns.values) + 1}
	t.counts = make([]uint32, (len(p.rows.values)+1)*t.columns)
	var work workspace
	for i, c := range p.chunks {
		first := ordinal(i * chunkSize)
		if first >= p.limit {
			break
		}
		list := c.visible(first, p.limit, work.list[:0])
		list = p.keep(c, list, &work)
		p.add(&t, p.numbers(p.rows.dimension, c, list, work.rows[:]), p.numbers(p.columns.dimension, c, list, work.columns[:]))
	}
	return t
}

// workspace is what one count needs beside the columns, made once.
type workspace struct {
	list, rows, columns [chunkSize]uint32
}

// keep leaves the versions that the viewer may count and the question asks for.
func (p *plan) keep(c *chunk, list []uint32, work *workspace) []uint32 {
	list = p.keepSeats(c, list)
	if !p.question.Period.open() {
		list = p.keepPeriod(c, list)
	}
	for _, f := range p.filters {
		numbers := p.numbers(f.dimension, c, list, work.rows[:])
		n := 0
		for k, i := range list {
			list[n] = i
			if f.passes[numbers[k]] {
				n++
			}
		}
		list = list[:n]
	}
	return list
}

func (p *plan) keepSeats(c *chunk, list []uint32) []uint32 {
	n := 0
	for _, i := range list {
		list[n] = i
		if p.seats[c.employer[i]].counts {
			n++
		}
	}
	return list[:n]
}

func (p *plan) keepPeriod(c *chunk, list []uint32) []uint32 {
	n := 0
	for _, i := range list {
		period := p.onPaper
		if c.slot[i].timed() {
			period = p.seats[c.employer[i]].period
		}
		list[n] = i
		if period.holds(c.occurred[i]) {
			n++
		}
	}
	return list[:n]
}

// numbers gives each listed version's answer in one dimension, by its number.
func (p *plan) numbers(d Dimension, c *chunk, list, into []uint32) []uint32 {
	into = into[:len(list)]
	switch d {
	case All:
		clear(into)
	case Weekday, Hour:
		p.slots(c, list, into)
	case Employer:
		for k, i := range list {
			into[k] = uint32(c.employer[i])
		}
	default:
		column := c.answers[placeOf(d)]
		for k, i := range list {
			into[k] = column[i]
		}
	}
	return into
}

func (p *plan) slots(c *chunk, list, into []uint32) {
	for k, i := range list {
		into[k] = uint32(c.slot[i])
	}
	if !p.rezoned {
		return
	}
	for k, i := range list {
		if zone := p.seats[c.employer[i]].zone; zone != nil && c.slot[i].timed() {
			into[k] = uint32(zone.slotAt(c.occurred[i]))
		}
	}
}

func (p *plan) add(t *tally, rows, columns []uint32) {
	for k := range rows {
		inColumns := p.columns.buckets[columns[k]]
		for _, row := range p.rows.buckets[rows[k]] {
			line := t.counts[int(row)*t.columns:][:t.columns]
			for _, column := range inColumns {
				line[column]++
			}
		}
	}
}
