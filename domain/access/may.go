package access

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

// May asks whether the actor may do something to a record of an employer: the
// zero one for a record that is not there, asked before saying so. The error is
// a *fault.Fault with the reason: Forbidden, or NotFound where even existence
// must not show. The units are those that the record is of: whoever is kept to a unit
// may nothing where none is told.
func (a Actor) May(action Action, employer uuid.UUID, units ...string) error {
	if err := a.mayAt(action, employer); err != nil || a.Unit == "" {
		return err
	}
	return a.mayIn(action, units)
}

func (a Actor) mayAt(action Action, employer uuid.UUID) error {
	r := rules[a.Role][action]
	switch {
	case r.over == all, r.over == own && a.worksFor(employer), r.over == stores && employer == uuid.Nil:
		return a.purposeSuits(action)
	case r.over == own && onRecord[action] != "":
		return NoSuch(onRecord[action])
	case r.over == own:
		return fault.New(fault.Forbidden, "you can only do this for the employer you work for")
	case r.over == stores:
		return fault.New(fault.Forbidden, keepsMachine)
	case r.why == "":
		return fault.New(fault.Forbidden, "no rule lets this role do this: ask the operator")
	}
	return fault.New(fault.Forbidden, r.why)
}

// NoSuch is the one answer for what does not exist and for what the actor may
// not know of, so that guessing ids gives nothing away.
func NoSuch(noun string) error {
	return fault.New(fault.NotFound, "there is no such "+noun+": check its id or code")
}

// worksFor is never true for the zero employer: nobody's record is nobody's own.
func (a Actor) worksFor(employer uuid.UUID) bool {
	return employer != uuid.Nil && a.Employer == employer
}

// purposeSuits asks for a purpose where persons are read, because it is recorded
// with the reading (Wpg 32a), and refuses one that is not the role's everywhere.
func (a Actor) purposeSuits(action Action) error {
	suits := slices.Contains(purposes[a.Role], a.Purpose)
	if suits || a.Purpose == "" && !slices.Contains(ofPersons, action) {
		return nil
	}
	return fault.New(fault.Forbidden, "say for which purpose you ask: "+a.Role.allPurposes())
}

// Purposes are what the role may give as its purpose; the first is usual.
func (r Role) Purposes() []Purpose {
	r, _ = r.In()
	return slices.Clone(purposes[r])
}

func (r Role) allPurposes() string {
	var list []string
	for _, p := range purposes[r] {
		list = append(list, string(p))
	}
	if len(list) == 0 {
		return "this role has none"
	}
	return strings.Join(list, " or ")
}
