// Package worklist is what is to be done in every case and every file of care, by whom
// and by when.
//
// Its rows are not folded event by event like those of other read models: a term rests
// on the streams of a case, its incidents, its aangiften and the agreements at once. The
// consumer "clocks" counts a file anew when something is recorded of it, or when a
// moment comes at which it stands otherwise, and puts it here whole. So the rows can be
// thrown away: the consumer begins at the first event again and makes them.
package worklist

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Kind is what a file is of.
type Kind string

const (
	OfCase Kind = "CASE" // a criminal case
	OfCare Kind = "CARE" // the care for one worker after one incident
)

// File is what is to be done in one case, or for one worker, as known at Position.
type File struct {
	ID       uuid.UUID
	Kind     Kind
	Employer uuid.UUID
	Position eventlog.Position // everything up to here was counted
	Incident uuid.UUID         // the first of the case, or that of the care; zero when there is none
	Closed   bool
	Invented bool // told by a demonstration
	// Links are the other streams that it rests on, each once: incidents, aangiften,
	// workers, and cases that were merged into it. What is recorded there counts the file anew.
	Links []uuid.UUID
	// Units are those of the incidents that it rests on, each once: codes of the employer's
	// own, or NOT_RECORDED. A list is narrowed by them without looking into the incidents.
	Units []codes.Code

	// Whose it is. Zero is nobody: then it is for the party that each agreement names.
	Responsible, StandIn uuid.UUID // actors
	OfferedTo            uuid.UUID // who was asked to take it over and has not answered
	SnoozedUntil         calendar.Day

	Clocks []Clock
	// NextAt is when it stands otherwise although nothing is recorded; zero is never.
	NextAt time.Time
}

// Clock is one term of a file. It holds no state: that follows from the moment at which
// somebody looks.
type Clock struct {
	Agreement, Version string
	Whose              agreement.Whose
	Start              codes.Code     // the fact that it began with
	StartedOn          calendar.Day   // 0 when nobody knows
	Victim, About      uuid.UUID      // who must be told, and of which notice; else zero
	Responsible        codes.Code     // codes.Party
	TakesOver          codes.Code     // codes.Party; "" is nobody
	Because            agreement.Text // how the date came about

	// Moments from which it is something else; zero where it never is.
	WarnAt, DueFrom, TooLate, TakeOverAt time.Time
	DueOn                                calendar.Day // the last day; 0 is no date

	// Ended: what it asks for was done, or need not be any more. Late is then known.
	Ended, Late bool
	Suspended   bool // stands still until further notice
	Notice      bool // others must tell us whether it was done: it becomes NOT_RECEIVED, not LAPSED
	Right       bool // somebody may, and nobody must
}

// State is how a clock stands at a moment.
func (c Clock) State(now time.Time) agreement.State {
	reached := func(t time.Time) bool { return !t.IsZero() && !now.Before(t) }
	switch {
	case c.Ended && c.Late:
		return agreement.MetLate
	case c.Ended:
		return agreement.Met
	case c.StartedOn == 0:
		return agreement.NotReceived // the day on which it began
	case c.Suspended:
		return agreement.Suspended
	case reached(c.TooLate) && c.Notice:
		return agreement.NotReceived
	case reached(c.TooLate):
		return agreement.Lapsed
	case reached(c.DueFrom):
		return agreement.DueNow
	case reached(c.WarnAt):
		return agreement.DueSoon
	}
	return agreement.Running
}

// ToTheMinute tells whether it ends at a moment within a day, as a term in hours does.
func (c Clock) ToTheMinute() bool {
	return !c.TooLate.IsZero() && !c.DueFrom.IsZero() && c.TooLate.Sub(c.DueFrom) <= time.Hour
}

// Store keeps the files. Errors that wrap eventlog.ErrUnavailable may pass by themselves.
type Store interface {
	// Known is up to where a file was counted; 0 when it is not there.
	Known(ctx context.Context, id uuid.UUID) (eventlog.Position, error)
	// Put takes a file in place of what was there, with all its clocks, unless what is
	// there was counted further. It tells whether it did.
	Put(ctx context.Context, f File) (bool, error)
	// Waiting are files whose NextAt has come, the earliest first.
	Waiting(ctx context.Context, now time.Time, limit int) ([]uuid.UUID, error)
	// NextAt is the earliest of all; zero when there is none.
	NextAt(ctx context.Context) (time.Time, error)
	// Of are the open files of an employer, or of all when it is zero, by id behind
	// after: for what changes all of them at once.
	Of(ctx context.Context, employer, after uuid.UUID, limit int) ([]uuid.UUID, error)
	// Linked are the files with this id among their links, closed ones too: a closed file
	// may have to be opened again.
	Linked(ctx context.Context, to uuid.UUID) ([]uuid.UUID, error)
}
