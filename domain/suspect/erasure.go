package suspect

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Forget asks to forget what is kept in a file, for ever.
type Forget struct {
	Asked
	Purposes []person.Purpose
	Reason   codes.Code // codes.RedactionReason

	// Cases are a fact from outside: those that are linked to the file and remember what
	// was heard of him.
	Cases     []uuid.UUID
	KeepCases bool // they may stay: he is owed, or owes, something by them, or they are not his
}

// Erased: whatever was told of this suspect for one purpose, before this event, is
// forgotten, also what was seen in an incident. The file goes on under its
// pseudonym and with its incidents; what is told afterwards is kept again.
type Erased struct {
	Purpose person.Purpose
	Reason  codes.Code
}

// ErasedType is the name on disk: it tells which details are gone even to a reader
// that opens nothing.
func ErasedType(p person.Purpose) string { return "suspect." + string(p) + "_erased.v1" }

func (Forget) suspectCommand()     {}
func (e Erased) EventType() string { return ErasedType(e.Purpose) }
func (Erased) suspectEvent()       {}

// Purposes are those that a file is kept for. With the history go the grounds of
// clearances, the numbers of notices and judgments, and every reason that was
// given; that somebody was cleared of an incident stays: he is owed it.
func Purposes() []person.Purpose {
	return []person.Purpose{person.ForIdentity, person.ForProfile, person.ForHistory}
}

// 9. Who keeps the register forgets, on request or when the term has ended (AVG
// 17). It is recorded again each time: keys of what was seen in incidents, which
// this stream does not know of, go with it.
func forget(s File, c Forget) ([]Event, error) {
	if err := mine(s, c.Asked, access.ForgetSuspect); err != nil {
		return nil, err
	}
	purposes, err := erasure.Asked(c.Purposes, Purposes(), c.Reason)
	if err != nil {
		return nil, err
	}
	// A case has keys of its own, because it may have been linked to the wrong file. So it
	// does not go by itself, and nobody is told that he is forgotten where it stays unseen.
	if len(c.Cases) > 0 && !c.KeepCases {
		return nil, fault.New(fault.Refused, "criminal cases that are linked to this file remember what was heard: "+words(c.Cases)+": forget these first (case forget), or say that they are kept (keep_cases)")
	}
	var events []Event
	for _, p := range purposes {
		events = append(events, Erased{Purpose: p, Reason: c.Reason})
	}
	return events, nil
}

func words(ids []uuid.UUID) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = id.String()
	}
	return strings.Join(list, ", ")
}

// without is the file after something was forgotten: what was told is forgotten,
// and what never was stays so.
func (s File) without(p person.Purpose) File {
	switch p {
	case person.ForIdentity:
		s.Identity = s.Identity.Erased()
	case person.ForProfile:
		s.Profile = s.Profile.Erased()
	case person.ForHistory:
		s.History, s.Clearances = slices.Clone(s.History), slices.Clone(s.Clearances)
		for i := range s.History {
			s.History[i].Entry = s.History[i].Entry.Erased()
		}
		for i := range s.Clearances {
			s.Clearances[i].Clearance = s.Clearances[i].Clearance.Erased()
		}
	}
	return s
}
