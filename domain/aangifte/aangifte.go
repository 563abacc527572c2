// Package aangifte is one criminal complaint that was made to the police: by whom, under
// what name, at whose address, and for which workers.
//
// It stands by itself, because it can lead to several cases: OM and courts register per
// suspect. Whoever counts aangiften counts these, and never the cases that link to them.
package aangifte

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Stream is the history of one aangifte.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "aangifte", ID: id}
}

// Event is a fact about an aangifte.
type Event interface {
	EventType() string
	aangifteEvent()
}

// Made: somebody asked the police that this be prosecuted.
type Made struct {
	Employer uuid.UUID
	Regime   codes.Code // codes.LegalRegime, for good
	Content
}

// Corrected: it was otherwise; all of it is told again.
type Corrected struct {
	Content
	Reason person.Held[string]
}

// Retracted: there never was one; it was recorded wrongly. An aangifte that somebody
// takes back from the police is a step of its cases (AANG_WD).
type Retracted struct{ Reason person.Held[string] }

func (Made) EventType() string      { return "aangifte.made.v1" }
func (Corrected) EventType() string { return "aangifte.corrected.v1" }
func (Retracted) EventType() string { return "aangifte.retracted.v1" }

func (Made) aangifteEvent()      {}
func (Corrected) aangifteEvent() {}
func (Retracted) aangifteEvent() {}

// Content is what is known of it. The lists are sets in the order of their ids.
type Content struct {
	On          moment.Moment
	Complainant codes.Code  // codes.Complainant; when it is the employer, the worker stays a witness
	Name        codes.Code  // codes.Anonymity; "" is not recorded
	Domicile    codes.Code  // codes.YesNo: the employer's address stands in it instead of the worker's
	Workers     []uuid.UUID // whom it is for, by person id
	Incidents   []uuid.UUID
	Reference   person.Held[string] // its number at the police
}

func (c Content) equal(o Content) bool {
	return c.On.Equal(o.On) && c.Complainant == o.Complainant && c.Name == o.Name && c.Domicile == o.Domicile &&
		slices.Equal(c.Workers, o.Workers) && slices.Equal(c.Incidents, o.Incidents) && c.Reference == o.Reference
}

// Aangifte is its state. Deciders of cases take employer and regime as a fact.
type Aangifte struct {
	Employer uuid.UUID // zero before it was made
	Regime   codes.Code
	Content
	Retracted bool
}

// Made tells whether there is such an aangifte at all.
func (s Aangifte) Made() bool { return s.Employer != uuid.Nil }

// Decider is the rules of an aangifte.
var Decider = decider.Decider[Command, Aangifte, Event]{Decide: decide, Evolve: evolve}

func evolve(s Aangifte, e Event) Aangifte {
	switch e := e.(type) {
	case Made:
		return Aangifte{Employer: e.Employer, Regime: e.Regime, Content: e.Content}
	case Corrected:
		s.Content = e.Content
	case Retracted:
		s.Retracted = true
	case Erased:
		if e.Purpose == person.ForReference {
			s.Reference = s.Reference.Erased()
		}
	}
	return s
}
