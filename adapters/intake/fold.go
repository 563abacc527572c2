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
	reader  *reader
	record  Record
	fields  []*united
	workers []*workerGroup
	seen    map[string]*workerGroup
	reject  *Finding // why the incident cannot go in; nil when it can
}

type workerGroup struct {
	worker Worker
	fields []*united
}

// united is a field as far as the rows have said.
type united struct {
	target
	said
	row      int // where the answer stood
	conflict bool
}

func (r *reader) newGroup(key string) *group {
	return &group{reader: r, record: Record{Key: key}, seen: make(map[string]*workerGroup)}
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
	for i, w := range g.reader.Mapping.workers {
		if hold(w.when, cells) && w.names(cells) {
			g.addWorker(i, w, row, cells)
		}
	}
}

// names tells whether the row says anything of the worker: one whose columns are
// all empty is nobody.
func (w workerRows) names(cells []cell) bool {
	reads := false
	for _, q := range w.fields {
		for _, r := range q.rules {
			for _, slot := range r.slots {
				if reads = true; plain(cells[slot].text) != "" {
					return true
				}
			}
		}
	}
	return !reads
}

func (g *group) addWorker(i int, w workerRows, row int, cells []cell) {
	key := g.reader.workerKey(i, w, row, cells)
	have := g.seen[key]
	if have == nil {
		have = &workerGroup{}
		g.seen[key] = have
		g.workers = append(g.workers, have)
	}
	have.worker.Rows = append(have.worker.Rows, row)
	have.fields = g.unite(have.fields, w.fields, row, cells)
}

// workerKey says which rows are the same worker: those that agree in the columns
// under by, or in the staff number; else every row is another one.
func (r *reader) workerKey(i int, w workerRows, row int, cells []cell) string {
	slots := w.by
	for _, q := range w.fields {
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

// unite asks the questions of a row and adds the answers to what earlier rows said.
func (g *group) unite(fields []*united, questions []question, row int, cells []cell) []*united {
	for _, q := range questions {
		i := slices.IndexFunc(fields, func(u *united) bool { return u.field == q.target.field })
		if i < 0 {
			i = len(fields)
			fields = append(fields, &united{target: q.target, said: said{answer: missing(codes.NotRecorded)}})
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
	u.answer = unite(u.answer, s.answer)
	if text, _ := u.answer.Text.Get(); len(text) > longestText {
		g.refuse(Finding{Kind: TooMuch, Row: row, Field: u.field, Why: "the rows of the incident have more text than fits: is group the right column?"})
	}
}

func (g *group) uniteSingle(u *united, row int, s said) {
	switch {
	case u.conflict || !s.answer.Known() && u.answer.Known():
	case !s.answer.Known():
		u.answer.Missing = lessEmpty(u.answer.Missing, s.answer.Missing)
	case !u.answer.Known():
		u.said, u.row = s, row
		if s.answer.Twice {
			g.reader.found.add(Finding{Kind: DoubledHour, Row: row, Column: s.column, Field: u.field, Values: []string{s.shown}})
		}
	case !same(u.answer, s.answer):
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
	for _, w := range g.workers {
		w.worker.Answers = answers(w.fields)
		g.record.Workers = append(g.record.Workers, w.worker)
	}
	g.compareTimes()
	return g.record
}

func answers(fields []*united) Answers {
	all := make(Answers, len(fields))
	for _, u := range fields {
		all[u.field] = u.answer
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
