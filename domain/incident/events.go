// Package incident is what happened to emergency workers: where, when, what was
// done to whom, in the words of those who were there.
package incident

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Stream is the history of one incident.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "incident", ID: id}
}

// Event is a fact about an incident.
type Event interface {
	EventType() string
	incidentEvent()
}

// Registered: somebody reported that this happened.
type Registered struct {
	Employer   uuid.UUID
	Regime     codes.Code // codes.LegalRegime, for good
	Occurred   moment.Moment
	ReportedAt time.Time // when it was told, by the clock of whoever typed it
	// Reported is when the employer was first told, where that was before and
	// elsewhere: on paper, or in a system that it was brought over from. The zero
	// Moment: not recorded, or then.
	Reported    moment.Moment
	Place       Place
	Behaviours  []codes.Code // codes.Behaviour; empty: not recorded
	Professions []codes.Code // codes.Profession of the crews it happened to; empty: not recorded
	Circumstances
	Workers   []Worker
	Narrative person.Held[string]
	Address   person.Held[string] // where to the door
	Reference person.Held[string] // in the employer's own system
}

// DetailsAdded: more became known; nothing that was said before is taken back. A
// worker on record is told whole again when a blank was filled in, or when an
// injury turned out otherwise. Whoever may not read persons is recorded as he
// told it, also when it is on record already, or otherwise.
type DetailsAdded struct {
	Place       *Place // what of it was not on record; the rest is empty
	Behaviours  []codes.Code
	Professions []codes.Code
	Circumstances
	Workers   []Worker
	Narrative person.Held[string] // a further piece of text, beside the earlier ones
	Address   person.Held[string] // counts only where none is on record
}

// Corrected: something that was said turned out wrong; nil leaves as it was.
// The old value stays in the log and in every figure as of that time.
type Corrected struct {
	Reason      person.Held[string] // free text, sealed like a narrative
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
	Narrative   *person.Held[string] // replaces all earlier pieces
	Address     *person.Held[string]
	Reference   *person.Held[string]
}

// Withdrawn: this should never have been registered, and counts no more.
type Withdrawn struct {
	Reason      codes.Code          // codes.WithdrawalReason
	Explanation person.Held[string] // free text, sealed like a narrative
}

// Worker is somebody it happened to. Who that is stands under keys of their own.
type Worker struct {
	Person   uuid.UUID
	Identity person.Held[person.Identity]
	Health   person.Held[person.Health]
}

func (Registered) EventType() string   { return "incident.registered.v4" }
func (DetailsAdded) EventType() string { return "incident.details_added.v2" }
func (Corrected) EventType() string    { return "incident.corrected.v3" }
func (Withdrawn) EventType() string    { return "incident.withdrawn.v1" }

func (Registered) incidentEvent()   {}
func (DetailsAdded) incidentEvent() {}
func (Corrected) incidentEvent()    {}
func (Withdrawn) incidentEvent()    {}
