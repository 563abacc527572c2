package figures

import "sync"

// tally is a table of counts with its margins: row 0 and column 0 are totals,
// which count an incident once however many values it has.
type tally struct {
	columns int // with the total
	counts  []uint32
}

func (t tally) at(row, column int) int { return int(t.counts[row*t.columns+column]) }

// count runs the question over all columns, on several cores when there is much.
func (p *plan) count() (tally, survey) {
	runs := p.runs()
	sums := make([]sum, len(runs))
	var others sync.WaitGroup
	for i, other := range runs[1:] {
		others.Go(func() { sums[i+1] = p.countRun(other) })
	}
	sums[0] = p.countRun(runs[0])
	others.Wait()
	all := sums[0]
	for i := range sums[1:] {
		all.add(&sums[i+1])
	}
	p.addPairs(&all.tally, &all.survey, all.pairs)
	return all.tally, all.survey
}

// countRun runs the question over some chunks. Each step goes through one column
// of one chunk and leaves a shorter list of versions for the next.
func (p *plan) countRun(of run) sum {
	s := p.newSum()
	var work workspace
	for i := of.from; i < of.before; i++ {
		c := p.chunks[i]
		list := p.keep(c, c.visible(ordinal(i*chunkSize), p.limit, work.list[:0]), &s.survey, &work)
		s.survey.invented += p.inventions(c, list, work.rows[:])
		s.survey.delays.count(p.numbers(Delay, c, list, work.rows[:]))
		rows := p.numbers(p.rows.read, c, list, work.rows[:])
		columns := p.numbers(p.beside(), c, list, work.columns[:])
		if s.pairs.counts != nil {
			s.pairs.add(rows, columns)
			continue
		}
		if p.together {
			columns = rows // p.add does not ask for them
		}
		s.survey.rows.count(rows)
		s.survey.columns.count(columns)
		for k := range rows {
			p.add(&s.tally, rows[k], columns[k], 1)
		}
	}
	return s
}

// beside is what columns are read from: nothing where the rows' answers say both.
func (p *plan) beside() Dimension {
	if p.together {
		return All
	}
	return p.columns.read
}

// pairs counts each pair of answers by their numbers. The few pairs there are
// find their cells at the end, instead of each of a million incidents.
type pairs struct {
	columns int
	counts  []uint32
}

// maxPairs is where the counts no longer fit a core's cache and finding the
// cells of each incident is as fast.
const maxPairs = 1 << 20

func (p *plan) newPairs() pairs {
	rows, columns := p.rows.answers.len(), p.columns.answers.len()
	if p.together {
		columns = 1
	}
	if rows*columns > maxPairs {
		return pairs{}
	}
	return pairs{columns: columns, counts: make([]uint32, rows*columns)}
}

func (t pairs) add(rows, columns []uint32) {
	for k, row := range rows {
		t.counts[int(row)*t.columns+int(columns[k])]++
	}
}

func (p *plan) addPairs(t *tally, s *survey, all pairs) {
	for i, n := range all.counts {
		if n > 0 {
			row, column := uint32(i/all.columns), uint32(i%all.columns)
			p.add(t, row, column, n)
			s.rows.seen[row] += n
			if p.together {
				column = row
			}
			s.columns.seen[column] += n
		}
	}
}

// add counts n incidents with the same two answers in every cell they belong to.
func (p *plan) add(t *tally, row, column, n uint32) {
	if p.together {
		p.addTogether(t, row, n)
		return
	}
	for _, r := range p.rows.buckets.of(row) {
		line := t.counts[int(r)*t.columns:][:t.columns]
		for _, c := range p.columns.buckets.of(column) {
			line[c] += n
		}
	}
}

// workspace is what one count needs beside the columns, made once.
type workspace struct {
	list, rows, columns [chunkSize]uint32
}

// keep leaves the versions that the viewer may count and the question asks for.
func (p *plan) keep(c *chunk, list []uint32, s *survey, work *workspace) []uint32 {
	if !p.everybody {
		list = p.keepSeats(c, list)
	}
	if !p.question.Period.open() {
		list = p.keepPeriod(c, list)
	}
	for i := range s.filters {
		s.filters[i].count(p.numbers(s.filters[i].dimension, c, list, work.rows[:]))
	}
	for _, f := range p.filters {
		list = f.keep(list, p.numbers(f.dimension, c, list, work.rows[:]))
	}
	if s.base != nil {
		numbers := p.numbers(p.base.dimension, c, list, work.rows[:])
		s.base.count(numbers)
		list = p.base.keep(list, numbers)
	}
	return list
}

func (f filter) keep(list, numbers []uint32) []uint32 {
	n := 0
	for k, i := range list {
		list[n] = i
		if f.passes[numbers[k]] {
			n++
		}
	}
	return list[:n]
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
	if p.owns(d) {
		d = All // no incident says it: who is counted does, see answer
	}
	switch d {
	case All:
		clear(into)
	case Weekday, Hour:
		p.slots(c, list, into)
	case Month, Year, TimeBand:
		p.dated(d, c, list, into)
	case Urbanity:
		p.urbanNumbers(c, list, into)
	case Area:
		p.areaNumbers(c, list, into)
	case OwnUnit:
		p.unitNumbers(c, list, into)
	case Employer:
		for k, i := range list {
			into[k] = uint32(c.employer[i])
		}
	default:
		c.answers[placeOf(d)].read(list, into)
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
