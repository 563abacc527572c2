package access

import (
	"slices"

	"ruggensteun/domain/person"
)

// opens are the kinds of personal details that each role may have opened, in whatever it may
// read: May says whether it reads the record, this how much of it. A kind that is not here is
// shown as closed to that role, never as absent.
var opens = map[Role][]person.Purpose{
	Registrar:  person.Purposes(),
	CaseWorker: person.Purposes(),
	// What ails somebody is no manager's to know (AVG 9, UAVG 30); neither is where to the
	// door it was, or under which number others have it.
	Manager: {person.ForIdentity, person.ForNarrative, person.ForCare},
	// What was told of it names others, and who did it is no concern of care.
	Physician: {person.ForIdentity, person.ForHealth, person.ForCare},
}

// Opens are the kinds of personal details that the actor may have opened.
func (a Actor) Opens() []person.Purpose { return slices.Clone(opens[a.Role]) }
