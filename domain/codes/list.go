package codes

import (
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/fault"
)

// Source says on whose authority a code stands (DOMAIN 7, column "basis").
type Source string

const (
	Study    Source = "S" // the minister's letter on the WODC study, Kamerstuk 28684 nr. 819
	Study1   Source = "S001"
	Found    Source = "F" // in use in an existing registration
	Proposed Source = "P" // ours
)

// Entry is one code with its meaning.
type Entry struct {
	Code                 Code
	NL, EN               string // labels
	ExplainNL, ExplainEN string // one line for whoever hesitates
	// From and To are the first and last day (2006-01-02) on which the code can
	// apply to something that happened; "" is open.
	From, To string
	Source   Source
	RollUp   Code // the coarser group it counts under; "" when it stands for itself
}

// List is one question's possible answers.
type List struct {
	Name  string
	Codes []Entry // without the missing kinds, which every list has too
}

// Lists are all lists there are.
func Lists() []List {
	return []List{EmployerKind, Profession, Behaviour, BehaviourGroup, LocationType, Injury, WithdrawalReason, RedactionReason}
}

// All gives the list's own codes and then the four missing kinds.
func (l List) All() []Entry {
	return append(slices.Clone(l.Codes), missing...)
}

// Find gives the entry of a code, missing kinds included.
func (l List) Find(code Code) (Entry, bool) {
	for _, list := range [][]Entry{l.Codes, missing} {
		if i := slices.IndexFunc(list, func(e Entry) bool { return e.Code == code }); i >= 0 {
			return list[i], true
		}
	}
	return Entry{}, false
}

// RollUp gives the coarser group that a code counts under: itself when it has none.
func (l List) RollUp(code Code) Code {
	if e, found := l.Find(code); found && e.RollUp != "" {
		return e.RollUp
	}
	return code
}

// Check refuses a code that is not of the list, or that could not apply on the
// local day of at; a zero at is a time that nobody knows and skips that. The
// error is a *fault.Wrong. A moment that is only known to the month counts as
// its first day, on which all codes so far begin.
func (l List) Check(code Code, at time.Time) error {
	e, found := l.Find(code)
	switch {
	case code == "":
		return &fault.Wrong{Problem: "is empty", Remedy: l.choose("", at)}
	case !found:
		return &fault.Wrong{Problem: "is not a code of the list " + l.Name, Remedy: l.choose(code, at)}
	case at.IsZero():
		return nil
	}
	day := at.Format(time.DateOnly)
	if e.From != "" && day < e.From {
		return &fault.Wrong{Problem: "cannot apply before " + e.From, Remedy: "check the date of the incident, or " + l.choose("", at)}
	}
	if e.To != "" && day > e.To {
		return &fault.Wrong{Problem: "cannot apply after " + e.To, Remedy: "check the date of the incident, or " + l.choose("", at)}
	}
	return nil
}

// CheckAnswer is Check for a question that must have an answer.
func (l List) CheckAnswer(code Code, at time.Time) error {
	if code.Missing() {
		return &fault.Wrong{Problem: "needs an answer", Remedy: l.choose("", at)}
	}
	return l.Check(code, at)
}

// choose names the codes that look like what was typed, else all that can apply.
func (l List) choose(typed Code, at time.Time) string {
	var can, near []string
	for _, e := range l.All() {
		if !e.applies(at) {
			continue
		}
		can = append(can, string(e.Code))
		if alike(string(typed), string(e.Code)) {
			near = append(near, string(e.Code))
		}
	}
	if len(near) > 0 {
		return "did you mean " + strings.Join(near, " or ") + "?"
	}
	return "use one of " + strings.Join(can, ", ")
}

func (e Entry) applies(at time.Time) bool {
	day := at.Format(time.DateOnly)
	return at.IsZero() || (e.From == "" || e.From <= day) && (e.To == "" || day <= e.To)
}
