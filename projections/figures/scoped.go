package figures

import (
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// ofHealth are about what ails workers, also as a number: an exact one of a small team is about somebody.
var ofHealth = []Dimension{Injury, MindInjury, Absence, Exposure}

// within is the question as it is counted exactly in a scope: of one unit for who is kept to it, and
// about health for nobody who may not know of it. Errors: Forbidden; Invalid for another unit.
func (s *snapshot) within(q Question, scope access.Scope) (Question, error) {
	if scope.NoHealth && slices.ContainsFunc(ofHealth, func(d Dimension) bool { return q.uses(d) || q.Base == d }) {
		return q, fault.New(fault.Forbidden, "what ails workers is not shown to your role, as a number neither: ask by something else, or for what an analyst sees, which is protected (viewer=analyst)")
	}
	if scope.Unit == "" {
		return q, nil
	}
	unit := ownOf(s.codeOf(scope, q), codes.Code(scope.Unit))
	asked, narrowed := q.Filters[OwnUnit]
	if narrowed && !slices.Contains(asked, unit) {
		var wrong fault.Fields
		wrong.Add("filter."+string(OwnUnit), "is not a unit whose figures you may see", "leave it out: you see those of "+string(unit))
		return q, wrong.Err()
	}
	filters := Filters{OwnUnit: {unit}}
	for d, values := range q.Filters {
		if d != OwnUnit {
			filters[d] = values
		}
	}
	q.Filters = filters
	return q, nil
}

// codeOf is that of the employer of a scope, as known when the question is of.
func (s *snapshot) codeOf(scope access.Scope, q Question) codes.Code {
	at := q.AsOf
	if at == 0 {
		at = s.position
	}
	for _, k := range s.employers {
		if k.id == scope.Employer {
			return k.codeAt(at)
		}
	}
	return codes.NotRecorded
}
