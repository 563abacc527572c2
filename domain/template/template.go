// Package template is the words of letters and forms: which texts there are, what they leave
// to be filled in, and what stands on paper once that is done.
//
// A text is data with a version. It says nothing that must be decided: what is known goes into
// it, what is not shows as a blank that nobody can overlook, and nothing is guessed. The texts
// that come with the program can be replaced by an employer's own.
package template

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Kinds and languages that rules speak of.
const (
	Aangifte      codes.Code = "AANGIFTE"
	LetterVictim  codes.Code = "LETTER_VICTIM"
	WarningLetter codes.Code = "WARNING_LETTER"
	DamagesClaim  codes.Code = "DAMAGES_CLAIM"

	Dutch   codes.Code = "NL"
	English codes.Code = "EN"
)

// Stream is the texts and the letterhead of one employer.
func Stream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "template", ID: employer}
}

// Whose text it is.
type Whose string

const (
	Program  Whose = "PROGRAM"  // came with it
	Employer Whose = "EMPLOYER" // its own
)

// Text is one version of what a kind of document says in one language.
//
// A line is a heading ("# " and "## "), an item ("- "), a row ("label :: value"), a
// placeholder that stands for several lines ("{amounts}"), or part of a paragraph; a blank
// line ends a paragraph. "{name}" stands for what is filled in, anywhere but in headings.
type Text struct {
	Kind     codes.Code // codes.DocumentKind
	Language codes.Code // codes.DocumentLanguage
	Version  int        // from 1 on, of this kind and language and of whose it is
	Title    string     // stands above it and in the file; names nobody
	Body     string
}

// Held is a text with whose it is.
type Held struct {
	Whose Whose
	Text
	Withdrawn bool // is not chosen any more; documents made of it stay
}

// Letterhead is who writes. None of it is about a person: a desk, not somebody's name.
type Letterhead struct {
	Address []string // lines: street or box, postcode and place
	Desk    string   // whom to call: "Contactpunt agressie en geweld"
	Phone   string
	Mail    string
}

// Known tells whether there is an address to choose domicile at.
func (l Letterhead) Known() bool { return len(l.Address) > 0 }

func (l Letterhead) equal(o Letterhead) bool {
	return slices.Equal(l.Address, o.Address) && l.Desk == o.Desk && l.Phone == o.Phone && l.Mail == o.Mail
}

// Stationery is the state: what an employer writes with.
type Stationery struct {
	Letterhead Letterhead
	Texts      []Held // its own, by when they were adopted
}

// All are the employer's own texts and those of the program.
func (s Stationery) All() []Held { return append(slices.Clone(s.Texts), shipped...) }

// Choose gives the text that goes before others: the employer's newest that was not
// withdrawn, else the program's; or exactly the version that is asked for.
func (s Stationery) Choose(kind, language codes.Code, whose Whose, version int) (Held, bool) {
	best, found := Held{}, false
	for _, h := range s.All() {
		switch {
		case h.Kind != kind || h.Language != language || whose != "" && h.Whose != whose || version != 0 && h.Version != version:
		case h.Withdrawn && version == 0:
		case !found || h.Whose == best.Whose && h.Version > best.Version:
			best, found = h, true
		}
	}
	return best, found
}

// names lists texts as a refusal does.
func (s Stationery) names(kind codes.Code) string {
	var all []string
	for _, h := range s.All() {
		if h.Kind == kind && !h.Withdrawn {
			all = append(all, fmt.Sprintf("%s %s %d", h.Language, h.Whose, h.Version))
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// Names lists, for a refusal, the texts of a kind that can be asked for.
func (s Stationery) Names(kind codes.Code) string { return s.names(kind) }
