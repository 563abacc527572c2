package release

import (
	"time"

	"github.com/google/uuid"
)

// Event is a fact about a release. None of them holds anything of a person.
type Event interface {
	EventType() string
	releaseEvent()
}

// Prepared: this was answered, and waits for what those concerned say of it. The answers
// follow in the same append.
type Prepared struct{ Head }

// Answered is one of the answers, with its bytes.
type Answered struct{ Answer }

// Explained is the duiding of an employer, or of one of its units: how its figures are to be
// read, or that it has nothing to say.
type Explained struct {
	Employer uuid.UUID
	Code     string // of the employer
	Unit     Unit
	Text     string // "" with Nothing
	Nothing  bool
	At       time.Time
}

// Published: it is out.
type Published struct {
	At       time.Time
	Early    string    // why it did not wait for those in Unheard; "" when it did
	Unheard  []Concern // those who had said nothing
	Findings []Finding // what the comparison with earlier releases found
	Accepted string    // why that is no reason to keep it; "" when it found nothing
}

// Withdrawn: nobody should rely on it any more. What was printed stays.
type Withdrawn struct {
	At         time.Time
	Reason     string
	ReplacedBy uuid.UUID // the release to use instead; zero when there is none
}

func (Prepared) EventType() string  { return "release.prepared.v1" }
func (Answered) EventType() string  { return "release.answered.v1" }
func (Explained) EventType() string { return "release.explained.v1" }
func (Published) EventType() string { return "release.published.v1" }
func (Withdrawn) EventType() string { return "release.withdrawn.v1" }

func (Prepared) releaseEvent()  {}
func (Answered) releaseEvent()  {}
func (Explained) releaseEvent() {}
func (Published) releaseEvent() {}
func (Withdrawn) releaseEvent() {}
