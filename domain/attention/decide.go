package attention

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/text"
)

// Command is something that is asked of a listing.
type Command interface{ attentionCommand() }

// Asked is what every command carries; File is the suspect's file as it is, a fact from outside.
type Asked struct {
	By    access.Actor
	File  suspect.File
	Today calendar.Day // by the employer's clock
	At    time.Time
}

// List warns for a suspect.
type List struct {
	Asked
	Ground      codes.Code
	Text        string
	Notice      Notice
	Review, End calendar.Day
}

// Renew says, after a review, that it must stay.
type Renew struct {
	Asked
	Reason      string
	Review, End calendar.Day
}

// End says that it must not.
type End struct {
	Asked
	Reason string
}

func (List) attentionCommand()  {}
func (Renew) attentionCommand() {}
func (End) attentionCommand()   {}

// Decider is the rules of it.
var Decider = decider.Decider[Command, Listing, Event]{Decide: decide, Evolve: evolve}

const (
	longestText     = 2000
	longestDocument = 120
)

func decide(s Listing, c Command) ([]Event, error) {
	switch c := c.(type) {
	case List:
		return list(s, c)
	case Renew:
		return renew(s, c)
	case End:
		return end(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a listing: list, renew or end it")
}

// 1. A registrar lists somebody whose identity is known, on a ground, after a letter to the
// person, with a day of review and a last day. Without any of these it is refused.
func list(s Listing, c List) ([]Event, error) {
	if err := c.mine(access.KeepAttention); err != nil {
		return nil, err
	}
	switch {
	case s.Stands(c.Today, c.known()) == Holds:
		return nil, fault.New(fault.Refused, "this suspect is listed already: review that listing, or end it first")
	case !c.known():
		return nil, fault.New(fault.Refused, "nobody knows who this is, so nobody can be told or warned: identify the suspect first")
	case c.File.UnderReview():
		return nil, fault.New(fault.Refused, "this suspect was cleared of an incident, and nothing may rest on the history until it was reviewed: review it first")
	}
	var f fault.Fields
	f.Check(slices.Contains(Grounds(), c.Ground), "ground", "is not a ground to list anybody", "use BAN, THREAT or VIOLENCE")
	why := prose(c.Text, "why", "say what happened, so that who reviews it can judge it", &f)
	document, err := text.Line(c.Notice.Document, longestDocument)
	f.Note("notice.document", err)
	f.Check(err != nil || document != "", "notice.document", "is missing", "say where the letter to the person is kept")
	on, err := calendar.ParseDay(c.Notice.On)
	switch {
	case c.Notice.On == "":
		f.Add("notice.on", "is missing", "tell the person by letter first, and give its day")
	case err != nil:
		f.Note("notice.on", err)
	default:
		f.Check(on <= c.Today, "notice.on", "lies ahead", "send the letter first")
		f.Check(c.Today-on <= NoticeDays, "notice.on", "is too long ago", fmt.Sprintf("tell the person of this listing: a letter of at most %d days ago", NoticeDays))
	}
	bounded(c.Today, c.Review, c.End, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Listed{
		Employer: c.File.Employer, Review: c.Review, End: c.End, At: c.At,
		Why: person.Of(Why{Ground: c.Ground, Text: why, Notice: Notice{On: on.String(), Document: document}}),
	}}, nil
}

// 2. Whoever reviews it renews it for a bounded time or ends it. What has ended is listed anew,
// with a new letter.
func renew(s Listing, c Renew) ([]Event, error) {
	if err := c.mine(access.KeepAttention); err != nil {
		return nil, err
	}
	switch {
	case s.Stands(c.Today, c.known()) != Holds:
		return nil, fault.New(fault.Refused, "there is no listing that holds: one that ended is made anew, after a new letter to the person")
	case c.File.UnderReview():
		return nil, fault.New(fault.Refused, "this suspect was cleared of an incident, and nothing may rest on the history until it was reviewed: review it first")
	}
	var f fault.Fields
	reason := prose(c.Reason, "reason", "say why it must stay", &f)
	bounded(c.Today, c.Review, c.End, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Renewed{Reason: person.Of(reason), Review: c.Review, End: c.End, At: c.At}}, nil
}

// 3. A registrar or the privacy officer ends it at any time.
func end(s Listing, c End) ([]Event, error) {
	if err := c.mine(access.EndAttention); err != nil {
		return nil, err
	}
	if s.Stands(c.Today, c.known()) != Holds {
		return nil, nil // already as asked
	}
	var f fault.Fields
	reason := prose(c.Reason, "reason", "say why it ends", &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Ended{Reason: person.Of(reason), At: c.At}}, nil
}

func (c Asked) mine(action access.Action) error {
	if err := c.By.May(action, c.File.Employer); err != nil {
		return err
	}
	if !c.File.Opened() {
		return access.NoSuch("suspect")
	}
	return nil
}

func (c Asked) known() bool { return c.File.Identity.State == person.Present }

// bounded asks for both days, and that neither is far away.
func bounded(today, review, end calendar.Day, f *fault.Fields) {
	f.Check(review != 0, "review", "is missing", "give the last day by which somebody looks at it again")
	f.Check(review == 0 || review > today, "review", "is over", "give a day that lies ahead")
	f.Check(review == 0 || review <= today.AddMonths(MostMonthsToReview), "review", "is too far away", fmt.Sprintf("look at it again within %d months", MostMonthsToReview))
	f.Check(end != 0, "end", "is missing", "give the last day on which it holds")
	f.Check(end == 0 || review == 0 || end >= review, "end", "lies before the review", "let it be looked at on its last day, or before")
	f.Check(end == 0 || end <= today.AddMonths(MostMonths), "end", "is too far away", fmt.Sprintf("let it end within %d months; a review can renew it", MostMonths))
}

func prose(words, name, remedy string, f *fault.Fields) string {
	clean, err := text.Prose(words, longestText)
	f.Note(name, err)
	f.Check(err != nil || clean != "", name, "is missing", remedy)
	return clean
}
