// Package attention is that an employer warns its own people for one suspect: a listing with a
// ground, of which the person was told by letter, which somebody looks at again and which ends.
//
// A person puts it there, never a rule or a count, and it weighs nothing: there is no score.
package attention

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Stream is the history of what there was for one suspect; its id is that of the file.
func Stream(file uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "attention", ID: file}
}

// The grounds on which somebody may be listed.
const (
	Ban      codes.Code = "BAN"      // forbidden to come somewhere, by a letter of the employer or a judge
	Threat   codes.Code = "THREAT"   // threatened workers of this employer
	Violence codes.Code = "VIOLENCE" // was violent to workers of this employer
)

// Grounds are all of them.
func Grounds() []codes.Code { return []codes.Code{Ban, Threat, Violence} }

// Limits: a listing that nobody looks at is a blacklist.
const (
	MostMonthsToReview = 6
	MostMonths         = 12 // from the listing, or the review that renewed it
	// NoticeDays is how old the letter may be: the person must know of this listing.
	NoticeDays = 92
)

// Notice is the letter by which the person was told.
type Notice struct {
	On       string // day (2006-01-02) of the letter
	Document string // where it is kept
}

// Why is what a listing rests on. Sealed with what was known of the suspect before.
type Why struct {
	Ground codes.Code
	Text   string // what happened
	Notice Notice
}

// Event is a fact about a listing.
type Event interface {
	EventType() string
	attentionEvent()
}

// Listed: the employer's people are warned.
type Listed struct {
	Employer    uuid.UUID
	Why         person.Held[Why]
	Review, End calendar.Day // the last days on which it holds without a review, and at all
	At          time.Time
}

// Renewed: somebody looked at it again, and it must stay.
type Renewed struct {
	Reason      person.Held[string]
	Review, End calendar.Day
	At          time.Time
}

// Ended: it must not.
type Ended struct {
	Reason person.Held[string]
	At     time.Time
}

func (Listed) EventType() string  { return "attention.listed.v1" }
func (Renewed) EventType() string { return "attention.renewed.v1" }
func (Ended) EventType() string   { return "attention.ended.v1" }

func (Listed) attentionEvent()  {}
func (Renewed) attentionEvent() {}
func (Ended) attentionEvent()   {}

// Listing is the state: the last one that there was.
type Listing struct {
	Employer    uuid.UUID // zero before there was any
	Why         person.Held[Why]
	Review, End calendar.Day
	Ended       bool
}

// Standing is how a listing stands on a day.
type Standing string

const (
	None   Standing = ""       // there never was one
	Holds  Standing = "HOLDS"  // the employer's people are warned
	Over   Standing = "ENDED"  // by somebody, or because its last day has passed
	Lapsed Standing = "LAPSED" // nobody looked at it again in time
)

// Stands follows from what was told and the day alone: nothing has to end it. Of whom it is
// not known any more who it is, nobody can be warned.
func (l Listing) Stands(today calendar.Day, known bool) Standing {
	switch {
	case l.Employer == uuid.Nil:
		return None
	case l.Ended, today > l.End, !known:
		return Over
	case today > l.Review:
		return Lapsed
	}
	return Holds
}

func evolve(l Listing, e Event) Listing {
	switch e := e.(type) {
	case Listed:
		return Listing{Employer: e.Employer, Why: e.Why, Review: e.Review, End: e.End}
	case Renewed:
		l.Review, l.End = e.Review, e.End
	case Ended:
		l.Ended = true
	}
	return l
}
