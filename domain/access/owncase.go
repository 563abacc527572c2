package access

import (
	"slices"

	"ruggensteun/domain/person"
)

// tellsWho are the kinds of details that say who somebody is, or lead there: a text names
// anybody, somebody lives at an address, and a number is known to others under a name.
var tellsWho = []person.Purpose{person.ForIdentity, person.ForNarrative, person.ForAddress, person.ForReference}

// HasOwnCases tells whether a role is about cases, of which some are somebody's own and the
// others a colleague's. Who it was in those is closed to him, unless a second person lets him
// see it. A registrar answers for the whole register and a desk for everybody who was hurt, so
// of them each record is their own.
func (r Role) HasOwnCases() bool { return r == CaseWorker }

// OpensElsewhere are the kinds of personal details that the actor may have opened of what is
// not his own case.
func (a Actor) OpensElsewhere() []person.Purpose {
	return slices.DeleteFunc(a.Opens(), func(p person.Purpose) bool {
		return a.Role.HasOwnCases() && slices.Contains(tellsWho, p)
	})
}
