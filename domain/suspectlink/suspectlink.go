// Package suspectlink is that two employers know of each other that they keep a file of the same
// suspect: on a statute or a permit that is named, with a second person and a letter at each of
// them, looked at again and for a bounded time.
//
// It is no file and moves nothing. Each employer goes on with its own pseudonym and sees that
// there is a link and until when, and never the other's pseudonym or record.
package suspectlink

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
)

// Stream is the one list of all links, of no employer: each is of two. Nothing in it is sealed,
// so it holds ids, days and references only.
func Stream() eventlog.Stream {
	return eventlog.Stream{Category: "suspectlink", ID: uuid.MustParse("0a1c0c45-0000-4000-8000-00000011bc00")}
}

// Limits: what is shared between employers without end is a register of suspects.
const (
	MostMonthsToReview = 6
	MostMonths         = 12
	// NoticeDays is how old a letter may be: the person must know of this link.
	NoticeDays = 92
)

// Basis is what lets employers share this: without it they may not (UAVG 33).
type Basis struct {
	Statute   string // "UAVG 33 lid 4"
	Reference string // of the permit or decision: "AP z2026-00123"
}

// Notice is the letter by which one employer told the person.
type Notice struct {
	On       calendar.Day
	Document string // its number
}

// Side is one employer of a link.
type Side struct {
	Employer uuid.UUID
	File     uuid.UUID // of the suspect; zero until it joined
	By       uuid.UUID // the actor who named the file
	Notice   Notice
	Approved uuid.UUID // the actor who approved, another one; zero until then
}

// Link is one of them.
type Link struct {
	ID          uuid.UUID
	Sides       [2]Side // first the one that proposed it
	Basis       Basis
	Review, End calendar.Day // the last days on which it holds without a review, and at all
	At          time.Time
	Ended       time.Time // zero while nobody did
}

// Links are all, in the order in which they were proposed.
type Links struct{ List []Link }

// Event is a fact about a link. None holds anything of a person but two pseudonyms.
type Event interface {
	EventType() string
	suspectlinkEvent()
}

// Proposed: one employer would link its file to one at another.
type Proposed struct {
	ID          uuid.UUID
	Own         Side // without approval
	With        uuid.UUID
	Basis       Basis
	Review, End calendar.Day
	At          time.Time
}

// Joined: the other employer named its file.
type Joined struct {
	ID   uuid.UUID
	Side Side
	At   time.Time
}

// Approved: a second person at one of them agrees.
type Approved struct {
	ID, Employer, By uuid.UUID
	At               time.Time
}

// Reviewed: somebody looked at it again, and it may stay until its end at most.
type Reviewed struct {
	ID, Employer, By uuid.UUID
	Review           calendar.Day
	At               time.Time
}

// Ended: one of them wants it no more, or never did.
type Ended struct {
	ID, Employer, By uuid.UUID
	At               time.Time
}

func (Proposed) EventType() string { return "suspectlink.proposed.v1" }
func (Joined) EventType() string   { return "suspectlink.joined.v1" }
func (Approved) EventType() string { return "suspectlink.approved.v1" }
func (Reviewed) EventType() string { return "suspectlink.reviewed.v1" }
func (Ended) EventType() string    { return "suspectlink.ended.v1" }

func (Proposed) suspectlinkEvent() {}
func (Joined) suspectlinkEvent()   {}
func (Approved) suspectlinkEvent() {}
func (Reviewed) suspectlinkEvent() {}
func (Ended) suspectlinkEvent()    {}

// Standing is how a link stands on a day.
type Standing string

const (
	Waiting Standing = "WAITING" // for the other's file, or for a second person
	Holds   Standing = "HOLDS"
	Over    Standing = "ENDED"  // by one of them, or its last day has passed
	Lapsed  Standing = "LAPSED" // nobody looked at it again in time
)

// Stands follows from what was told and the day alone, so nothing has to end it.
func (l Link) Stands(today calendar.Day) Standing {
	switch {
	case !l.Ended.IsZero(), today > l.End:
		return Over
	case today > l.Review:
		return Lapsed
	case l.Sides[0].Approved == uuid.Nil, l.Sides[1].Approved == uuid.Nil:
		return Waiting
	}
	return Holds
}

// Side gives the side of an employer, and the other one.
func (l Link) Side(employer uuid.UUID) (own, other Side, is bool) {
	for i := range l.Sides {
		if employer != uuid.Nil && l.Sides[i].Employer == employer {
			return l.Sides[i], l.Sides[1-i], true
		}
	}
	return Side{}, Side{}, false
}

// Of are those of an employer.
func (s Links) Of(employer uuid.UUID) (own []Link) {
	for _, l := range s.List {
		if _, _, is := l.Side(employer); is {
			own = append(own, l)
		}
	}
	return own
}

// Find gives the one under an id.
func (s Links) Find(id uuid.UUID) (Link, bool) {
	if i := s.index(id); i >= 0 {
		return s.List[i], true
	}
	return Link{}, false
}

func (s Links) index(id uuid.UUID) int {
	return slices.IndexFunc(s.List, func(l Link) bool { return l.ID == id })
}

func evolve(s Links, e Event) Links {
	s.List = slices.Clone(s.List)
	change := func(id uuid.UUID, change func(*Link)) {
		if i := s.index(id); i >= 0 {
			change(&s.List[i])
		}
	}
	switch e := e.(type) {
	case Proposed:
		s.List = append(s.List, Link{ID: e.ID, Sides: [2]Side{e.Own, {Employer: e.With}}, Basis: e.Basis, Review: e.Review, End: e.End, At: e.At})
	case Joined:
		change(e.ID, func(l *Link) { l.Sides[1] = e.Side })
	case Approved:
		change(e.ID, func(l *Link) {
			for i := range l.Sides {
				if l.Sides[i].Employer == e.Employer {
					l.Sides[i].Approved = e.By
				}
			}
		})
	case Reviewed:
		change(e.ID, func(l *Link) { l.Review = e.Review })
	case Ended:
		change(e.ID, func(l *Link) { l.Ended = e.At })
	}
	return s
}
