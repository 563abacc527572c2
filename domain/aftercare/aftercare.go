// Package aftercare is the employer's care for one worker after one incident: what must
// be done, what was offered, what was done and what the worker declined.
//
// What somebody suffers from is nobody's business here: there is no field for the nature
// of an illness, and no diagnosis (UAVG 30). Which help somebody took already says much,
// so every step is sealed under the worker's own key.
package aftercare

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Stream is the history of the care for one worker after one incident.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "aftercare", ID: id}
}

// ID is the one of a worker after an incident: there is never a second file of the two.
func ID(incident, worker uuid.UUID) uuid.UUID {
	return uuid.NewSHA1(namespace, append(incident[:], worker[:]...))
}

// namespace is an id of no meaning; another one would give every file another id.
var namespace = uuid.MustParse("5b1c3e0a-6c1d-4f57-9f0e-2a8d7c4b9e61")

// Event is a fact about the care. Each names the worker, whose key it is sealed under.
type Event interface {
	EventType() string
	aftercareEvent()
}

// Opened: the employer looks after a worker.
type Opened struct {
	Employer uuid.UUID
	Regime   codes.Code // codes.LegalRegime, that of the incident
	Incident uuid.UUID
	Worker   uuid.UUID // person id
}

// StepTold: this is how far a step was.
type StepTold struct {
	ID     uuid.UUID // of this telling
	Worker uuid.UUID
	Step   person.Held[Step]
	Note   person.Held[string]
}

// StepRetracted: a telling was wrong.
type StepRetracted struct {
	ID     uuid.UUID
	Worker uuid.UUID
	Reason person.Held[string]
}

func (Opened) EventType() string        { return "aftercare.opened.v1" }
func (StepTold) EventType() string      { return "aftercare.step_told.v1" }
func (StepRetracted) EventType() string { return "aftercare.step_retracted.v1" }

func (Opened) aftercareEvent()        {}
func (StepTold) aftercareEvent()      {}
func (StepRetracted) aftercareEvent() {}

// Step is how far a step of care was on a day.
type Step struct {
	Step   codes.Code // codes.Aftercare
	Status codes.Code // codes.AftercareStatus; NOT_APPLICABLE: it need not be done any more
	On     moment.Moment
	Due    string // last day (2006-01-02) to do it; "" when nothing was said
}

// Care is the state. Tellings stand in the order of their ids, so that it does not
// depend on the order in which they came in.
type Care struct {
	Employer uuid.UUID // zero before it is opened
	Regime   codes.Code
	Incident uuid.UUID
	Worker   uuid.UUID
	Tellings []Telling

	Parts []Care // of a view: the files that it is of (see Group.Whole)
}

// Telling is one as it stands now.
type Telling struct {
	StepTold
	Retracted bool
	Home      uuid.UUID // the file that holds it; zero is this one (see Group.Whole)
}

// Opened tells whether there is such a file at all.
func (s Care) Opened() bool { return s.Employer != uuid.Nil }

// Decider is the rules of aftercare.
var Decider = decider.Decider[Command, Care, Event]{Decide: decide, Evolve: evolve}

func evolve(s Care, e Event) Care {
	switch e := e.(type) {
	case Opened:
		return Care{Employer: e.Employer, Regime: e.Regime, Incident: e.Incident, Worker: e.Worker}
	case StepTold:
		i, _ := s.find(e.ID)
		s.Tellings = slices.Insert(slices.Clone(s.Tellings), i, Telling{StepTold: e})
	case StepRetracted:
		if i, found := s.find(e.ID); found {
			s.Tellings = slices.Clone(s.Tellings)
			s.Tellings[i].Retracted = true
		}
	}
	return s
}

func (s Care) find(id uuid.UUID) (int, bool) {
	return slices.BinarySearchFunc(s.Tellings, id, func(t Telling, id uuid.UUID) int { return bytes.Compare(t.ID[:], id[:]) })
}
