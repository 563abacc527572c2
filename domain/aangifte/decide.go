package aangifte

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// Command is something that is asked of an aangifte.
type Command interface{ aangifteCommand() }

// Asked is what every command carries: who asks, when, and for which employer.
type Asked struct {
	By       access.Actor
	At       time.Time
	Employer employer.Employer
	Unit     string // that the record is of, a fact from outside; see access.TheUnit
}

// Told is what somebody says of an aangifte.
type Told struct {
	On          moment.Moment
	Complainant codes.Code
	Name        codes.Code
	Domicile    codes.Code
	Workers     []uuid.UUID
	Incidents   []About
	Reference   string
}

// About is an incident that it is about, with what its own stream knows: a fact from outside.
type About struct {
	ID       uuid.UUID
	Employer uuid.UUID
	Regime   codes.Code
}

// Make records that an aangifte was made.
type Make struct {
	Asked
	Regime codes.Code // "" is AVG
	Told
}

// Correct tells it again as it is right.
type Correct struct {
	Asked
	Told
	Reason string
}

// Retract takes a record back of what never was.
type Retract struct {
	Asked
	Reason string
}

func (Make) aangifteCommand()    {}
func (Correct) aangifteCommand() {}
func (Retract) aangifteCommand() {}

const (
	avg       codes.Code = "AVG"
	byVictim  codes.Code = "VICTIM"
	mostLinks            = 100

	longestReference = 100
	longestReason    = 1_000
)

func decide(s Aangifte, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Make:
		return made(s, c)
	case Correct:
		return correct(s, c)
	case Retract:
		return retract(s, c)
	case Forget:
		return forget(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of an aangifte: see the commands that there are")
}

// 1. Whoever follows the employer's cases records that an aangifte was made, by the
// victim or by the employer for its workers (DOMAIN 2.1).
func made(s Aangifte, c Make) ([]Event, error) {
	if !c.Employer.Registered() {
		var f fault.Fields
		f.Add("employer", "is not known", "check the employer's code, or let the operator register it")
		return nil, f.Err()
	}
	if err := c.By.May(access.RecordAangifte, c.Employer.ID, c.Unit); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	e := Made{Employer: c.Employer.ID, Regime: f.regime(c.Regime)}
	e.Content = f.content(c.Told, e.Employer, e.Regime)
	switch {
	case f.Err() != nil:
		return nil, f.Err()
	case s.Made() && !s.Retracted && s.Employer == e.Employer && s.Regime == e.Regime && s.Content.equal(e.Content):
		return nil, nil // already as asked
	case s.Made():
		return nil, fault.New(fault.Refused, "there is an aangifte with this id already: correct that one, or use a new id")
	}
	return []Event{e}, nil
}

// 2. What was recorded otherwise than it was is told again, with the reason.
func correct(s Aangifte, c Correct) ([]Event, error) {
	if err := mine(s, c.Asked, access.RecordAangifte); err != nil {
		return nil, err
	}
	if s.Retracted {
		return nil, fault.New(fault.Refused, "this record was retracted: record the aangifte under a new id if there was one after all")
	}
	f := form{at: c.At}
	content := f.content(c.Told, s.Employer, s.Regime)
	if f.Err() == nil && s.Content.equal(content) {
		return nil, nil // already as asked
	}
	return facts(Corrected{Content: content, Reason: f.why(c.Reason)}, f.Err())
}

// 3. What never was is retracted, and counts no more.
func retract(s Aangifte, c Retract) ([]Event, error) {
	if err := mine(s, c.Asked, access.RecordAangifte); err != nil {
		return nil, err
	}
	if s.Retracted {
		return nil, nil // already as asked
	}
	f := form{at: c.At}
	return facts(Retracted{Reason: f.why(c.Reason)}, f.Err())
}

func mine(s Aangifte, c Asked, action access.Action) error {
	if err := c.By.May(action, s.Employer, c.Unit); err != nil {
		return err
	}
	if !s.Made() || c.Employer.ID != s.Employer {
		return access.NoSuch("aangifte")
	}
	return nil
}

func facts(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// form cleans what was filled in and notes all that is wrong with it.
type form struct {
	fault.Fields
	at time.Time
}

func (f *form) regime(c codes.Code) codes.Code {
	if c == "" {
		return avg
	}
	f.Note("regime", codes.LegalRegime.CheckAnswer(c, f.at))
	f.Check(c != codes.Other, "regime", "is neither of the two", "use AVG or WPG: a record is kept under one of them, and never both")
	return c
}

func (f *form) content(t Told, owner uuid.UUID, regime codes.Code) Content {
	f.Check(t.On.Known(), "on", "is missing", "say on which day it was made")
	f.Note("on", t.On.Check(f.at))
	f.Note("complainant", codes.Complainant.CheckAnswer(t.Complainant, f.at))
	f.Check(t.Complainant != codes.Other, "complainant", "is none of the list", "use VICTIM or EMPLOYER: an aangifte of others is theirs to keep")
	c := Content{On: t.On, Complainant: t.Complainant, Name: f.one("name", codes.Anonymity, t.Name), Domicile: f.one("domicile", codes.YesNo, t.Domicile)}
	c.Workers = f.set("workers", t.Workers)
	f.Check(t.Complainant != byVictim || len(c.Workers) == 1, "workers", "are not the one who made it", "name the victim; each victim's aangifte is one of its own")
	c.Incidents = f.about(t.Incidents, owner, regime)
	number, err := text.Line(t.Reference, longestReference)
	f.Note("reference", err)
	if number != "" {
		c.Reference = person.Of(number)
	}
	return c
}

func (f *form) about(list []About, owner uuid.UUID, regime codes.Code) []uuid.UUID {
	var ids []uuid.UUID
	f.Check(len(list) > 0, "incidents", "are missing", "name the incident that it is about")
	for _, a := range list {
		f.Check(a.Employer == owner, "incidents", "are not all on record here", "check the ids")
		f.Check(a.Employer != owner || a.Regime == regime, "incidents", "are kept under another law", "record the aangifte under the law of its incidents")
		ids = append(ids, a.ID)
	}
	return f.set("incidents", ids)
}

func (f *form) set(field string, list []uuid.UUID) []uuid.UUID {
	f.Check(!slices.Contains(list, uuid.Nil), field, "name nobody", "give the ids of those that there are")
	f.Check(len(list) <= mostLinks, field, "are more than 100", "record the others as an aangifte of their own")
	if len(list) == 0 {
		return nil
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(sorted)
}

func (f *form) one(field string, list codes.List, c codes.Code) codes.Code {
	if c == "" || c == codes.NotRecorded {
		return ""
	}
	f.Note(field, list.Check(c, f.at))
	return c
}

func (f *form) why(given string) person.Held[string] {
	clean, err := text.Prose(given, longestReason)
	f.Note("reason", err)
	f.Check(clean != "" || err != nil, "reason", "is missing", "say in a few words why")
	return person.Of(clean)
}
