package prosecution

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Merge says that this case and another one are the same: one suspect was followed
// twice, or two cases turned out to be one. It is only a pointer, on both sides: each
// keeps its own record, and they can be split again at any time.
type Merge struct {
	Asked
	Beside
	ID          uuid.UUID // of this one
	Into        Other     // which stays; its own others are in Beside too
	Onward      uuid.UUID // a fact from outside: the case that stands for Into, where that was merged itself
	Explanation string    // needed when the two are against different suspects
}

// Split says that it is one of its own after all.
type Split struct {
	Asked
	Beside           // first the case that stands for all
	From   uuid.UUID // a fact from outside: what it was merged into when it was read
	Reason string
}

// Absorb and Release are the other side of Merge and Split, in the same append.
type Absorb struct {
	Asked
	ID uuid.UUID // of the case that was merged into this one
}

// Release is of a case that was split off.
type Release struct {
	Asked
	ID uuid.UUID
}

// Wake reopens a case in which, by what was recorded elsewhere, something is left to do: a
// victim must be told something, or an account is open.
type Wake struct {
	Asked
	Reason string // "" where something was heard
}

// Merged: this case is the same as another and is shown, told and closed with it.
type Merged struct {
	Into        uuid.UUID
	Explanation person.Held[string]
}

// SplitOff: it is one of its own after all, with everything that was told in it.
type SplitOff struct {
	From   uuid.UUID
	Reason person.Held[string]
}

// Absorbed: a case was merged into this one, which shows it from now on.
type Absorbed struct{ Case uuid.UUID }

// Released: it was split off.
type Released struct{ Case uuid.UUID }

func (Merge) prosecutionCommand()   {}
func (Split) prosecutionCommand()   {}
func (Absorb) prosecutionCommand()  {}
func (Release) prosecutionCommand() {}
func (Wake) prosecutionCommand()    {}
func (Merged) EventType() string    { return "prosecution.merged.v1" }
func (SplitOff) EventType() string  { return "prosecution.split.v1" }
func (Absorbed) EventType() string  { return "prosecution.absorbed.v1" }
func (Released) EventType() string  { return "prosecution.released.v1" }
func (Merged) prosecutionEvent()    {}
func (SplitOff) prosecutionEvent()  {}
func (Absorbed) prosecutionEvent()  {}
func (Released) prosecutionEvent()  {}

const mostMerged = 50

// 11. A case is merged with one of the same employer, under the same law and against
// the same suspect. What was merged into it goes with it; nothing is merged into what
// was merged itself, so that there is never a circle.
func merge(s Case, c Merge) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeCase); err != nil {
		return nil, err
	}
	into := c.Into.State
	if !into.Opened() || into.Employer != s.Employer {
		return nil, fault.New(fault.Refused, "there is no such case to merge with: check its id")
	}
	switch {
	case s.MergedInto == c.Into.ID:
		return nil, nil // already as asked
	case s.MergedInto != uuid.Nil:
		return nil, fault.New(fault.Refused, "this case was merged into case "+s.MergedInto.String()+": split it first")
	case c.ID == c.Into.ID:
		return nil, fault.New(fault.Refused, "this is the case itself: name the other one, which stays")
	case c.Onward == c.ID:
		return nil, fault.New(fault.Refused, "the other case was merged into this one already: split it first, or leave it so")
	case into.MergedInto != uuid.Nil:
		return nil, fault.New(fault.Refused, "the other case was merged into case "+c.Onward.String()+": merge with that one")
	case into.Regime != s.Regime:
		return nil, fault.New(fault.Refused, "the other case is kept under another law, and a record is never kept under both: go on with two cases")
	}
	return c.fitting(s)
}

// fitting asks what depends on all that the two were merged with before.
func (c Merge) fitting(s Case) ([]Event, error) {
	if err := c.complete(s); err != nil {
		return nil, err
	}
	if err := c.complete(c.Into.State); err != nil {
		return nil, err
	}
	here, there := Together(s, c.Others...), Together(c.Into.State, c.Others...)
	f := form{at: c.At}
	e := Merged{Into: c.Into.ID, Explanation: f.prose("explanation", c.Explanation, longestReason)}
	f.Check(here.Suspect == uuid.Nil || there.Suspect == uuid.Nil || here.Suspect == there.Suspect || e.Explanation.State == person.Present || f.Has("explanation"),
		"explanation", "is missing, and the cases are against two suspects", "say why it is one case all the same, unlink the wrong suspect first, or go on with two cases")
	if err := f.Err(); err != nil {
		return nil, err
	}
	if c.Into.State.Closed && (!s.Closed || news(here, there, there.joined(c.ID, here))) {
		return nil, fault.New(fault.Refused, "the case that stays is closed, and together they have something left to do: reopen it first, or merge in the other direction")
	}
	if len(c.Into.State.Merged) >= mostMerged {
		return nil, fault.New(fault.Refused, "50 cases were merged into that one already: check whether they are one case")
	}
	return []Event{e}, nil
}

// news tells whether a victim must be told something of two cases together that neither
// owed by itself.
func news(here, there, together Case) bool {
	owed := func(s Case, o Owed) bool {
		return slices.ContainsFunc(s.Uninformed(), func(have Owed) bool { return have.Victim == o.Victim && have.Notice == o.Notice })
	}
	return slices.ContainsFunc(together.Uninformed(), func(o Owed) bool { return !owed(here, o) && !owed(there, o) })
}

// 12. What turned out to be two cases is split, with the reason, also years later.
func split(s Case, c Split) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeCase); err != nil {
		return nil, err
	}
	switch {
	case s.MergedInto == uuid.Nil:
		return nil, nil // already as asked
	case s.MergedInto != c.From:
		return nil, otherwiseMerged()
	}
	f := form{at: c.At}
	events := []Event{SplitOff{From: s.MergedInto, Reason: f.why(c.Reason)}}
	if own := Together(s, c.Others...); s.Closed && own.leftBy(Family(c.Others).whole()) {
		events = append(events, Reopened{Reason: person.Of(ApartAgain)})
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return events, nil
}

// 13. The case that stays knows what was merged into it: what is asked of it is decided
// on all of them.
func absorb(s Case, c Absorb) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeCase); err != nil {
		return nil, err
	}
	switch {
	case slices.Contains(s.Merged, c.ID):
		return nil, nil
	case s.MergedInto != uuid.Nil:
		return nil, otherwiseMerged()
	}
	return []Event{Absorbed{Case: c.ID}}, nil
}

func release(s Case, c Release) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeCase); err != nil || !slices.Contains(s.Merged, c.ID) {
		return nil, err
	}
	return []Event{Released{Case: c.ID}}, nil
}

func wake(s Case, c Wake) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeCase); err != nil || !s.Closed {
		return nil, err
	}
	f := form{at: c.At}
	return facts(Reopened{Reason: f.prose("reason", c.Reason, longestReason)}, f.Err())
}

func otherwiseMerged() error {
	return fault.New(fault.Conflict, "somebody merged or split this case at this moment: read it again and repeat your change")
}

// current asks besides that the case stands for itself: what is new is told where
// somebody looks.
func current(s Case, c Asked, b Beside, action access.Action) error {
	if err := mine(s, c, action); err != nil {
		return err
	}
	if s.MergedInto == uuid.Nil {
		return b.complete(s)
	}
	stands := s.MergedInto
	if b.Survivor != uuid.Nil {
		stands = b.Survivor
	}
	return fault.New(fault.Refused, "this case was merged into case "+stands.String()+
		": ask it of that one, or split them first. Here a notice can be corrected or withdrawn, and a link taken away")
}
