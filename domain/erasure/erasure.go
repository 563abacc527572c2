// Package erasure is the forgetting of a person (recht op gegevenswissing, AVG
// 17): of what kind of details, and why. The keys are destroyed elsewhere; that
// it was done is recorded here, so that whatever was made from the log forgets
// as well.
package erasure

import (
	"slices"
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
// to its incident and not to one person.
func Purposes() []person.Purpose { return []person.Purpose{person.ForIdentity, person.ForHealth} }

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
	var f fault.Fields
	f.Note("reason", codes.RedactionReason.CheckAnswer(c.Reason, time.Time{}))
	f.Check(len(c.Purposes) > 0, "purposes", "are missing", "say what to forget: identity, health, or both")
	var events []Erased
	for _, p := range c.Purposes {
		f.Check(slices.Contains(Purposes(), p), "purposes", "name what is not kept of a person", "say what to forget: identity, health, or both")
		if e := (Erased{Purpose: p, Reason: c.Reason}); !slices.Contains(events, e) {
			events = append(events, e)
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return events, nil
}
