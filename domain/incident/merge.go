package incident

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
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
	Reason string
}

// Merged: this incident is the same as another and counts with it.
type Merged struct{ Into uuid.UUID }

// SplitOff: it is one of its own after all, with everything that was told of it
// before, meanwhile and since.
type SplitOff struct {
	From   uuid.UUID
	Reason person.Held[string]
}

func (Merge) incidentCommand()     {}
func (Split) incidentCommand()     {}
func (Merged) EventType() string   { return "incident.merged.v1" }
func (SplitOff) EventType() string { return "incident.split.v1" }
func (Merged) incidentEvent()      {}
func (SplitOff) incidentEvent()    {}

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
	f := newForm(c.Asked, s.Occurred)
	return facts(SplitOff{From: s.MergedInto, Reason: f.why(c.Reason)}, f.Err())
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
			return slices.MinFunc(path[i:], func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
		}
		path = append(path, next)
	}
}
