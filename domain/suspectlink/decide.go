package suspectlink

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/text"
)

// Command is something that is asked of links.
type Command interface{ suspectlinkCommand() }

// Asked is what every command carries.
type Asked struct {
	By    access.Actor
	Today calendar.Day
	At    time.Time
}

// Propose asks another employer whether it keeps a file of the same suspect.
type Propose struct {
	Asked
	ID          uuid.UUID
	File        uuid.UUID
	State       suspect.File // that file as it is: a fact from outside
	With        uuid.UUID    // the other employer; zero is none that is known
	Basis       Basis
	Notice      Notice
	Review, End calendar.Day
}

// Join names the other employer's file.
type Join struct {
	Asked
	ID     uuid.UUID
	File   uuid.UUID
	State  suspect.File
	Notice Notice
}

// Approve is the word of the second person at one employer.
type Approve struct {
	Asked
	ID uuid.UUID
}

// Review says that somebody looked at it again.
type Review struct {
	Asked
	ID     uuid.UUID
	Review calendar.Day
}

// End undoes it, everywhere.
type End struct {
	Asked
	ID uuid.UUID
}

func (Propose) suspectlinkCommand() {}
func (Join) suspectlinkCommand()    {}
func (Approve) suspectlinkCommand() {}
func (Review) suspectlinkCommand()  {}
func (End) suspectlinkCommand()     {}

// Decider is the rules of it.
var Decider = decider.Decider[Command, Links, Event]{Decide: decide, Evolve: evolve}

const longestReference = 120

func decide(s Links, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Propose:
		return propose(s, c)
	case Join:
		return join(s, c)
	case Approve:
		return approve(s, c)
	case Review:
		return review(s, c)
	case End:
		return end(s, c)
	case Leave:
		return leave(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a link: propose, join, approve, review or end it")
}

// 1. A registrar proposes a link: with the statute or permit that lets employers share this, a
// letter to the person, a day of review and a last day. Without any of these it is refused.
func propose(s Links, c Propose) ([]Event, error) {
	if err := linkable(c.By, c.State); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.With != uuid.Nil, "with", "is not known", "give the code of the other employer")
	f.Check(c.With != c.By.Employer, "with", "is your own employer", "merge files of one employer by telling their incidents to one of them")
	basis := Basis{Statute: line(c.Basis.Statute, "basis.statute", "name the article that lets employers share this: UAVG 33 lid 4", &f), Reference: line(c.Basis.Reference, "basis.reference", "give the reference of the permit or decision", &f)}
	notice := c.Notice.check(c.Today, &f)
	bounded(c.Today, c.Review, c.End, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if _, found := s.Find(c.ID); found {
		return nil, fault.New(fault.Refused, "there is a link with this id already: use a new id")
	}
	if slices.ContainsFunc(s.List, func(l Link) bool { return l.between(c.File, c.With) && open(l.Stands(c.Today)) }) {
		return nil, fault.New(fault.Refused, "there is a link of this file with that employer already: end it first")
	}
	return []Event{Proposed{
		ID: c.ID, Own: Side{Employer: c.By.Employer, File: c.File, By: c.By.ID, Notice: notice}, With: c.With,
		Basis: basis, Review: c.Review, End: c.End, At: c.At,
	}}, nil
}

func open(s Standing) bool { return s == Waiting || s == Holds }

// between tells whether it links this file with that employer.
func (l Link) between(file, with uuid.UUID) bool {
	return l.Sides[0].File == file && l.Sides[1].Employer == with || l.Sides[1].File == file && l.Sides[0].Employer == with
}

// linkable asks it of the file that somebody brings in.
func linkable(by access.Actor, file suspect.File) error {
	if err := by.May(access.LinkFiles, file.Employer); err != nil {
		return err
	}
	switch {
	case !file.Opened():
		return access.NoSuch("suspect")
	case file.Identity.State != person.Present:
		return fault.New(fault.Refused, "nobody knows who this is, so nobody can be told: identify the suspect first")
	case file.UnderReview():
		return fault.New(fault.Refused, "this suspect was cleared of an incident, and nothing may rest on the history until it was reviewed: review it first")
	}
	return nil
}

// 2. A registrar of the other employer names its own file, and its own letter to the person.
func join(s Links, c Join) ([]Event, error) {
	l, own, _, err := s.mine(c.Asked, access.LinkFiles, c.ID)
	if err != nil {
		return nil, err
	}
	if err := linkable(c.By, c.State); err != nil {
		return nil, err
	}
	switch {
	case own == l.Sides[0]:
		return nil, fault.New(fault.Refused, "you proposed this link: the other employer names its file")
	case own.File == c.File:
		return nil, nil // already as asked
	case own.File != uuid.Nil:
		return nil, fault.New(fault.Refused, "a file was named already: end this link, and propose another one")
	}
	var f fault.Fields
	notice := c.Notice.check(c.Today, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Joined{ID: c.ID, Side: Side{Employer: own.Employer, File: c.File, By: c.By.ID, Notice: notice}, At: c.At}}, nil
}

// 3. A privacy officer of each employer approves, who is not the one that named its file.
func approve(s Links, c Approve) ([]Event, error) {
	_, own, other, err := s.mine(c.Asked, access.ApproveLink, c.ID)
	if err != nil {
		return nil, err
	}
	switch {
	case own.Approved != uuid.Nil:
		return nil, nil // already as asked
	case own.File == uuid.Nil || other.File == uuid.Nil:
		return nil, fault.New(fault.Refused, "one of the employers did not name its file yet: approve when both did")
	case own.By == c.By.ID:
		return nil, fault.New(fault.Forbidden, "you named this file yourself: a second person approves")
	}
	return []Event{Approved{ID: c.ID, Employer: own.Employer, By: c.By.ID, At: c.At}}, nil
}

// 4. A privacy officer of either looks at it again in time. Its end does not move.
func review(s Links, c Review) ([]Event, error) {
	l, own, _, err := s.mine(c.Asked, access.ApproveLink, c.ID)
	if err != nil {
		return nil, err
	}
	if l.Stands(c.Today) != Holds {
		return nil, fault.New(fault.Refused, "this link does not hold: there is nothing to review")
	}
	var f fault.Fields
	bounded(c.Today, c.Review, l.End, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Reviewed{ID: c.ID, Employer: own.Employer, By: c.By.ID, Review: c.Review, At: c.At}}, nil
}

// 5. Each of both ends it alone, at any time.
func end(s Links, c End) ([]Event, error) {
	l, own, _, err := s.linkOf(c.Asked, access.EndLink, c.ID)
	if err != nil || !open(l.Stands(c.Today)) {
		return nil, err
	}
	return []Event{Ended{ID: c.ID, Employer: own.Employer, By: c.By.ID, At: c.At}}, nil
}

// mine is linkOf for what can still be changed.
func (s Links) mine(c Asked, action access.Action, id uuid.UUID) (l Link, own, other Side, err error) {
	if l, own, other, err = s.linkOf(c, action, id); err == nil && !open(l.Stands(c.Today)) {
		err = fault.New(fault.Refused, "this link has ended: propose a new one, after a new letter to the person")
	}
	return l, own, other, err
}

// linkOf finds a link that is of the actor's employer; any other looks as if there were none.
func (s Links) linkOf(c Asked, action access.Action, id uuid.UUID) (Link, Side, Side, error) {
	if err := c.By.May(action, c.By.Employer); err != nil {
		return Link{}, Side{}, Side{}, err
	}
	l, found := s.Find(id)
	own, other, is := l.Side(c.By.Employer)
	if !found || !is {
		return Link{}, Side{}, Side{}, access.NoSuch("link")
	}
	return l, own, other, nil
}

func (n Notice) check(today calendar.Day, f *fault.Fields) Notice {
	f.Check(n.On != 0, "notice.on", "is missing", "tell the person by letter first, and give its day")
	f.Check(n.On <= today, "notice.on", "lies ahead", "send the letter first")
	f.Check(n.On == 0 || today-n.On <= NoticeDays, "notice.on", "is too long ago", fmt.Sprintf("tell the person of this link: a letter of at most %d days ago", NoticeDays))
	n.Document = line(n.Document, "notice.document", "give the number of the letter to the person", f)
	return n
}

// bounded asks for both days, and that neither is far away.
func bounded(today, review, end calendar.Day, f *fault.Fields) {
	f.Check(review != 0, "review", "is missing", "give the last day by which somebody looks at it again")
	f.Check(review == 0 || review > today, "review", "is over", "give a day that lies ahead")
	f.Check(review == 0 || review <= today.AddMonths(MostMonthsToReview), "review", "is too far away", fmt.Sprintf("look at it again within %d months", MostMonthsToReview))
	f.Check(end != 0, "end", "is missing", "give the last day on which it holds")
	f.Check(end == 0 || review == 0 || end >= review, "review", "lies behind the end", "let it be looked at on its last day, or before")
	f.Check(end == 0 || end <= today.AddMonths(MostMonths), "end", "is too far away", fmt.Sprintf("let it end within %d months", MostMonths))
}

// line is a reference, which names nobody: it is kept in clear.
func line(words, name, remedy string, f *fault.Fields) string {
	clean, err := text.Line(words, longestReference)
	f.Note(name, err)
	f.Check(err != nil || clean != "", name, "is missing", remedy)
	return clean
}
