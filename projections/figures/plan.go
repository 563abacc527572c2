package figures

import (
	"fmt"
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// plan is a question made ready to run over the columns.
type plan struct {
	*snapshot
	question Question
	asOf     eventlog.Position
	limit    ordinal
	seats    []seat // by the number of the employer
	filters  []filter
	rows     axis
	columns  axis

	everybody bool // counts: all employers are in the scope
	rezoned   bool // some employer's slots must be made anew
	onPaper   span // the period for incidents of which the hour is not known
}

// seat is what one employer's clocks and the viewer's scope make of a question.
type seat struct {
	counts bool
	period span
	zone   *clock // makes slots anew; nil when the stored ones hold
}

type span struct{ from, before minute }

func (s span) holds(at minute) bool { return s.from <= at && at < s.before }

type filter struct {
	dimension Dimension
	passes    []bool // by the number of the answer
}

// axis is a dimension laid out as rows or columns of a table.
type axis struct {
	dimension Dimension
	values    []codes.Code
	buckets   [][]uint32 // by the number of the answer: 0 for the total, then 1 + the place of each value
}

// maxCells bounds the memory of one answer: nobody reads more.
const maxCells = 1 << 21

func newPlan(s *snapshot, q Question, scope access.Scope) (*plan, error) {
	p := &plan{snapshot: s, question: q, asOf: q.AsOf}
	if p.asOf == 0 {
		p.asOf = s.position
	}
	if p.asOf > s.position {
		return nil, fault.New(fault.Unavailable, fmt.Sprintf("the figures go as far as position %d: ask again in a moment", s.position))
	}
	p.limit = s.limit(p.asOf)
	if err := p.knowsEmployers(scope); err != nil {
		return nil, err
	}
	p.takeSeats(scope)
	p.onPaper = q.Period.span(minuteOf)
	for _, d := range q.Filters.ordered() {
		p.filters = append(p.filters, newFilter(d, p.answersOf(d), q.Filters[d]))
	}
	p.rows, p.columns = newAxis(q.Rows, p.answersOf(q.Rows)), newAxis(q.Columns, p.answersOf(q.Columns))
	if (len(p.rows.values)+1)*(len(p.columns.values)+1) > maxCells {
		return nil, fault.New(fault.TooLarge, "the table would have more cells than anybody can read: ask for fewer rows or columns")
	}
	return p, nil
}

// knowsEmployers refuses a filter on an employer whose figures the viewer may
// not see, in the same words as for one that does not exist.
func (p *plan) knowsEmployers(scope access.Scope) error {
	var wrong fault.Fields
	for _, code := range p.question.Filters[Employer] {
		there := slices.ContainsFunc(p.employers, func(k known) bool {
			return scope.Includes(k.id) && k.codeAt(p.asOf) == code
		})
		if !there && !code.Missing() && code != codes.Other {
			wrong.Add("filter.employer", "is not an employer whose figures you may see", "check its code")
			break
		}
	}
	return wrong.Err()
}

func (p *plan) takeSeats(scope access.Scope) {
	p.seats, p.everybody = make([]seat, len(p.employers)), true
	for i, k := range p.employers {
		if k.first == nil {
			continue
		}
		v, _ := k.at(p.asOf)
		p.seats[i] = seat{counts: scope.Includes(k.id), period: p.question.Period.span(v.clock.midnight)}
		p.everybody = p.everybody && p.seats[i].counts
		if k.rezoned {
			p.seats[i].zone, p.rezoned = v.clock, true
		}
	}
}

// answersOf gives the answers of a dimension by their numbers.
func (p *plan) answersOf(d Dimension) answerList {
	switch d {
	case All:
		return answerList{{Everything}}
	case Weekday:
		return weekdayAnswers
	case Hour:
		return hourAnswers
	case Month:
		return monthAnswers()
	case Year:
		return yearAnswers()
	case TimeBand:
		return bandAnswers()
	case Employer:
		list := make(answerList, len(p.employers))
		for i, k := range p.employers {
			list[i] = []codes.Code{k.codeAt(p.asOf)}
		}
		return list
	}
	answers := p.answers[placeOf(d)]
	if from, is := derived[d]; is {
		return answers.through(from.of)
	}
	return answers
}

// through gives each answer with its codes replaced, each of which stands once.
func (l answerList) through(of func(codes.Code) codes.Code) answerList {
	list := make(answerList, len(l))
	for i, answer := range l {
		for _, code := range answer {
			if code = of(code); !slices.Contains(list[i], code) {
				list[i] = append(list[i], code)
			}
		}
	}
	return list
}

// placeOf is the column that a dimension is read from.
func placeOf(d Dimension) int {
	if from, is := derived[d]; is {
		d = from.from
	}
	for i, r := range recorded {
		if r.name == d {
			return i
		}
	}
	panic("figures: dimension " + string(d) + " stands in no column") // a question is checked before
}

func newFilter(d Dimension, answers answerList, named []codes.Code) filter {
	wanted := make(map[codes.Code]bool, len(named))
	for _, code := range named {
		wanted[code] = true
	}
	f := filter{dimension: d, passes: make([]bool, len(answers))}
	for i, answer := range answers {
		f.passes[i] = slices.ContainsFunc(answer, func(c codes.Code) bool { return wanted[c] })
	}
	return f
}

// newAxis lays out the codes of the list in their order, then what else occurs
// by name, then the ways of having no answer.
func newAxis(d Dimension, answers answerList) axis {
	a := axis{dimension: d, values: codesOf(dimensions[d].list.Codes)}
	place := make(map[codes.Code]uint32, len(a.values))
	for i, code := range a.values {
		place[code] = uint32(i + 1)
	}
	for _, code := range beyond(place, answers) {
		a.values = append(a.values, code)
		place[code] = uint32(len(a.values))
	}
	a.buckets = make([][]uint32, len(answers))
	for i, answer := range answers {
		a.buckets[i] = make([]uint32, 1, 1+len(answer)) // the total comes first
		for _, code := range answer {
			a.buckets[i] = append(a.buckets[i], place[code])
		}
	}
	return a
}

func beyond(listed map[codes.Code]uint32, answers answerList) []codes.Code {
	seen := map[codes.Code]bool{}
	for _, answer := range answers {
		for _, code := range answer {
			if _, found := listed[code]; !found {
				seen[code] = true
			}
		}
	}
	var named, without []codes.Code
	for code := range seen {
		if !isLast(code) {
			named = append(named, code)
		}
	}
	slices.Sort(named)
	for _, code := range lastCodes {
		if seen[code] {
			without = append(without, code)
		}
	}
	return append(named, without...)
}

var lastCodes = []codes.Code{codes.Other, codes.NotApplicable, codes.Unknown, codes.NotRecorded}

func isLast(code codes.Code) bool { return slices.Contains(lastCodes, code) }
