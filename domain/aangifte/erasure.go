package aangifte

import (
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/person"
)

// Forget asks to forget the number of an aangifte at the police or the reasons that were
// given, for ever. It is asked for each by itself: an aangifte may be in several cases.
type Forget struct {
	Asked
	Purposes []person.Purpose
	Reason   codes.Code // codes.RedactionReason
}

// Erased: whatever was told of this aangifte for one purpose, before this event, is
// forgotten. What is told afterwards is kept again.
type Erased struct {
	Purpose person.Purpose
	Reason  codes.Code
}

// ErasedType is the name on disk: it tells which details are gone even to a reader that
// opens nothing.
func ErasedType(p person.Purpose) string { return "aangifte." + string(p) + "_erased.v1" }

func (Forget) aangifteCommand()    {}
func (e Erased) EventType() string { return ErasedType(e.Purpose) }
func (Erased) aangifteEvent()      {}

// Purposes are those that an aangifte keeps details for: its number at the police, and
// the reasons of whoever corrected or retracted it. That it was made, by whom and for
// which workers stays: it is counted, and is about no suspect.
func Purposes() []person.Purpose { return []person.Purpose{person.ForReference, person.ForNarrative} }

// 4. Who keeps the register forgets, on request or when the term has ended (AVG 17), also
// of a record that was retracted. It is recorded again each time, as of persons.
func forget(s Aangifte, c Forget) ([]Event, error) {
	if err := mine(s, c.Asked, access.ForgetCase); err != nil {
		return nil, err
	}
	purposes, err := erasure.Asked(c.Purposes, Purposes(), c.Reason)
	if err != nil {
		return nil, err
	}
	var events []Event
	for _, p := range purposes {
		events = append(events, Erased{Purpose: p, Reason: c.Reason})
	}
	return events, nil
}

// KeysOf names whose keys there are to destroy.
func KeysOf(id uuid.UUID, purposes []person.Purpose) []person.KeyRef {
	return person.KeysOf(person.KeyOfCase, id, purposes)
}
