package casework

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/pseudonym"
)

// Naming is that a victim is to hear who follows the file now, and that it was told.
type Naming struct {
	Victim uuid.UUID
	Knew   uuid.UUID // the actor whose name the victim has
	Since  time.Time
	Told   *NameTold // nil until it was
}

// Unnamed are the victims who have the name of somebody who follows the file no more.
func (s Work) Unnamed() (all []uuid.UUID) {
	for _, n := range s.Namings {
		if n.Told == nil {
			all = append(all, n.Victim)
		}
	}
	return all
}

// Victims are all who were to hear a name at some time.
func (s Work) Victims() (all []uuid.UUID) {
	for _, n := range s.Namings {
		all = append(all, n.Victim)
	}
	return all
}

// UnnamedOf are those victims, each worker once, under the pseudonym that he goes by: who
// heard the name under another one of his has heard it.
func (s Work) UnnamedOf(same pseudonym.Same) (all []uuid.UUID) {
	for _, n := range s.Namings {
		heard := func(o Naming) bool {
			return o.Told != nil && same.Of(o.Victim) == same.Of(n.Victim) && !o.Since.Before(n.Since)
		}
		if who := same.Of(n.Victim); n.Told == nil && !slices.ContainsFunc(s.Namings, heard) && !slices.Contains(all, who) {
			all = append(all, who)
		}
	}
	return all
}

// Named is the history that the term for telling one victim is counted of, by the clock
// of a place. He may be named under any of his pseudonyms.
func (s Work) Named(victim uuid.UUID, same pseudonym.Same, zone *time.Location) (all []agreement.Happened) {
	for _, n := range s.Namings {
		if same.Of(n.Victim) != same.Of(victim) {
			continue
		}
		_, offset := n.Since.In(zone).Zone()
		since := moment.Moment{Instant: n.Since.UTC().Truncate(time.Minute), Offset: offset / 60, Precision: moment.Minute}
		all = append(all, agreement.Happened{Fact: "HANDED_OVER", At: since})
		if n.Told != nil {
			at := n.Told.On
			if at.Before(since) {
				at = since // who was told while the hand-over was only asked was told in time
			}
			all = append(all, agreement.Happened{Fact: "NAME_TOLD", At: at})
		}
	}
	return all
}

// withNames opens a naming for each victim. Who still waits goes on waiting since the first
// time; who hears that the file is back with whom they know needs no telling.
func (s Work) withNames(e NameChanged) Work {
	s.Namings = slices.Clone(s.Namings)
	for _, victim := range e.Victims {
		i := slices.IndexFunc(s.Namings, func(n Naming) bool { return n.Victim == victim && n.Told == nil })
		switch {
		case i < 0:
			s.Namings = append(s.Namings, Naming{Victim: victim, Knew: e.Knew, Since: e.At})
		case s.Namings[i].Knew == s.Responsible:
			s.Namings = slices.Delete(s.Namings, i, i+1)
		}
	}
	return s
}

func (s Work) told(e NameTold) Work {
	s.Namings = slices.Clone(s.Namings)
	for i, n := range s.Namings {
		if n.Victim == e.Victim && n.Told == nil {
			s.Namings[i].Told = &e
		}
	}
	return s
}

// 6. Whoever was hit hears who follows the file after a hand-over: else they call somebody
// who does not know them any more.
func tellName(s Work, c TellName) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(s.Namings, func(n Naming) bool { return n.Told != nil && n.Told.ID == c.ID }) {
		return nil, nil // already as asked
	}
	var f fault.Fields
	f.Check(c.ID != uuid.Nil, "id", "is missing", "give the telling an id")
	f.Note("channel", codes.TellingChannel.CheckAnswer(c.Channel, c.At))
	f.Check(c.On.Known(), "on", "is missing", "say on which day it was told")
	f.Note("on", c.On.Check(c.At))
	c.checkDocument(&f)
	waits := slices.Contains(s.Unnamed(), c.Victim)
	f.Check(waits || slices.Contains(c.File.Victims, c.Victim), "victim", "is no victim of this file", "check the id, or link the worker first")
	switch {
	case f.Err() != nil:
		return nil, f.Err()
	case !waits:
		return nil, fault.New(fault.Refused, "this victim knows who follows the file: only after a hand-over that was accepted is there a new name to tell")
	}
	return []Event{NameTold{ID: c.ID, Victim: c.Victim, Name: s.Responsible, Channel: c.Channel, On: c.On, Document: c.Document}}, nil
}

func (c TellName) checkDocument(f *fault.Fields) {
	if c.Document == uuid.Nil {
		return
	}
	paper, found := c.Papers.Find(c.Document)
	switch {
	case !found:
		f.Add("document", "is none of this file", "use the id that the list of its documents gives, or leave it out")
	case paper.Withdrawn:
		f.Add("document", "was withdrawn", "name the one that was sent instead")
	case !paper.Issued:
		f.Add("document", "did not go out yet", "issue it first")
	}
}
