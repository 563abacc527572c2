package casework

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/moment"
)

// Command is something that is asked of the work on a file.
type Command interface{ caseworkCommand() }

// Asked is what every command carries: who asks, when, and of which file.
type Asked struct {
	By   access.Actor
	At   time.Time
	File File
}

// File is what the work is about, as its own stream knows it.
type File struct {
	Employer uuid.UUID   // zero when there is no such file
	Unit     string      // that it is of; see access.TheUnit
	Worker   uuid.UUID   // whose care it is; zero for a criminal case
	Victims  []uuid.UUID // persons who know who follows it: of a case, or the worker
	Survivor uuid.UUID   // the case that it was merged into, or the file of care that is of the same worker, and that is followed instead; else zero
}

// Assign says who follows a file that nobody has, or who stands in for whoever has it. Known
// are those who hold a role at the employer now, as far as anybody said.
type Assign struct {
	Asked
	Responsible uuid.UUID
	StandIn     uuid.UUID // zero is nobody
	Known       []access.Known
}

// HandOver asks somebody to take the file over. Known is as in Assign.
type HandOver struct {
	Asked
	To    uuid.UUID
	Known []access.Known
}

// Accept takes over a file that was offered.
type Accept struct{ Asked }

// TellName says that a victim was told who follows the file now.
type TellName struct {
	Asked
	ID       uuid.UUID
	Victim   uuid.UUID
	Channel  codes.Code
	On       moment.Moment
	Document uuid.UUID // that was sent with it; zero is none
	Papers   document.Papers
}

// Decline does not.
type Decline struct {
	Asked
	Reason string
}

// Keep takes an offer back that nobody has answered.
type Keep struct{ Asked }

// Snooze puts the file away until a day.
type Snooze struct {
	Asked
	Today  calendar.Day // on the employer's calendar
	Until  calendar.Day
	Reason string
}

// Wake takes it back before that.
type Wake struct {
	Asked
	Today calendar.Day // as in Snooze
}

// Count tells how the terms of the file stand. Only the program asks it, of itself.
type Count struct {
	Asked  // At is the moment that was counted for, to the microsecond
	Clocks []Standing
	Closed bool // nothing is to be done about the file
	Away   bool // it is put away now
	// Silent is since when nobody did anything about it, when that has lasted too long;
	// else zero.
	Silent time.Time
	// Unanswered: since whoever is asked was asked, it has lasted as long again.
	Unanswered bool
}

func (Assign) caseworkCommand()   {}
func (HandOver) caseworkCommand() {}
func (Accept) caseworkCommand()   {}
func (TellName) caseworkCommand() {}
func (Decline) caseworkCommand()  {}
func (Keep) caseworkCommand()     {}
func (Snooze) caseworkCommand()   {}
func (Wake) caseworkCommand()     {}
func (Count) caseworkCommand()    {}
