package triage

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/text"
)

// Command is something that is asked of a waiting notice.
type Command interface{ triageCommand() }

// Asked is what every command carries: who asks, when, and for which employer.
type Asked struct {
	By       access.Actor
	At       time.Time
	Employer employer.Employer
}

// Receive tells what a file said of no case that could be found.
type Receive struct {
	Asked
	Regime codes.Code
	Content
	Waiting
}

// Correct tells what a later file says of it.
type Correct struct {
	Asked
	Content
	Waiting
}

// Match ends the waiting: it is told in this case in the same append.
type Match struct {
	Asked
	Case   uuid.UUID
	As     Content            // what is told there
	Target prosecution.Target // the case as its own stream knows it
}

// SetItAside says that nothing is to be done with it.
type SetItAside struct {
	Asked
	Reason string
}

// Reopen says that there is something to do with it after all.
type Reopen struct {
	Asked
	Reason string
}

// TakeBack undoes the import that told it.
type TakeBack struct{ Asked }

// Forget asks to forget what the file said, for ever.
type Forget struct {
	Asked
	Purposes []person.Purpose
	Reason   codes.Code // codes.RedactionReason
}

func (Receive) triageCommand()    {}
func (Correct) triageCommand()    {}
func (Match) triageCommand()      {}
func (SetItAside) triageCommand() {}
func (Reopen) triageCommand()     {}
func (TakeBack) triageCommand()   {}
func (Forget) triageCommand()     {}

func decide(s Entry, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Receive:
		return receive(s, c)
	case Correct:
		return correct(s, c)
	case Match:
		return match(s, c)
	case SetItAside:
		return setAside(s, c)
	case Reopen:
		return reopen(s, c)
	case TakeBack:
		return takeBack(s, c)
	case Forget:
		return forget(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a waiting notice: match it, set it aside or reopen it")
}

// 1. What a file says is kept, also where nobody knows yet what it is about. It was
// checked before (prosecution.Unplaced).
func receive(s Entry, c Receive) ([]Event, error) {
	if err := c.By.May(access.ImportNotices, c.Employer.ID); err != nil {
		return nil, err
	}
	if s.There() {
		return nil, fault.New(fault.Refused, "there is a waiting notice with this id: correct that one")
	}
	return []Event{Received{Employer: c.Employer.ID, Regime: c.Regime, Content: person.Of(c.Content), Waiting: c.Waiting}}, nil
}

// 2. What a later file says otherwise replaces it, until it is told in a case: then it is
// corrected there.
func correct(s Entry, c Correct) ([]Event, error) {
	if err := mine(s, c.Asked, access.ImportNotices); err != nil {
		return nil, err
	}
	if s.State != Open && s.State != Aside {
		return nil, fault.New(fault.Refused, "this notice waits no more: correct it in its case")
	}
	if have, is := s.Content.Get(); is && have.Equal(c.Content) {
		return nil, nil // already as asked
	}
	return []Event{Corrected{Content: person.Of(c.Content), Waiting: c.Waiting}}, nil
}

// 3. Whoever follows cases says which one it is of: one of the same employer and law.
func match(s Entry, c Match) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeTriage); err != nil {
		return nil, err
	}
	if s.State == Placed && s.Case == c.Case {
		return nil, nil // already as asked
	}
	if err := s.waits(); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.Target.Employer == s.Employer, "case", "is not on record here", "give the id of a case of yours")
	f.Check(c.Target.Employer != s.Employer || c.Target.Regime == s.Regime, "case", "is kept under another law", "choose a case under the law of the file, or tell the notice in it by hand")
	if err := f.Err(); err != nil {
		return nil, err
	}
	if have, is := s.Content.Get(); !is || !have.Equal(c.As) {
		return nil, fault.New(fault.Conflict, "a later file said this notice otherwise, or it was forgotten: read it again")
	}
	return []Event{Matched{Case: c.Case}}, nil
}

// 4. What is of no case here is set aside, with the reason.
func setAside(s Entry, c SetItAside) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeTriage); err != nil {
		return nil, err
	}
	if s.State == Aside {
		return nil, nil // already as asked
	}
	if err := s.waits(); err != nil {
		return nil, err
	}
	reason, err := why(c.Reason)
	if err != nil {
		return nil, err
	}
	return []Event{SetAside{reason}}, nil
}

// 5. It waits again when somebody says why. One that was told in a case is withdrawn
// there instead.
func reopen(s Entry, c Reopen) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeTriage); err != nil {
		return nil, err
	}
	switch s.State {
	case Open:
		return nil, nil // already as asked
	case Placed:
		return nil, fault.New(fault.Refused, "this notice was told in a case: withdraw it there, and tell it in the right one")
	case Undone:
		return nil, fault.New(fault.Refused, "the import of this notice was undone: import the file again")
	}
	reason, err := why(c.Reason)
	if err != nil {
		return nil, err
	}
	return []Event{Reopened{reason}}, nil
}

// 6. Whoever may import takes an import back, as long as the notice was told in no case.
func takeBack(s Entry, c TakeBack) ([]Event, error) {
	if err := mine(s, c.Asked, access.ImportNotices); err != nil {
		return nil, err
	}
	switch s.State {
	case Undone:
		return nil, nil // already as asked
	case Placed:
		return nil, fault.New(fault.Refused, "this notice was told in a case: withdraw it there")
	}
	return []Event{TakenBack{}}, nil
}

// 7. Who keeps the register forgets what the file said, on request or when the term has
// ended (AVG 10, 17). What was told in a case is forgotten there as well.
func forget(s Entry, c Forget) ([]Event, error) {
	if err := mine(s, c.Asked, access.ForgetTriage); err != nil {
		return nil, err
	}
	purposes, err := erasure.Asked(c.Purposes, Purposes(), c.Reason)
	if err != nil {
		return nil, err
	}
	var events []Event
	for _, p := range purposes {
		events = append(events, Erased{Purpose: p, Reason: c.Reason})
	}
	return events, nil
}

func mine(s Entry, c Asked, action access.Action) error {
	if err := c.By.May(action, s.Employer); err != nil {
		return err
	}
	if !s.There() || c.Employer.ID != s.Employer {
		return access.NoSuch("notice")
	}
	return nil
}

// waits refuses what cannot be decided about any more.
func (s Entry) waits() error {
	switch {
	case s.State == Aside:
		return fault.New(fault.Refused, "this notice was set aside: reopen it first")
	case s.State == Placed:
		return fault.New(fault.Refused, "this notice was told in a case already: correct or withdraw it there")
	case s.State == Undone:
		return fault.New(fault.Refused, "the import of this notice was undone: import the file again")
	}
	return nil
}

const longestReason = 1_000

func why(given string) (person.Held[string], error) {
	var f fault.Fields
	clean, err := text.Prose(given, longestReason)
	f.Note("reason", err)
	f.Check(clean != "" || err != nil, "reason", "is missing", "say in a few words why")
	return person.Of(clean), f.Err()
}

// Telling lets a match commit with the notice that it tells (decider.All): the case
// received it, so it waits no more.
func Telling(id, of uuid.UUID, as Content, by Asked) decider.Following[prosecution.Case, Command, Entry] {
	return decider.Following[prosecution.Case, Command, Entry]{
		Stream: func(prosecution.Case) (eventlog.Stream, bool) { return Stream(id), true },
		Asks: func(_, after prosecution.Case, _ Entry) []Command {
			return []Command{Match{Asked: by, Case: of, As: as, Target: prosecution.Target{Employer: after.Employer, Regime: after.Regime}}}
		},
	}
}

// Forgetting lets a case that forgets commit with the forgetting of what the file said,
// which is kept here as well for each notice that was told in it (decider.All).
func Forgetting(id uuid.UUID, cmd Forget) decider.Following[prosecution.Case, Command, Entry] {
	return decider.Following[prosecution.Case, Command, Entry]{
		Stream: func(prosecution.Case) (eventlog.Stream, bool) { return Stream(id), true },
		Asks:   func(_, _ prosecution.Case, _ Entry) []Command { return []Command{cmd} },
	}
}

// CopiesOf is what is kept here of what a case keeps for these purposes: what the file
// said is sealed as a whole, so it goes with any part of it.
func CopiesOf(purposes []person.Purpose) []person.Purpose {
	all := []person.Purpose{person.ForProsecution}
	if slices.Contains(purposes, person.ForNarrative) {
		all = append(all, person.ForNarrative)
	}
	return all
}
