package gemeente

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// Check refuses what is no gemeente on the local day of at; a zero at is a time
// that nobody knows and skips the day. Before Since the table is not complete, so
// there a code it does not have is only checked for its form. The error is a
// *fault.Wrong that suggests what may have been meant.
func Check(code codes.Code, at time.Time) error {
	if code.Missing() {
		return nil
	}
	if _, found := Find(code, at); found {
		return nil
	}
	if known, found := Find(code, time.Time{}); found {
		return known.notOn(at)
	}
	if !at.IsZero() && at.Format(time.DateOnly) < Since {
		return codes.CheckGemeente(code)
	}
	return &fault.Wrong{Problem: "is not a gemeente", Remedy: suggest(string(code), at)}
}

// notOn says when the gemeente began or ended, and what there was instead.
func (g Gemeente) notOn(at time.Time) error {
	if day := at.Format(time.DateOnly); g.To != "" && g.To < day {
		return &fault.Wrong{
			Problem: "did not exist after " + g.To,
			Remedy:  "check the date, or use " + named(g.Became),
		}
	}
	first := g.first()
	return &fault.Wrong{
		Problem: "did not exist before " + first.From,
		Remedy:  "check the date, or use " + named(first.was()),
	}
}

// first is the gemeente as it began: it may have moved since.
func (g Gemeente) first() Gemeente {
	i := slices.IndexFunc(table, func(f Gemeente) bool { return f.Code == g.Code })
	return table[i]
}

// was gives what the gemeente was made of.
func (g Gemeente) was() []codes.Code {
	var before []codes.Code
	for _, f := range table {
		if slices.Contains(f.Became, g.Code) {
			before = append(before, f.Code)
		}
	}
	return before
}

// named lists what may be meant: one of those will do.
func named(those []codes.Code) string {
	names := make([]string, len(those))
	for i, code := range those {
		g, _ := Find(code, time.Time{})
		names[i] = g.label()
	}
	return strings.Join(names, " or ")
}

func (g Gemeente) label() string {
	return fmt.Sprintf("%s (%s)", g.Code, g.Name)
}

// mostSuggestions keeps an error readable.
const mostSuggestions = 3

// suggest guesses the code from digits alone, from a name, from a name with a slip
// of the finger, or from the name of what has become part of another.
func suggest(typed string, at time.Time) string {
	guesses := []func(string, time.Time) []Gemeente{byDigits, byBeginning, byName, byFormerName}
	for _, guess := range guesses {
		if near := guess(typed, at); len(near) > 0 {
			var labels []string
			for _, g := range near[:min(len(near), mostSuggestions)] {
				labels = append(labels, g.label())
			}
			return "did you mean " + strings.Join(labels, " or ") + "?"
		}
	}
	return "search for its name, or use UNKNOWN"
}

// byDigits takes 363, 0363 and gm363 for GM0363.
func byDigits(typed string, at time.Time) []Gemeente {
	digits := strings.TrimPrefix(strings.ToUpper(typed[:min(len(typed), longestName)]), "GM")
	if digits == "" || len(digits) > 4 {
		return nil
	}
	if g, found := Find(codes.Code("GM"+strings.Repeat("0", 4-len(digits))+digits), at); found {
		return []Gemeente{g}
	}
	return nil
}

func byBeginning(typed string, at time.Time) []Gemeente {
	if spelling(typed[:min(len(typed), longestName)]) == "" {
		return nil
	}
	return Search(typed, at)
}

func byName(typed string, at time.Time) []Gemeente {
	if len(typed) > longestName {
		return nil
	}
	typed = spelling(typed)
	return slices.DeleteFunc(last(at), func(g Gemeente) bool {
		return !codes.Alike(typed, strings.ToUpper(spelling(g.Name))) && !codes.Alike(typed, strings.ToUpper(spelling(g.OtherName)))
	})
}

// byFormerName takes Brielle for Voorne aan Zee.
func byFormerName(typed string, at time.Time) []Gemeente {
	var near []Gemeente
	for _, former := range byBeginning(typed, time.Time{}) {
		for _, code := range former.Became {
			if g, found := Find(code, at); found {
				near = append(near, g)
			}
		}
	}
	return near
}
