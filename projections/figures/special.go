package figures

import (
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// Codes that stand in no list of the trade: what was forgotten, and what nothing may
// rest on for now.

func orForgotten(check func(codes.Code) error) func(codes.Code) error {
	return func(c codes.Code) error {
		if c == facts.Forgotten {
			return nil
		}
		return check(c)
	}
}

func forgottenName(code codes.Code) (Text, bool) {
	return Text{NL: "vergeten op verzoek of na de termijn", EN: "forgotten on request or when the term ended"}, code == facts.Forgotten
}

func orUnderReview(check func(codes.Code) error) func(codes.Code) error {
	return func(c codes.Code) error {
		if c == underReview {
			return nil
		}
		return check(c)
	}
}

func historyName(code codes.Code) (Text, bool) {
	if code == underReview {
		return Text{NL: "wordt beoordeeld na een vrijpleiting", EN: "under review after a clearance"}, true
	}
	return forgottenName(code)
}

// Forgettable tells whether an answer may change because a person is forgotten: something that the
// question rests on can be.
func (q Question) Forgettable() bool {
	return slices.ContainsFunc(append([]Dimension{q.Rows, q.Columns, q.Base}, q.Filters.ordered()...), func(d Dimension) bool {
		name := dimensions[d].label // own units have any name, so what is accepted does not tell
		if name == nil {
			return false
		}
		_, can := name(facts.Forgotten)
		return can
	})
}
