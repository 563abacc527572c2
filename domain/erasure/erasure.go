// Package erasure is the forgetting of a person (recht op gegevenswissing, AVG
// 17): of what kind of details, and why. The keys are destroyed elsewhere; that
// it was done is recorded here, so that whatever was made from the log forgets
// as well. A suspect's file, an incident and a criminal case record their own, in their
// own stream (suspect.Erased, incident.Erased, prosecution.Erased).
package erasure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Category is that of the streams of persons. The id says who is forgotten, so
// that nothing has to be opened to know it.
const Category = "person"

// Stream is the history of what was forgotten of one person, who is known under
// this pseudonym to one employer.
func Stream(personID uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: Category, ID: personID}
}

// Erase asks to forget a person of one employer for ever.
type Erase struct {
	By       access.Actor
	Employer uuid.UUID
	Known    bool // a fact from outside: the employer has details of this person, or had
	// GoesBy is a fact from outside: the pseudonym that this one was merged into; zero when
	// it stands for itself, or is forgotten with that one.
	GoesBy   uuid.UUID
	Purposes []person.Purpose
	Reason   codes.Code // codes.RedactionReason
}

// Erased: whatever was told of this person for one purpose, before this event,
// is forgotten. What is told afterwards is kept again, under a new key.
type Erased struct {
	Purpose person.Purpose
	Reason  codes.Code
}

// TypeOf is the name on disk: it tells which details are gone even to a reader
// that opens nothing.
func TypeOf(p person.Purpose) string { return "person." + string(p) + "_erased.v1" }

// EventType implements decider.Event.
func (e Erased) EventType() string { return TypeOf(e.Purpose) }

// Person is what was forgotten of a person, in the order in which it was.
type Person struct{ Erased []Erased }

// Decider is the rules of forgetting.
var Decider = decider.Decider[Erase, Person, Erased]{Decide: decide, Evolve: evolve}

func evolve(s Person, e Erased) Person {
	return Person{Erased: append(slices.Clone(s.Erased), e)}
}

// Purposes are those that a person's details are kept for; a narrative belongs
// to its incident and not to one person. Care is every step of the aftercare of
// this worker, with notes and reasons, after whatever incident.
func Purposes() []person.Purpose {
	return []person.Purpose{person.ForIdentity, person.ForHealth, person.ForCare}
}

// Also forgets other pseudonyms of the same worker in the same append, of which there are
// keys as well: who asks to be forgotten does not know under how many he was recorded.
func Also(others []uuid.UUID, c Erase) []decider.Follower[Person] {
	c.GoesBy = uuid.Nil
	var all []decider.Follower[Person]
	for _, id := range others {
		all = append(all, decider.Follow(Decider, decider.Following[Person, Erase, Person]{
			Stream: func(Person) (eventlog.Stream, bool) { return Stream(id), true },
			Asks:   func(_, _, _ Person) []Erase { return []Erase{c} },
		}))
	}
	return all
}

// Who keeps the register forgets, on request or when the term has ended. It is
// recorded again each time: something may have been told since the last one,
// and this stream does not know.
func decide(_ Person, c Erase) ([]Erased, error) {
	if err := c.By.May(access.ForgetPerson, c.Employer); err != nil {
		return nil, err
	}
	if !c.Known {
		return nil, access.NoSuch("person")
	}
	if c.GoesBy != uuid.Nil {
		return nil, fault.New(fault.Refused, "this pseudonym was merged into "+c.GoesBy.String()+": forget that one, which forgets all of the worker, or split this one off first")
	}
	purposes, err := Asked(c.Purposes, Purposes(), c.Reason)
	if err != nil {
		return nil, err
	}
	var events []Erased
	for _, p := range purposes {
		events = append(events, Erased{Purpose: p, Reason: c.Reason})
	}
	return events, nil
}

// Asked is what is to be forgotten, each purpose once; kept are those that there
// are to forget. The error is a *fault.Fault that names what was filled in wrongly.
func Asked(given, kept []person.Purpose, reason codes.Code) (purposes []person.Purpose, err error) {
	var f fault.Fields
	f.Note("reason", codes.RedactionReason.CheckAnswer(reason, time.Time{}))
	remedy := "say what to forget: " + list(kept)
	f.Check(len(given) > 0, "what", "is missing", remedy)
	for i, p := range given {
		f.Check(slices.Contains(kept, p), fmt.Sprintf("what[%d]", i), "is not kept here", remedy)
		if !slices.Contains(purposes, p) {
			purposes = append(purposes, p)
		}
	}
	return purposes, f.Err()
}

// list reads as people write one: identity, profile or history.
func list(purposes []person.Purpose) string {
	words := make([]string, len(purposes))
	for i, p := range purposes {
		words[i] = string(p)
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
