package incident

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Merge says that this incident is the same as another one. It is only a pointer:
// both keep their own record, take additions and can be split again at any time.
type Merge struct {
	Asked
	ID   uuid.UUID // of this one
	Into Other
}

// Other is a fact from outside: the incident that this one is the same as.
type Other struct {
	ID     uuid.UUID
	State  Incident
	Onward []uuid.UUID // what it was merged into itself, and that in turn
}

// Split says that it is not the same after all.
type Split struct {
	Asked
	From   uuid.UUID // a fact from outside: what it was merged with when it was read
	Reason string
}

// Absorb and Release are the other side of Merge and Split, in the same append.
type Absorb struct {
	Asked
	ID uuid.UUID // of what was merged into this one
}

// Release is of what was split off.
type Release struct {
	Asked
	ID uuid.UUID
}

// Merged: this incident is the same as another and counts with it.
type Merged struct{ Into uuid.UUID }

// SplitOff: it is one of its own after all, with everything that was told of it
// before, meanwhile and since.
type SplitOff struct {
	From   uuid.UUID
	Reason person.Held[string]
}

// Absorbed: another incident was merged into this one. Of merges from before there was
// such an event the program tells it later.
type Absorbed struct{ Incident uuid.UUID }

// Released: it was split off.
type Released struct{ Incident uuid.UUID }

func (Merge) incidentCommand()     {}
func (Split) incidentCommand()     {}
func (Absorb) incidentCommand()    {}
func (Release) incidentCommand()   {}
func (Merged) EventType() string   { return "incident.merged.v1" }
func (SplitOff) EventType() string { return "incident.split.v1" }
func (Absorbed) EventType() string { return "incident.absorbed.v1" }
func (Released) EventType() string { return "incident.released.v1" }
func (Merged) incidentEvent()      {}
func (SplitOff) incidentEvent()    {}
func (Absorbed) incidentEvent()    {}
func (Released) incidentEvent()    {}

const mostMerged = 50

// 12. A duplicate is merged with the record that stays, of the same employer and
// under the same law. Closed records can be: duplicates are found late.
func merge(s Incident, c Merge) ([]Event, error) {
	if err := standing(s, c.Asked, access.MergeIncidents); err != nil {
		return nil, err
	}
	other := c.Into.State
	if !other.Registered() || other.Employer != s.Employer {
		return nil, fault.New(fault.Refused, "there is no such incident to merge with: check its id")
	}
	switch {
	case s.MergedInto == c.Into.ID:
		return nil, nil // already as asked
	case s.MergedInto != uuid.Nil:
		return nil, fault.New(fault.Refused, "this incident is merged with another one: split it first")
	case c.ID == c.Into.ID:
		return nil, fault.New(fault.Refused, "this is the incident itself: name the other one, which stays")
	case slices.Contains(c.Into.Onward, c.ID):
		return nil, fault.New(fault.Refused, "the other incident is merged with this one already: split it first, or merge in the other direction")
	case other.Withdrawn:
		return nil, fault.New(fault.Refused, "the other incident was withdrawn: merge with one that stands")
	case other.Regime != s.Regime:
		return nil, fault.New(fault.Refused, "the other incident is kept under another law, and a record is never kept under both")
	case len(other.Merged) >= mostMerged:
		return nil, fault.New(fault.Refused, "50 incidents were merged with that one already: check whether they are one incident")
	}
	return []Event{Merged{Into: c.Into.ID}}, nil
}

// 13. What turned out not to be the same is split, with the reason.
func split(s Incident, c Split) ([]Event, error) {
	if err := mine(s, c.Asked, access.MergeIncidents); err != nil {
		return nil, err
	}
	if s.MergedInto == uuid.Nil {
		return nil, nil // already as asked
	}
	if s.MergedInto != c.From {
		return nil, otherwiseMerged()
	}
	f := newForm(c.Asked, s.Occurred)
	return facts(SplitOff{From: s.MergedInto, Reason: f.why(c.Reason)}, f.Err())
}

// 18. The incident that stays knows what was merged into it, so that whoever asks for it
// finds all. The program tells it of merges from before it did.
func absorb(s Incident, c Absorb) ([]Event, error) {
	if err := mine(s, c.Asked, otherSide(c.Asked)); err != nil || slices.Contains(s.Merged, c.ID) {
		return nil, err
	}
	if s.MergedInto == c.ID {
		return nil, otherwiseMerged() // the other way round
	}
	return []Event{Absorbed{Incident: c.ID}}, nil
}

func release(s Incident, c Release) ([]Event, error) {
	if err := mine(s, c.Asked, otherSide(c.Asked)); err != nil || !slices.Contains(s.Merged, c.ID) {
		return nil, err
	}
	return []Event{Released{Incident: c.ID}}, nil
}

func otherwiseMerged() error {
	return fault.New(fault.Conflict, "somebody merged or split this incident at this moment: read it again and repeat your change")
}

func otherSide(c Asked) access.Action {
	if c.By.Role == access.Program {
		return access.KeepClocks
	}
	return access.MergeIncidents
}

// Joining is what follows from a merge, Parting from a split: the other side of the
// pointer, in the same append.
func Joining(id, into uuid.UUID, by Asked) decider.Follower[Incident] {
	return tells(into, Absorb{Asked: by, ID: id})
}

// Parting is of what was merged with from until now.
func Parting(id, from uuid.UUID, by Asked) decider.Follower[Incident] {
	return tells(from, Release{Asked: by, ID: id})
}

func tells(to uuid.UUID, asks Command) decider.Follower[Incident] {
	return decider.Follow(Decider, decider.Following[Incident, Command, Incident]{
		Stream: func(Incident) (eventlog.Stream, bool) { return Stream(to), to != uuid.Nil },
		Asks:   func(_, _, _ Incident) []Command { return []Command{asks} },
	})
}

// Root is the record that an incident counts under: itself unless it was merged,
// else the root of what it was merged into. A pointer to a record that was withdrawn
// or is no longer there holds nobody: what happened still happened. In a circle,
// which two merges at the same moment can make, the smallest id stands for all.
func Root(id uuid.UUID, at func(uuid.UUID) Incident) uuid.UUID {
	path := []uuid.UUID{id}
	for {
		next := at(path[len(path)-1]).MergedInto
		if next == uuid.Nil {
			return path[len(path)-1]
		}
		if target := at(next); target.Withdrawn || !target.Registered() {
			return path[len(path)-1]
		}
		if i := slices.Index(path, next); i >= 0 {
			return slices.MinFunc(path[i:], byID)
		}
		path = append(path, next)
	}
}

// FamilyOf are all records of what happened as one of them tells it: first the one that
// it counts under, the others in the order of their ids. The error is that of at.
func FamilyOf(id uuid.UUID, at func(uuid.UUID) (Incident, error)) ([]uuid.UUID, error) {
	seen, failed := map[uuid.UUID]Incident{}, error(nil)
	get := func(id uuid.UUID) Incident {
		s, known := seen[id]
		if !known && failed == nil {
			s, failed = at(id)
			seen[id] = s
		}
		return s
	}
	root := Root(id, get)
	all := []uuid.UUID{root}
	if id != root {
		all = append(all, id) // the other one may not know it yet
	}
	for i := 0; i < len(all); i++ {
		for _, merged := range get(all[i]).Merged {
			if !slices.Contains(all, merged) && Root(merged, get) == root {
				all = append(all, merged)
			}
		}
	}
	slices.SortFunc(all[1:], byID)
	return all, failed
}

func byID(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }
