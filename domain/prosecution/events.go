// Package prosecution is one criminal case against one suspect, from the first word
// with the police to the last euro of damages: what was heard of it, from whom and
// when, and what follows from that.
//
// Nothing here is seen by us: it is told, late, out of order, and sometimes wrongly. So
// a case is a set of notices, and where it stands follows from when each of them took
// effect, never from when it came in. A verdict may come before its summons.
package prosecution

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Stream is the history of one case.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "prosecution", ID: id}
}

// Event is a fact about a case.
type Event interface {
	EventType() string
	prosecutionEvent()
}

// Opened: an employer follows a case, whether or not anybody knows yet against whom.
type Opened struct {
	Employer uuid.UUID
	Regime   codes.Code // codes.LegalRegime, for good; only incidents under the same law are linked to it
}

// Linked: this is what the case is about, or against whom.
type Linked struct{ Link }

// Unlinked: it is not.
type Unlinked struct {
	Link
	Reason person.Held[string]
}

// NoticeReceived: something was heard of the case.
type NoticeReceived struct{ Notice }

// NoticeCorrected: what was heard is otherwise; the whole notice is told again.
type NoticeCorrected struct {
	Notice
	Again  bool // it says something else, so victims who were told are told again
	Reason person.Held[string]
}

// NoticeWithdrawn: it was never so, or it was about another case.
type NoticeWithdrawn struct {
	ID     uuid.UUID
	Reason person.Held[string]
}

// VictimTold: somebody was told of outcomes.
type VictimTold struct {
	ID      uuid.UUID // of this telling
	Victim  uuid.UUID
	Of      []Revision
	Channel codes.Code // codes.TellingChannel
	On      moment.Moment
	Text    person.Held[string]

	Document uuid.UUID // the letter that told it (document.Drafted); zero is none
}

// Closed: nothing is left to do, or it was said why it is left.
type Closed struct {
	Loose       person.Held[[]LooseEnd] // what was left, as it was then; absent when nothing was
	Explanation person.Held[string]
}

// Reopened: there is something to do again. Without a reason it reopened by itself,
// because something was heard that a victim must be told; see also ApartAgain.
type Reopened struct{ Reason person.Held[string] }

func (Opened) EventType() string          { return "prosecution.opened.v1" }
func (Linked) EventType() string          { return "prosecution.linked.v1" }
func (Unlinked) EventType() string        { return "prosecution.unlinked.v1" }
func (NoticeReceived) EventType() string  { return "prosecution.notice_received.v1" }
func (NoticeCorrected) EventType() string { return "prosecution.notice_corrected.v1" }
func (NoticeWithdrawn) EventType() string { return "prosecution.notice_withdrawn.v1" }
func (VictimTold) EventType() string      { return "prosecution.victim_told.v1" }
func (Closed) EventType() string          { return "prosecution.closed.v1" }
func (Reopened) EventType() string        { return "prosecution.reopened.v1" }

func (Opened) prosecutionEvent()          {}
func (Linked) prosecutionEvent()          {}
func (Unlinked) prosecutionEvent()        {}
func (NoticeReceived) prosecutionEvent()  {}
func (NoticeCorrected) prosecutionEvent() {}
func (NoticeWithdrawn) prosecutionEvent() {}
func (VictimTold) prosecutionEvent()      {}
func (Closed) prosecutionEvent()          {}
func (Reopened) prosecutionEvent()        {}
