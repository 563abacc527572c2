package figures

import (
	"fmt"
	"slices"
	"strings"

	"ruggensteun/domain/codes"
)

// notes say below a table how far it can be trusted: a paragraph each for answers
// that are missing, reports that came late and months that nobody reported of.
func notes(a Answer, l Language) []string {
	var list []string
	for _, note := range []string{protectionNote(a, l), completenessNote(a, l), delayNote(a, l), coverageNote(a, l)} {
		if note != "" {
			list = append(list, note)
		}
	}
	return append(list, agreementNotes(a, l)...)
}

func protectionNote(a Answer, l Language) string {
	if a.Protection == nil {
		return ""
	}
	return a.Protection.In(l)
}

func completenessNote(a Answer, l Language) string {
	var parts []string
	for _, c := range a.Completeness {
		if c.Of == 0 {
			continue
		}
		part := dimensions[c.Dimension].text.In(l) + " " + share(c.Answered, c.Of)
		for _, missing := range []struct {
			n    int
			text Text
		}{
			{c.Unknown, Text{"onbekend", "unknown"}}, {c.NotRecorded, Text{"niet vastgelegd", "not recorded"}},
			{c.NotApplicable, Text{"niet van toepassing", "not applicable"}}, {c.Forgotten, Text{"vergeten", "forgotten"}},
			{c.UnderReview, Text{"wordt beoordeeld", "under review"}},
		} {
			if missing.n > 0 {
				part += fmt.Sprintf(", %s %d", missing.text.In(l), missing.n)
			}
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	return Text{"Volledigheid (beantwoord): ", "Completeness (answered): "}.In(l) + strings.Join(parts, "; ") + "."
}

func delayNote(a Answer, l Language) string {
	total := 0
	for _, d := range a.Delay {
		total += d.N
	}
	var parts []string
	for _, d := range a.Delay {
		if d.N > 0 {
			parts = append(parts, d.Label.In(l)+" "+share(d.N, total))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return Text{"Gemeld: ", "Reported: "}.In(l) + strings.Join(parts, ", ") + "."
}

// share is a number and, of what is large enough, the percentage that it is.
func share(n, of int) string {
	if of < 10 {
		return fmt.Sprintf("%d/%d", n, of)
	}
	return fmt.Sprintf("%d/%d (%d%%)", n, of, (200*n+of)/(2*of))
}

// mostEmployers is how many are named of whom months are missing.
const mostEmployers = 5

func coverageNote(a Answer, l Language) string {
	c := a.Coverage
	if c.Months == 0 {
		return ""
	}
	every := 0
	var fewer []string
	for _, e := range c.Employers {
		if len(e.Months) == c.Months {
			every++
			continue
		}
		fewer = append(fewer, fmt.Sprintf("%s %d/%d%s", printable(string(e.Employer)), len(e.Months), c.Months, without(c, e, l)))
	}
	of := Text{
		"Dekking %s tot en met %s: over elke maand gemeld door %d van %d werkgevers.", "Coverage %s through %s: every month reported by %d of %d employers.",
	}
	if a.Protection != nil {
		// Nobody else is told whether an employer was silent or reported few.
		of = Text{
			"Dekking %s tot en met %s: %d van %d werkgevers hebben in elke maand genoeg meldingen voor een getal; een maand zonder getal kan er enkele hebben, of geen.",
			"Coverage %s through %s: %d of %d employers have enough reports for a number in every month; a month without one may have a few, or none.",
		}
	}
	said := fmt.Sprintf(of.In(l), c.From, c.Through, every, len(c.Employers))
	if len(fewer) > mostEmployers {
		rest := fmt.Sprintf(Text{"en %d andere", "and %d others"}.In(l), len(fewer)-mostEmployers)
		fewer = append(fewer[:mostEmployers:mostEmployers], rest)
	}
	if len(fewer) > 0 {
		said += Text{" Minder: ", " Fewer: "}.In(l) + strings.Join(fewer, ", ") + "."
	}
	return said
}

// without names the months that are missing, if they are few: of an employer that is
// alone there is room for a year of them.
func without(c Coverage, e EmployerCovered, l Language) string {
	few := 3
	if len(c.Employers) == 1 {
		few = 12
	}
	if missing := c.Months - len(e.Months); missing > few || len(e.Months) == 0 {
		return ""
	}
	var missing []string
	for _, month := range monthsBetween(c.From, c.Through) {
		if !slices.Contains(e.Months, month) {
			missing = append(missing, string(month))
		}
	}
	return " (" + Text{"niet ", "not "}.In(l) + strings.Join(missing, ", ") + ")"
}

func monthsBetween(from, through codes.Code) []codes.Code {
	var list []codes.Code
	for _, month := range monthAnswers().codes {
		if from <= month && month <= through && !month.Missing() {
			list = append(list, month)
		}
	}
	return list
}
