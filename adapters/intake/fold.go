package intake

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// mostRowsTogether and longestText bound what one incident takes in memory. An
// incident with more was grouped by the wrong column.
const (
	mostRowsTogether = 10_000
	longestText      = 128 << 10 // bytes; six times what the domain takes
)

// group folds the rows of one incident into a record, row by row.
type group struct {
	reader   *reader
	record   Record
	fields   []*united
	workers  personGroups
	suspects personGroups
	reject   *Finding // why the incident cannot go in; nil when it can
}

// personGroups are the workers of an incident, or its suspects.
type personGroups struct {
	list []*personGroup
	seen map[string]*personGroup
}

type personGroup struct {
	rows   []int
	fields []*united
}

// united is a field as far as the rows have said.
type united struct {
	target
	said
	row      int // where the answer stood
	conflict bool
	besides  []Field // that the mapping reads
}

func (r *reader) newGroup(key string) *group {
	return &group{reader: r, record: Record{Key: key}}
}

// add takes in a row.
func (g *group) add(row int, cells []cell) {
	if g.reject != nil && g.reject.Kind == TooMuch {
		return
	}
	if len(g.record.Rows) == mostRowsTogether {
		g.refuse(Finding{Kind: TooMuch, Row: row, Why: fmt.Sprintf("the incident has more than %d rows: are key and group the right columns?", mostRowsTogether)})
		return
	}
	g.record.Rows = append(g.record.Rows, row)
	g.fields = g.unite(g.fields, g.reader.fields, row, cells)
	for i, p := range g.reader.Mapping.workers {
		if hold(p.when, cells) && p.names(cells) {
			g.addPerson(&g.workers, g.reader.workerKey(i, p, row, cells), p, row, cells)
		}
	}
	for i, p := range g.reader.Mapping.suspects {
		if hold(p.when, cells) && p.names(cells) {
			g.addPerson(&g.suspects, suspectKey(i, p, cells), p, row, cells)
		}
	}
}

// names tells whether the row says anything of the person: one whose columns are
// all empty is nobody.
func (p personRows) names(cells []cell) bool {
	slots := p.slots()
	return len(slots) == 0 || slices.ContainsFunc(slots, func(slot int) bool { return plain(cells[slot].text) != "" })
}

// slots are the columns that the person's answers are read from.
func (p personRows) slots() []int {
	var list []int
	for _, q := range p.fields {
		for _, r := range q.rules {
			list = append(list, r.slots...)
		}
	}
	return list
}

func (g *group) addPerson(to *personGroups, key string, p personRows, row int, cells []cell) {
	have := to.seen[key]
	if have == nil {
		have = &personGroup{}
		if to.seen == nil {
			to.seen = make(map[string]*personGroup)
		}
		to.seen[key] = have
		to.list = append(to.list, have)
	}
	have.rows = append(have.rows, row)
	have.fields = g.unite(have.fields, p.fields, row, cells)
}

// workerKey says which rows are the same worker: those that agree in the columns
// under by, or in the staff number; else every row is another one.
func (r *reader) workerKey(i int, p personRows, row int, cells []cell) string {
	slots := p.by
	for _, q := range p.fields {
		if q.target.field == StaffNumber && slots == nil && len(q.rules) == 1 {
			slots = q.rules[0].slots
		}
	}
	key := joinKey(slots, cells)
	if key == "" {
		return fmt.Sprintf("%d row %d", i, row)
	}
	return "by " + key
}

// suspectKey: rows that agree in the columns under by are the same suspect, else
// those that say the same of one. Nobody counts suspects by repeating a row.
func suspectKey(i int, p personRows, cells []cell) string {
	slots := p.by
	if slots == nil {
		slots = p.slots()
	}
	return fmt.Sprintf("%d %s", i, fold(joinKey(slots, cells)))
}

// unite asks the questions of a row and adds the answers to what earlier rows said.
func (g *group) unite(fields []*united, questions []question, row int, cells []cell) []*united {
	for _, q := range questions {
		i := slices.IndexFunc(fields, func(u *united) bool { return u.field == q.target.field })
		if i < 0 {
			i = len(fields)
			fields = append(fields, &united{target: q.target, said: said{answer: missing(codes.NotRecorded)}, besides: q.besides()})
		}
		g.uniteOne(fields[i], row, g.reader.ask(q, row, cells))
	}
	return fields
}

func (g *group) uniteOne(u *united, row int, s said) {
	if s.reject != "" {
		g.refuse(Finding{Kind: s.reject, Row: row, Column: s.column, Field: u.field, Why: s.why})
		return
	}
	if !u.several {
		g.uniteSingle(u, row, s)
		return
	}
	u.answer = unite(u.answer, s.answer, g.reader.differ(row))
	if text, _ := u.answer.Text.Get(); len(text) > longestText {
		g.refuse(Finding{Kind: TooMuch, Row: row, Field: u.field, Why: "the rows of the incident have more text than fits: is group the right column?"})
	}
}

func (g *group) uniteSingle(u *united, row int, s said) {
	switch {
	case u.conflict || !s.answer.Known() && u.answer.Known():
	case !s.answer.Known():
		u.answer.Missing = lessEmpty(u.answer.Missing, s.answer.Missing)
	case !u.answer.Known() || s.answer.Time.Within(u.answer.Time):
		u.said, u.row = s, row
		if s.answer.Time.Ambiguous {
			g.reader.found.add(Finding{Kind: DoubledHour, Row: row, Column: s.column, Field: u.field, Values: []string{s.shown}})
		}
	case !same(u.answer, s.answer) && !u.answer.Time.Within(s.answer.Time):
		found := Finding{Kind: Disagree, Row: u.row, Field: u.field, Rows: []int{u.row, row}}
		if u.shown != "" && s.shown != "" {
			found.Values = []string{u.shown, s.shown}
		}
		g.reader.found.add(found)
		u.answer, u.conflict = missing(codes.NotRecorded), true
	}
}

func same(a, b Answer) bool {
	return a.Code() == b.Code() && a.Time.Equal(b.Time) && a.Text == b.Text && a.Number == b.Number
}

// refuse keeps the first reason.
func (g *group) refuse(why Finding) {
	if g.reject == nil {
		g.reject = &why
	}
}

// finish gives the record; it is incomplete when the group was refused.
func (g *group) finish() Record {
	g.record.Answers = answers(g.fields)
	for _, w := range g.workers.list {
		g.record.Workers = append(g.record.Workers, Worker{Rows: w.rows, Answers: answers(w.fields)})
	}
	if len(g.reader.Mapping.suspects) > 0 {
		g.record.Suspects = []Suspect{}
	}
	for _, s := range g.suspects.list {
		g.record.Suspects = append(g.record.Suspects, Suspect{Rows: s.rows, Answers: answers(s.fields)})
	}
	if g.reader.notices {
		g.alike()
		return g.record
	}
	g.compareTimes()
	if g.reject == nil {
		g.fit()
	}
	return g.record
}

// alike rejects a notice of which rows say something in two ways: which of them is right
// is for who sent it to say.
func (g *group) alike() {
	differs := g.reader.differs || slices.ContainsFunc(g.fields, func(u *united) bool { return u.conflict })
	if g.reader.differs = false; differs {
		g.refuse(Finding{Kind: NotAlike, Row: g.record.Rows[len(g.record.Rows)-1], Rows: g.record.Rows, Why: "give each notice a key of its own, or keep one of the rows"})
	}
}

func answers(fields []*united) Answers {
	all := make(Answers, len(fields))
	for _, u := range fields {
		all[u.field] = u.answer
		asAnswers(all, u.answer, u.besides)
	}
	return all
}

// compareTimes lists who told of it before it happened. The record stays: one of
// the two clocks was wrong, and nobody knows which.
func (g *group) compareTimes() {
	occurred, reported := g.record.Answers[Occurred], g.record.Answers[Reported]
	if g.reject != nil || !occurred.Time.Known() || !reported.Time.Known() {
		return
	}
	if end(reported.Time).After(occurred.Time.Instant) {
		return
	}
	g.reader.found.add(Finding{Kind: ReportedBefore, Row: g.record.Rows[0], Field: Reported,
		Values: []string{written(reported.Time), written(occurred.Time)}})
}

// end is the first instant after a moment as precisely as it is known.
func end(m moment.Moment) time.Time {
	local := m.Local()
	switch m.Precision {
	case moment.Month:
		return local.AddDate(0, 1, 0)
	case moment.Day:
		return local.AddDate(0, 0, 1)
	case moment.Hour:
		return local.Add(time.Hour)
	}
	return local.Add(time.Minute)
}
