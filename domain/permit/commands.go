package permit

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// Command is something that is asked of a permit.
type Command interface{ permitCommand() }

// Asked is what every command carries. Times are by the clock of whoever runs this; what
// holds is compared with the same clock.
type Asked struct {
	By access.Actor
	At time.Time
}

// Request asks for one.
type Request struct {
	Asked
	Employer uuid.UUID
	Kind     Kind
	Of       []uuid.UUID   // for OpenIdentity
	Search   eventlog.Hash // for a search
	Reason   string
}

// Grant gives it, for so long and so often.
type Grant struct {
	Asked
	Hours, Uses int
}

// Refuse does not.
type Refuse struct {
	Asked
	Reason string
}

// Use is one use of it, with what it is used for and what came of it.
type Use struct {
	Asked
	Kind   Kind
	Of     []uuid.UUID   // that are opened
	Search eventlog.Hash // that is searched
	Found  []uuid.UUID
}

// Withdraw takes it back.
type Withdraw struct {
	Asked
	Reason string
}

func (Request) permitCommand()  {}
func (Grant) permitCommand()    {}
func (Refuse) permitCommand()   {}
func (Use) permitCommand()      {}
func (Withdraw) permitCommand() {}
