// Package coding is a sample of incidents that somebody else codes once more, without seeing
// how they were coded, so that it can be said how far the codes are to be trusted.
//
// What the first coder said stands in no event of a sample: it is read where it was recorded,
// as it was when the sample was drawn, so that a correction made since counts for nobody, and
// what is removed from the log is not kept here either.
package coding

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Category is that of the streams of samples.
const Category = "coding"

// Stream is the history of one sample, which is an employer's own.
func Stream(id uuid.UUID) eventlog.Stream { return eventlog.Stream{Category: Category, ID: id} }

// Sample is one as it stands.
type Sample struct {
	Drawn
	Coded  map[int]Coded // by item
	Closed bool
	On     calendar.Day // when it was closed
}

// Began tells whether there is such a sample at all.
func (s Sample) Began() bool { return s.Employer != uuid.Nil }

// Item gives the incident behind a number, which begins at 1: a coder is told the number
// and not the incident.
func (s Sample) Item(n int) (uuid.UUID, bool) {
	if n < 1 || n > len(s.Incidents) {
		return uuid.Nil, false
	}
	return s.Incidents[n-1], true
}

// Open are the items that nobody has coded yet, in their order.
func (s Sample) Open() []int {
	var list []int
	for n := 1; n <= len(s.Incidents); n++ {
		if _, done := s.Coded[n]; !done {
			list = append(list, n)
		}
	}
	return list
}

// Tests are the lists that are tested, as Lists has them.
func (s Sample) Tests() []Tested {
	return slices.DeleteFunc(Lists(), func(t Tested) bool { return !slices.Contains(s.Lists, t.Name()) })
}

// Answer is what somebody chose from one list.
type Answer struct {
	List  string
	Codes []codes.Code // in the order of the alphabet, each once
}

// Event is a fact about a sample. None holds anything of a person but who coded, by an
// opaque id.
type Event interface {
	EventType() string
	codingEvent()
}

// Drawn: these incidents are to be coded again. Whoever has the seed and the list of all there
// were draws the same ones.
type Drawn struct {
	Employer      uuid.UUID
	Seed          string
	Incidents     []uuid.UUID // in the order of coding
	Of            int         // how many it was drawn from
	From, Through string      // days on which they happened, both included; "" is open
	Lists         []string    // that are tested
	Position      eventlog.Position
	At            time.Time
}

// Coded: somebody coded one of them. Told again by the same coder it takes the place of what
// he said before.
type Coded struct {
	Item    int
	Coder   uuid.UUID
	Answers []Answer // of every list that is tested
	At      time.Time
}

// Closed: nothing is coded any more. What came of it stands in the book.
type Closed struct {
	On calendar.Day
	At time.Time
}

func (Drawn) EventType() string  { return "coding.drawn.v1" }
func (Coded) EventType() string  { return "coding.coded.v1" }
func (Closed) EventType() string { return "coding.closed.v1" }

func (Drawn) codingEvent()  {}
func (Coded) codingEvent()  {}
func (Closed) codingEvent() {}

func evolve(s Sample, e Event) Sample {
	switch e := e.(type) {
	case Drawn:
		s.Drawn = e
	case Coded:
		coded := map[int]Coded{e.Item: e}
		for item, other := range s.Coded {
			if item != e.Item {
				coded[item] = other
			}
		}
		s.Coded = coded
	case Closed:
		s.Closed, s.On = true, e.On
	}
	return s
}
