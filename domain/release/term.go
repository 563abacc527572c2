package release

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"ruggensteun/domain/calendar"
)

//go:embed terms.json
var termsText []byte

// Term is how long those concerned have to explain figures before they go out.
type Term struct {
	From  string        `json:"from"` // first day (2006-01-02) on which a release is prepared under it
	Term  calendar.Term `json:"term"`
	Basis struct {
		NL string `json:"nl"`
		EN string `json:"en"`
	} `json:"basis"`
}

var terms = mustParseTerms(termsText)

// TermOn is the term that holds on a day.
func TermOn(d calendar.Day) Term {
	day, on := d.String(), terms[0]
	for _, t := range terms {
		if t.From <= day {
			on = t
		}
	}
	return on
}

// due is the last day to explain what is prepared today: working days are those of the
// country, because a release is of no employer.
func due(today calendar.Day) calendar.Day {
	return calendar.New(calendar.Decrees(), nil).Count(today, calendar.Rule{Term: TermOn(today).Term}).End
}

// mustParseTerms reads what is built into the program, oldest first.
func mustParseTerms(text []byte) []Term {
	var list []Term
	if err := json.Unmarshal(text, &list); err != nil || len(list) == 0 {
		panic(fmt.Sprintf("terms.json: %v, %d terms", err, len(list)))
	}
	slices.SortFunc(list, func(a, b Term) int {
		if a.From < b.From {
			return -1
		}
		return 1
	})
	return list
}
