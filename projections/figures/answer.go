package figures

import (
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// Ask counts over the records of the scope, and of nobody else: exact for the owner of
// the records, protected for whom else the scope says. Errors are *fault.Fault: Invalid for a
// question that makes no sense or that this viewer may not ask, Unavailable for a
// position that the figures have not reached (Await it first).
func (e *Engine) Ask(q Question, scope access.Scope) (Answer, error) {
	if err := q.check(); err != nil {
		return Answer{}, err
	}
	if scope.Protected() {
		return e.askProtected(q, scope)
	}
	q.plain = false
	s := e.latest.Load()
	q, err := s.within(q, scope)
	if err != nil {
		return Answer{}, err
	}
	p, err := newPlan(s, q, scope)
	if err != nil {
		return Answer{}, err
	}
	a, err := p.answered(scope)
	if err != nil {
		return Answer{}, err
	}
	return a, p.rated(&a, q, scope, func(q Question) (Answer, error) {
		q.AsOf = p.asOf
		other, err := newPlan(p.snapshot, q, scope)
		if err != nil {
			return Answer{}, err
		}
		return other.answered(scope)
	})
}

// Plain answers a question without what stands beside a protected table, such as coverage, which
// is worked out from tables of its own: for who asks the same of many moments.
func (e *Engine) Plain(q Question, scope access.Scope) (Answer, error) {
	q.plain = true
	return e.Ask(q, scope)
}

func (p *plan) answered(scope access.Scope) (Answer, error) {
	if p.question.Unit != CountIncidents {
		return p.answerOfUnits(scope)
	}
	return countedOf(p, scope), nil
}

func (p *plan) answer(t tally, s *survey, scope access.Scope) Answer {
	rows := p.shown(p.rows, scope, func(i int) int { return t.at(i, 0) })
	columns := p.shown(p.columns, scope, func(i int) int { return t.at(0, i) })
	a := Answer{
		View: p.question.View, Question: p.asked(), Unit: p.question.Unit, Position: p.asOf,
		Rows: at(p.rows, rows), Columns: at(p.columns, columns),
		Cells:        make([][]Cell, len(rows)),
		RowTotals:    line(rows, func(row int) int { return t.at(row, 0) }, scope),
		ColumnTotals: line(columns, func(column int) int { return t.at(0, column) }, scope),
		Total:        disclose(t.at(0, 0), scope),
		Invented:     disclose(s.invented, scope).N,
	}
	for i, row := range rows {
		a.Cells[i] = line(columns, func(column int) int { return t.at(row, column) }, scope)
	}
	p.label(&a, scope)
	a.Completeness, a.Delay, a.Coverage = p.complete(s, scope), s.delayed(scope), p.covers(scope)
	if s.base != nil {
		base := s.base.completeness(scope)
		a.Base = &base
	}
	definition := p.definition(a.Base, scope)
	a.Definition, a.DefinitionNL = definition.EN+prefixed(a.inventedNote(English)), definition.NL+prefixed(a.inventedNote(Dutch))
	return a
}

// asked is the text of the question as of the position that it was answered for.
func (p *plan) asked() string {
	q := p.question
	q.AsOf = p.asOf
	return q.String()
}

func line(places []int, count func(int) int, scope access.Scope) []Cell {
	cells := make([]Cell, len(places))
	for i, place := range places {
		cells[i] = disclose(count(place), scope)
	}
	return cells
}

func at(a axis, places []int) []codes.Code {
	list := make([]codes.Code, len(places))
	for i, place := range places {
		list[i] = a.values[place-1]
	}
	return list
}

// shown chooses which values stand in the table: those of the list (or, when
// the question filters on them, those it names) also at zero, any other only
// where it occurs. What occurs is judged by this viewer's own counts: that
// others have a value is theirs to tell.
func (p *plan) shown(a axis, scope access.Scope, total func(int) int) []int {
	always := slices.Concat(p.always(a, scope), p.question.Standing[a.dimension])
	var places []int
	for i, code := range a.values {
		if total(i+1) > 0 || slices.Contains(always, code) {
			places = append(places, i+1)
		}
	}
	if _, named := p.question.Filters[Month]; a.dimension == Month && !named {
		return withoutGaps(places, a)
	}
	return places
}

// withoutGaps adds the months between the first and the last, which a reader takes
// to stand there: one in which nothing was reported is a zero, and no jump.
func withoutGaps(places []int, a axis) []int {
	dated := func(place int) bool { return !isLast(a.values[place-1]) }
	last := -1
	for i, place := range places {
		if dated(place) {
			last = i
		}
	}
	if last < 1 {
		return places
	}
	var all []int
	for place := places[0]; place <= places[last]; place++ {
		all = append(all, place)
	}
	return append(all, places[last+1:]...)
}

func (p *plan) always(a axis, scope access.Scope) []codes.Code {
	if named, filtered := p.question.Filters[a.dimension]; filtered {
		return named
	}
	switch a.dimension {
	case All:
		return []codes.Code{Everything}
	case Area:
		return p.ownAreas(scope)
	case OwnUnit:
		return p.ownUnits(scope)
	case Employer:
		var list []codes.Code
		for _, k := range p.employers {
			if _, there := k.at(p.asOf); there && scope.Includes(k.id) {
				list = append(list, k.codeAt(p.asOf))
			}
		}
		return list
	}
	return codesOf(dimensions[a.dimension].list.Codes)
}

func (p *plan) label(a *Answer, scope access.Scope) {
	a.RowLabels, a.ColumnLabels = p.labels(p.rows.dimension, a.Rows, scope), p.labels(p.columns.dimension, a.Columns, scope)
	a.Labels = make(map[codes.Code]Text, len(a.Rows)+len(a.Columns))
	for j, code := range a.Columns {
		a.Labels[code] = a.ColumnLabels[j]
	}
	for i, code := range a.Rows {
		a.Labels[code] = a.RowLabels[i]
	}
}

func (p *plan) labels(d Dimension, values []codes.Code, scope access.Scope) []Text {
	names := map[codes.Code]string{}
	switch d {
	case Employer:
		names = p.names(scope)
	case Area:
		names = p.areaNames(scope)
	case OwnUnit:
		names = p.unitNames(scope)
	}
	list := make([]Text, len(values))
	for i, code := range values {
		list[i] = labelOf(d, code)
		if name := names[code]; name != "" {
			list[i] = Text{NL: name, EN: name}
		}
		switch {
		case d == All:
			list[i] = p.question.Unit.all()
		case code == noIncident:
			list[i] = noIncidentText
		}
	}
	return list
}

func labelOf(d Dimension, code codes.Code) Text {
	if d == All {
		return CountIncidents.all()
	}
	if e, found := dimensions[d].list.Find(code); found {
		return Text{NL: e.NL, EN: e.EN}
	}
	if name := dimensions[d].label; name != nil {
		if text, found := name(code); found {
			return text
		}
	}
	return Text{NL: string(code), EN: string(code)}
}

// names are those of the viewer's own employers.
func (p *plan) names(scope access.Scope) map[codes.Code]string {
	names := map[codes.Code]string{}
	for _, k := range p.employers {
		if v, there := k.at(p.asOf); there && scope.Includes(k.id) {
			names[k.codeAt(p.asOf)] = v.row.Name
		}
	}
	return names
}
