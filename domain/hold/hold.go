// Package hold is that something is not erased for a while although its period has passed or
// somebody asks for it: on which record or person, on which ground, on whose word and until when.
package hold

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

// Stream is the history of the holds of one employer: there are few, and an erasure asks for all.
func Stream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "hold", ID: employer}
}

// Ground is why the law lets it be kept.
type Ground string

const (
	Claim       Ground = "CLAIM"       // needed to establish, exercise or defend a claim (AVG 17(3)(e))
	Prosecution Ground = "PROSECUTION" // police, OM or a court asked to keep it
	Restriction Ground = "RESTRICTION" // the person asks to keep it unused (AVG 18)
	Request     Ground = "REQUEST"     // somebody asked to see what is kept of him and was not answered yet (AVG 12, 15)
	Audit       Ground = "AUDIT"       // a supervisor or an audit looks at it
)

// Grounds are all of them.
func Grounds() []Ground { return []Ground{Claim, Prosecution, Restriction, Request, Audit} }

// Name says it in words.
func (g Ground) Name() retention.Text {
	return map[Ground]retention.Text{
		Claim: {NL: "rechtsvordering", EN: "legal claim"}, Prosecution: {NL: "op verzoek van politie, OM of rechter", EN: "asked by police, OM or a court"},
		Restriction: {NL: "beperking op verzoek van de persoon", EN: "restriction asked by the person"},
		Request:     {NL: "lopend inzageverzoek", EN: "request for access that is not answered yet"}, Audit: {NL: "toezicht of audit", EN: "supervision or audit"},
	}[g]
}

// Subject is the record or the person that is held. A record that is held keeps who is in it.
type Subject struct {
	Kind retention.Kind
	ID   uuid.UUID
}

// Event is a fact about holds.
type Event interface {
	EventType() string
	holdEvent()
}

// Placed: from now on until the end of a day it is not erased.
type Placed struct {
	ID     uuid.UUID // of the hold
	On     Subject
	Ground Ground
	Reason person.Held[string] // sealed with what is held
	Until  string              // last day (2006-01-02), on the employer's calendar
	By     uuid.UUID           // opaque
	Role   access.Role
	At     time.Time
}

// Renewed: it lasts longer.
type Renewed struct {
	ID     uuid.UUID
	On     Subject
	Reason person.Held[string]
	Until  string
	At     time.Time
}

// Lifted: it holds no more.
type Lifted struct {
	ID     uuid.UUID
	On     Subject
	Reason person.Held[string]
	At     time.Time
}

// EventType implements decider.Event.
func (Placed) EventType() string  { return "hold.placed.v1" }
func (Renewed) EventType() string { return "hold.renewed.v1" }
func (Lifted) EventType() string  { return "hold.lifted.v1" }

func (Placed) holdEvent()  {}
func (Renewed) holdEvent() {}
func (Lifted) holdEvent()  {}

// Hold is one of them, as it is now.
type Hold struct {
	Placed
	Renewals int
	LiftedAt time.Time
}

// Holds tells whether it still does on a day.
func (h Hold) Holds(today calendar.Day) bool { return h.LiftedAt.IsZero() && h.Until >= today.String() }

// Holds are those of one employer, in the order in which they were placed.
type Holds struct{ List []Hold }

// Now are those that hold on a day.
func (s Holds) Now(today calendar.Day) []Hold {
	return slices.DeleteFunc(slices.Clone(s.List), func(h Hold) bool { return !h.Holds(today) })
}

func (s Holds) index(id uuid.UUID) int {
	return slices.IndexFunc(s.List, func(h Hold) bool { return h.ID == id })
}

func evolve(s Holds, e Event) Holds {
	s.List = slices.Clone(s.List)
	switch e := e.(type) {
	case Placed:
		s.List = append(s.List, Hold{Placed: e})
	case Renewed:
		if i := s.index(e.ID); i >= 0 {
			s.List[i].Until, s.List[i].Reason = e.Until, e.Reason
			s.List[i].Renewals++
		}
	case Lifted:
		if i := s.index(e.ID); i >= 0 {
			s.List[i].LiftedAt = e.At
		}
	}
	return s
}
