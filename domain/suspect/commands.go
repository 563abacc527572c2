package suspect

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/person"
)

// Command is something that is asked of a suspect's file.
type Command interface{ suspectCommand() }

// Asked is what every command carries: who asks, when, and for which employer.
type Asked struct {
	By       access.Actor
	At       time.Time
	Employer employer.Employer
}

// Open begins a file.
type Open struct {
	Asked
	Regime  codes.Code // codes.LegalRegime; "" is AVG
	Profile person.Profile
}

// Describe tells sex, age or relation; what is left out stays.
type Describe struct {
	Asked
	Profile person.Profile
}

// Identify tells who it is.
type Identify struct {
	Asked
	Identity person.Suspect
}

// UnlinkIdentity takes that back.
type UnlinkIdentity struct {
	Asked
	Reason string
}

// TellHistory tells what was known of this suspect before, and from whom.
type TellHistory struct {
	Asked
	ID    uuid.UUID
	Entry person.History
}

// RetractHistory takes an entry back that was recorded wrongly.
type RetractHistory struct {
	Asked
	ID     uuid.UUID
	Reason string
}

// Clear tells that this suspect did not do it, in one incident.
type Clear struct {
	Asked
	Incident  uuid.UUID
	Clearance person.Clearance
}

// Review ends the review of the history after a clearance.
type Review struct {
	Asked
	Incident uuid.UUID
	Leaves   bool
	Reason   string
}

func (Open) suspectCommand()           {}
func (Describe) suspectCommand()       {}
func (Identify) suspectCommand()       {}
func (UnlinkIdentity) suspectCommand() {}
func (TellHistory) suspectCommand()    {}
func (RetractHistory) suspectCommand() {}
func (Clear) suspectCommand()          {}
func (Review) suspectCommand()         {}
