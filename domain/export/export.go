// Package export is what somebody took out of the store as a file: which question it
// answers, for whose eyes, how much is in it and the hash of its bytes, so that a file
// that strayed can be traced to who took it out, and when.
package export

import (
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Category is that of the streams of what was taken out.
const Category = "export"

// Stream is the history of what was taken out for one employer in one year (the zero
// employer: by who works for none), so that it is found without looking through the log
// and stays short enough to be read whole.
func Stream(employer uuid.UUID, year int) eventlog.Stream {
	return eventlog.Stream{Category: Category, ID: uuid.NewSHA1(employer, []byte(Category+" "+strconv.Itoa(year)))}
}

// Form is what kind of file it was.
type Form string

const (
	CSV        Form = "csv"
	Workbook   Form = "xlsx"
	OpenData   Form = "open-data"  // a package with its description
	Everything Form = "everything" // all that an employer owns: see Pack
	// AccessFile is all that is held of one person, for himself.
	AccessFile Form = "access-file"
)

// Event is a fact about what was taken out. None holds anything about anybody.
type Event interface {
	EventType() string
	exportEvent()
}

// TakenOut: a file left the store. Who took it out stands beside the event, as with every
// other; nothing in it is about anybody.
type TakenOut struct {
	Form     Form
	Question string // its one text, as of the position
	Viewer   string // for whose eyes: owner (exact), analyst or public
	Position eventlog.Position
	Rows     int    // lines of the table
	Size     int    // bytes
	Hash     string // SHA-256 of the bytes, 64 hexadecimal digits
}

// Begun: everything of an employer begins to leave, before its first byte does. The hash of
// so large a file is known only when the last of it is made; TakenOut follows then, and what
// is needed to open the file is held back until it did.
type Begun struct {
	Export   uuid.UUID // stands in the file too, so that a part of one can be traced
	Position eventlog.Position
	Records  int // that are to be in it
}

// BrokenOff: it ended before it was whole. So much of it may be somewhere.
type BrokenOff struct {
	Export  uuid.UUID
	Records int
	Size    int // bytes
}

// EventType implements decider.Event.
func (TakenOut) EventType() string  { return "export.taken_out.v1" }
func (Begun) EventType() string     { return "export.begun.v1" }
func (BrokenOff) EventType() string { return "export.broken_off.v1" }

func (TakenOut) exportEvent()  {}
func (Begun) exportEvent()     {}
func (BrokenOff) exportEvent() {}

// Command is something that is asked of what leaves.
type Command interface{ exportCommand() }

// Take records that a file is about to leave.
type Take struct {
	By       access.Actor
	Employer uuid.UUID // whose; zero for who works for none
	TakenOut
}

// Begin records that everything of an employer is about to leave, piece by piece.
type Begin struct {
	By       access.Actor
	Employer uuid.UUID
	Begun
}

// BreakOff records that it did not leave whole.
type BreakOff struct {
	By       access.Actor
	Employer uuid.UUID
	BrokenOff
}

func (Take) exportCommand()     {}
func (Begin) exportCommand()    {}
func (BreakOff) exportCommand() {}

// State is nothing: what was taken out before forbids nothing.
type State struct{}

// Decider is the rules of taking out.
var Decider = decider.Decider[Command, State, Event]{Decide: decide, Evolve: func(s State, _ Event) State { return s }}

func decide(_ State, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Take:
		return take(c)
	case Begin:
		return []Event{c.Begun}, c.By.May(access.TakeEverything, c.Employer)
	case BreakOff:
		return []Event{c.BrokenOff}, c.By.May(access.TakeEverything, c.Employer)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of what is taken out")
}

// 1. What somebody may see may be taken out, by whoever may see it.
// 2. The same bytes twice are two events: both files can stray.
func take(c Take) ([]Event, error) {
	action := access.ReadFigures
	switch c.Form {
	case Everything:
		action = access.TakeEverything
	case AccessFile:
		action = access.AnswerAccess
	}
	if err := c.By.May(action, c.Employer); err != nil {
		return nil, err
	}
	return []Event{c.TakenOut}, c.check()
}

// check finds what no door would send: the program made the file itself.
func (e TakenOut) check() error {
	hash, err := hex.DecodeString(e.Hash)
	switch {
	case err != nil || len(hash) != 32:
		return fmt.Errorf("record an export: the hash %q is no SHA-256", e.Hash)
	case e.Question == "":
		return fmt.Errorf("record an export as %s: it says no question", e.Form)
	case e.Size < 1 || e.Rows < 0 || e.Position < 0:
		return fmt.Errorf("record an export as %s: size %d, rows %d, position %d", e.Form, e.Size, e.Rows, e.Position)
	}
	return nil
}

// ParseHash reads a SHA-256 as people copy it. The error is a *fault.Fault that names "hash".
func ParseHash(text string) (string, error) {
	hash, err := hex.DecodeString(text)
	if err != nil || len(hash) != 32 {
		var wrong fault.Fields
		wrong.Add("hash", "is not a SHA-256", "give 64 hexadecimal digits, as sha256sum prints them for the file")
		return "", wrong.Err()
	}
	return hex.EncodeToString(hash), nil
}
