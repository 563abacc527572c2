package figures

import (
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// answerOfUnits counts something else than incidents: exactly, for the owner.
func (p *plan) answerOfUnits(scope access.Scope) (Answer, error) {
	c, err := p.newUnitCount()
	if err != nil {
		return Answer{}, err
	}
	t, s := c.count()
	a := p.answer(t, &s, scope)
	if !p.question.Unit.ofOneIncident() { // each of its incidents was reported by itself
		a.Delay = []DelayBand{}
	}
	return a, nil
}

// unitCount is what is known of each incident while something is counted that is of them.
type unitCount struct {
	*marks
	place   []uint32 // by the number of an incident: its mark, nowhere when it is not asked for
	madeUp  []bool
	delays  []uint32
	survey  survey
	sighted []*sightedIncidents
}

// sightedIncidents is whether each incident has an answer in one dimension, as far as the
// question came to look at it: 0 it did not, 1 there is one, more for the ways of having none.
type sightedIncidents struct {
	*sighted
	kinds    []uint8 // by the number of an incident
	byAnswer []uint8
}

// sightings are the kinds as answers: one that is some, then the ways of having none.
var sightings = func() answerList {
	list := [][]codes.Code{{Everything}}
	for _, kind := range kinds {
		list = append(list, one(kind))
	}
	return listed(list)
}()

func (p *plan) newUnitCount() (*unitCount, error) {
	bare := *p
	bare.filters = nil // what does not pass lies nowhere
	incidents := int(p.books.incidents) + 1
	c := &unitCount{
		marks:  &marks{marking: &marking{plan: &bare, cube: &cube{width: len(p.columns.values) + 1, masks: 1}, columns: uint32(p.columns.answers.len())}},
		place:  make([]uint32, incidents),
		madeUp: make([]bool, incidents),
		delays: make([]uint32, incidents),
		survey: p.newSurvey(),
	}
	c.cube.table = (len(p.rows.values) + 1) * c.cube.width
	if p.together {
		c.marking.columns = 1
	}
	for i := range c.place {
		c.place[i] = nowhere
	}
	return c, c.readIncidents(p)
}

// readIncidents notes which incidents are asked for, where they lie and what they answer.
func (c *unitCount) readIncidents(p *plan) error {
	number, err := c.numbering(p)
	if err != nil {
		return err
	}
	var work workspace
	looks := c.looks()
	for i, chunk := range p.chunks {
		first := ordinal(i * chunkSize)
		if first >= p.limit {
			return nil
		}
		list := chunk.visible(first, p.limit, work.list[:0])
		c.noteInvented(chunk, list, &work)
		if !p.everybody {
			list = p.keepSeats(chunk, list)
		}
		if !p.question.Period.open() {
			list = p.keepPeriod(chunk, list)
		}
		for k := range looks.filters {
			looks.filters[k].note(p, chunk, list, &work)
		}
		for _, f := range p.filters {
			list = f.keep(list, p.numbers(f.dimension, chunk, list, work.rows[:]))
		}
		if looks.base != nil {
			looks.base.note(p, chunk, list, &work)
			list = p.base.keep(list, p.numbers(p.base.dimension, chunk, list, work.rows[:]))
		}
		looks.rows.note(p, chunk, list, &work)
		looks.columns.note(p, chunk, list, &work)
		for k, delay := range p.numbers(Delay, chunk, list, work.rows[:]) {
			c.delays[chunk.number[list[k]]] = delay
		}
		rows, columns := p.numbers(p.rows.read, chunk, list, work.rows[:]), p.numbers(p.beside(), chunk, list, work.columns[:])
		for k, row := range rows {
			c.place[chunk.number[list[k]]] = number(uint64(row)*uint64(c.marks.columns) + uint64(columns[k]))
		}
	}
	return nil
}

// numbering gives each pair of answers that occurs the mark of its cells.
func (c *unitCount) numbering(p *plan) (func(pair uint64) uint32, error) {
	all := uint64(p.rows.answers.len()) * uint64(c.marks.columns)
	if all >= uint64(nowhere) {
		return nil, fault.New(fault.TooLarge, "the table would have more cells than anybody can read: ask for fewer rows or columns")
	}
	if all > mostDense {
		known := map[uint64]uint32{}
		return func(pair uint64) uint32 {
			mark, there := known[pair]
			if !there {
				mark = c.add(uint32(pair))
				known[pair] = mark
			}
			return mark
		}, nil
	}
	dense := make([]uint32, all) // 1 + the mark
	return func(pair uint64) uint32 {
		if dense[pair] == 0 {
			dense[pair] = c.add(uint32(pair)) + 1
		}
		return dense[pair] - 1
	}, nil
}

func (c *unitCount) noteInvented(chunk *chunk, list []uint32, work *workspace) {
	if !c.mayInvent {
		return
	}
	for k, answer := range c.numbers(Invented, chunk, list, work.rows[:]) {
		c.madeUp[chunk.number[list[k]]] = c.inventing[answer]
	}
}

// looks are the sightings of a question.
type looks struct {
	filters             []*sightedIncidents
	base, rows, columns *sightedIncidents
}

func (c *unitCount) looks() (l looks) {
	look := func(s *sighted) *sightedIncidents {
		one := newSightedIncidents(s, len(c.place))
		c.sighted = append(c.sighted, one)
		return one
	}
	for i := range c.survey.filters {
		l.filters = append(l.filters, look(&c.survey.filters[i]))
	}
	if c.survey.base != nil {
		l.base = look(c.survey.base)
	}
	l.rows, l.columns = look(&c.survey.rows), look(&c.survey.columns)
	l.rows.read, l.columns.read = c.plan.rows.read, c.plan.columns.read
	return l
}

// newSightedIncidents works out once what kind each answer is.
func newSightedIncidents(s *sighted, incidents int) *sightedIncidents {
	of := &sightedIncidents{sighted: s, kinds: make([]uint8, incidents), byAnswer: make([]uint8, s.answers.len())}
	for i := range of.byAnswer {
		of.byAnswer[i] = uint8(slices.Index(kinds, s.answers.kind(uint32(i))) + 2)
	}
	s.answers, s.seen = sightings, make([]uint32, sightings.len())
	return of
}

func (s *sightedIncidents) note(p *plan, chunk *chunk, list []uint32, work *workspace) {
	for k, answer := range p.numbers(s.read, chunk, list, work.rows[:]) {
		s.kinds[chunk.number[list[k]]] = s.byAnswer[answer]
	}
}

// count tells of each dimension whether something is answered in any of its incidents.
func (s *sightedIncidents) count(incidents []uint32) {
	best := uint8(0)
	for _, incident := range incidents {
		if kind := s.kinds[incident]; kind != 0 && (best == 0 || kind < best) {
			best = kind
		}
	}
	if best != 0 {
		s.seen[best-1]++
	}
}

func (c *unitCount) count() (tally, survey) {
	p := c.plan
	narrowed := len(p.question.Filters) > 0 || !p.question.Period.open() || p.question.Base != All
	placing := c.newPlacing(narrowed, func(incident uint32) uint32 { return c.place[incident] })
	sums := make([]uint32, len(c.ends))
	p.newRoster().each(func(m member) {
		for _, s := range c.sighted {
			s.count(m.incidents)
		}
		mark := placing.place(m)
		if mark == nowhere {
			return
		}
		for int(mark) >= len(sums) {
			sums = append(sums, 0)
		}
		sums[mark]++
		c.noteAround(m)
	})
	t := tally{columns: c.cube.width, counts: make([]uint32, c.cube.table)}
	for mark, n := range sums {
		if n == 0 {
			continue
		}
		for _, cell := range c.cellsOf(uint32(mark)) {
			t.counts[cell] += n
		}
	}
	return t, c.survey
}

// noteAround notes of one that counts what is told beside the table.
func (c *unitCount) noteAround(m member) {
	if m.madeUp || slices.ContainsFunc(m.incidents, func(i uint32) bool { return c.madeUp[i] }) {
		c.survey.invented++
	}
	if len(m.incidents) == 0 {
		none := slices.Index(kinds, codes.NotApplicable) + 1
		c.survey.rows.seen[none]++
		c.survey.columns.seen[none]++
	}
	if c.plan.question.Unit.ofOneIncident() {
		c.survey.delays.seen[c.delays[m.incidents[0]]]++
	}
}
