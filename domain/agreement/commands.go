package agreement

import (
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
)

// Command is something that is asked of agreements.
type Command interface{ agreementCommand() }

// Adopt makes a version count. Of the zero employer it is for everybody.
type Adopt struct {
	By       access.Actor
	Employer uuid.UUID
	Today    calendar.Day // on the employer's calendar
	Version  Version
}

// Withdraw lets no more clocks start under a version from a day on.
type Withdraw struct {
	By        access.Actor
	Employer  uuid.UUID
	Today     calendar.Day // as in Adopt
	Agreement string
	Number    string
	From      string // 2006-01-02; "" is tomorrow
}

func (Adopt) agreementCommand()    {}
func (Withdraw) agreementCommand() {}

// UseCommand is something that is asked of the versions of one case.
type UseCommand interface{ useCommand() }

// Apply lets the clocks of a case run under another version.
type Apply struct {
	By        access.Actor
	Employer  uuid.UUID // whose case it is
	Unit      string    // that it is of; see access.TheUnit
	Agreement string
	Ref       Ref
	Because   codes.Code // codes.ApplyReason
	Known     Set        // what there is to choose from
	Survivor  uuid.UUID  // the case that it was merged into, or the file of care that is of the same worker, whose terms are counted instead; else zero
	Care      bool       // it is a file of care
}

func (Apply) useCommand() {}
