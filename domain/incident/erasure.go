package incident

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/person"
)

// Forget asks to forget what is kept of an incident beside its codes, for ever. Of
// workers and of suspects with a file it is asked of themselves.
type Forget struct {
	Asked
	Purposes []person.Purpose
	Reason   codes.Code // codes.RedactionReason
}

// Erased: whatever was told of this incident for one purpose, before this event,
// is forgotten. What is told afterwards is kept again.
type Erased struct {
	Purpose person.Purpose
	Reason  codes.Code
}

// ErasedType is the name on disk: it tells which details are gone even to a reader
// that opens nothing.
func ErasedType(p person.Purpose) string { return "incident." + string(p) + "_erased.v1" }

func (Forget) incidentCommand()    {}
func (e Erased) EventType() string { return ErasedType(e.Purpose) }
func (Erased) incidentEvent()      {}

// Purposes are those that an incident keeps details for by itself: where to the
// door, numbers in systems of others (the employer's own and the police's), every
// free text with all reasons, and what was seen of suspects who have no file.
func Purposes() []person.Purpose {
	return []person.Purpose{person.ForAddress, person.ForReference, person.ForNarrative, person.ForProfile}
}

// 17. Who keeps the register forgets, on request or when the term has ended (AVG
// 17), also of a record that was closed or withdrawn. It is recorded again each
// time, as of persons.
func forget(s Incident, c Forget) ([]Event, error) {
	if err := mine(s, c.Asked, access.ForgetDetails); err != nil {
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

// KeysOf names whose keys there are to destroy: those of the incident itself, and
// those of every link to somebody without a file that its history tells of, which
// were sealed under keys of their own at first.
func KeysOf(id uuid.UUID, history []Event, purposes []person.Purpose) []person.KeyRef {
	var refs []person.KeyRef
	for _, p := range purposes {
		refs = append(refs, person.KeyRef{Kind: person.KeyOfIncident, Subject: id, Purpose: p})
		for _, e := range history {
			if p != person.ForProfile {
				break
			}
			link, is := e.(SuspectLinked)
			ref := person.KeyRef{Kind: person.KeyOfPerson, Subject: link.ID, Purpose: p}
			if is && link.Suspect == uuid.Nil && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// without is the incident after something was forgotten: what was told is
// forgotten, and what never was stays so.
func (s Incident) without(p person.Purpose) Incident {
	switch p {
	case person.ForAddress:
		s.Address = s.Address.Erased()
	case person.ForReference:
		s.Reference, s.ForceReports = s.Reference.Erased(), erasedAll(s.ForceReports)
	case person.ForNarrative:
		s.Narrative, s.Photos = erasedAll(s.Narrative), slices.Clone(s.Photos)
		for i, p := range s.Photos {
			s.Photos[i] = p.erased()
		}
		s.Withdrawal.Explanation, s.Closing.Explanation = s.Withdrawal.Explanation.Erased(), s.Closing.Explanation.Erased()
	case person.ForProfile:
		s.Suspects = slices.Clone(s.Suspects)
		for i, l := range s.Suspects {
			if l.Suspect == uuid.Nil {
				s.Suspects[i].Profile = l.Profile.Erased()
			}
		}
	}
	return s
}

func erasedAll(texts []person.Held[string]) []person.Held[string] {
	texts = slices.Clone(texts)
	for i := range texts {
		texts[i] = texts[i].Erased()
	}
	return texts
}
