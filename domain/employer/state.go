package employer

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
)

// Employer is the state of one employer; Code is empty before it is registered.
// Other deciders take it as a fact in their commands.
type Employer struct {
	ID       uuid.UUID
	Code     string
	Name     string
	Kind     codes.Code
	Zone     string
	Areas    []Area
	Units    []Unit
	Holidays []Holiday
}

// DefaultZone is where all Dutch employers are, unless set otherwise.
const DefaultZone = "Europe/Amsterdam"

// Registered tells whether there is such an employer at all.
func (e Employer) Registered() bool { return e.Code != "" }

// HasUnit tells whether the employer has a unit with this code.
func (e Employer) HasUnit(code string) bool {
	return slices.ContainsFunc(e.Units, func(u Unit) bool { return u.Code == code })
}

// UnitCodes are those of its units, in their order.
func (e Employer) UnitCodes() (list []string) {
	for _, u := range e.Units {
		list = append(list, u.Code)
	}
	return list
}

// HasArea tells whether the employer has an area with this code.
func (e Employer) HasArea(code string) bool {
	return slices.ContainsFunc(e.Areas, func(a Area) bool { return a.Code == code })
}
