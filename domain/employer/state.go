package employer

import (
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
