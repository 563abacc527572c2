package figures

import "slices"

// What is known of an incident while a funnel is counted.
const (
	countsByItself uint8 = 1 << iota
	asked                // passes period and filters
	madeUp
)

// counting is a funnel on its way.
type counting struct {
	*plan
	until   calendarDay
	known   implied
	flags   []uint8  // by the number of an incident
	values  []uint32 // by the same: its answer in what it is laid out by
	into    map[uint32]uint32
	same    map[shadow]shadow // pseudonyms of workers that were merged
	ways    []*way            // by the number of a case
	rows    []*caseRow
	reports []*aangifteRow // by the number of an aangifte
	cases   []uint32       // those that count, by number
	of      ofIncidents    // cases and aangiften
	stated  ofIncidents

	// roster says which incidents there are where something else than the present is
	// counted; nil: flags say it.
	roster *roster

	dates    map[dated]calendarDay
	sums     []funnelPart
	invented int
}

func (p *plan) newCounting() *counting {
	c := &counting{
		plan: p, until: p.recordedUntil(), known: implied{}, flags: make([]uint8, p.books.incidents+1),
		into: map[uint32]uint32{}, ways: make([]*way, p.books.count), rows: make([]*caseRow, p.books.count), reports: make([]*aangifteRow, p.books.count),
		sums: make([]funnelPart, len(p.rows.values)+2),
	}
	if p.question.Rows != All {
		c.values = make([]uint32, len(c.flags))
	}
	p.books.merges.each(p.asOf, func(m *mergeRow) {
		if m.into != 0 {
			c.into[m.incident] = m.into
		}
	})
	c.same = map[shadow]shadow{}
	p.books.same.each(p.asOf, func(s *pseudonymRow) {
		if s.into != 0 {
			c.same[s.who] = s.into
		}
	})
	c.readIncidents()
	c.readCases()
	return c
}

// readIncidents notes which incidents there are, and which are asked for.
func (c *counting) readIncidents() {
	s := c.newSurvey()
	var work workspace
	for i, chunk := range c.chunks {
		first := ordinal(i * chunkSize)
		if first >= c.limit {
			return
		}
		list := chunk.visible(first, c.limit, work.list[:0])
		for _, at := range list {
			c.flags[chunk.number[at]] |= countsByItself
		}
		if c.mayInvent {
			for k, answer := range c.numbers(Invented, chunk, list, work.rows[:]) {
				if c.inventing[answer] {
					c.flags[chunk.number[list[k]]] |= madeUp
				}
			}
		}
		list = c.keep(chunk, list, &s, &work)
		for _, at := range list {
			c.flags[chunk.number[at]] |= asked
		}
		if c.values != nil {
			for k, answer := range c.numbers(c.plan.rows.read, chunk, list, work.rows[:]) {
				c.values[chunk.number[list[k]]] = answer
			}
		}
	}
}

// root is the number of the incident that a record counts under; 0 when it counts
// nowhere, because it was withdrawn.
func (c *counting) root(number uint32) uint32 {
	if c.roster != nil {
		return c.roster.root(number)
	}
	for range len(c.into) + 1 {
		if int(number) < len(c.flags) && c.flags[number]&countsByItself != 0 {
			return number
		}
		next, merged := c.into[number]
		if !merged {
			return 0
		}
		number = next
	}
	return 0
}

// roots are the incidents that count, each once, of those that a row names.
func (c *counting) roots(numbers []uint32) []uint32 {
	var all []uint32
	for _, n := range numbers {
		if r := c.root(n); r != 0 && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}

// parts counts: everything together, each value of the layout, and what has no incident.
func (c *counting) parts() []funnelPart {
	switch c.question.Unit {
	case CountIncidents:
		c.countIncidents()
	case CountWorkers:
		c.countWorkers()
	case CountSuspects:
		c.countSuspects()
	default:
		c.countCases()
	}
	return c.sums
}

// add counts one thing that these incidents are of, in each of their values once.
func (c *counting) add(w *way, roots []uint32, invented bool) {
	c.sums[0].add(w, c.until)
	if invented {
		c.invented++
	}
	if c.values == nil {
		return
	}
	var in []uint32
	for _, r := range roots {
		if c.flags[r]&asked == 0 {
			continue
		}
		for _, place := range c.plan.rows.buckets.of(c.values[r]) {
			if place != 0 && !slices.Contains(in, place) {
				in = append(in, place)
			}
		}
	}
	if len(in) == 0 {
		in = []uint32{uint32(len(c.sums) - 1)}
	}
	for _, place := range in {
		c.sums[place].add(w, c.until)
	}
}

// wants tells whether a thing of these incidents is asked for. Where nothing is
// narrowed one without any is too.
func (c *counting) wants(roots []uint32) bool {
	if len(c.question.Filters) == 0 && c.question.Period.open() && c.question.Base == All {
		return true
	}
	return slices.ContainsFunc(roots, func(r uint32) bool { return c.flags[r]&asked != 0 })
}

func (c *counting) anyMadeUp(roots []uint32) bool {
	return slices.ContainsFunc(roots, func(r uint32) bool { return c.flags[r]&madeUp != 0 })
}
