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
	Employer    uuid.UUID
	Occurred    moment.Moment
	ReportedAt  time.Time // when it was told, by the clock of whoever typed it
	Place       Place
	Behaviours  []codes.Code // codes.Behaviour; empty: not recorded
	Professions []codes.Code // codes.Profession of the crews it happened to; empty: not recorded
	Workers     []Worker
	Narrative   person.Held[string]
}

// DetailsAdded: more became known; nothing that was said before is taken back. A
// worker on record is told whole again when a blank was filled in, or when an
// injury turned out otherwise. Whoever may not read persons is recorded as he
// told it, also when it is on record already, or otherwise.
type DetailsAdded struct {
	Behaviours  []codes.Code
	Professions []codes.Code
	Workers     []Worker
	Narrative   person.Held[string] // a further piece of text, beside the earlier ones
}

// Corrected: something that was said turned out wrong; nil leaves as it was.
// The old value stays in the log and in every figure as of that time.
type Corrected struct {
	Reason      person.Held[string] // free text, sealed like a narrative
	Occurred    *moment.Moment
	Place       *Place
	Behaviours  *[]codes.Code
	Professions *[]codes.Code
	Narrative   *person.Held[string] // replaces all earlier pieces
}

// Withdrawn: this should never have been registered, and counts no more.
type Withdrawn struct {
	Reason      codes.Code          // codes.WithdrawalReason
	Explanation person.Held[string] // free text, sealed like a narrative
}

// Place is where it happened, as coarse as the incident's own record needs.
type Place struct {
	Type     codes.Code // codes.LocationType
	Gemeente codes.Code // CBS code "GM0363", or a missing kind
	Unit     string     // code of one of the employer's units; "" when not recorded
}

// Worker is somebody it happened to. Who that is stands under keys of their own.
type Worker struct {
	Person   uuid.UUID
	Identity person.Held[person.Identity]
	Health   person.Held[person.Health]
}

func (Registered) EventType() string   { return "incident.registered.v2" }
func (DetailsAdded) EventType() string { return "incident.details_added.v1" }
func (Corrected) EventType() string    { return "incident.corrected.v1" }
func (Withdrawn) EventType() string    { return "incident.withdrawn.v1" }

func (Registered) incidentEvent()   {}
func (DetailsAdded) incidentEvent() {}
func (Corrected) incidentEvent()    {}
func (Withdrawn) incidentEvent()    {}
