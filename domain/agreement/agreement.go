// Package agreement is by when something must be done, and on whose word: terms with
// their basis as data of versions, what starts, suspends and ends them, and a due date
// that explains itself.
package agreement

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
)

// Text is the same in Dutch and English.
type Text struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Basis is what a term rests on.
type Basis struct {
	Kind codes.Code `json:"kind"` // codes.TermBasis
	Text            // where it is written, and what it says
	// Checked: somebody read the term there. Doubt says what nobody has checked; an
	// agreement that is not checked shows it beside every date.
	Checked bool `json:"checked"`
	Doubt   Text `json:"doubt,omitzero"`
}

// Pair is a suspension: from one fact until another.
type Pair struct {
	From  codes.Code `json:"from"`
	Until codes.Code `json:"until"`
}

// Version is one version of an agreement. A clock keeps the version under which it
// started, unless somebody applies another one.
type Version struct {
	Code   string `json:"code"`    // of the agreement: "BEKLAG-ART12"
	Number string `json:"version"` // "2026-1": year and number within it
	Name   Text   `json:"name"`
	Basis  Basis  `json:"basis"`
	// ValidFrom and ValidTo are the first and last day (2006-01-02) on which a clock
	// starts under this version; "" is open.
	ValidFrom string `json:"valid_from,omitempty"`
	ValidTo   string `json:"valid_to,omitempty"`

	Starts []codes.Code `json:"starts"` // any of these facts: see Fact
	Ends   []codes.Code `json:"ends"`   // any of these
	Asked  []codes.Code `json:"asked,omitempty"`
	// Each start begins a term of its own, which only a later end meets. Otherwise there
	// is one term, from the first start, and an end meets it whenever it came.
	Each bool `json:"each,omitempty"`
	// FromKnowing: the term runs from when the start was known here, not from its effect.
	FromKnowing bool `json:"from_knowing,omitempty"`

	Term     calendar.Term `json:"term"`
	Moved    bool          `json:"moved,omitempty"`    // the Algemene termijnenwet moves its end
	OwnDays  bool          `json:"own_days,omitempty"` // the employer's free days are no working days
	Suspends []Pair        `json:"suspends,omitempty"`

	// Right: somebody can do it within the term, and nobody has to.
	Right bool `json:"right,omitempty"`
	// Notice: whether it was done is told us by others, if they do. When they do not,
	// it was not received, which is another thing than not done.
	Notice bool `json:"notice,omitempty"`
	// Off: no clock runs under it. So an employer switches off what it does not follow.
	Off bool `json:"off,omitempty"`

	Responsible codes.Code    `json:"responsible"`              // codes.Party
	Warned      []codes.Code  `json:"warned,omitempty"`         // codes.Party, and when:
	WarnBefore  calendar.Term `json:"warn_before,omitzero"`     // before the end
	TakesOver   codes.Code    `json:"takes_over,omitempty"`     // codes.Party, and when:
	TakeOver    calendar.Term `json:"take_over_after,omitzero"` // after the end
}

// Fact finds a fact that starts, ends or suspends terms: a step of the case, its
// outcome, aftercare, or one of codes.ClockFact.
func Fact(code codes.Code) (codes.Entry, bool) {
	for _, list := range factLists() {
		if i := slices.IndexFunc(list.Codes, func(e codes.Entry) bool { return e.Code == code }); i >= 0 {
			return list.Codes[i], true
		}
	}
	return codes.Entry{}, false
}

func factLists() []codes.List {
	return []codes.List{codes.ClockFact, codes.CaseStep, codes.Aftercare, codes.Outcome}
}

// Newer compares versions by their numbers, of which 2026-10 comes after 2026-9.
func Newer(a, b Version) int {
	yearA, nA := numberOf(a.Number)
	yearB, nB := numberOf(b.Number)
	return cmp.Or(cmp.Compare(yearA, yearB), cmp.Compare(nA, nB))
}

func numberOf(text string) (year, n int) {
	y, rest, _ := strings.Cut(text, "-")
	year, _ = strconv.Atoi(y)
	n, _ = strconv.Atoi(rest)
	return year, n
}

// clone shares no memory with v.
func (v Version) clone() Version {
	v.Starts, v.Ends, v.Asked = slices.Clone(v.Starts), slices.Clone(v.Ends), slices.Clone(v.Asked)
	v.Suspends, v.Warned = slices.Clone(v.Suspends), slices.Clone(v.Warned)
	return v
}

// same tells whether two versions say the same; what is left out and what is empty do.
func same(a, b Version) bool {
	one, err := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(one, other)
}
