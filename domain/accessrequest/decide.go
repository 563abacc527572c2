package accessrequest

import (
	"encoding/hex"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// Command is something that is asked of a request.
type Command interface{ accessrequestCommand() }

// Asked is what all have.
type Asked struct {
	By       access.Actor
	Employer uuid.UUID
	Today    calendar.Day // on the employer's calendar
	At       time.Time
}

// Open takes a request in.
type Open struct {
	Asked
	On       Subject
	Known    bool // a fact from outside: the employer keeps something of him
	Found    bool // a fact from outside: the permit was used, and found him
	Permit   uuid.UUID
	Received string
	Verified Verified
}

// Extend lets it take two months longer.
type Extend struct {
	Asked
	Why    Why
	Reason string
}

// Withhold keeps a record from who asks.
type Withhold struct {
	Asked
	Record uuid.UUID
	Held   bool // a fact from outside: it is one of those in the file
	Ground Ground
	Reason string
}

// Deliver says that he has his file.
type Deliver struct {
	Asked
	Hash string
	Left bool // a fact from outside: a file of this request with this hash left
	How  How
	Day  string
}

// Refuse ends it without a file.
type Refuse struct {
	Asked
	Ground Refusal
	Reason string
}

func (Open) accessrequestCommand()     {}
func (Extend) accessrequestCommand()   {}
func (Withhold) accessrequestCommand() {}
func (Deliver) accessrequestCommand()  {}
func (Refuse) accessrequestCommand()   {}

// Decider is the rules of requests.
var Decider = decider.Decider[Command, Request, Event]{Decide: decide, Evolve: evolve}

const (
	longestReason = 2_000
	mostWithheld  = 1_000
	usual         = 1 // months (AVG 12(3))
	extended      = 2 // months more
)

func decide(s Request, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Open:
		return open(s, c)
	case Extend:
		return extend(s, c)
	case Withhold:
		return withhold(s, c)
	case Deliver:
		return deliver(s, c)
	case Refuse:
		return refuse(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a request: open, extend, withhold, deliver or refuse it")
}

// 1. The privacy officer takes it in, once it was established who asks. Of a worker or a suspect a
// second person knew whom was looked for: nobody opens all that is kept of somebody alone.
func open(s Request, c Open) ([]Event, error) {
	if err := c.By.May(access.AnswerAccess, c.Employer); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(slices.Contains(Kinds(), c.On.Kind), "kind", "is not of whom something is kept", "use WORKER, SUSPECT or USER")
	f.Check(c.Known, "of", "is of nobody of whom something is kept here", "give the pseudonym, the id of the file, or the id of the user")
	f.Check(slices.Contains(Ways(), c.Verified), "verified", "is not how it was established who asks", "use IN_PERSON, LOGIN, KNOWN or REPRESENTATIVE")
	f.Check(c.On.Kind == User || c.Found, "permit", "is not one by which this person was found", "ask a permit, let a second person grant it, search, and give its id")
	day, err := calendar.ParseDay(c.Received)
	f.Note("received", err)
	f.Check(err != nil || day <= c.Today, "received", "lies ahead", "give the day on which it came in")
	if err := f.Err(); err != nil {
		return nil, err
	}
	if s.Opened != (Opened{}) {
		return nil, nil
	}
	return []Event{Opened{On: c.On, Received: c.Received, Verified: c.Verified, Permit: c.Permit, Due: day.AddMonths(usual).String(), By: c.By.ID, At: c.At}}, nil
}

// 2. It may take two months longer, once, when he is told so within the first month and why.
func extend(s Request, c Extend) ([]Event, error) {
	if err := s.under(c.Asked); err != nil {
		return nil, err
	}
	var f fault.Fields
	reason := why(&f, c.Reason)
	f.Check(c.Why == Complex || c.Why == Many, "why", "is not why the law lets it take longer", "use COMPLEX or MANY")
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch {
	case s.Extended.Due != "":
		return nil, fault.New(fault.Refused, "it was extended before, and the law lets that be done once: answer it by "+s.Due())
	case s.Overdue(c.Today):
		return nil, fault.New(fault.Refused, "its month has passed, and it can be extended within that month only: answer it now")
	}
	received, _ := calendar.ParseDay(s.Received)
	return []Event{Extended{On: s.On, Why: c.Why, Reason: reason, Due: received.AddMonths(usual + extended).String(), At: c.At}}, nil
}

// 3. What is kept from him is named, on a ground of the law and with the reason.
func withhold(s Request, c Withhold) ([]Event, error) {
	if err := s.under(c.Asked); err != nil {
		return nil, err
	}
	var f fault.Fields
	reason := why(&f, c.Reason)
	f.Check(c.Held, "record", "is not in the file of this person", "give the id of a record as the file shows it")
	f.Check(slices.Contains(Grounds(), c.Ground), "ground", "is not a ground to keep something from who asks", "use RIGHTS_OF_OTHERS, INVESTIGATION, CLAIM or SUPERVISION")
	if err := f.Err(); err != nil {
		return nil, err
	}
	if g, kept := s.Kept(c.Record); kept && g == c.Ground {
		return nil, nil
	}
	if len(s.Withheld) >= mostWithheld {
		return nil, fault.New(fault.Refused, "so many records cannot be kept from one person")
	}
	return []Event{Withheld{On: s.On, Record: c.Record, Ground: c.Ground, Reason: reason, At: c.At}}, nil
}

// 4. What was given is a file that left here.
func deliver(s Request, c Deliver) ([]Event, error) {
	if s.State() == Answered && s.Delivered.Hash == c.Hash {
		return nil, c.By.May(access.AnswerAccess, c.Employer)
	}
	if err := s.under(c.Asked); err != nil {
		return nil, err
	}
	var f fault.Fields
	hash, err := hex.DecodeString(c.Hash)
	f.Check(err == nil && len(hash) == 32, "hash", "is not a SHA-256", "give 64 hexadecimal digits, as sha256sum prints them for the file")
	f.Check(err != nil || c.Left, "hash", "is of no file of this request", "make the file, and give its hash")
	f.Check(c.How == ByHand || c.How == ByPost || c.How == Securely, "how", "is not how it was given", "use BY_HAND, BY_POST or SECURE_MAIL")
	day, err := calendar.ParseDay(c.Day)
	f.Note("on", err)
	f.Check(err != nil || day <= c.Today && c.Day >= s.Received, "on", "is not a day since it came in", "give the day on which he got it")
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Delivered{Hash: c.Hash, How: c.How, Day: c.Day, By: c.By.ID, At: c.At}}, nil
}

// 5. Nothing is given to whom it is not, or where it is asked without end; he is told why.
func refuse(s Request, c Refuse) ([]Event, error) {
	if s.State() == Declined {
		return nil, c.By.May(access.AnswerAccess, c.Employer)
	}
	if err := s.under(c.Asked); err != nil {
		return nil, err
	}
	var f fault.Fields
	reason := why(&f, c.Reason)
	f.Check(slices.Contains([]Refusal{Unverified, Unfounded, Withdrawn}, c.Ground), "ground", "is not why nothing is given", "use UNVERIFIED, UNFOUNDED or WITHDRAWN")
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Refused{On: s.On, Ground: c.Ground, Reason: reason, At: c.At}}, nil
}

func (r Request) under(c Asked) error {
	if err := c.By.May(access.AnswerAccess, c.Employer); err != nil {
		return err
	}
	switch {
	case r.Opened == (Opened{}):
		return access.NoSuch("request")
	case r.State() != Pending:
		return fault.New(fault.Refused, "this request was answered: take in another one, if he asks again")
	}
	return nil
}

func why(f *fault.Fields, given string) person.Held[string] {
	clean, err := text.Prose(given, longestReason)
	f.Note("reason", err)
	f.Check(err != nil || clean != "", "reason", "is missing", "say why, for who asks what was decided; it is sealed")
	return person.Of(clean)
}
