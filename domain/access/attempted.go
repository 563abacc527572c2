package access

import (
	"time"

	"github.com/google/uuid"
)

// Attempted is that somebody asked for a record that was not his to know of. It is kept for
// whom the record belongs to, and never told to who tried.
type Attempted struct {
	At          time.Time
	Actor       Actor
	Owner       uuid.UUID // whose the record is; zero when there is none
	Refused     Fence
	What        string    // the kind of record: "incident"
	Record      uuid.UUID // the one that was asked for
	Route       string    // never with a value in it
	Correlation uuid.UUID
}

// Fence is what stopped somebody.
type Fence string

const (
	ByEmployer Fence = "EMPLOYER" // the record is another employer's
	ByUnit     Fence = "UNIT"     // it is of another unit of his employer
	ByRole     Fence = "ROLE"     // his role reads no such records
)

// At is the fence that stopped who asked for a record of an owner; within is the one that
// did if it is of his own employer.
func (a Actor) At(owner uuid.UUID, within Fence) Fence {
	if owner != a.Employer {
		return ByEmployer
	}
	return within
}

// AttemptsPage is a part of what was tried, the newest first.
type AttemptsPage struct {
	Attempts []Attempted
	Next     int64 // to go on from; zero on the last page
}
