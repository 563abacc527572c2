package employer

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// Command is something that is asked of an employer.
type Command interface{ employerCommand() }

// Register gives an employer its place.
type Register struct {
	By       access.Actor
	At       time.Time
	ID       uuid.UUID
	Code     string
	Name     string
	Kind     codes.Code
	Zone     string // "" is DefaultZone
	Areas    []Area
	Units    []Unit
	Holidays []Holiday
	// ZoneKnown says that whoever asks found Zone in the zone database: looking
	// it up reads files, which a rule does not.
	ZoneKnown bool
}

// Change gives new details; nil leaves as it is, and lists are replaced whole.
type Change struct {
	By        access.Actor
	At        time.Time
	Name      *string
	Kind      *codes.Code
	Zone      *string
	Areas     *[]Area
	Units     *[]Unit
	Holidays  *[]Holiday
	ZoneKnown bool // as in Register
}

func (Register) employerCommand() {}
func (Change) employerCommand()   {}
