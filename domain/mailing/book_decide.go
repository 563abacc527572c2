package mailing

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// BookCommand is something that is asked of an employer's addresses.
type BookCommand interface{ mailingCommand() }

// Set lets somebody be written to, or changes when. The same address of the same party
// or actor is one entry.
type Set struct {
	By       access.Actor
	At       time.Time
	Employer uuid.UUID // zero when there is none
	ID       uuid.UUID // for a new entry
	Whom
	Address string
	Wants   Wants
	Hour    int
	Known   []access.Known // who holds a role at the employer now, as far as anybody said
}

// Remove takes an address away; its key is destroyed with it.
type Remove struct {
	By       access.Actor
	Employer uuid.UUID
	ID       uuid.UUID
}

func (Set) mailingCommand()    {}
func (Remove) mailingCommand() {}

const (
	mostAddresses  = 500
	longestAddress = 254 // RFC 5321, 4.5.3.1.3
)

// mailAddress takes the plain form only: no name, no comment, no quotes, nothing that
// could begin another line of a mail's head.
var mailAddress = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$`)

func decideBook(s Book, c BookCommand) ([]BookEvent, error) {
	switch c := c.(type) {
	case Set:
		return set(s, c)
	case Remove:
		return remove(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of mail addresses: set or remove one")
}

// 1. Whoever keeps the employer's register says who is written to.
func set(s Book, c Set) ([]BookEvent, error) {
	if err := c.By.May(access.KeepAddresses, c.Employer); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	wanted := Entry{ID: c.ID, Whom: c.Whom, Address: person.Of(c.Address), Wants: c.Wants, Hour: c.Hour, At: c.At.UTC().Truncate(time.Microsecond)}
	for _, e := range s.Entries {
		if e.Whom == c.Whom && e.Address == wanted.Address {
			if e.Wants == c.Wants && e.Hour == c.Hour {
				return nil, nil // already as asked
			}
			wanted.ID = e.ID
			return []BookEvent{wanted}, nil
		}
	}
	if len(s.Entries) >= mostAddresses {
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d addresses already: remove those that nobody reads", mostAddresses))
	}
	return []BookEvent{wanted}, nil
}

func (c Set) check() error {
	var f fault.Fields
	f.Check((c.Actor == uuid.Nil) != (c.Party == ""), "party", "and actor are both missing or both given", "say whom the address is of: a party, or an actor by its id")
	f.Check(c.Actor == uuid.Nil || c.Actor == c.By.ID || slices.ContainsFunc(c.Known, func(k access.Known) bool { return k.Actor.ID == c.Actor }),
		"actor", "is nobody who is known at your employer", "choose one of ruggensteun actors (GET /v1/actors), or name a party")
	if c.Party != "" {
		f.Note("party", codes.Party.CheckAnswer(c.Party, c.At))
	}
	f.Check(len(c.Address) <= longestAddress && mailAddress.MatchString(c.Address), "address", "is not a mail address", "write it plainly, as zaken@example.nl")
	f.Check(c.Wants == AtOnce || c.Wants == Daily || c.Wants == Nothing, "wants", "is none of the three", "use AT_ONCE, DAILY or NOTHING")
	f.Check(c.Hour >= 0 && c.Hour <= 23, "hour", "is not an hour of a day", "use 0 to 23")
	f.Check(c.Hour == 0 || c.Wants == Daily, "hour", "is given to who is not written to daily", "leave it out, or use DAILY")
	return f.Err()
}

// 2. Whoever set it takes it away.
func remove(s Book, c Remove) ([]BookEvent, error) {
	if err := c.By.May(access.KeepAddresses, c.Employer); err != nil {
		return nil, err
	}
	switch {
	case at(s.Entries, c.ID) >= 0:
		return []BookEvent{AddressRemoved{ID: c.ID}}, nil
	case at(s.Removed, c.ID) >= 0:
		return nil, nil // already as asked
	}
	return nil, access.NoSuch("mail address")
}
