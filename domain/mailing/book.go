// Package mailing is whom an employer lets be written to when something is to be done,
// when, and what was written: never what it was about.
//
// Two kinds of streams: the book of an employer's addresses, and what became of the mail
// to one address on one day.
package mailing

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// BookStream is the history of an employer's addresses; its id is that of the employer.
func BookStream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "mailbook", ID: employer}
}

// BookEvent is a fact about the addresses.
type BookEvent interface {
	EventType() string
	bookEvent()
}

// AddressSet: somebody is written to from now on, or otherwise than before.
type AddressSet struct {
	ID uuid.UUID
	Whom
	Address person.Held[string] // sealed under a key of the address's own id
	Wants   Wants
	Hour    int // of the employer's clock, of who wants it daily
	At      time.Time
}

// AddressRemoved: nobody is written to there any more.
type AddressRemoved struct{ ID uuid.UUID }

// Whom is who is meant: an actor, or else whoever is of a party.
type Whom struct {
	Actor uuid.UUID  // who is behind one is known to identity only
	Party codes.Code // codes.Party
}

// Wants is when somebody is written to.
type Wants string

const (
	AtOnce  Wants = "AT_ONCE"
	Daily   Wants = "DAILY" // once a day, of all that is to be done
	Nothing Wants = "NOTHING"
)

func (AddressSet) EventType() string     { return "mailbook.address_set.v1" }
func (AddressRemoved) EventType() string { return "mailbook.address_removed.v1" }

func (AddressSet) bookEvent()     {}
func (AddressRemoved) bookEvent() {}

// Entry is one address of a book.
type Entry = AddressSet

// Book is an employer's addresses, in the order in which they were first set.
type Book struct {
	Entries []Entry
	Removed []Entry // their mails of before stay on record
}

// BookDecider is the rules of a book.
var BookDecider = decider.Decider[BookCommand, Book, BookEvent]{Decide: decideBook, Evolve: evolveBook}

func evolveBook(s Book, e BookEvent) Book {
	entries := slices.Clone(s.Entries)
	switch e := e.(type) {
	case AddressSet:
		if i := at(entries, e.ID); i >= 0 {
			entries[i] = e
		} else {
			entries = append(entries, e)
		}
	case AddressRemoved:
		if i := at(entries, e.ID); i >= 0 {
			s.Removed = append(slices.Clone(s.Removed), entries[i])
			entries = slices.Delete(entries, i, i+1)
		}
	}
	s.Entries = entries
	return s
}

func at(entries []Entry, id uuid.UUID) int {
	return slices.IndexFunc(entries, func(e Entry) bool { return e.ID == id })
}

// For finds who is to be written to: the first of those meant who is in the book. Whoever
// wants nothing is found, so that nobody else hears what was meant for him.
func (s Book) For(meant ...Whom) []Entry {
	for _, whom := range meant {
		var found []Entry
		for _, e := range s.Entries {
			if whom != (Whom{}) && e.Whom == whom {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// Keys are those under which an address is sealed.
func Keys(id uuid.UUID) []person.KeyRef {
	return []person.KeyRef{{Kind: person.KeyOfPerson, Subject: id, Purpose: person.ForIdentity}}
}

// Meant is whom something concerns of which somebody has a file and a party its turn: in
// this order, so that what has nobody reaches who keeps the register.
func Meant(actor uuid.UUID, party codes.Code) []Whom {
	return []Whom{{Actor: actor}, {Party: party}, {Party: "CASE_WORKER"}, {Party: "REGISTRAR"}}
}

// Pile is what is to be done in the files of one actor by one party.
type Pile struct {
	Actor uuid.UUID // zero is nobody
	Party codes.Code
	Counts
}

// Share is how much of what is to be done concerns one entry.
func (s Book) Share(of Entry, piles []Pile) Counts {
	var c Counts
	for _, p := range piles {
		if at(s.For(Meant(p.Actor, p.Party)...), of.ID) >= 0 {
			c = c.Plus(p.Counts)
		}
	}
	return c
}
