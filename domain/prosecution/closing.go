package prosecution

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// LooseEnd is why a case should not be closed yet.
type LooseEnd struct {
	Kind   Looseness
	Person uuid.UUID // the victim or claimant, by id; zero where it is about the case
}

// Looseness is what is left to do.
type Looseness string

const (
	Undecided  Looseness = "NO_OUTCOME"        // the case has no outcome that was heard of
	Untold     Looseness = "VICTIM_UNINFORMED" // a victim must be told of something
	Unclaimed  Looseness = "CLAIM_UNDECIDED"   // somebody claims, and nobody said what becomes of it
	Unpaid     Looseness = "DAMAGES_OPEN"      // awarded and not received
	Unreadable Looseness = "UNREADABLE"        // what was heard cannot be read any more, so nobody can say
)

// LooseEnds is all that is left to do: victims first.
func (s Case) LooseEnds() []LooseEnd {
	var all []LooseEnd
	add := func(l LooseEnd) {
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	for _, o := range s.Uninformed() {
		add(LooseEnd{Untold, o.Victim})
	}
	for _, a := range s.Ledger() {
		if a.Open > 0 {
			add(LooseEnd{Unpaid, a.Claimant})
		}
		if a.Undecided() {
			add(LooseEnd{Unclaimed, a.Claimant})
		}
	}
	now := s.Standing()
	if now.Outcome == pending || now.Outcome == codes.NotRecorded {
		add(LooseEnd{Kind: Undecided})
	}
	if now.Unreadable > 0 {
		add(LooseEnd{Kind: Unreadable})
	}
	return all
}

// 8. A case is closed when nothing is left to do, or when somebody says why it is left:
// a victim who was not told is never forgotten in silence.
func closing(s Case, c Close) ([]Event, error) {
	if err := current(s, c.Asked, c.Beside, access.CloseCase); err != nil {
		return nil, err
	}
	if s.Closed {
		return nil, nil // already as asked
	}
	s = Together(s, c.Others...)
	f := form{at: c.At}
	e := Closed{Explanation: f.prose("explanation", c.Explanation, longestReason)}
	if loose := s.LooseEnds(); len(loose) > 0 {
		if f.Err() == nil && e.Explanation.State == person.Absent {
			return nil, s.refuseToClose(loose)
		}
		e.Loose = person.Of(loose)
	}
	return facts(e, f.Err())
}

// refuseToClose names who is waiting by the id that the asker knows them by, and never
// by name: an error is logged.
func (s Case) refuseToClose(loose []LooseEnd) error {
	refusal := fault.New(fault.Refused, "the case has loose ends: settle them, or close it with an explanation of why they are left")
	for _, l := range loose {
		name, problem, remedy := s.wording(l)
		refusal.Fields = append(refusal.Fields, fault.Field{Name: name, Problem: problem, Remedy: remedy})
	}
	return refusal
}

func (s Case) wording(l LooseEnd) (name, problem, remedy string) {
	switch l.Kind {
	case Untold:
		return fmt.Sprintf("victims[%d]", slices.Index(s.Workers, l.Person)), "(person " + l.Person.String() + ") was not told of what was heard", "tell the victim, and record how"
	case Unpaid:
		return "damages", "of claimant " + l.Person.String() + " are awarded and not received", "record what was paid"
	case Unclaimed:
		return "damages", "of claimant " + l.Person.String() + " are claimed and not decided", "record what was awarded; zero is a rejection"
	case Undecided:
		return "outcome", "was not heard of", "ask police, OM or court, and record their notice"
	}
	return "notices", "cannot be read any more", "say in the explanation that they were destroyed"
}

// 9. A closed case is reopened with a reason.
func reopen(s Case, c Reopen) ([]Event, error) {
	if err := current(s, c.Asked, c.Beside, access.CloseCase); err != nil {
		return nil, err
	}
	if !s.Closed {
		return nil, nil // already as asked
	}
	f := form{at: c.At}
	return facts(Reopened{Reason: f.why(c.Reason)}, f.Err())
}
