package incident

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/moment"
)

// Command is something that is asked of an incident.
type Command interface{ incidentCommand() }

// Asked is what every command carries: who asks, when, and for which employer
// (as it stands in the log; the zero Employer when there is none with that code).
type Asked struct {
	By       access.Actor
	At       time.Time
	Employer employer.Employer
}

// Register reports an incident.
type Register struct {
	Asked
	Occurred    moment.Moment
	Place       Place
	Behaviours  []codes.Code
	Professions []codes.Code
	Workers     []WorkerHit
	Narrative   string
}

// AddDetails tells more about an incident.
type AddDetails struct {
	Asked
	Behaviours  []codes.Code
	Professions []codes.Code
	Workers     []WorkerHit
	Narrative   string
}

// Correct mends what was said wrongly; nil leaves as it is.
type Correct struct {
	Asked
	Reason      string // why, in words; required also when nothing turns out to differ
	Occurred    *moment.Moment
	Place       *Place
	Behaviours  *[]codes.Code
	Professions *[]codes.Code
	Narrative   *string
}

// Withdraw takes back a report that should never have been.
type Withdraw struct {
	Asked
	Reason      codes.Code
	Explanation string
}

// WorkerHit is a worker as named by whoever reports. Person was looked up by
// staff number, or is new.
type WorkerHit struct {
	Person      uuid.UUID
	Name        string
	StaffNumber string
	Injury      codes.Code // codes.Injury; "" becomes NotRecorded
}

func (Register) incidentCommand()   {}
func (AddDetails) incidentCommand() {}
func (Correct) incidentCommand()    {}
func (Withdraw) incidentCommand()   {}
