package agreement

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

const (
	longestName  = 80
	longestBasis = 400
	mostFacts    = 20
)

var (
	codeShape   = regexp.MustCompile(`^[A-Z][A-Z0-9-]{1,39}$`)
	numberShape = regexp.MustCompile(`^20[0-9]{2}-[1-9][0-9]?$`)
)

// ShapedAsCode tells whether a text can be the code of an agreement, whichever there are.
func ShapedAsCode(text string) bool { return codeShape.MatchString(text) }

// check gives the version with its texts cleaned, and notes everything that is wrong.
func (v Version) check(f *fault.Fields) Version {
	v = v.clone()
	f.Check(ShapedAsCode(v.Code), "code", "is not a code of an agreement", "use 2 to 40 capitals, digits and hyphens, e.g. BEKLAG-ART12")
	f.Check(numberShape.MatchString(v.Number), "version", "is not a version", "write year and number, e.g. 2026-1")
	v.Name = v.Name.check(f, "name", longestName, true)
	v.Basis = v.Basis.check(f)
	v.checkDays(f)
	v.checkFacts(f)
	v.checkTerm(f)
	v.checkParties(f)
	return v
}

func (t Text) check(f *fault.Fields, at string, most int, needed bool) Text {
	line := func(field, given string) string {
		clean, err := text.Line(given, most)
		f.Note(field, err)
		f.Check(err != nil || clean != "" || !needed, field, "is empty", "say it in Dutch and in English")
		return clean
	}
	return Text{NL: line(at+".nl", t.NL), EN: line(at+".en", t.EN)}
}

func (b Basis) check(f *fault.Fields) Basis {
	f.Note("basis.kind", codes.TermBasis.CheckAnswer(b.Kind, time.Time{}))
	b.Text = b.Text.check(f, "basis", longestBasis, true)
	b.Doubt = b.Doubt.check(f, "basis.doubt", longestBasis, b.Doubt != Text{})
	return b
}

func (v Version) checkDays(f *fault.Fields) {
	for _, d := range [][2]string{{"valid_from", v.ValidFrom}, {"valid_to", v.ValidTo}} {
		field, day := d[0], d[1]
		if day != "" {
			_, err := calendar.ParseDay(day)
			f.Note(field, err)
		}
	}
	f.Check(v.ValidFrom == "" || v.ValidTo == "" || v.ValidFrom <= v.ValidTo, "valid_to", "lies before valid_from", "give the last day on which it applies")
}

func (v Version) checkFacts(f *fault.Fields) {
	facts(f, "starts", v.Starts, true)
	facts(f, "ends", v.Ends, true)
	facts(f, "asked", v.Asked, false)
	for i, fact := range v.Ends {
		f.Check(!slices.Contains(v.Starts, fact), fmt.Sprintf("ends[%d]", i), "starts the term as well", "end it by another fact")
	}
	f.Check(len(v.Suspends) <= mostFacts, "suspends", "has too many entries", "leave out what is not used")
	for i, pair := range v.Suspends {
		at := fmt.Sprintf("suspends[%d]", i)
		fact(f, at+".from", pair.From)
		fact(f, at+".until", pair.Until)
		f.Check(pair.From != pair.Until, at+".until", "is what the suspension begins with", "end it by another fact")
	}
}

func facts(f *fault.Fields, field string, list []codes.Code, needed bool) {
	f.Check(len(list) > 0 || !needed, field, "is empty", "name at least one fact, e.g. AANG or OCCURRED")
	f.Check(len(list) <= mostFacts, field, fmt.Sprintf("has more than %d entries", mostFacts), "leave out what is not used")
	for i, code := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		fact(f, at, code)
		f.Check(!slices.Contains(list[:i], code), at, "stands twice", "say it once")
	}
}

func fact(f *fault.Fields, field string, code codes.Code) {
	_, found := Fact(code)
	f.Check(found, field, "is no fact that a term knows", "use a code of the lists case step, aftercare, outcome or clock fact"+meant(code))
}

// meant names the facts that look like what was typed.
func meant(code codes.Code) string {
	for _, list := range factLists() {
		for _, e := range list.Codes {
			if codes.Alike(string(code), string(e.Code)) {
				return ": did you mean " + string(e.Code) + "?"
			}
		}
	}
	return ""
}

func (v Version) checkTerm(f *fault.Fields) {
	f.Note("term", v.Term.Check())
	f.Note("warn_before", v.WarnBefore.Check())
	f.Note("take_over_after", v.TakeOver.Check())
	f.Check(!v.Moved || v.Term.Moves(), "moved", "cannot be said of this term",
		"leave it out: the Algemene termijnenwet does not move terms in hours, of more than 90 days, twelve weeks or three months, or in years (art. 4)")
	f.Check(!v.Moved || v.Term.WorkingDays == 0, "moved", "means nothing for working days", "leave it out: such a term always ends on one")
	f.Check(!v.Moved || v.Basis.Kind != "REGULATION", "moved", "cannot be said of a ministerial regulation",
		"leave it out: the Algemene termijnenwet speaks of laws and algemene maatregelen van bestuur only (art. 1 and 5)")
	f.Check(!v.OwnDays || v.Term.WorkingDays > 0, "own_days", "means nothing for this term", "leave it out, or count in working days")
}

func (v Version) checkParties(f *fault.Fields) {
	f.Note("responsible", codes.Party.CheckAnswer(v.Responsible, time.Time{}))
	f.Check(len(v.Warned) <= mostFacts, "warned", "has too many entries", "leave out what is not used")
	for i, who := range v.Warned {
		f.Note(fmt.Sprintf("warned[%d]", i), codes.Party.CheckAnswer(who, time.Time{}))
	}
	if v.TakesOver != "" {
		f.Note("takes_over", codes.Party.CheckAnswer(v.TakesOver, time.Time{}))
	}
	f.Check(v.TakesOver != "" || v.TakeOver == calendar.Term{}, "takes_over", "is empty", "say who takes over, or leave out when")
	f.Check(len(v.Warned) > 0 || v.WarnBefore == calendar.Term{}, "warned", "is empty", "say who is warned, or leave out when")
}
