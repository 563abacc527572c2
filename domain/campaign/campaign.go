// Package campaign is days on which something about registering changed: a campaign that called
// for reporting, or another form. Whoever looks at figures has to know, because what is told more
// readily is not what happened more often.
package campaign

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Stream is the one list of all, of no employer: figures over all employers need those of each.
func Stream() eventlog.Stream {
	return eventlog.Stream{Category: "campaign", ID: uuid.MustParse("0a1c0c45-0000-4000-8000-0000000ca3b1")}
}

// Kind says what changed.
type Kind string

const (
	Campaign Kind = "CAMPAIGN" // called for reporting
	Form     Kind = "FORM"     // another form, system or definition
)

// Name is what it is called, and names nobody.
type Name struct{ NL, EN string }

// Mark is one of them.
type Mark struct {
	ID       uuid.UUID
	Employer uuid.UUID // at whom; zero: in the whole country
	Kind     Kind
	Name
	From    calendar.Day
	Through calendar.Day // the last day; of another form the first
	At      time.Time    // when it was told
}

// Marks are all, in the order in which they were told.
type Marks struct{ List []Mark }

// For are those that bear on figures of an employer; of the zero one all there are.
func (m Marks) For(employer uuid.UUID) []Mark {
	return slices.DeleteFunc(slices.Clone(m.List), func(one Mark) bool {
		return employer != uuid.Nil && one.Employer != uuid.Nil && one.Employer != employer
	})
}

func (m Marks) index(id uuid.UUID) int {
	return slices.IndexFunc(m.List, func(one Mark) bool { return one.ID == id })
}

// Event is a fact about these days. None holds anything of a person.
type Event interface {
	EventType() string
	campaignEvent()
}

// Marked: something changed on these days.
type Marked struct{ Mark }

// Withdrawn: it was marked by mistake.
type Withdrawn struct {
	ID uuid.UUID
	At time.Time
}

func (Marked) EventType() string    { return "campaign.marked.v1" }
func (Withdrawn) EventType() string { return "campaign.withdrawn.v1" }

func (Marked) campaignEvent()    {}
func (Withdrawn) campaignEvent() {}

// Command is something that is asked of these days.
type Command interface{ campaignCommand() }

// MarkDays marks days: a registrar those of the employer, an analyst or the operator those of the country.
type MarkDays struct {
	By access.Actor
	ID uuid.UUID
	Kind
	Name
	From, Through calendar.Day // Through 0: one day
	At            time.Time
}

// Withdraw takes one back.
type Withdraw struct {
	By access.Actor
	ID uuid.UUID
	At time.Time
}

func (MarkDays) campaignCommand() {}
func (Withdraw) campaignCommand() {}

// Decider is the rules of it.
var Decider = decider.Decider[Command, Marks, Event]{Decide: decide, Evolve: evolve}

// Limits: the list is folded whole, and stands under pictures.
const (
	longestName = 120
	mostMarks   = 500 // of one employer, and of the country
	longest     = 366 // days; what lasts longer is no campaign
)

func decide(s Marks, c Command) ([]Event, error) {
	switch c := c.(type) {
	case MarkDays:
		return markDays(s, c)
	case Withdraw:
		return withdraw(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a campaign: mark or withdraw it")
}

// 1. An employer's registrar marks days of that employer, an analyst or the operator those of
// the country. They may lie ahead: a campaign is known before it begins.
func markDays(s Marks, c MarkDays) ([]Event, error) {
	if err := c.By.May(access.MarkCampaign, c.By.Employer); err != nil {
		return nil, err
	}
	m := Mark{ID: c.ID, Employer: c.By.Employer, Kind: c.Kind, Name: c.Name, From: c.From, Through: max(c.From, c.Through), At: c.At}
	if err := m.check(c.Through); err != nil {
		return nil, err
	}
	own := 0
	for _, other := range s.List {
		if other.Employer != m.Employer {
			continue
		}
		own++
		if other.Kind == m.Kind && other.Name == m.Name && other.From == m.From && other.Through == m.Through {
			return nil, nil // already as asked
		}
	}
	if own >= mostMarks {
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d already: withdraw one first", mostMarks))
	}
	return []Event{Marked{m}}, nil
}

func (m *Mark) check(through calendar.Day) error {
	var f fault.Fields
	f.Check(m.Kind == Campaign || m.Kind == Form, "kind", "is not a kind of mark", "use CAMPAIGN (a call to report) or FORM (another form, system or definition)")
	for name, words := range map[string]*string{"name.nl": &m.NL, "name.en": &m.EN} {
		clean, err := text.Line(*words, longestName)
		f.Note(name, err)
		f.Check(err != nil || clean != "", name, "is missing", "say in a few words what it was; it names nobody")
		*words = clean
	}
	f.Check(m.From != 0, "from", "is missing", "say on which day it began: 2026-06-01")
	f.Check(through == 0 || through >= m.From, "through", "lies before the first day", "give the last day, or leave it out for one day")
	f.Check(m.Through-m.From < longest, "through", "is more than a year after the first day", "mark the day on which it began as FORM, or give the last day of the campaign")
	return f.Err()
}

// 2. Those withdraw one who could mark it.
func withdraw(s Marks, c Withdraw) ([]Event, error) {
	if err := c.By.May(access.MarkCampaign, c.By.Employer); err != nil {
		return nil, err
	}
	i := s.index(c.ID)
	switch {
	case i < 0, s.List[i].Employer != uuid.Nil && s.List[i].Employer != c.By.Employer && c.By.Employer != uuid.Nil:
		return nil, access.NoSuch("campaign")
	case s.List[i].Employer != c.By.Employer:
		return nil, fault.New(fault.Forbidden, "only who could mark it withdraws it: an employer's registrar its own, an analyst those of the country")
	}
	return []Event{Withdrawn{ID: c.ID, At: c.At}}, nil
}

func evolve(s Marks, e Event) Marks {
	s.List = slices.Clone(s.List)
	switch e := e.(type) {
	case Marked:
		s.List = append(s.List, e.Mark)
	case Withdrawn:
		if i := s.index(e.ID); i >= 0 {
			s.List = slices.Delete(s.List, i, i+1)
		}
	}
	return s
}
