package kappa

import (
	"fmt"
	"math"
	"strings"
)

// Word is what Landis and Koch call the kappa, as it is printed: with two decimals. Of few
// pairs there is none, because it would be another one tomorrow.
func (a Agreement) Word() Text {
	if a.Pairs < FewPairs {
		return Text{NL: fmt.Sprintf("minder dan %d paren, te weinig voor een woord", FewPairs), EN: fmt.Sprintf("fewer than %d pairs, too few for a word", FewPairs)}
	}
	return wordOf(math.Round(a.Kappa*100) / 100)
}

func wordOf(kappa float64) Text {
	source := Text{" (Landis en Koch)", " (Landis and Koch)"}
	word := Text{"vrijwel volledige overeenstemming", "almost perfect agreement"}
	for _, below := range []struct {
		limit float64
		word  Text
	}{
		{0, Text{"minder dan toeval zou geven", "less than chance would give"}}, {0.21, Text{"geringe overeenstemming", "slight agreement"}},
		{0.41, Text{"matige overeenstemming", "fair agreement"}}, {0.61, Text{"redelijke overeenstemming", "moderate agreement"}},
		{0.81, Text{"goede overeenstemming", "substantial agreement"}},
	} {
		if kappa < below.limit {
			word = below.word
			break
		}
	}
	return Text{word.NL + source.NL, word.EN + source.EN}
}

// prevails is from which share of all that both gave one code makes kappa mislead: so much
// of it is agreed on by chance that the few others decide (Byrt, Bishop and Carlin, Journal
// of Clinical Epidemiology 46, 1993). The number is a round one of our own.
const prevails = 0.8

// Prevalence warns where one code is nearly all that was given; empty where none is.
func (a Agreement) Prevalence() Text {
	for _, c := range a.Codes {
		share := float64(c.First+c.Second) / float64(2*a.Pairs)
		if a.Undefined == nil && share >= prevails {
			same := float64(a.Same) / float64(a.Pairs)
			return Text{
				NL: fmt.Sprintf("Let op: %s is %.0f %% van alle antwoorden, en dan misleidt kappa: beiden gaven in %.0f %% van de incidenten hetzelfde.", c.Code, 100*share, 100*same),
				EN: fmt.Sprintf("Mind: %s is %.0f %% of all answers, and then kappa misleads: both gave the same in %.0f %% of incidents.", c.Code, 100*share, 100*same),
			}
		}
	}
	return Text{}
}

// Said is what stands on the page of a sample.
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
	if a.Pairs >= FewPairs {
		word := a.Word()
		t.NL += fmt.Sprintf(" Dat heet %s.", word.NL)
		t.EN += fmt.Sprintf(" That is called %s.", word.EN)
	}
	note := a.Prevalence()
	t = Text{join(t.NL, note.NL), join(t.EN, note.EN)}
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

// Advice says how exactly kappa is known from a sample, before anybody has coded it: as if it
// were 0.6 with half of the agreement by chance.
func Advice(n int) Text {
	if n < 2 {
		return Text{}
	}
	wide := 1.96 * math.Sqrt(0.8*0.2/(float64(n)*0.25))
	return Text{
		NL: fmt.Sprintf("Uit %d incidenten is een kappa van ongeveer 0,6 bekend tot op %s naar beide kanten; viermaal zoveel halveert dat.", n, comma(wide)),
		EN: fmt.Sprintf("From %d incidents a kappa of about 0.6 is known to %.2f either way; four times as many halve that.", n, wide),
	}
}
