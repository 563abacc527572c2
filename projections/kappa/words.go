package kappa

import (
	"fmt"
	"strings"
)

// Said is what stands beside a view by these codes: numbers, and no name for how good they are.
func (a Agreement) Said() Text {
	counted := a.counted()
	if a.Undefined != nil {
		return Text{NL: join(counted.NL, a.Undefined.NL), EN: join(counted.EN, a.Undefined.EN)}
	}
	t := Text{
		NL: fmt.Sprintf("%s Cohens kappa is %s (95 %%: %s tot %s); 1 is volledige overeenstemming, 0 is wat toeval zou geven.",
			counted.NL, comma(a.Kappa), comma(a.Lower), comma(a.Upper)),
		EN: fmt.Sprintf("%s Cohen's kappa is %.2f (95 %%: %.2f to %.2f); 1 is complete agreement, 0 what chance would give.",
			counted.EN, a.Kappa, a.Lower, a.Upper),
	}
	if a.Pairs < FewPairs {
		t.NL += fmt.Sprintf(" Dat zijn minder dan %d incidenten: het bereik is in werkelijkheid breder.", FewPairs)
		t.EN += fmt.Sprintf(" These are fewer than %d incidents: the range is wider in truth.", FewPairs)
	}
	return t
}

func (a Agreement) counted() (t Text) {
	if a.Pairs > 0 {
		t = Text{
			NL: fmt.Sprintf("Van %d incidenten die twee mensen los van elkaar codeerden, kregen er %d van beiden dezelfde code.", a.Pairs, a.Same),
			EN: fmt.Sprintf("Of %d incidents that two people coded apart from each other, %d got the same code from both.", a.Pairs, a.Same),
		}
	}
	if a.Missing > 0 {
		t.NL = join(t.NL, fmt.Sprintf("%d zijn weggelaten, omdat een van beiden geen antwoord gaf.", a.Missing))
		t.EN = join(t.EN, fmt.Sprintf("%d were left out, because one of the two gave no answer.", a.Missing))
	}
	return t
}

func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

func comma(x float64) string { return strings.Replace(fmt.Sprintf("%.2f", x), ".", ",", 1) }
