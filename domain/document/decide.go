package document

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// Command is something that is asked of the documents of an incident or a case.
type Command interface{ documentCommand() }

// Draft records what was written. The paper was made and kept before.
type Draft struct {
	By   access.Actor
	Unit string // that the incident or case is of; see access.TheUnit
	Drafted
}

// Issue records that it goes out.
type Issue struct {
	By       access.Actor
	Employer uuid.UUID
	Unit     string
	ID       uuid.UUID
	Blanks   bool // also with blanks
}

// Withdraw takes a document back.
type Withdraw struct {
	By       access.Actor
	Employer uuid.UUID
	Unit     string
	ID       uuid.UUID
	Reason   string
}

func (Draft) documentCommand()    {}
func (Issue) documentCommand()    {}
func (Withdraw) documentCommand() {}

const (
	mostDocuments = 500
	longestReason = 1_000
)

func decide(s Papers, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Draft:
		return draft(s, c)
	case Issue:
		return issue(s, c)
	case Withdraw:
		return withdraw(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a document: prepare, issue or withdraw it")
}

// 1. Who follows the case writes; each document is one of its own, and none is changed.
func draft(s Papers, c Draft) ([]Event, error) {
	if err := c.By.May(access.PrepareDocument, c.Employer, c.Unit); err != nil {
		return nil, err
	}
	if _, there := s.Find(c.ID); there {
		return nil, nil // already as asked
	}
	if len(s) >= mostDocuments {
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d documents here already: follow it on in a new case", mostDocuments))
	}
	return []Event{c.Drafted}, nil
}

// 2. What goes out has no blanks, unless somebody says that whoever gets it fills them in, as
// the police do with an aangifte.
func issue(s Papers, c Issue) ([]Event, error) {
	p, err := mine(s, c.By, c.Employer, c.Unit, c.ID)
	if err != nil {
		return nil, err
	}
	says, is := p.Says.Get()
	switch {
	case p.Withdrawn:
		return nil, fault.New(fault.Refused, "this document was withdrawn: prepare another one")
	case p.Issued:
		return nil, nil // already as asked
	case !is || !p.Readable():
		return nil, forgotten()
	case len(says.Missing) > 0 && !c.Blanks:
		return nil, fault.New(fault.Refused, "this document has blanks ("+strings.Join(says.Missing, ", ")+"): complete the record or fill them in, and prepare it again; or say that it goes out with blanks")
	}
	return []Event{Issued{ID: c.ID, Incomplete: len(says.Missing) > 0}}, nil
}

// 3. A document is taken back with a reason, also after it went out; what went out stays
// readable as long as anything is.
func withdraw(s Papers, c Withdraw) ([]Event, error) {
	p, err := mine(s, c.By, c.Employer, c.Unit, c.ID)
	if err != nil || p.Withdrawn {
		return nil, err
	}
	var f fault.Fields
	reason, err := text.Prose(c.Reason, longestReason)
	f.Note("reason", err)
	f.Check(reason != "" || err != nil, "reason", "is missing", "say in a few words why it counts no more")
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Withdrawn{ID: c.ID, About: p.About, Reason: person.Of(reason)}}, nil
}

func mine(s Papers, by access.Actor, employer uuid.UUID, unit string, id uuid.UUID) (Paper, error) {
	if err := by.May(access.PrepareDocument, employer, unit); err != nil {
		return Paper{}, err
	}
	p, there := s.Find(id)
	if !there || p.Employer != employer {
		return Paper{}, access.NoSuch("document")
	}
	return p, nil
}

func forgotten() error {
	return fault.New(fault.Refused, "this document is forgotten: a key that it was sealed under was destroyed, and nobody can read it any more")
}

// Open gives a document that can be read, or why it cannot.
func (s Papers) Open(id uuid.UUID) (Paper, error) {
	p, there := s.Find(id)
	switch {
	case !there:
		return Paper{}, access.NoSuch("document")
	case !p.Readable():
		return Paper{}, forgotten()
	}
	return p, nil
}
