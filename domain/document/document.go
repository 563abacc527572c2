// Package document is what was written for an incident or a case: the aangifte as it was
// prepared, the letter to a victim, the warning, the claim; of which text it was made, what it
// still left blank, and whether it went out.
//
// What stands on the paper is not here. It is kept sealed (adapters/blobs) and found by its
// hash; here are the parts of its key, each under the keys of somebody or something that it
// tells of.
package document

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/template"
)

// About is what a document is about.
type About string

const (
	OfIncident About = "INCIDENT"
	OfCase     About = "CASE"
)

// Stream is the documents of one incident or case, by its id.
func Stream(id uuid.UUID) eventlog.Stream { return eventlog.Stream{Category: "document", ID: id} }

// Event is a fact about the documents of an incident or a case.
type Event interface {
	EventType() string
	documentEvent()
}

// Drafted: this was written, and can be read.
type Drafted struct {
	ID       uuid.UUID // of the document
	About    About
	Employer uuid.UUID
	Worker   uuid.UUID     // whom it is for or about (person); zero when nobody by name
	Hash     eventlog.Hash // of the sealed bytes
	Size     int           // of the sealed bytes
	Says     person.Held[Says]
	Parts    []Part
}

// Says is what kind of document it is. Even that is sealed: a warning letter tells that
// somebody is accused.
type Says struct {
	Kind     codes.Code // codes.DocumentKind
	Language codes.Code // codes.DocumentLanguage
	Whose    template.Whose
	Version  int      // of the text
	Missing  []string // names of fields that were left blank
}

// Part is one part of the document's key, and under whose keys it is sealed. All of them are
// needed: whoever is forgotten takes the document along.
type Part struct {
	Under person.KeyRef
	Share person.Held[string] // base64
}

// Issued: it went out as it is, or was handed over.
type Issued struct {
	ID         uuid.UUID
	Incomplete bool // with blanks, which whoever gets it fills in
}

// Withdrawn: it should not have been written, or counts no more.
type Withdrawn struct {
	ID     uuid.UUID
	About  About
	Reason person.Held[string]
}

func (Drafted) EventType() string   { return "document.drafted.v1" }
func (Issued) EventType() string    { return "document.issued.v1" }
func (Withdrawn) EventType() string { return "document.withdrawn.v1" }

func (Drafted) documentEvent()   {}
func (Issued) documentEvent()    {}
func (Withdrawn) documentEvent() {}

// Paper is a document as it stands now.
type Paper struct {
	Drafted
	Issued    bool
	Withdrawn bool
}

// Readable tells whether the key of the document can still be put together.
func (p Paper) Readable() bool {
	return !slices.ContainsFunc(p.Parts, func(part Part) bool { return part.Share.State != person.Present })
}

// Closed tells whether a part of its key was not opened for whoever reads it.
func (p Paper) Closed() bool {
	return slices.ContainsFunc(p.Parts, func(part Part) bool { return part.Share.State == person.Closed })
}

// Papers are the documents of one incident or case, in the order in which they were drafted.
type Papers []Paper

// Find gives a document by its id.
func (s Papers) Find(id uuid.UUID) (Paper, bool) {
	if i := s.index(id); i >= 0 {
		return s[i], true
	}
	return Paper{}, false
}

func (s Papers) index(id uuid.UUID) int {
	return slices.IndexFunc(s, func(p Paper) bool { return p.ID == id })
}

// Decider is the rules of documents.
var Decider = decider.Decider[Command, Papers, Event]{Decide: decide, Evolve: evolve}

func evolve(s Papers, e Event) Papers {
	s = slices.Clone(s)
	change := func(id uuid.UUID, change func(*Paper)) {
		if i := s.index(id); i >= 0 {
			change(&s[i])
		}
	}
	switch e := e.(type) {
	case Drafted:
		return append(s, Paper{Drafted: e})
	case Issued:
		change(e.ID, func(p *Paper) { p.Issued = true })
	case Withdrawn:
		change(e.ID, func(p *Paper) { p.Withdrawn = true })
	}
	return s
}

// KeyOfReason is under which key the reason of a withdrawal is sealed, by what the document is
// about and its id.
func KeyOfReason(about About, id uuid.UUID) person.KeyRef {
	if about == OfCase {
		return person.KeyRef{Kind: person.KeyOfCase, Subject: id, Purpose: person.ForNarrative}
	}
	return person.KeyRef{Kind: person.KeyOfIncident, Subject: id, Purpose: person.ForNarrative}
}
