// Package triage is a notice from police, OM or CJIB that came by file and belongs to no
// case yet: why it waits, which cases it may be of, and what somebody decided about it.
//
// Nothing of it is lost and nothing is guessed: where the numbers in it do not lead to
// one case alone, a person says which one it is. Then it is told in that case, under the
// same id and in the same append that ends the waiting.
package triage

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
)

// Category is that of the streams of waiting notices.
const Category = "triage"

// Stream is the history of one waiting notice, by the id that it gets in its case.
func Stream(id uuid.UUID) eventlog.Stream { return eventlog.Stream{Category: Category, ID: id} }

// Event is a fact about a waiting notice.
type Event interface {
	EventType() string
	triageEvent()
}

// Content is what the file said.
type Content struct {
	prosecution.Heard
	Clues
}

// Clues are what a case can be found by, as the file wrote it. The notice's own
// Reference is one too.
type Clues struct {
	Case     string   // our id of it
	Numbers  []string // more numbers at police, OM, court or CJIB
	Aangifte string   // its number at the police
	Incident string   // our id of it, or its key in a system of the employer's
}

// Waiting is why it waits, and which cases it may be of: both as of when it came.
type Waiting struct {
	Reason     codes.Code // codes.TriageReason
	Candidates []uuid.UUID
}

// Received: a file had a notice that led to no case.
type Received struct {
	Employer uuid.UUID
	Regime   codes.Code // codes.LegalRegime, for good: that of the cases it may be told in
	Content  person.Held[Content]
	Waiting
}

// Corrected: a later file says it otherwise. One that was set aside waits again.
type Corrected struct {
	Content person.Held[Content]
	Waiting
}

// Matched: it was told in this case.
type Matched struct{ Case uuid.UUID }

// SetAside: it is of no case of ours, or nothing is to be done with it.
type SetAside struct{ Reason person.Held[string] }

// Reopened: there is something to do with it after all.
type Reopened struct{ Reason person.Held[string] }

// TakenBack: the import that told it was undone.
type TakenBack struct{}

// Erased: whatever was told before for one purpose is forgotten.
type Erased struct {
	Purpose person.Purpose
	Reason  codes.Code
}

// ErasedType is the name on disk: it tells what is gone even to a reader that opens
// nothing.
func ErasedType(p person.Purpose) string { return "triage." + string(p) + "_erased.v1" }

// Purposes are those that a waiting notice keeps details for: what the file said, and
// the reasons of whoever decided about it.
func Purposes() []person.Purpose { return []person.Purpose{person.ForProsecution, person.ForNarrative} }

func (Received) EventType() string  { return "triage.received.v1" }
func (Corrected) EventType() string { return "triage.corrected.v1" }
func (Matched) EventType() string   { return "triage.matched.v1" }
func (SetAside) EventType() string  { return "triage.set_aside.v1" }
func (Reopened) EventType() string  { return "triage.reopened.v1" }
func (TakenBack) EventType() string { return "triage.taken_back.v1" }
func (e Erased) EventType() string  { return ErasedType(e.Purpose) }

func (Received) triageEvent()  {}
func (Corrected) triageEvent() {}
func (Matched) triageEvent()   {}
func (SetAside) triageEvent()  {}
func (Reopened) triageEvent()  {}
func (TakenBack) triageEvent() {}
func (Erased) triageEvent()    {}

// State is what became of a notice.
type State string

const (
	Open   State = "OPEN"
	Placed State = "MATCHED"
	Aside  State = "SET_ASIDE"
	Undone State = "TAKEN_BACK"
)

// Entry is a notice as it stands now.
type Entry struct {
	Employer uuid.UUID // zero before it came
	Regime   codes.Code
	Content  person.Held[Content]
	Waiting
	State State
	Case  uuid.UUID // that it was told in
}

// There tells whether there is such a notice at all.
func (s Entry) There() bool { return s.Employer != uuid.Nil }

// Decider is the rules of a waiting notice.
var Decider = decider.Decider[Command, Entry, Event]{Decide: decide, Evolve: evolve}

func evolve(s Entry, e Event) Entry {
	switch e := e.(type) {
	case Received:
		return Entry{Employer: e.Employer, Regime: e.Regime, Content: e.Content, Waiting: e.Waiting, State: Open}
	case Corrected:
		s.Content, s.Waiting = e.Content, e.Waiting
		if s.State == Aside {
			s.State = Open
		}
	case Matched:
		s.State, s.Case = Placed, e.Case
	case SetAside:
		s.State = Aside
	case Reopened:
		s.State = Open
	case TakenBack:
		s.State = Undone
	case Erased:
		if e.Purpose == person.ForProsecution {
			s.Content = s.Content.Erased()
		}
	}
	return s
}

// KeysOf names whose keys there are to destroy.
func KeysOf(id uuid.UUID, purposes []person.Purpose) []person.KeyRef {
	return person.KeysOf(person.KeyOfCase, id, purposes)
}

// Equal tells whether a file says the same twice.
func (c Content) Equal(o Content) bool {
	return c.Heard.Equal(o.Heard) && c.Clues.Case == o.Clues.Case && slices.Equal(c.Numbers, o.Numbers) &&
		c.Clues.Aangifte == o.Clues.Aangifte && c.Clues.Incident == o.Clues.Incident
}

// All are the numbers of a notice that a case may know, as they are compared.
func (c Content) All() []string {
	var all []string
	for _, text := range append([]string{c.Reference}, c.Numbers...) {
		if n := prosecution.Number(text); n != "" && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}
