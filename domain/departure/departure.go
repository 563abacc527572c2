// Package departure is that an employer leaves: it takes out everything, lets two persons say
// so with time in between, and then nothing of it can be read here any more. What was counted
// counts on.
package departure

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Category is that of the streams of departures. They are never redacted: they are what is left
// to say that an employer was here.
const Category = "departure"

// Stream is the one departure of an employer.
func Stream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: Category, ID: employer}
}

// WaitsDays is how long lies between asking and doing at least: long enough that somebody who
// was on leave hears of it, and that the file is tried elsewhere.
const WaitsDays = 14

// LapsesDays is how long a request holds: nobody is to find one of years ago, and confirm it.
const LapsesDays = 180

// Everything is what is forgotten of who leaves. It is no purpose that anything is kept for.
const Everything person.Purpose = "everything"

// ErasedType is by which read models forget all that was sealed of an employer.
const ErasedType = "departure.everything_erased.v1"

// Event is a fact about a departure. None holds anything of a person.
type Event interface {
	EventType() string
	departureEvent()
}

// Asked: the employer wants to leave, and has this file with everything.
type Asked struct {
	Export string // hash of the file, which whoever asks has and has tried
	By     uuid.UUID
	Role   access.Role
	At     time.Time
}

// Received: it has a newer file since. The term goes on.
type Received struct {
	Export string
	By     uuid.UUID
	At     time.Time
}

// Withdrawn: it stays.
type Withdrawn struct {
	By   uuid.UUID
	Role access.Role
	At   time.Time
}

// Confirmed: a second person agrees. From here on nothing more is recorded of the employer, and
// nobody can take it back.
type Confirmed struct {
	Export  string
	By      uuid.UUID
	Links   []uuid.UUID // with files of other employers, which end by it
	Backups []certificate.Backup
	At      time.Time
}

// EverythingErased: all keys are gone.
type EverythingErased struct {
	Keys int
	At   time.Time
}

// Finished: payloads, files and rows are gone too, and this is proof of it.
type Finished struct {
	Certificate uuid.UUID
	Removed     int // payloads
	Kept        int // payloads that figures rest on: codes, in which nothing opens
	Marks       int // of the index by which things are found
	Documents   int // sealed, of which the key was gone already
	Rows        int // of lists that only the employer saw
	Sessions    int // that ended
	At          time.Time
}

// EventType implements decider.Event.
func (Asked) EventType() string            { return "departure.asked.v1" }
func (Received) EventType() string         { return "departure.received.v1" }
func (Withdrawn) EventType() string        { return "departure.withdrawn.v1" }
func (Confirmed) EventType() string        { return "departure.confirmed.v1" }
func (EverythingErased) EventType() string { return ErasedType }
func (Finished) EventType() string         { return "departure.finished.v1" }

func (Asked) departureEvent()            {}
func (Received) departureEvent()         {}
func (Withdrawn) departureEvent()        {}
func (Confirmed) departureEvent()        {}
func (EverythingErased) departureEvent() {}
func (Finished) departureEvent()         {}

// Departure is the state.
type Departure struct {
	Asked     Asked // the last time; zero when nobody did
	Export    string
	Withdrawn Withdrawn
	Confirmed Confirmed
	Erased    EverythingErased
	Finished  Finished
}

// Standing is how a departure stands at a moment.
type Standing string

const (
	Stays   Standing = "STAYS"   // nobody asked, or it was taken back
	Waiting Standing = "WAITING" // for its term
	Ready   Standing = "READY"   // to be confirmed
	Lapsed  Standing = "LAPSED"  // nobody confirmed it in time
	Leaving Standing = "LEAVING" // confirmed, and not yet done
	Left    Standing = "LEFT"
)

// Stands is how it stands.
func (d Departure) Stands(at time.Time) Standing {
	switch {
	case !d.Finished.At.IsZero():
		return Left
	case !d.Confirmed.At.IsZero():
		return Leaving
	case d.Asked.At.IsZero(), !d.Withdrawn.At.IsZero():
		return Stays
	case at.Before(d.From()):
		return Waiting
	case !at.Before(d.Asked.At.AddDate(0, 0, LapsesDays)):
		return Lapsed
	}
	return Ready
}

// Closed tells whether nothing more may be recorded.
func (d Departure) Closed() bool { return !d.Confirmed.At.IsZero() }

// From is since when it may be confirmed.
func (d Departure) From() time.Time { return d.Asked.At.AddDate(0, 0, WaitsDays) }

func evolve(d Departure, e Event) Departure {
	switch e := e.(type) {
	case Asked:
		d = Departure{Asked: e, Export: e.Export}
	case Received:
		d.Export = e.Export
	case Withdrawn:
		d.Withdrawn = e
	case Confirmed:
		d.Confirmed = e
	case EverythingErased:
		d.Erased = e
	case Finished:
		d.Finished = e
	}
	return d
}
