// Package disposal is a round in which what is kept longer than its period is erased: what it set
// out to erase, what became of each, and why something stayed.
package disposal

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

// Category is that of the streams of rounds.
const Category = "disposal"

// Stream is the history of the rounds of one employer: a round finds what an earlier one left undone.
func Stream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: Category, ID: employer}
}

// Reason is the code under which a period that has passed erases.
const Reason = "RETENTION"

// Why is why something that is due stayed.
type Why string

const (
	Held     Why = "HELD"     // a hold keeps it
	Together Why = "TOGETHER" // another pseudonym of the same worker is kept longer for this purpose
	Refused  Why = "REFUSED"  // the rules of the record let it not go
)

// Item is what is kept of one record or person, and is erased at once.
type Item struct {
	Kind     retention.Kind
	Of       uuid.UUID // opaque: the record, or the pseudonym
	Purposes []person.Purpose
}

// Done is what was erased, and the certificate that says so.
type Done struct {
	Item
	Certificate uuid.UUID
}

// Stayed is what was due and was not erased.
type Stayed struct {
	Item
	Why   Why
	Until string // last day of the hold (2006-01-02); "" where there is none
}

// Event is a fact about rounds.
type Event interface {
	EventType() string
	disposalEvent()
}

// Begun: these are to be erased now. It stands before the first key goes, so that whoever comes after
// a program that was killed knows whom to certify.
type Begun struct {
	Round uuid.UUID
	On    string // the day that was looked at (2006-01-02), on the employer's calendar
	Items []Item
	At    time.Time
}

// CarriedOut: this became of them.
type CarriedOut struct {
	Round  uuid.UUID
	Erased []Done
	Stayed []Stayed
	Left   int // how many are still to come in this round
	At     time.Time
}

// EventType implements decider.Event.
func (Begun) EventType() string      { return "disposal.begun.v1" }
func (CarriedOut) EventType() string { return "disposal.carried_out.v1" }

func (Begun) disposalEvent()      {}
func (CarriedOut) disposalEvent() {}

// Round is one of them, as far as it came.
type Round struct {
	ID             uuid.UUID
	On             string
	Begun, Last    time.Time
	Erased, Stayed int
	Left           int
	Ended          bool // nothing is left of it
}

// Rounds are those of one employer, in the order in which they began.
type Rounds struct {
	List   []Round
	Undone []Item   // that were begun and of which nothing was heard since
	Stayed []Stayed // in the last round
}

// Last is the last round, if there was one.
func (s Rounds) Last() (Round, bool) {
	if len(s.List) == 0 {
		return Round{}, false
	}
	return s.List[len(s.List)-1], true
}

func (s Rounds) index(id uuid.UUID) int {
	return slices.IndexFunc(s.List, func(r Round) bool { return r.ID == id })
}

// Command is something that is asked of rounds.
type Command interface{ disposalCommand() }

// Asked is what all have.
type Asked struct {
	By       access.Actor
	Employer uuid.UUID
	At       time.Time
}

// Begin says what is to be erased now.
type Begin struct {
	Asked
	Begun
}

// Finish says what became of it.
type Finish struct {
	Asked
	CarriedOut
}

func (Begin) disposalCommand()  {}
func (Finish) disposalCommand() {}

// Decider is the rules of rounds.
var Decider = decider.Decider[Command, Rounds, Event]{Decide: decide, Evolve: evolve}

// 1. Who may forget somebody lets periods be carried out.
// 2. What was begun is finished before something else is begun: two at once would each certify what
// the other erased.
func decide(s Rounds, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Begin:
		if err := c.By.May(access.ForgetPerson, c.Employer); err != nil {
			return nil, err
		}
		if len(s.Undone) > 0 {
			return nil, fault.New(fault.Conflict, "another round is under way, or was broken off: ask again, and it is finished first")
		}
		return []Event{c.Begun}, nil
	case Finish:
		if err := c.By.May(access.ForgetPerson, c.Employer); err != nil {
			return nil, err
		}
		if len(s.Undone) == 0 && len(c.Erased) > 0 {
			return nil, nil // somebody else finished it meanwhile, with the same certificates
		}
		return []Event{c.CarriedOut}, nil
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a round: begin or finish it")
}

func evolve(s Rounds, e Event) Rounds {
	s.List = slices.Clone(s.List)
	switch e := e.(type) {
	case Begun:
		if s.index(e.Round) < 0 {
			s.List = append(s.List, Round{ID: e.Round, On: e.On, Begun: e.At})
			s.Stayed = nil
		}
		i := s.index(e.Round)
		s.List[i].Last, s.List[i].Ended = e.At, false
		s.Undone = e.Items
	case CarriedOut:
		s.Undone = nil
		i := s.index(e.Round)
		if i < 0 {
			return s
		}
		r := &s.List[i]
		r.Last, r.Left, r.Ended = e.At, e.Left, e.Left == 0
		r.Erased, r.Stayed = r.Erased+len(e.Erased), r.Stayed+len(e.Stayed)
		if i == len(s.List)-1 {
			s.Stayed = append(slices.Clone(s.Stayed), e.Stayed...)
		}
	}
	return s
}

// Certificate is the id of the certificate of what a round erased: the same however often it is asked,
// so that a round that was broken off certifies nothing twice.
func Certificate(round uuid.UUID, i Item) uuid.UUID {
	name := string(i.Kind) + "/" + i.Of.String()
	for _, p := range i.Sorted() {
		name += "/" + string(p)
	}
	return uuid.NewSHA1(round, []byte(name))
}

// Sorted are the purposes in one order.
func (i Item) Sorted() []person.Purpose {
	all := slices.Clone(i.Purposes)
	slices.SortFunc(all, func(x, y person.Purpose) int { return cmp.Compare(x, y) })
	return all
}
