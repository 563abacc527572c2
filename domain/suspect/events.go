// Package suspect is who did it, as far as one employer may know: a file under a
// pseudonym, with what the employer itself met before and what police, prosecutor
// or court let it know.
//
// There is no field for ethnicity, nationality, religion, language or origin, and
// there is no score: they explain next to nothing (Kamerstuk 29628 nr. 1030) and a
// register of them is discrimination.
package suspect

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Stream is the history of one file. Its id is the pseudonym.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "suspect", ID: id}
}

// Event is a fact about a suspect's file.
type Event interface {
	EventType() string
	suspectEvent()
}

// Opened: an employer keeps a file of somebody.
type Opened struct {
	Employer uuid.UUID
	Regime   codes.Code // codes.LegalRegime, for good; only incidents under the same law are linked to it
	Profile  person.Held[person.Profile]
}

// Described: sex, age or relation became known, or turned out otherwise.
type Described struct{ Profile person.Held[person.Profile] }

// Identified: it is known who it is.
type Identified struct{ Identity person.Held[person.Suspect] }

// IdentityUnlinked: it was somebody else, or who it is may be kept no longer. The
// file goes on under its pseudonym.
type IdentityUnlinked struct{ Reason person.Held[string] }

// HistoryTold: something was known of this suspect before.
type HistoryTold struct {
	ID    uuid.UUID // of this entry
	Entry person.Held[person.History]
}

// HistoryRetracted: it was recorded wrongly.
type HistoryRetracted struct {
	ID     uuid.UUID
	Reason person.Held[string]
}

// Cleared: this suspect did not do it, in one incident. What is counted as history
// waits for a review.
type Cleared struct {
	Incident  uuid.UUID
	Clearance person.Held[person.Clearance]
}

// Reviewed: somebody looked at the history after a clearance.
type Reviewed struct {
	Incident uuid.UUID
	Leaves   bool // the incident is history of this suspect no more
	Reason   person.Held[string]
}

func (Opened) EventType() string           { return "suspect.opened.v1" }
func (Described) EventType() string        { return "suspect.described.v1" }
func (Identified) EventType() string       { return "suspect.identified.v1" }
func (IdentityUnlinked) EventType() string { return "suspect.identity_unlinked.v1" }
func (HistoryTold) EventType() string      { return "suspect.history_told.v1" }
func (HistoryRetracted) EventType() string { return "suspect.history_retracted.v1" }
func (Cleared) EventType() string          { return "suspect.cleared.v1" }
func (Reviewed) EventType() string         { return "suspect.history_reviewed.v1" }

func (Opened) suspectEvent()           {}
func (Described) suspectEvent()        {}
func (Identified) suspectEvent()       {}
func (IdentityUnlinked) suspectEvent() {}
func (HistoryTold) suspectEvent()      {}
func (HistoryRetracted) suspectEvent() {}
func (Cleared) suspectEvent()          {}
func (Reviewed) suspectEvent()         {}
