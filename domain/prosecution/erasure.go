package prosecution

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/person"
)

// Forget asks to forget what was heard of a case, for ever. Whoever is forgotten in a
// suspect's file is forgotten in every case of that file by this, and by nothing else:
// the keys are the case's, because it may have been linked to the wrong file.
type Forget struct {
	Asked
	Purposes []person.Purpose
	Reason   codes.Code // codes.RedactionReason
}

// Erased: whatever was told of this case for one purpose, before this event, is
// forgotten. What is told afterwards is kept again.
type Erased struct {
	Purpose person.Purpose
	Reason  codes.Code
}

// ErasedType is the name on disk: it tells which details are gone even to a reader
// that opens nothing.
func ErasedType(p person.Purpose) string { return "prosecution." + string(p) + "_erased.v1" }

func (Forget) prosecutionCommand() {}
func (e Erased) EventType() string { return ErasedType(e.Purpose) }
func (Erased) prosecutionEvent()   {}

// Purposes are those that a case keeps details for: what was heard, who is owed what,
// numbers of police, OM and court, and every free text with all reasons. The links by
// pseudonym stay, and which victim was told of which notice: these are owed to victims,
// and say nothing of what was heard.
func Purposes() []person.Purpose {
	return []person.Purpose{person.ForProsecution, person.ForDamages, person.ForReference, person.ForNarrative}
}

// 10. Who keeps the register forgets, on request or when the term has ended (AVG 10,
// 17), also of a case that is closed. It is recorded again each time, as of persons.
func forget(s Case, c Forget) ([]Event, error) {
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

// KeysOf names whose keys there are to destroy. Those of an aangifte that the case is
// linked to are not among them: it may be in other cases too.
func KeysOf(id uuid.UUID, purposes []person.Purpose) []person.KeyRef {
	return person.KeysOf(person.KeyOfCase, id, purposes)
}

// without is the case after something was forgotten: what was told is forgotten, what
// never was stays so, and withdrawn notices forget too.
func (s Case) without(p person.Purpose) Case {
	s.Notices = slices.Clone(s.Notices)
	for i := range s.Notices {
		n := &s.Notices[i]
		switch p {
		case person.ForProsecution:
			n.Told = n.Told.Erased()
		case person.ForDamages:
			n.Amounts = n.Amounts.Erased()
		case person.ForReference:
			n.Reference = n.Reference.Erased()
		case person.ForNarrative:
			n.Text = n.Text.Erased()
		}
	}
	return s
}

// Remembers tells whether anything readable is kept of what was heard.
func (s Case) Remembers() bool {
	return slices.ContainsFunc(s.Notices, func(n Kept) bool {
		return n.Told.State == person.Present || n.Amounts.State == person.Present || n.Reference.State == person.Present || n.Text.State == person.Present
	})
}
