// Package retention is how long what is kept about somebody is kept: of which kind of record,
// for which purpose and under which law, since when it counts, and on whose word.
package retention

import (
	"cmp"
	"slices"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

// Kind is a kind of record that something is kept in, or somebody of whom it is.
type Kind string

const (
	Incident Kind = "INCIDENT"
	Worker   Kind = "WORKER"  // in all incidents and files of care of one employer
	Suspect  Kind = "SUSPECT" // with a file
	Case     Kind = "CASE"
	Aangifte Kind = "AANGIFTE"
	Notice   Kind = "NOTICE" // that came by file and waited
)

// Kinds are all of them, in the order in which they are shown.
func Kinds() []Kind { return []Kind{Incident, Worker, Suspect, Case, Aangifte, Notice} }

// Name is what people call it.
func (k Kind) Name() Text {
	return map[Kind]Text{
		Incident: {NL: "incident", EN: "incident"}, Worker: {NL: "medewerker", EN: "worker"}, Suspect: {NL: "verdachte", EN: "suspect"},
		Case: {NL: "strafzaak", EN: "criminal case"}, Aangifte: {NL: "aangifte", EN: "aangifte"}, Notice: {NL: "wachtend bericht", EN: "waiting notice"},
	}[k]
}

// Start is the moment since which a period counts.
type Start string

const (
	FirstTold Start = "FIRST_TOLD" // the first that was recorded of it
	LastTold  Start = "LAST_TOLD"  // the last
	Ended     Start = "ENDED"      // the record was closed; while it is open no period runs
)

// Name says it in words.
func (s Start) Name() Text {
	return map[Start]Text{
		FirstTold: {NL: "eerste vastlegging", EN: "first recording"}, LastTold: {NL: "laatste vastlegging", EN: "last recording"}, Ended: {NL: "sluiting", EN: "closing"},
	}[s]
}

// Text is said in both languages.
type Text struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Of is what a period holds for.
type Of struct {
	Kind    Kind           `json:"kind"`
	Purpose person.Purpose `json:"purpose"`
	Regime  codes.Code     `json:"regime"` // codes.LegalRegime
}

// Basis is what a period rests on.
type Basis struct {
	Text
	// Proposed: the law gives no number here, and the program proposes one. The employer is to
	// confirm it, or to set another.
	Proposed bool `json:"proposed,omitempty"`
}

// Rule is one version of a period.
type Rule struct {
	Of
	Number    string        `json:"version"`              // "2026-1": year and number within it
	ValidFrom string        `json:"valid_from,omitempty"` // the first day (2006-01-02) on which it is looked at; "" is ever
	Term      calendar.Term `json:"term"`
	Starts    Start         `json:"starts"`
	Most      calendar.Term `json:"most,omitzero"` // the longest that the law lets; zero where it gives none
	Basis     Basis         `json:"basis"`
}

// Whose says whose version it is.
type Whose string

const (
	Program  Whose = "PROGRAM"
	Employer Whose = "EMPLOYER"
)

// Held is a version and whose it is.
type Held struct {
	Rule
	Whose Whose
}

// Book is every period of one employer: of each the version that goes before the others first.
// Together makes one.
type Book []Held

// Together makes the book of what came with the program and what an employer set for itself.
func Together(program []Rule, own State) Book {
	var b Book
	for _, r := range program {
		b = append(b, Held{r, Program})
	}
	for _, s := range own.Set {
		if i := b.shipped(s.Of); i >= 0 {
			b = append(b, Held{s.rule(b[i].Rule), Employer})
		}
	}
	slices.SortStableFunc(b, func(x, y Held) int {
		return cmp.Or(cmp.Compare(slices.Index(Kinds(), x.Kind), slices.Index(Kinds(), y.Kind)), cmp.Compare(x.Purpose, y.Purpose), cmp.Compare(x.Regime, y.Regime),
			cmp.Compare(y.rank(), x.rank()), cmp.Compare(y.ValidFrom, x.ValidFrom), later(x.Number, y.Number))
	})
	return b
}

func (h Held) rank() int {
	if h.Whose == Employer {
		return 1
	}
	return 0
}

// shipped is where the program's own version is, or -1.
func (b Book) shipped(of Of) int {
	return slices.IndexFunc(b, func(h Held) bool { return h.Of == of && h.Whose == Program })
}

// versions of one period, the one that goes before the others first.
func (b Book) versions(of Of) []Held {
	from := slices.IndexFunc(b, func(h Held) bool { return h.Of == of })
	if from < 0 {
		return nil
	}
	to := from
	for to < len(b) && b[to].Of == of {
		to++
	}
	return b[from:to]
}

// On is the version by which it is looked at on a day.
func (b Book) On(of Of, d calendar.Day) (Held, bool) {
	day := d.String()
	for _, h := range b.versions(of) {
		if h.ValidFrom <= day {
			return h, true
		}
	}
	return Held{}, false
}
