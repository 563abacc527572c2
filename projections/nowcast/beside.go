package nowcast

import (
	"fmt"
	"strings"
)

// Share is a part of something, both as printed.
type Share struct{ Part, Of Cell }

// Percent is false where one of the two is withheld, or there is nothing to be a part of.
// Printed numbers need not add up: it never says more than 100.
func (s Share) Percent() (int, bool) {
	if s.Part.NotBrokenDown || s.Of.NotBrokenDown || s.Of.N <= 0 {
		return 0, false
	}
	return min(100, round(100*float64(s.Part.N)/float64(s.Of.N))), true
}

// Mark is what else is known of a period, shown beside its number: a rise may be a rise, or
// better registration. Where registration gets better, more small things are told (more of it
// is verbal only) and more is filled in (less is unknown).
type Mark struct {
	Row       Row      // of a complete period the limits are the number itself
	Unknown   Share    // of the answers
	Verbal    Share    // of the incidents, those with nothing but verbal violence
	Campaigns []string // that called for reporting during the period
}

// Compare says in sentences what moved between two periods. It does not say which of the
// two it was, because these numbers cannot tell.
func Compare(before, after Mark) []Text {
	said := []Text{counts(before.Row, after.Row)}
	said = append(said, share(Text{"Alleen verbaal", "Verbal only"}, before.Verbal, after.Verbal))
	said = append(said, share(Text{"Antwoord onbekend", "Answer unknown"}, before.Unknown, after.Unknown))
	for _, m := range []Mark{before, after} {
		if len(m.Campaigns) > 0 {
			names := strings.Join(m.Campaigns, ", ")
			said = append(said, Text{
				NL: fmt.Sprintf("In %s liep een meldcampagne (%s): een effect op het melden is mogelijk.", m.Row.Period, names),
				EN: fmt.Sprintf("A campaign for reporting ran in %s (%s): an effect on reporting is possible.", m.Row.Period, names),
			})
		}
	}
	return append(said, Text{
		NL: "Of er meer is gebeurd of meer is gemeld, is uit deze cijfers alleen niet af te leiden.",
		EN: "Whether more happened or more was reported cannot be told from these figures alone.",
	})
}

func counts(before, after Row) Text {
	for _, r := range []Row{before, after} {
		if r.Refused != nil {
			return Text{NL: "Niet te vergelijken. " + r.Period + ": " + r.Refused.NL, EN: "Not to be compared. " + r.Period + ": " + r.Refused.EN}
		}
	}
	t := Text{
		NL: fmt.Sprintf("Verwacht aantal: %s in %s, %s in %s.", before.ranged(" tot "), before.Period, after.ranged(" tot "), after.Period),
		EN: fmt.Sprintf("Expected number: %s in %s, %s in %s.", before.ranged(" to "), before.Period, after.ranged(" to "), after.Period),
	}
	if before.Lower <= after.Upper && after.Lower <= before.Upper {
		t.NL += " De bereiken overlappen elkaar: het verschil kan ook komen doordat nog niet alles is gemeld."
		t.EN += " The ranges overlap: the difference may also be because not everything has been reported yet."
	}
	return t
}

func (r Row) ranged(to string) string {
	if r.Lower == r.Upper {
		return fmt.Sprint(r.Expected)
	}
	return fmt.Sprintf("%d (%d%s%d)", r.Expected, r.Lower, to, r.Upper)
}

func share(what Text, before, after Share) Text {
	return Text{
		NL: fmt.Sprintf("%s: %s, daarna %s.", what.NL, before.said("niet uitgesplitst"), after.said("niet uitgesplitst")),
		EN: fmt.Sprintf("%s: %s, then %s.", what.EN, before.said("not broken down"), after.said("not broken down")),
	}
}

func (s Share) said(withheld string) string {
	if n, is := s.Percent(); is {
		return fmt.Sprintf("%d %%", n)
	}
	return withheld
}
