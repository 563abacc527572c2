// Package pseudonym says which pseudonyms of an employer are of one worker: somebody who was
// recorded twice, because a staff number was mistyped or a name stood there alone.
//
// A merge is only a pointer, on both sides. What was recorded of each pseudonym stays
// where it is, and everything that shows or counts workers asks here who is who (see
// Same), so that a split brings back what was there before.
package pseudonym

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Stream is the history of what was said of one pseudonym. What was forgotten of it is
// another one's (erasure.Stream): that must be found without opening anything.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "pseudonym", ID: id}
}

// Event is a fact about a pseudonym.
type Event interface {
	EventType() string
	pseudonymEvent()
}

// Merged: this pseudonym and another one are of one worker, who goes by the other.
type Merged struct {
	Into   uuid.UUID
	Reason person.Held[string]
}

// SplitOff: it is of somebody else after all, with everything that was recorded of it.
type SplitOff struct {
	From   uuid.UUID
	Reason person.Held[string]
}

// Absorbed: another pseudonym was merged into this one.
type Absorbed struct{ Pseudonym uuid.UUID }

// Released: it was split off.
type Released struct{ Pseudonym uuid.UUID }

func (Merged) EventType() string   { return "pseudonym.merged.v1" }
func (SplitOff) EventType() string { return "pseudonym.split.v1" }
func (Absorbed) EventType() string { return "pseudonym.absorbed.v1" }
func (Released) EventType() string { return "pseudonym.released.v1" }
func (Merged) pseudonymEvent()     {}
func (SplitOff) pseudonymEvent()   {}
func (Absorbed) pseudonymEvent()   {}
func (Released) pseudonymEvent()   {}

// State is what is known of one. The zero one was never merged with any, like nearly all.
type State struct {
	Into   uuid.UUID   // the one that the worker goes by; zero when it is this one
	Merged []uuid.UUID // what was merged into this one, in the order of their ids
}

// Decider is the rules of merging.
var Decider = decider.Decider[Command, State, Event]{Decide: decide, Evolve: evolve}

func evolve(s State, e Event) State {
	switch e := e.(type) {
	case Merged:
		s.Into = e.Into
	case SplitOff:
		s.Into = uuid.Nil
	case Absorbed:
		s.Merged = with(s.Merged, e.Pseudonym)
	case Released:
		s.Merged = without(s.Merged, e.Pseudonym)
	}
	return s
}

func with(set []uuid.UUID, id uuid.UUID) []uuid.UUID {
	i, found := slices.BinarySearchFunc(set, id, byID)
	if found {
		return set
	}
	return slices.Insert(slices.Clone(set), i, id)
}

func without(set []uuid.UUID, id uuid.UUID) []uuid.UUID {
	i, found := slices.BinarySearchFunc(set, id, byID)
	switch {
	case !found:
		return set
	case len(set) == 1:
		return nil // as if there never was one
	}
	return slices.Delete(slices.Clone(set), i, i+1)
}

func byID(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }
