package incident

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
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
	Regime      codes.Code // codes.LegalRegime; "" is AVG
	Occurred    moment.Moment
	Reported    moment.Moment // when the employer was first told, where that was before; zero: now
	Place       Place
	Address     string
	Behaviours  []codes.Code
	Professions []codes.Code
	Circumstances
	Workers   []WorkerHit
	Narrative string
	Reference string // of the incident in the employer's own system
}

// AddDetails tells more about an incident.
type AddDetails struct {
	Asked
	Place       *Place // where blanks are filled in
	Address     string
	Behaviours  []codes.Code
	Professions []codes.Code
	Circumstances
	Workers   []WorkerHit
	Narrative string
	Blind     bool // whoever asks is not shown who was hit here, though his role is elsewhere
}

// Correct mends what was said wrongly; nil leaves as it is.
type Correct struct {
	Asked
	Reason      string // why, in words; required also when nothing turns out to differ
	Occurred    *moment.Moment
	Reported    *moment.Moment
	Place       *Place
	Behaviours  *[]codes.Code
	Professions *[]codes.Code
	Occasions   *[]codes.Code
	Means       *[]Means
	Completions *[]Completion
	Grounds     *[]codes.Code
	Deployment  *codes.Code
	Reach       *codes.Code
	Hit         *codes.Count
	Narrative   *string
	Address     *string
	Reference   *string
	Regime      *codes.Code // to say the same again, or to be told why it never changes
}

// Withdraw takes back a report that should never have been.
type Withdraw struct {
	Asked
	Reason      codes.Code
	Explanation string
	ByUndoing   bool // an import was undone, which alone gives codes.UndoneImport
}

// WorkerHit is a worker as named by whoever reports, or one who is not named but of
// whom it is known how badly he was hurt. Person was looked up by staff number, or is
// new.
type WorkerHit struct {
	Person      uuid.UUID
	Name        string
	StaffNumber string
	Injury      codes.Code // codes.Injury; "" becomes NotRecorded
	Mind        codes.Code // codes.MindInjury
	Exposures   []codes.Code
	Absence     person.Absence
}

func (Register) incidentCommand()   {}
func (AddDetails) incidentCommand() {}
func (Correct) incidentCommand()    {}
func (Withdraw) incidentCommand()   {}
