// Package casework is who follows a case or the care for a worker, who was asked to take
// it over, until when it is put away, and what alarms its terms raised.
//
// One stream is about one file of work: a criminal case, or the care for one worker after
// one incident. What the file itself tells stays in its own stream.
package casework

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Stream is the history of the work on one file; its id is that of the file.
func Stream(file uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "casework", ID: file}
}

// Event is a fact about the work on a file. What is sealed is sealed under the key of
// the case, or of the worker where one is named: then it is a file of care.
type Event interface {
	EventType() string
	caseworkEvent()
}

// Opened: something was done about a file for the first time.
type Opened struct {
	Employer uuid.UUID
	Worker   uuid.UUID // whose care it is; zero for a criminal case
}

// Assigned: these follow it. Actors; who is behind one is known to identity only.
type Assigned struct {
	Responsible uuid.UUID
	StandIn     uuid.UUID // zero is nobody
}

// Team is who is asked where nobody in particular can be: everybody who follows files of
// the employer. Whoever accepts first has it.
var Team = uuid.MustParse("0a1c0c45-0000-4000-8000-00000000a11e")

// HandOverOffered: somebody was asked to take the file over, or the Team. It stays with whoever has
// it until that is accepted.
type HandOverOffered struct {
	To          uuid.UUID
	SilentSince time.Time // nobody did anything about it since then; zero when somebody asked
}

// HandOverAccepted: the file is somebody else's from now on.
type HandOverAccepted struct{ Responsible, StandIn uuid.UUID }

// NameChanged: the victims know the name of who followed the file, and it is somebody
// else now. They are to hear of whom.
type NameChanged struct {
	Victims []uuid.UUID // persons, as they were then
	Knew    uuid.UUID   // the actor whose name they know
	At      time.Time
}

// NameTold: a victim was told who follows the file now.
type NameTold struct {
	ID       uuid.UUID // of the telling
	Victim   uuid.UUID
	Name     uuid.UUID  // whose: the actor who followed the file then
	Channel  codes.Code // codes.TellingChannel
	On       moment.Moment
	Document uuid.UUID // that was sent with it; zero is none
}

// HandOverDeclined: whoever was asked does not take it.
type HandOverDeclined struct {
	Worker uuid.UUID // as in Opened
	Reason person.Held[string]
}

// HandOverWithdrawn: nobody is asked any more.
type HandOverWithdrawn struct{}

// Snoozed: nobody needs to look at it before a day.
type Snoozed struct {
	Worker uuid.UUID // as in Opened
	Until  string    // 2006-01-02: on this day it is back
	Reason person.Held[string]
}

// Woken: it is back before its day.
type Woken struct{}

// AlarmRaised: a term came to need somebody. Which term is sealed: that one runs which an
// arrest began says that somebody was arrested (AVG 10), and one of aftercare which help
// somebody had. A hash of it would not do, as there are too few to guess.
type AlarmRaised struct {
	Number  int       // within the file, from 1
	Worker  uuid.UUID // as in Opened
	Kind    AlarmKind
	Clock   person.Held[Clock]
	Instead int       // the number of the alarm of the same term whose place it takes; 0 is none
	At      time.Time // at which the terms were counted
}

// AlarmEnded: what an alarm said is true no more.
type AlarmEnded struct {
	Number  int
	Because Ending
	At      time.Time // as in AlarmRaised
}

// Clock is which term: one with another start or end is another one.
type Clock struct {
	Agreement, Version string
	Whose              agreement.Whose
	Start              codes.Code // the fact that it began with
	StartedOn          string     // 2006-01-02; "" when nobody knows
	Victim, About      uuid.UUID  // who must be told, and of which notice; else zero
	Due                string     // the last day, or the minute (2006-01-02T15:04) of a term in hours
}

// AlarmKind is what the matter is, from mild to grave.
type AlarmKind string

const (
	DueSoon     AlarmKind = "DUE_SOON"
	Due         AlarmKind = "DUE"
	NotReceived AlarmKind = "NOT_RECEIVED" // others had to tell us, and did not
	Lapsed      AlarmKind = "LAPSED"
	TakenOver   AlarmKind = "TAKEN_OVER" // it is now for whom the agreement names as the second
)

// Ending is why an alarm ended.
type Ending string

const (
	Met       Ending = "MET"
	MetLate   Ending = "MET_LATE"
	Changed   Ending = "CHANGED"   // it began or ends on another day, or never began
	Suspended Ending = "SUSPENDED" // stands still until further notice
	Passed    Ending = "PASSED"    // it was a right, and cannot be used any more
	Closed    Ending = "CLOSED"    // the file was
	Forgotten Ending = "FORGOTTEN" // which term it was cannot be read any more
)

func (Opened) EventType() string            { return "casework.opened.v1" }
func (Assigned) EventType() string          { return "casework.assigned.v1" }
func (HandOverOffered) EventType() string   { return "casework.handover_offered.v1" }
func (HandOverAccepted) EventType() string  { return "casework.handover_accepted.v1" }
func (NameChanged) EventType() string       { return "casework.name_changed.v1" }
func (NameTold) EventType() string          { return "casework.name_told.v1" }
func (HandOverDeclined) EventType() string  { return "casework.handover_declined.v1" }
func (HandOverWithdrawn) EventType() string { return "casework.handover_withdrawn.v1" }
func (Snoozed) EventType() string           { return "casework.snoozed.v1" }
func (Woken) EventType() string             { return "casework.woken.v1" }
func (AlarmRaised) EventType() string       { return "casework.alarm_raised.v1" }
func (AlarmEnded) EventType() string        { return "casework.alarm_ended.v1" }

func (Opened) caseworkEvent()            {}
func (Assigned) caseworkEvent()          {}
func (HandOverOffered) caseworkEvent()   {}
func (HandOverAccepted) caseworkEvent()  {}
func (NameChanged) caseworkEvent()       {}
func (NameTold) caseworkEvent()          {}
func (HandOverDeclined) caseworkEvent()  {}
func (HandOverWithdrawn) caseworkEvent() {}
func (Snoozed) caseworkEvent()           {}
func (Woken) caseworkEvent()             {}
func (AlarmRaised) caseworkEvent()       {}
func (AlarmEnded) caseworkEvent()        {}

// Decider is the rules of the work on a file.
var Decider = decider.Decider[Command, Work, Event]{Decide: decide, Evolve: evolve}
