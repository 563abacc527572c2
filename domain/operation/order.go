// Package operation is what whoever keeps the program running orders of it: to make a read model anew,
// to hold one still, to try something once more. It changes what is made of the log and never the log,
// so it is kept in a table and is no event.
package operation

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// What is ordered.
type What string

const (
	Rebuild        What = "REBUILD"
	CancelRebuild  What = "CANCEL_REBUILD"
	PauseModel     What = "PAUSE_READ_MODEL"
	ResumeModel    What = "RESUME_READ_MODEL"
	PauseConsumer  What = "PAUSE_CONSUMER"
	ResumeConsumer What = "RESUME_CONSUMER"
	RetryLetter    What = "RETRY_LETTER"
	DropLetter     What = "DROP_LETTER"
)

// Whats are all of them.
func Whats() []What {
	return []What{Rebuild, CancelRebuild, PauseModel, ResumeModel, PauseConsumer, ResumeConsumer, RetryLetter, DropLetter}
}

// OfLetter tells what is about one event that a consumer could not take.
func (w What) OfLetter() bool { return w == RetryLetter || w == DropLetter }

// OfConsumer tells what is about a consumer, and not about a read model.
func (w What) OfConsumer() bool { return w == PauseConsumer || w == ResumeConsumer || w.OfLetter() }

// Reason is why nothing is to be done about a dead letter. It is a code, because it is kept for good: in
// free text somebody would be named sooner or later.
type Reason string

const (
	ByHand     Reason = "DONE_BY_HAND"
	NoNeed     Reason = "NOT_NEEDED"
	Elsewhere  Reason = "DONE_ELSEWHERE"
	Impossible Reason = "CANNOT_BE_DONE"
)

// Reasons are all of them.
func Reasons() []Reason { return []Reason{ByHand, NoNeed, Elsewhere, Impossible} }

// Outcome is what became of an order.
type Outcome string

const (
	Done      Outcome = "DONE"
	Cancelled Outcome = "CANCELLED"
	Failed    Outcome = "FAILED"
	// BrokenOff is of a rebuild whose program is gone. Nobody records it: it is seen.
	BrokenOff Outcome = "BROKEN_OFF"
)

// Order is one of them. ID is the same for the same request sent twice, Name is of a read model or
// a consumer, Position of a dead letter.
type Order struct {
	ID       uuid.UUID
	At       time.Time
	By       uuid.UUID // opaque
	What     What
	Name     string
	Position eventlog.Position
	Reason   Reason

	Ended       time.Time // zero while it is under way
	Outcome     Outcome
	Differences int // of a rebuild: rows that were read and are otherwise by the log
}

// Check notes what is wrong with an order.
func (o Order) Check(wrong *fault.Fields) {
	wrong.Check(slices.Contains(Whats(), o.What), "order", "is not something to order", "give one of those in the description")
	wrong.Check(o.Name != "", "of", "is missing", "give the name of a read model or consumer, as GET /v1/operation has it")
	if !slices.Contains(Whats(), o.What) {
		return
	}
	wrong.Check(o.What.OfLetter() == (o.Position > 0), "position", "does not fit the order", "give it of a dead letter, as GET /v1/operation has it, and of nothing else")
	switch {
	case o.What == DropLetter:
		wrong.Check(o.Reason != "", "reason", "is missing", "give one of those in the description: why nothing is to be done")
		wrong.Check(o.Reason == "" || slices.Contains(Reasons(), o.Reason), "reason", "is not a reason that there is", "give one of those in the description: why nothing is to be done")
	default:
		wrong.Check(o.Reason == "", "reason", "is only of a dead letter that is dropped", "leave it out")
	}
}
