package template

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
)

// Event is a fact about what an employer writes with.
type Event interface {
	EventType() string
	templateEvent()
}

// Adopted: documents are made of this text from now on. Those that were made stay.
type Adopted struct{ Text }

// Withdrawn: this text is not chosen any more.
type Withdrawn struct {
	Kind     codes.Code
	Language codes.Code
	Version  int
}

// LetterheadSet: this is who writes, from now on.
type LetterheadSet struct{ Letterhead }

func (Adopted) EventType() string       { return "template.adopted.v1" }
func (Withdrawn) EventType() string     { return "template.withdrawn.v1" }
func (LetterheadSet) EventType() string { return "template.letterhead_set.v1" }

func (Adopted) templateEvent()       {}
func (Withdrawn) templateEvent()     {}
func (LetterheadSet) templateEvent() {}

// Command is something that is asked of what an employer writes with.
type Command interface{ templateCommand() }

// Adopt makes an employer's own text count. Its version is the next one.
type Adopt struct {
	By       access.Actor
	Employer uuid.UUID
	Text
}

// Withdraw lets another text be chosen again.
type Withdraw struct {
	By       access.Actor
	Employer uuid.UUID
	Kind     codes.Code
	Language codes.Code
	Version  int
}

// SetLetterhead tells who writes.
type SetLetterhead struct {
	By       access.Actor
	Employer uuid.UUID
	Letterhead
}

func (Adopt) templateCommand()         {}
func (Withdraw) templateCommand()      {}
func (SetLetterhead) templateCommand() {}

// Decider is the rules of it.
var Decider = decider.Decider[Command, Stationery, Event]{Decide: decide, Evolve: evolve}

// noDay: these codes hold on every day.
var noDay time.Time

// mostTexts bounds what one stream is folded from.
const mostTexts = 500

func decide(s Stationery, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Adopt:
		return adopt(s, c)
	case Withdraw:
		return withdraw(s, c)
	case SetLetterhead:
		return setLetterhead(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of templates: adopt or withdraw one, or set the letterhead")
}

// 1. The employer's registrar adopts its own words; what they leave to be filled in must be
// something that this kind of document knows.
func adopt(s Stationery, c Adopt) ([]Event, error) {
	if err := c.By.May(access.AdoptTemplate, c.Employer); err != nil {
		return nil, err
	}
	t, err := Check(c.Text)
	if err != nil {
		return nil, err
	}
	if now, found := s.Choose(t.Kind, t.Language, Employer, 0); found && now.Title == t.Title && now.Body == t.Body {
		return nil, nil // already as asked
	}
	if len(s.Texts) >= mostTexts {
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d texts already, which is all that can be kept", mostTexts))
	}
	t.Version = s.next(t.Kind, t.Language)
	return []Event{Adopted{Text: t}}, nil
}

// Check gives the text as it would be adopted, or everything that is wrong with it.
func Check(t Text) (Text, error) {
	var f fault.Fields
	t = t.check(&f)
	return t, f.Err()
}

func (s Stationery) next(kind, language codes.Code) int {
	n := 1
	for _, h := range s.Texts {
		if h.Kind == kind && h.Language == language {
			n = max(n, h.Version+1)
		}
	}
	return n
}

func (s Stationery) index(kind, language codes.Code, version int) int {
	return slices.IndexFunc(s.Texts, func(h Held) bool { return h.Kind == kind && h.Language == language && h.Version == version })
}

// 2. Who may adopt may withdraw. What came with the program is not withdrawn, but replaced.
func withdraw(s Stationery, c Withdraw) ([]Event, error) {
	if err := c.By.May(access.AdoptTemplate, c.Employer); err != nil {
		return nil, err
	}
	i := s.index(c.Kind, c.Language, c.Version)
	switch {
	case i < 0:
		return nil, fault.New(fault.NotFound, "this employer adopted no such text: withdraw one of its own, or adopt one in the place of the program's")
	case s.Texts[i].Withdrawn:
		return nil, nil // already as asked
	}
	return []Event{Withdrawn{Kind: c.Kind, Language: c.Language, Version: c.Version}}, nil
}

// 3. The employer says where its letters come from: its own address is where workers choose
// domicile, so that theirs stays out of every file (DOMAIN 2.1).
func setLetterhead(s Stationery, c SetLetterhead) ([]Event, error) {
	if err := c.By.May(access.AdoptTemplate, c.Employer); err != nil {
		return nil, err
	}
	var f fault.Fields
	l := c.Letterhead.check(&f)
	if err := f.Err(); err != nil || s.Letterhead.equal(l) {
		return nil, err
	}
	return []Event{LetterheadSet{Letterhead: l}}, nil
}

func evolve(s Stationery, e Event) Stationery {
	s.Texts = slices.Clone(s.Texts)
	switch e := e.(type) {
	case Adopted:
		s.Texts = append(s.Texts, Held{Whose: Employer, Text: e.Text})
	case Withdrawn:
		if i := s.index(e.Kind, e.Language, e.Version); i >= 0 {
			s.Texts[i].Withdrawn = true
		}
	case LetterheadSet:
		s.Letterhead = e.Letterhead
	}
	return s
}
