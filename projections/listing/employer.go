package listing

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

// Employer is one as it is known now.
type Employer struct {
	ID uuid.UUID
	facts.Employer
}

// Employers is a page of them in the order of their codes; Next is the code that the
// next page stands behind, "" on the last one.
type Employers struct {
	Rows     []Employer
	Next     string
	Position eventlog.Position
}

// EmployersOf is the page of all there are behind a code.
func EmployersOf(all []Employer, after string, limit int) Employers {
	var page Employers
	for _, e := range all {
		if e.Code > after {
			page.Rows = append(page.Rows, e)
		}
	}
	slices.SortFunc(page.Rows, func(a, b Employer) int { return cmp.Compare(a.Code, b.Code) })
	return page.Cut(limit)
}

// Cut keeps as many as fit, and says where the next page begins.
func (p Employers) Cut(limit int) Employers {
	if len(p.Rows) > limit {
		p.Rows, p.Next = p.Rows[:limit], p.Rows[limit-1].Code
	}
	return p
}
