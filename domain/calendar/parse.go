package calendar

import (
	"strconv"
	"strings"

	"ruggensteun/domain/fault"
)

const termRemedy = "write it as P14D, P2W, P3M, PT24H, \"2 working days\" or \"3 months of 30 days\", or in Dutch as \"2 werkdagen\""

// ParseTerm reads a term: a period of ISO 8601, or a number with a unit in English or
// Dutch. The error is a *fault.Wrong.
func ParseTerm(s string) (Term, error) {
	t, understood := inWords(s)
	if !understood {
		t, understood = inISO(s)
	}
	if !understood {
		return Term{}, &fault.Wrong{Problem: "is not a term", Remedy: termRemedy}
	}
	if problem := t.check(); problem != "" {
		return Term{}, &fault.Wrong{Problem: problem, Remedy: termRemedy}
	}
	return t, nil
}

// Check is what ParseTerm refuses, for a term that was not parsed.
func (t Term) Check() error {
	if problem := t.check(); problem != "" {
		return &fault.Wrong{Problem: problem, Remedy: termRemedy}
	}
	return nil
}

// inWords reads "2 working days" and its like: one number with one unit.
func inWords(s string) (t Term, understood bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if s == "same day" || s == "the same day" || s == "dezelfde dag" {
		return Term{}, true
	}
	number, unit, found := strings.Cut(s, " ")
	n, ok := digits(number)
	if !found || !ok {
		return Term{}, false
	}
	for _, p := range t.parts() {
		if unit == p.one || unit == p.more || unit == p.een || unit == p.meer {
			*p.number = n
			return t, true
		}
	}
	return Term{}, false
}

// inISO reads P1Y2M3W4D, or PT24H: each letter once and in that order.
func inISO(s string) (t Term, understood bool) {
	rest, found := strings.CutPrefix(s, "P")
	if !found || rest == "" {
		return Term{}, false
	}
	if hours, found := strings.CutPrefix(rest, "T"); found {
		number, ended := strings.CutSuffix(hours, "H")
		n, ok := digits(number)
		t.Hours = n
		return t, ended && ok
	}
	for _, p := range t.parts() {
		if p.letter == 0 || rest == "" {
			break
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 || rest[end] != p.letter {
			continue
		}
		n, ok := digits(rest[:end])
		if !ok {
			return Term{}, false
		}
		*p.number, rest = n, rest[end+1:]
	}
	return t, rest == ""
}

// digits reads a number without a sign. Six digits are more than any term has.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 6 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
