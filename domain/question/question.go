// Package question is questions that somebody keeps to ask again: under a name, found in a
// list, and handed on by a link.
//
// What is kept is the question and never an answer: whoever follows the link is answered
// within his own rights.
package question

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Stream is the one list of all questions that are kept, of no employer: a link is found
// whoever saved it.
func Stream() eventlog.Stream {
	return eventlog.Stream{Category: "question", ID: uuid.MustParse("0a1c0c45-0000-4000-8000-000000009e57")}
}

// Name is what a question is called.
type Name struct{ NL, EN string }

// Question is one that is kept.
type Question struct {
	ID       uuid.UUID
	Employer uuid.UUID // whose list it stands in; zero: that of everybody
	Name
	Text string // its canonical text
	At   time.Time
}

// Shelf is all questions that are kept, oldest first.
type Shelf struct{ Questions []Question }

// Find gives the one under an id.
func (s Shelf) Find(id uuid.UUID) (Question, bool) {
	if i := s.index(id); i >= 0 {
		return s.Questions[i], true
	}
	return Question{}, false
}

// For are those in the list of an employer, with those of everybody.
func (s Shelf) For(employer uuid.UUID) []Question {
	return slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return q.Employer != employer && q.Employer != uuid.Nil })
}

func (s Shelf) index(id uuid.UUID) int {
	return slices.IndexFunc(s.Questions, func(q Question) bool { return q.ID == id })
}

// Event is a fact about the questions that are kept. None holds anything of a person.
type Event interface {
	EventType() string
	questionEvent()
}

// Saved: it is kept.
type Saved struct{ Question }

// Renamed: it is called otherwise.
type Renamed struct {
	ID uuid.UUID
	Name
}

// Dropped: it is kept no more.
type Dropped struct{ ID uuid.UUID }

func (Saved) EventType() string   { return "question.saved.v1" }
func (Renamed) EventType() string { return "question.renamed.v1" }
func (Dropped) EventType() string { return "question.dropped.v1" }

func (Saved) questionEvent()   {}
func (Renamed) questionEvent() {}
func (Dropped) questionEvent() {}

// Command is something that is asked of the questions that are kept.
type Command interface{ questionCommand() }

// Save keeps a question in the list of whoever works for an employer, else in that of
// everybody. Its text was read, and is canonical.
type Save struct {
	By access.Actor
	ID uuid.UUID
	Name
	Text string
	At   time.Time
}

// Rename calls it otherwise.
type Rename struct {
	By access.Actor
	ID uuid.UUID
	Name
}

// Drop keeps it no more: its link leads nowhere.
type Drop struct {
	By access.Actor
	ID uuid.UUID
}

func (Save) questionCommand()   {}
func (Rename) questionCommand() {}
func (Drop) questionCommand()   {}

// Decider is the rules of it.
var Decider = decider.Decider[Command, Shelf, Event]{Decide: decide, Evolve: evolve}

// Limits: a shelf is folded whole, and read by people.
const (
	longestName = 120
	longestText = 2000
	mostKept    = 500 // in one list
)

func decide(s Shelf, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Save:
		return save(s, c)
	case Rename:
		return rename(s, c)
	case Drop:
		return drop(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a question: save, rename or drop it")
}

// 1. Whoever may ask figures keeps questions in the list of his employer; analyst and operator
// in that of everybody.
func save(s Shelf, c Save) ([]Event, error) {
	if err := c.By.May(access.SaveQuestion, c.By.Employer); err != nil {
		return nil, err
	}
	var f fault.Fields
	c.Name = c.Name.check(&f)
	f.Check(c.Text != "" && len(c.Text) <= longestText, "question", fmt.Sprintf("is empty or longer than %d characters", longestText), "give a question as every answer repeats it")
	if err := f.Err(); err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return q.Employer != c.By.Employer })
	_, kept := s.Kept(c.By.Employer, c.Name, c.Text)
	switch {
	case kept:
		return nil, nil // already as asked
	case slices.ContainsFunc(own, func(q Question) bool { return q.Name == c.Name }):
		return nil, fault.New(fault.Refused, "another question is called so already: choose another name, or rename that one")
	case len(own) >= mostKept:
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d questions already: drop one first", mostKept))
	}
	return []Event{Saved{Question{ID: c.ID, Employer: c.By.Employer, Name: c.Name, Text: c.Text, At: c.At}}}, nil
}

// Kept finds a question in the list of an employer by its name and text.
func (s Shelf) Kept(employer uuid.UUID, name Name, text string) (Question, bool) {
	name = name.check(new(fault.Fields))
	i := slices.IndexFunc(s.Questions, func(q Question) bool { return q.Employer == employer && q.Name == name && q.Text == text })
	if i < 0 {
		return Question{}, false
	}
	return s.Questions[i], true
}

func (n Name) check(f *fault.Fields) Name {
	for name, words := range map[string]*string{"name.nl": &n.NL, "name.en": &n.EN} {
		clean, err := text.Line(*words, longestName)
		f.Note(name, err)
		f.Check(err != nil || clean != "", name, "is missing", "say in a few words what is asked")
		*words = clean
	}
	return n
}

// 2. Those in whose list it stands rename and drop it.
func (s Shelf) own(by access.Actor, id uuid.UUID) (Question, error) {
	if err := by.May(access.SaveQuestion, by.Employer); err != nil {
		return Question{}, err
	}
	q, found := s.Find(id)
	switch {
	case !found, q.Employer != by.Employer && q.Employer != uuid.Nil: // the list of an employer is its own
		return Question{}, access.NoSuch("question")
	case q.Employer != by.Employer:
		return Question{}, fault.New(fault.Forbidden, "this question is in the list of everybody: save it under a name of your own")
	}
	return q, nil
}

func rename(s Shelf, c Rename) ([]Event, error) {
	q, err := s.own(c.By, c.ID)
	if err != nil {
		return nil, err
	}
	var f fault.Fields
	name := c.Name.check(&f)
	switch err := f.Err(); {
	case err != nil || name == q.Name:
		return nil, err
	case slices.ContainsFunc(s.Questions, func(o Question) bool { return o.Employer == q.Employer && o.Name == name }):
		return nil, fault.New(fault.Refused, "another question is called so already: choose another name")
	}
	return []Event{Renamed{ID: c.ID, Name: name}}, nil
}

func drop(s Shelf, c Drop) ([]Event, error) {
	if _, err := s.own(c.By, c.ID); err != nil {
		return nil, err
	}
	return []Event{Dropped{ID: c.ID}}, nil
}

func evolve(s Shelf, e Event) Shelf {
	s.Questions = slices.Clone(s.Questions)
	switch e := e.(type) {
	case Saved:
		s.Questions = append(s.Questions, e.Question)
	case Renamed:
		if i := s.index(e.ID); i >= 0 {
			s.Questions[i].Name = e.Name
		}
	case Dropped:
		if i := s.index(e.ID); i >= 0 {
			s.Questions = slices.Delete(s.Questions, i, i+1)
		}
	}
	return s
}
