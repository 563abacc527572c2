package codes

import (
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/fault"
)

// Entry is one code with its meaning.
type Entry struct {
	Code                 Code
	NL, EN               string // labels
	ExplainNL, ExplainEN string // one line for whoever hesitates
	// From and To are the first and last day (2006-01-02) on which the code can
	// apply to something that happened; "" is open.
	From, To     string
	WhyNL, WhyEN string // why it begins or ends then, with its source; "" without From and To
	Source       Source
	RollUp       Code // the coarser code of Into that it counts under; "" when it stands for itself
}

// List is one question's possible answers.
type List struct {
	Name           string  // for programs: an English noun that is never changed
	NL, EN         string  // titles
	AsksNL, AsksEN string  // the question that it answers
	Into           *List   // whose codes the entries roll up to; nil when they do not
	Codes          []Entry // without the missing kinds, which every list has too
}

// All gives the list's own codes and then the four missing kinds.
func (l List) All() []Entry {
	return append(slices.Clone(l.Codes), missing...)
}

// Find gives the entry of a code, missing kinds included.
func (l List) Find(code Code) (Entry, bool) {
	for i := range l.Codes {
		if l.Codes[i].Code == code {
			return l.Codes[i], true
		}
	}
	for i := range missing {
		if missing[i].Code == code {
			return missing[i], true
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
// error is a *fault.Wrong, and says why the code begins or ends when it does. A
// moment that is only known to the month counts as its first day: all codes so far
// begin on one and end just before one.
func (l List) Check(code Code, at time.Time) error {
	return l.check(code, at, List.All)
}

// check offers those that can be given. They are asked for only where something is
// wrong: an import checks a million codes.
func (l List) check(code Code, at time.Time, can func(List) []Entry) error {
	e, found := l.Find(code)
	switch {
	case code == "":
		return &fault.Wrong{Problem: "is empty", Remedy: choose("", at, can(l))}
	case !found:
		return &fault.Wrong{Problem: "is not a code of the list " + l.Name, Remedy: choose(code, at, can(l))}
	case at.IsZero():
		return nil
	}
	if limit := e.limit(at.Format(time.DateOnly)); limit != "" {
		return &fault.Wrong{Problem: limit, Remedy: "check the date, or " + choose("", at, can(l))}
	}
	return nil
}

// CheckAnswer is Check for a question that must have an answer, and offers no other.
func (l List) CheckAnswer(code Code, at time.Time) error {
	return l.answer(code, at, func(l List) []Entry {
		return slices.DeleteFunc(l.All(), func(e Entry) bool { return e.Code.Missing() })
	})
}

// CheckOwn is CheckAnswer where what is none of the list is no answer either.
func (l List) CheckOwn(code Code, at time.Time) error {
	own := func(l List) []Entry { return l.Codes }
	if code == Other {
		return &fault.Wrong{Problem: "is not a code of the list " + l.Name, Remedy: choose("", at, own(l))}
	}
	return l.answer(code, at, own)
}

func (l List) answer(code Code, at time.Time, can func(List) []Entry) error {
	if code.Missing() {
		return &fault.Wrong{Problem: "needs an answer", Remedy: choose("", at, can(l))}
	}
	return l.check(code, at, can)
}

// Without leaves codes out, for whoever may not give them.
func (l List) Without(some ...Code) List {
	l.Codes = slices.DeleteFunc(slices.Clone(l.Codes), func(e Entry) bool { return slices.Contains(some, e.Code) })
	return l
}

// choose names the codes that look like what was typed, else all that can apply.
func choose(typed Code, at time.Time, list []Entry) string {
	var can, near []string
	for _, e := range list {
		if !e.applies(at) {
			continue
		}
		can = append(can, string(e.Code))
		if Alike(string(typed), string(e.Code)) {
			near = append(near, string(e.Code))
		}
	}
	if len(near) > 0 {
		return "did you mean " + strings.Join(near, " or ") + "?"
	}
	return "use one of " + strings.Join(can, ", ")
}

func (e Entry) applies(at time.Time) bool {
	return at.IsZero() || e.limit(at.Format(time.DateOnly)) == ""
}

// limit says why the code cannot apply on the day (2006-01-02), or "".
func (e Entry) limit(day string) string {
	switch {
	case e.From != "" && day < e.From:
		return "cannot apply before " + e.From + e.because()
	case e.To != "" && day > e.To:
		return "cannot apply after " + e.To + e.because()
	}
	return ""
}

func (e Entry) because() string {
	if e.WhyEN == "" {
		return ""
	}
	return ", because " + e.WhyEN
}
