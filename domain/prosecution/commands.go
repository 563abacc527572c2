package prosecution

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/moment"
)

// Command is something that is asked of a case.
type Command interface{ prosecutionCommand() }

// Asked is what every command carries: who asks, when, and for which employer.
type Asked struct {
	By       access.Actor
	At       time.Time
	Employer employer.Employer
	Unit     string // that the record is of, a fact from outside; see access.TheUnit
}

// Open begins a case, at its first step and before anybody knows against whom.
type Open struct {
	Asked
	Regime codes.Code // codes.LegalRegime; "" is AVG
}

// Join links the case to an incident, a worker, an aangifte or its suspect.
type Join struct {
	Asked
	Beside
	Link
	Target Target // a fact from outside
}

// Target is what is linked, as its own stream knows it; of a worker only Hit.
type Target struct {
	Employer uuid.UUID
	Regime   codes.Code
	Hit      []uuid.UUID // who was hit in the incidents of the case, by person id
}

// Part takes a link away.
type Part struct {
	Asked
	Beside
	Link
	Reason string
}

// Receive tells what was heard.
type Receive struct {
	Asked
	Beside
	ID uuid.UUID
	Heard
}

// Heard is a notice as it is told, before anything of it is sealed.
type Heard struct {
	Received  moment.Moment
	Source    codes.Code
	Told      Told
	Amounts   []Amount
	Reference string
	Text      string
}

// Correct tells the whole of a notice again, as it is right.
type Correct struct {
	Asked
	Beside
	ID uuid.UUID
	Heard
	Reason string
}

// Withdraw takes a notice back that was wrong.
type Withdraw struct {
	Asked
	Beside
	ID     uuid.UUID
	Reason string
}

// Tell records that a victim was told of outcomes.
type Tell struct {
	Asked
	Beside
	ID      uuid.UUID
	Victim  uuid.UUID
	Notices []uuid.UUID // none: of all that this victim has to hear
	Channel codes.Code
	On      moment.Moment
	Text    string
	Letter  Letter
	// Through is the case that this one was merged into, where it was told there: it
	// is kept here as well, so that who was told stays so when the two are split.
	Through uuid.UUID
}

// Letter is the document that told somebody something, as its own stream knows it: a fact
// from outside. The zero one is none.
type Letter struct {
	ID                uuid.UUID
	Found             bool // among the documents of the case, or of what was merged into it
	Issued, Withdrawn bool
	Worker            uuid.UUID // to whom it is written
}

// Close says that nothing is left to do. With loose ends it takes an explanation.
type Close struct {
	Asked
	Beside
	Explanation string
}

// Reopen says that there is something to do again.
type Reopen struct {
	Asked
	Beside
	Reason string
}

func (Open) prosecutionCommand()     {}
func (Join) prosecutionCommand()     {}
func (Part) prosecutionCommand()     {}
func (Receive) prosecutionCommand()  {}
func (Correct) prosecutionCommand()  {}
func (Withdraw) prosecutionCommand() {}
func (Tell) prosecutionCommand()     {}
func (Close) prosecutionCommand()    {}
func (Reopen) prosecutionCommand()   {}
