package calendar

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"

	"ruggensteun/domain/fault"
)

// Decree is a royal decree that puts days on a par with holidays for the counting of
// terms (Algemene termijnenwet 3 lid 3). Which days is a choice that no rule gives,
// made for about three years at a time.
type Decree struct {
	Decree        string   `json:"decree"`        // date and number, or its title
	Found         string   `json:"found"`         // where we read it
	Staatscourant string   `json:"staatscourant"` // "Stcrt. 2016, 58653"; "" when we did not see it
	FirstYear     int      `json:"first_year"`
	LastYear      int      `json:"last_year"`
	Complete      bool     `json:"complete"` // these are all days of those years
	Checked       bool     `json:"checked"`  // somebody read them in the decree or its title
	Days          []string `json:"days"`     // 2006-01-02
}

//go:embed decrees.json
var decreesText []byte

var shipped = mustParse(decreesText)

// Decrees are those that the program knows.
func Decrees() []Decree { return append([]Decree(nil), shipped...) }

// mustParse reads what is built into the program, so a mistake in it can only be
// ours, and a test finds it.
func mustParse(text []byte) []Decree {
	list, err := ParseDecrees(text)
	if err != nil {
		panic(fmt.Sprintf("decrees.json: %v", err))
	}
	return list
}

// ParseDecrees reads a list of decrees as decrees.json has it. The error is a
// *fault.Fault with every wrong field.
func ParseDecrees(text []byte) ([]Decree, error) {
	var list []Decree
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil {
		return nil, fault.Wrap(fault.Invalid, "the list of decrees is no JSON of the shape of decrees.json: compare it with that file", err)
	}
	var f fault.Fields
	for i, d := range list {
		d.check(&f, fmt.Sprintf("[%d]", i))
	}
	return list, f.Err()
}

func (d Decree) check(f *fault.Fields, at string) {
	f.Check(d.Decree != "", at+".decree", "is empty", "give date and number of the decree")
	f.Check(d.Found != "", at+".found", "is empty", "say where it was read")
	f.Check(d.FirstYear >= 1965 && d.FirstYear <= d.LastYear && d.LastYear <= d.FirstYear+10, at+".first_year",
		"does not begin a period of years", "give the first and the last year that the decree is about")
	for i, text := range d.Days {
		field := fmt.Sprintf("%s.days[%d]", at, i)
		day, err := ParseDay(text)
		f.Note(field, err)
		f.Check(err != nil || day.Year() >= d.FirstYear-1 && day.Year() <= d.LastYear, field, "lies outside the years of its decree", "check the year")
	}
}

// reason is why a day of the decree is free.
func (d Decree) reason() Reason {
	source := "Algemene termijnenwet, art. 3 lid 3; " + d.Decree
	if d.Staatscourant != "" {
		source += " (" + d.Staatscourant + ")"
	}
	return Reason{
		Kind: Decreed, NL: "gelijkgesteld bij koninklijk besluit", EN: "put on a par by royal decree",
		Source: source, Unchecked: !d.Checked,
	}
}
