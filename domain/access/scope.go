package access

import "github.com/google/uuid"

// Scope is over whose records an answer may count. The zero Scope includes nothing.
type Scope struct {
	All      bool
	Employer uuid.UUID
}

// Includes tells whether a record of this employer may be counted.
func (s Scope) Includes(employer uuid.UUID) bool {
	return s.All || s.Employer != uuid.Nil && s.Employer == employer
}

// Figures is the scope of every figure the actor asks for; the error is a
// *fault.Fault of kind Forbidden with the reason.
func (a Actor) Figures() (Scope, error) {
	if err := a.May(ReadFigures, a.Employer); err != nil {
		return Scope{}, err
	}
	return a.Over(ReadFigures), nil
}

// Over is over whose records the role may do something: the rows that a reading
// login is shown before May is asked about any of them. Two fences, one rule.
func (a Actor) Over(action Action) Scope {
	switch rules[a.Role][action].over {
	case all:
		return Scope{All: true}
	case own:
		return Scope{Employer: a.Employer}
	}
	return Scope{}
}
