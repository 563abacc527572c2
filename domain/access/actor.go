// Package access says who may do and see what, as pure questions. Every Decide
// and every question to a read model asks it; nothing else decides.
package access

import (
	"slices"

	"github.com/google/uuid"
)

// Role is the work somebody does when asking.
type Role string

const (
	Operator       Role = "operator"               // keeps the machine: its keys, employers and tables; sees no record and no exact figure
	Reporter       Role = "reporter"               // a worker or shift leader: reports what happened
	Registrar      Role = "registrar"              // keeps the employer's register: completes, corrects, withdraws
	CaseWorker     Role = "case-worker"            // follows the prosecution of the employer's cases
	Manager        Role = "manager"                // answers for a team: sees what happened to it, and cares for who was hit
	Physician      Role = "occupational-physician" // the desk of the bedrijfsarts: who was hurt, how, and what was done for them
	PrivacyOfficer Role = "privacy-officer"        // the FG: sees who read what and what is kept, and has it forgotten
	Analyst        Role = "analyst"                // Taskforce: figures over all employers, protected only

	// Program is nobody: what the program does by itself. No token is given for it.
	Program Role = "program"
)

// Roles are all roles that people have.
func Roles() []Role {
	return []Role{Operator, Reporter, Manager, Registrar, CaseWorker, Physician, PrivacyOfficer, Analyst}
}

// AtEmployer tells whether the role is held at an employer, and nowhere else.
func (r Role) AtEmployer() bool {
	r, _ = r.In()
	return r != Operator && r != Analyst && r != Program && slices.Contains(Roles(), r)
}

// Purpose says why personal details are read or written; it is recorded with
// the reading.
type Purpose string

const (
	Registration Purpose = "registration"
	FollowUp     Purpose = "follow-up"
	Care         Purpose = "care"    // of a worker who was hurt
	Privacy      Purpose = "privacy" // what somebody may ask about his own records, and that they are kept as they should be
	Analysis     Purpose = "analysis"
	Operation    Purpose = "operation"
)

// Actor is whoever asks. ID is opaque: who is behind it is known to identity only.
type Actor struct {
	ID       uuid.UUID
	Role     Role
	Employer uuid.UUID // whom the actor works for; zero for operator and analyst
	Unit     string    // code of the unit of the employer that he is kept to; "" for all of it
	Purpose  Purpose
}

// Clocks is the program where it keeps the clocks. The id stands in events: another one
// would let it do again what it did.
func Clocks() Actor {
	return Actor{ID: uuid.MustParse("0a1c0c45-0000-4000-8000-00000c10c5ed"), Role: Program, Purpose: FollowUp}
}

// Mailing is the program where it writes mail; of its id holds the same.
func Mailing() Actor {
	return Actor{ID: uuid.MustParse("0a1c0c45-0000-4000-8000-0000003a1100"), Role: Program, Purpose: FollowUp}
}
