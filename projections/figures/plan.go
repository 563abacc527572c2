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
	question  Question
	unit      Unit // that answers for itself; see own
	asksOwn   bool
	asOf      eventlog.Position
	limit     ordinal
	seats     []seat // by the number of the employer
	filters   []filter
	base      filter // when the question has one
	rows      axis
	columns   axis
	together  bool // both axes are of one column
	areas     areas
	units     units
	urbanity  urbanity
	inventing []bool // by the number of the answer whether it says so
	mayInvent bool   // any of them does

	everybody bool // counts: all employers are in the scope
	rezoned   bool // some employer's slots must be made anew
	onPaper   span // the period for incidents of which the hour is not known
}

// seat is what one employer's clocks and the viewer's scope make of a question.
type seat struct {
	counts bool
	period span
	zone   *clock // makes slots anew; nil when the stored ones hold
	clock  *clock // of the employer, as known at the position that was asked for
}

type span struct{ from, before minute }

func (s span) holds(at minute) bool { return s.from <= at && at < s.before }

type filter struct {
	dimension Dimension
	passes    []bool // by the number of the answer
}

// maxCells bounds the memory of one answer: nobody reads more.
const maxCells = 1 << 21

func newPlan(s *snapshot, q Question, scope access.Scope) (*plan, error) {
	p := &plan{snapshot: s, question: q, unit: q.Unit, asksOwn: q.asksOwn(), asOf: q.AsOf}
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
	p.whatIsInvented()
	if q.uses(Area) || q.Base == Area {
		p.areas = p.newAreas()
	}
	if q.uses(OwnUnit) || q.Base == OwnUnit {
		p.units = p.newUnits()
	}
	if q.uses(Urbanity) || q.Base == Urbanity {
		p.urbanity = p.newUrbanity()
	}
	for _, d := range q.Filters.ordered() {
		p.filters = append(p.filters, newFilter(d, p.answersOf(d), q.Filters[d]))
	}
	if q.Base != All {
		p.base = answered(q.Base, p.answersOf(q.Base))
	}
	p.rows, p.columns = p.newAxis(q.Rows, q.Columns), p.newAxis(q.Columns, q.Rows)
	p.admitNoIncident()
	p.together = ofOneColumn(p.rows.read, p.columns.read)
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
		if !p.may(code, scope) {
			wrong.Add("filter.employer", "is not an employer whose figures you may see", "check its code")
			break
		}
	}
	for _, d := range []Dimension{Area, OwnUnit} {
		for _, code := range p.question.Filters[d] {
			if !p.may(ownerOf(code), scope) {
				wrong.Add("filter."+string(d), "is not of an employer whose figures you may see", "check the employer's code before it")
				break
			}
		}
	}
	return wrong.Err()
}

func (p *plan) may(employer codes.Code, scope access.Scope) bool {
	return employer.Missing() || employer == codes.Other || slices.ContainsFunc(p.employers, func(k known) bool {
		return scope.Includes(k.id) && k.codeAt(p.asOf) == employer
	})
}

func (p *plan) takeSeats(scope access.Scope) {
	p.seats, p.everybody = make([]seat, len(p.employers)), true
	for i, k := range p.employers {
		if k.first == nil {
			continue
		}
		v, _ := k.at(p.asOf)
		p.seats[i] = seat{counts: scope.Includes(k.id), period: p.question.Period.span(v.clock.midnight), clock: v.clock}
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
		return everything
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
	case Urbanity:
		return urbanAnswers
	case Step:
		return stepAnswers
	case Area:
		return listed(p.areas.list)
	case OwnUnit:
		return listed(p.units.list)
	case Employer:
		list := make([][]codes.Code, len(p.employers))
		for i, k := range p.employers {
			list[i] = one(k.codeAt(p.asOf))
		}
		return listed(list)
	}
	answers := p.answers[placeOf(d)]
	if from, is := derived[d]; is {
		return answers.through(from.of)
	}
	return answers
}

var everything = listed([][]codes.Code{{Everything}})

// placeOf is the column that a dimension is read from.
func placeOf(d Dimension) int {
	d = columnOf(d)
	for i, r := range recorded {
		if r.name == d {
			return i
		}
	}
	panic("figures: dimension " + string(d) + " stands in no column") // a question is checked before
}

func newFilter(d Dimension, answers answerList, named []codes.Code) filter {
	wanted := make([]bool, len(answers.codes))
	for i, code := range answers.codes {
		wanted[i] = slices.Contains(named, code)
	}
	f := filter{dimension: d, passes: make([]bool, answers.len())}
	for i := range f.passes {
		f.passes[i] = slices.ContainsFunc(answers.of(uint32(i)), func(code uint32) bool { return wanted[code] })
	}
	return f
}
