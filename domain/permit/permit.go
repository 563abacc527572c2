// Package permit is the leave to look for a person, or to open who somebody is outside one's
// own case: asked for with a reason, given by a second person, for a short time.
//
// What is looked for never stands in it: a keyed hash says whether a search is the one that
// was asked for, and tells nothing by itself.
package permit

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Stream is the history of one permit.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "permit", ID: id}
}

// Kind is what a permit lets somebody do.
type Kind string

const (
	SearchPersons  Kind = "SEARCH_PERSONS"  // find a worker by name or staff number
	SearchSuspects Kind = "SEARCH_SUSPECTS" // find the file of a suspect by name or day of birth
	OpenIdentity   Kind = "OPEN_IDENTITY"   // see who it is in records that are named, outside one's own cases
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{SearchPersons, SearchSuspects, OpenIdentity} }

// Searches tells whether it is for a search, and not for records.
func (k Kind) Searches() bool { return k == SearchPersons || k == SearchSuspects }

// Limits of what may be granted. They are short: a permit answers one question.
const (
	MostHours = 24 // that it holds
	MostUses  = 10
	MostOf    = 10 // records that one permit opens
	// WaitsDays is how long a request waits: what nobody decided in a week was not needed.
	WaitsDays = 7
)

// Event is a fact about a permit. Reasons are sealed under a key of the permit's own.
type Event interface {
	EventType() string
	permitEvent()
}

// Requested: somebody needs it.
type Requested struct {
	Employer uuid.UUID
	Kind     Kind
	By       uuid.UUID // the actor, who alone may use it
	Role     access.Role
	Purpose  access.Purpose
	Of       []uuid.UUID   // the records, of OpenIdentity
	Search   eventlog.Hash // keyed, of what is looked for; zero for OpenIdentity
	Reason   person.Held[string]
	At       time.Time
}

// Granted: a second person agrees.
type Granted struct {
	By    uuid.UUID
	Role  access.Role
	Until time.Time
	Uses  int
	At    time.Time
}

// Refused: a second person does not agree.
type Refused struct {
	By     uuid.UUID
	Role   access.Role
	Reason person.Held[string]
	At     time.Time
}

// Used: it was used, and this is what was found or opened, by pseudonym.
type Used struct {
	Number int // the how many-th time
	Found  []uuid.UUID
	At     time.Time
}

// Withdrawn: it holds no more, or is asked for no more.
type Withdrawn struct {
	By     uuid.UUID
	Reason person.Held[string] // absent when who asked for it takes it back
	At     time.Time
}

func (Requested) EventType() string { return "permit.requested.v1" }
func (Granted) EventType() string   { return "permit.granted.v1" }
func (Refused) EventType() string   { return "permit.refused.v1" }
func (Used) EventType() string      { return "permit.used.v1" }
func (Withdrawn) EventType() string { return "permit.withdrawn.v1" }

func (Requested) permitEvent() {}
func (Granted) permitEvent()   {}
func (Refused) permitEvent()   {}
func (Used) permitEvent()      {}
func (Withdrawn) permitEvent() {}
