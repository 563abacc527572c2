package figures

import (
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// allSteps gives the codes of a set of steps.
func allSteps(set uint64) (all []codes.Code) {
	for i, e := range codes.CaseStep.Codes {
		if set&(1<<i) != 0 {
			all = append(all, e.Code)
		}
	}
	return all
}

// setOf is the set of steps; each by its place in codes.CaseStep.
func setOf(steps ...codes.Code) (set uint64) {
	for i, e := range codes.CaseStep.Codes {
		if slices.Contains(steps, e.Code) {
			set |= 1 << i
		}
	}
	return set
}

// implied gives the steps that must have been there, by the set of those that were
// heard of.
type implied map[uint64]uint64

func (m implied) by(heard uint64) uint64 {
	missing, known := m[heard]
	if !known {
		missing = setOf(prosecution.Implied(allSteps(heard))...)
		m[heard] = missing
	}
	return missing
}
