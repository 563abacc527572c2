package template

import (
	"slices"
	"strings"

	"ruggensteun/domain/codes"
)

// Shape is how much a placeholder stands for.
type Shape int

const (
	Words Shape = iota // within a line
	Items              // a list, on a line of its own
	Table              // of amounts, on a line of its own
)

// Field is something that can be filled in.
type Field struct {
	Name   string // as a text has it, between braces
	NL, EN string // what it is, as a blank names it
	Shape  Shape
	// FromRecord: it follows from what is on record, and nobody types it over.
	FromRecord bool
}

var (
	ofEmployer = []Field{
		{Name: "employer", NL: "naam van de werkgever", EN: "name of the employer", FromRecord: true},
		{Name: "domicile", NL: "adres van de werkgever", EN: "address of the employer", FromRecord: true},
		{Name: "desk", NL: "bij wie men terechtkan", EN: "whom to turn to"},
		{Name: "phone", NL: "telefoonnummer van de werkgever", EN: "telephone number of the employer"},
		{Name: "date", NL: "datum", EN: "date"},
		{Name: "reference", NL: "kenmerk van de werkgever", EN: "reference of the employer", FromRecord: true},
	}
	ofIncident = []Field{
		{Name: "what", NL: "wat er gebeurde", EN: "what was done"},
		{Name: "where", NL: "waar het was", EN: "where it was"},
		{Name: "when", NL: "wanneer het was", EN: "when it was"},
	}
	ofSuspect = Field{Name: "suspect", NL: "naam of beschrijving van de verdachte", EN: "name or description of the suspect"}
)

var fields = map[codes.Code][]Field{
	Aangifte: join(ofEmployer, ofIncident, []Field{
		ofSuspect,
		{Name: "victim", NL: "naam of nummer van de werknemer", EN: "name or number of the worker"},
		{Name: "profession", NL: "functie van de werknemer", EN: "function of the worker"},
		{Name: "injury", NL: "letsel", EN: "injury"},
		{Name: "with_what", NL: "wat er gebruikt is", EN: "what was used"},
		{Name: "how", NL: "hoe het ging", EN: "how it went"},
		{Name: "why", NL: "de aanleiding", EN: "what led to it"},
	}),
	LetterVictim: join(ofEmployer, []Field{
		{Name: "victim", NL: "naam van de medewerker", EN: "name of the worker"},
		{Name: "when", NL: "wanneer het gebeurde", EN: "when it happened"},
		{Name: "decided", NL: "wanneer het besluit is genomen", EN: "when it was decided"},
		{Name: "outcome", NL: "de uitkomst", EN: "the outcome"},
		{Name: "meaning", NL: "wat de uitkomst betekent", EN: "what the outcome means"},
		{Name: "next", NL: "wat er nu gebeurt", EN: "what happens now"},
		{Name: "sanctions", NL: "de straf", EN: "the sentence", Shape: Items},
		{Name: "amounts", NL: "de schadevergoeding", EN: "the damages", Shape: Table, FromRecord: true},
	}),
	WarningLetter: join(ofEmployer, ofIncident, []Field{
		ofSuspect,
		{Name: "recipient_address", NL: "adres van de ontvanger", EN: "address of the recipient"},
		{Name: "consequence", NL: "wat de werkgever doet als het weer gebeurt", EN: "what the employer does if it happens again"},
	}),
	DamagesClaim: join(ofEmployer, []Field{
		ofSuspect,
		{Name: "recipient_address", NL: "adres van de ontvanger", EN: "address of the recipient"},
		{Name: "when", NL: "wanneer het gebeurde", EN: "when it happened"},
		{Name: "claimant", NL: "voor wie de schade is", EN: "whose damage it is"},
		{Name: "case_number", NL: "parketnummer", EN: "number of the case at the OM"},
		{Name: "amounts", NL: "de bedragen", EN: "the amounts", Shape: Table, FromRecord: true},
		{Name: "total", NL: "het bedrag dat open staat", EN: "the amount that is open", FromRecord: true},
		{Name: "account", NL: "rekeningnummer van de werkgever", EN: "bank account of the employer"},
		{Name: "pay_before", NL: "uiterste dag van betaling", EN: "last day to pay"},
	}),
}

func join(lists ...[]Field) []Field { return slices.Concat(lists...) }

// FieldsOf are what a text of a kind can have filled in.
func FieldsOf(kind codes.Code) []Field { return slices.Clone(fields[kind]) }

// Find gives a field of a kind by its name.
func Find(kind codes.Code, name string) (Field, bool) {
	i := slices.IndexFunc(fields[kind], func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields[kind][i], true
}

// Listed names the fields of a kind as a refusal does.
func Listed(kind codes.Code) string {
	names := make([]string, len(fields[kind]))
	for i, f := range fields[kind] {
		names[i] = "{" + f.Name + "}"
	}
	return strings.Join(names, ", ")
}
