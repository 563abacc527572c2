package pseudonym

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// Command is something that is asked of a pseudonym.
type Command interface{ pseudonymCommand() }

// Asked is what every command carries.
type Asked struct {
	By       access.Actor
	At       time.Time
	Employer uuid.UUID
	Known    bool // a fact from outside: the employer recorded something under this pseudonym
}

// Merge says that this pseudonym is of the same worker as another one, which stays.
type Merge struct {
	Asked
	ID     uuid.UUID // of this one
	Into   Other
	Onward uuid.UUID // a fact from outside: the pseudonym that stands for Into by now
	Reason string
}

// Other is a fact from outside: the pseudonym that stays.
type Other struct {
	ID    uuid.UUID
	Known bool // as Asked has it
	State State
}

// Split says that it is of somebody else after all.
type Split struct {
	Asked
	From   uuid.UUID // a fact from outside: what it was merged into when it was read
	Reason string
}

// Absorb and Release are the other side of Merge and Split, in the same append.
type Absorb struct {
	Asked
	ID uuid.UUID // what was merged into this one
}

// Release is of what was split off.
type Release struct {
	Asked
	ID uuid.UUID
}

func (Merge) pseudonymCommand()   {}
func (Split) pseudonymCommand()   {}
func (Absorb) pseudonymCommand()  {}
func (Release) pseudonymCommand() {}

const (
	longestReason = 1_000
	mostMerged    = 50
)

func decide(s State, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Merge:
		return merge(s, c)
	case Split:
		return split(s, c)
	case Absorb:
		return absorb(s, c)
	case Release:
		return release(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a person: merge it with another one, or split it")
}

func mine(c Asked) error {
	if err := c.By.May(access.MergePersons, c.Employer); err != nil {
		return err
	}
	if !c.Known {
		return access.NoSuch("person")
	}
	return nil
}

// 1. Two pseudonyms of one employer are of one worker. What was merged into the one goes
// with it; nothing is merged into what was merged itself, so that there is never a circle.
func merge(s State, c Merge) ([]Event, error) {
	if err := mine(c.Asked); err != nil {
		return nil, err
	}
	switch {
	case c.Into.ID == c.ID:
		return nil, fault.New(fault.Refused, "this is the pseudonym itself: name the other one, which stays")
	case !c.Into.Known:
		return nil, fault.New(fault.Refused, "there is no such person to merge with: name a pseudonym that the incidents of this employer show")
	case s.Into == c.Into.ID:
		return nil, nil // already as asked
	case s.Into != uuid.Nil:
		return nil, fault.New(fault.Refused, "this pseudonym was merged into "+s.Into.String()+": split it first")
	case c.Onward == c.ID:
		return nil, fault.New(fault.Refused, "the other pseudonym was merged into this one already: split it first, or leave it so")
	case c.Into.State.Into != uuid.Nil:
		return nil, fault.New(fault.Refused, "the other pseudonym was merged into "+c.Onward.String()+": merge with that one")
	case len(c.Into.State.Merged) >= mostMerged:
		return nil, fault.New(fault.Refused, "50 pseudonyms were merged into that one already: check whether they are of one worker")
	}
	reason, err := why(c.Reason)
	return facts(Merged{Into: c.Into.ID, Reason: reason}, err)
}

// 2. What turned out to be somebody else is split, with the reason, also years later.
func split(s State, c Split) ([]Event, error) {
	if err := mine(c.Asked); err != nil {
		return nil, err
	}
	switch {
	case s.Into == uuid.Nil:
		return nil, nil // already as asked
	case s.Into != c.From:
		return nil, otherwiseMerged()
	}
	reason, err := why(c.Reason)
	return facts(SplitOff{From: s.Into, Reason: reason}, err)
}

// 3. The pseudonym that stays knows what was merged into it, so that whoever asks for the
// worker finds all.
func absorb(s State, c Absorb) ([]Event, error) {
	if err := mine(c.Asked); err != nil {
		return nil, err
	}
	switch {
	case slices.Contains(s.Merged, c.ID):
		return nil, nil
	case s.Into != uuid.Nil:
		return nil, otherwiseMerged()
	}
	return []Event{Absorbed{Pseudonym: c.ID}}, nil
}

func release(s State, c Release) ([]Event, error) {
	if err := mine(c.Asked); err != nil || !slices.Contains(s.Merged, c.ID) {
		return nil, err
	}
	return []Event{Released{Pseudonym: c.ID}}, nil
}

func otherwiseMerged() error {
	return fault.New(fault.Conflict, "somebody merged or split this person at this moment: read it again and repeat your change")
}

func facts(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

func why(given string) (person.Held[string], error) {
	var f fault.Fields
	clean, err := text.Prose(given, longestReason)
	f.Note("reason", err)
	f.Check(clean != "" || f.Has("reason"), "reason", "is missing", "say in a few words why")
	return person.Of(clean), f.Err()
}

// Joining is what follows from a merge, Parting from a split: the other side of the
// pointer, in the same append.
func Joining(id, into uuid.UUID, by Asked) decider.Follower[State] {
	return follows(into, Absorb{Asked: by, ID: id})
}

// Parting is of what was merged into from until now.
func Parting(id, from uuid.UUID, by Asked) decider.Follower[State] {
	return follows(from, Release{Asked: by, ID: id})
}

func follows(to uuid.UUID, asks Command) decider.Follower[State] {
	return decider.Follow(Decider, decider.Following[State, Command, State]{
		Stream: func(State) (eventlog.Stream, bool) { return Stream(to), to != uuid.Nil },
		Asks:   func(_, _, _ State) []Command { return []Command{asks} },
	})
}
