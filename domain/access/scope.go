package access

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Scope is over whose records an answer may count. The zero Scope includes nothing.
type Scope struct {
	All      bool
	Employer uuid.UUID
	Unit     string // of the employer; "" is all of it
	NoHealth bool   // of figures: none about what ails workers
	// For says whose eyes the figures are meant for; the zero Audience is the owner of
	// the records, who sees them exact.
	For Audience
}

// Audience is who reads figures that are about other people's records. What it sees has
// passed disclosure control.
type Audience string

const (
	ForOwner    Audience = ""
	ForAnalysts Audience = "analyst"
	ForPublic   Audience = "public"
)

// Protected tells whether figures in this scope pass disclosure control.
func (s Scope) Protected() bool { return s.For != ForOwner }

// Includes tells whether a record of this employer may be counted.
func (s Scope) Includes(employer uuid.UUID) bool {
	return s.All || s.Employer != uuid.Nil && s.Employer == employer
}

// Figures is the scope of every figure the actor asks for; the error is a
// *fault.Fault of kind Forbidden with the reason.
func (a Actor) Figures() (Scope, error) {
	if err := a.MaySome(ReadFigures, a.Employer); err != nil {
		return Scope{}, err
	}
	scope := a.Over(ReadFigures)
	if !a.Role.AtEmployer() { // owns no record
		scope.For = ForAnalysts
	}
	// Who may not have opened what ails somebody is not told it as the number of a small team either.
	scope.NoHealth = a.Role.AtEmployer() && !slices.Contains(opens[a.Role], person.ForHealth)
	return scope, nil
}

// FiguresFor is the scope in which the actor sees what another audience would see: the
// records of all employers, protected. Errors: Forbidden, as those of Figures; Invalid
// for an audience that there is not.
func (a Actor) FiguresFor(audience Audience) (Scope, error) {
	scope, err := a.Figures()
	switch {
	case err != nil, audience == ForOwner:
		return scope, err
	case audience != ForAnalysts && audience != ForPublic:
		var wrong fault.Fields
		wrong.Add("viewer", "is not somebody that figures are made for", "say analyst or public, or leave it out for what you may see yourself")
		return Scope{}, wrong.Err()
	}
	return Scope{All: true, For: audience}, nil
}

// Exact is the same scope for a figure that has no protected form. The error is a
// *fault.Fault of kind Forbidden, and names the employer's own role.
func (s Scope) Exact() error {
	if s.Protected() {
		return fault.New(fault.Forbidden, unprotected)
	}
	return nil
}

// Over is over whose records the role may do something: the rows that a reading
// login is shown before May is asked about any of them. Two fences, one rule.
func (a Actor) Over(action Action) Scope {
	switch rules[a.Role][action].over {
	case all:
		return Scope{All: true}
	case own:
		return a.kept(action)
	}
	return Scope{}
}
