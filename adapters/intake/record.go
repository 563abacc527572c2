package intake

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Record is what a file says about one incident, in words of ours and without a
// decision of the trade yet.
type Record struct {
	// Key names the incident at its source, and is what makes an import
	// repeatable. It may be about a person: it belongs in no log.
	Key      string
	Rows     []int // where it stands in the file, ascending
	Answers  Answers
	Workers  []Worker
	Suspects []Suspect // nil when the mapping asks for none
}

// Worker is somebody it happened to, as far as the file says.
type Worker struct {
	Rows    []int
	Answers Answers
}

// Suspect is somebody who did it, or a group, as far as the file says.
type Suspect struct {
	Rows    []int
	Answers Answers
}

// Answers has an entry for every field that the mapping reads, and no other: a
// field without one was not asked of this file, and must not be corrected by it.
type Answers map[Field]Answer

// Answer is what a file says to one question. Exactly one of Missing and the
// values that go with the field's shape says something.
type Answer struct {
	// Missing is "" when there is an answer, else codes.Unknown (the file says
	// that nobody knows), codes.NotRecorded (it says nothing, or nothing that can
	// be used) or codes.NotApplicable.
	Missing codes.Code
	Codes   []codes.Code        // of a field of codes: one, or several where it takes several
	Time    moment.Moment       // of a time; ambiguous where the clock showed it twice
	Text    person.Held[string] // of words; never prints
	Number  person.Held[int]    // of a count

	beside map[Field][]codes.Code // by field, as many as Codes; until the rows are united
}

// Known tells whether there is an answer.
func (a Answer) Known() bool { return a.Missing == "" }

// Code is the one code of a field that takes one, or why there is none: as the
// domain wants it.
func (a Answer) Code() codes.Code {
	if !a.Known() || len(a.Codes) == 0 {
		return a.Missing
	}
	return a.Codes[0]
}

// Count is the number, or why there is none: as the domain wants it.
func (a Answer) Count() codes.Count {
	if n, counted := a.Number.Get(); counted {
		return codes.Exactly(n)
	}
	return codes.Uncounted(a.Missing)
}

// Moment is the time, or why there is none: as the domain wants it.
func (a Answer) Moment() moment.Moment {
	switch {
	case a.Known():
		return a.Time
	case a.Missing == codes.Unknown:
		return moment.Nothing(codes.Unknown)
	}
	return moment.Nothing(codes.NotRecorded) // a time always applies
}
