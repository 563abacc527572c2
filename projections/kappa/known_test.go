package kappa_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/coding"
	"ruggensteun/projections/kappa"
)

func met(first, second string, n int) coding.Met {
	return coding.Met{First: first, Second: second, N: n}
}

func closed(on calendar.Day, list string, met ...coding.Met) coding.Entry {
	return coding.Entry{On: on, Results: []coding.Result{{List: list, Met: met}}}
}

var (
	october  = calendar.On(2026, 10, 5)
	november = calendar.On(2026, 11, 5)
	name     = kappa.Text{NL: "geraakt", EN: "reach"}
)

func TestOfEachEmployerItsNewestSampleCounts(t *testing.T) {
	t.Parallel()
	known := kappa.KnownOf([]coding.Book{
		{Entries: []coding.Entry{closed(october, "reach", met("A", "B", 50)), closed(november, "reach", met("A", "A", 20), met("B", "B", 20)), {Entered: coding.Entered{Lists: []string{"reach"}}}}},
		{Entries: []coding.Entry{closed(october, "reach", met("A", "A", 10), met("A", "B", 10)), closed(october, "phase", met("A", "A", 1))}},
	})
	if len(known) != 2 || known[0].List != "phase" || known[1].Agreement.Pairs != 60 || known[1].Agreement.Same != 50 || known[1].On != november || known[1].Employers != 2 {
		t.Errorf("%+v", known)
	}
}

func TestItStandsBesideAFigure(t *testing.T) {
	t.Parallel()
	for said, k := range map[string]kappa.Known{
		"Overeenstemming van codeurs (geraakt): redelijke overeenstemming (Landis en Koch), kappa 0,60 (95 %: 0,38 tot 0,82), n=50, 2026-11-05.": one(met("A", "A", 20), met("B", "B", 20), met("A", "B", 5), met("B", "A", 5)),
		"Let op: A is 91 % van alle antwoorden, en dan misleidt kappa: beiden gaven in 92 % van de incidenten hetzelfde.":                        one(met("A", "A", 87), met("B", "B", 5), met("A", "B", 4), met("B", "A", 4)),
		"kappa is niet te berekenen, n=40, 2026-11-05. beiden gaven steeds dezelfde ene code":                                                    one(met("A", "A", 40)),
		"minder dan 30 paren, te weinig voor een woord, kappa 1,00":                                                                              one(met("A", "A", 10), met("B", "B", 10)),
		"minder dan toeval zou geven (Landis en Koch), kappa -1,00":                                                                              one(met("A", "B", 20), met("B", "A", 20)),
	} {
		if got := k.Beside(name).Said.NL; !strings.Contains(got, said) {
			t.Errorf("want %s\nin   %s", said, got)
		}
	}
}

func one(pairs ...coding.Met) kappa.Known {
	return kappa.KnownOf([]coding.Book{{Entries: []coding.Entry{closed(november, "reach", pairs...)}}})[0]
}

// TestOthersAreShownLittleOrNothing: never of fewer than three employers or a hundred pairs, never
// where one code is all but everything, and then in one decimal and tens.
func TestOthersAreShownLittleOrNothing(t *testing.T) {
	t.Parallel()
	ordinary := []coding.Met{met("A", "A", 60), met("B", "B", 40), met("A", "B", 23)}
	of := func(employers int, pairs []coding.Met) kappa.Known {
		var books []coding.Book
		for i := range employers {
			share := []coding.Met{}
			for _, m := range pairs {
				m.N = m.N*(i+1)/employers - m.N*i/employers
				share = append(share, m)
			}
			books = append(books, coding.Book{Entries: []coding.Entry{closed(november, "reach", share...)}})
		}
		return kappa.KnownOf(books)[0]
	}
	mostly := func(others ...coding.Met) kappa.Known {
		books := []coding.Book{{Entries: []coding.Entry{closed(november, "reach", ordinary...)}}}
		for range 2 {
			books = append(books, coding.Book{Entries: []coding.Entry{closed(november, "reach", others...)}})
		}
		return kappa.KnownOf(books)[0]
	}
	for name, c := range map[string]struct {
		known kappa.Known
		shown bool
	}{
		"of three of whom two have nothing":  {mostly(), false},
		"of three of whom one has most":      {mostly(met("A", "A", 10), met("B", "B", 10)), false},
		"of three employers":                 {of(3, ordinary), true},
		"of two":                             {of(2, ordinary), false},
		"of 99 pairs":                        {of(3, []coding.Met{met("A", "A", 50), met("B", "B", 49)}), false},
		"of one code":                        {of(3, []coding.Met{met("A", "A", 200)}), false},
		"of one code and nine of another":    {of(3, []coding.Met{met("A", "A", 200), met("B", "B", 9)}), false},
		"of one code and ten of another":     {of(3, []coding.Met{met("A", "A", 200), met("B", "B", 10)}), true},
		"another that only one of them gave": {of(3, []coding.Met{met("A", "A", 100), met("A", "B", 100)}), false},
	} {
		if _, shown := c.known.Protected(kappa.Text{}); shown != c.shown {
			t.Errorf("%s: shown %t", name, shown)
		}
	}
	got, _ := of(3, ordinary).Protected(name)
	want := "Overeenstemming van codeurs (geraakt, over alle werkgevers): goede overeenstemming (Landis en Koch), kappa ongeveer 0,6 (95 %: 0,5 tot 0,8), n=minstens 120, 2026-11."
	if want = strings.Replace(want, "goede", "redelijke", 1); got.Said.NL != want || got.N != 120 || got.Employers != 0 {
		t.Errorf("%+v", got)
	}
}

// TestKappaIsThatOfTheDefinition counts agreement and chance by looking at all pairs of
// incidents, with no table: chance is how often the first coder's answer to one incident is the
// second's to any.
func TestKappaIsThatOfTheDefinition(t *testing.T) {
	t.Parallel()
	code := rapid.SampledFrom([]string{"", "A", "A+B", "B", "C"})
	rapid.Check(t, func(t *rapid.T) {
		var r coding.Result
		var pairs [][2]string
		for range rapid.IntRange(0, 40).Draw(t, "n") {
			p := [2]string{code.Draw(t, "first"), code.Draw(t, "second")}
			i := slices.IndexFunc(r.Met, func(m coding.Met) bool { return m.First == p[0] && m.Second == p[1] })
			if i < 0 {
				r.Met = append(r.Met, met(p[0], p[1], 0))
				i = len(r.Met) - 1
			}
			r.Met[i].N++
			if p[0] != "" && p[1] != "" {
				pairs = append(pairs, p)
			}
		}
		same, chance := 0.0, 0.0
		for _, p := range pairs {
			if p[0] == p[1] {
				same++
			}
			for _, o := range pairs {
				if p[0] == o[1] {
					chance++
				}
			}
		}
		n := float64(len(pairs))
		same, chance = same/n, chance/n/n
		got, err := kappa.Of(kappa.PairsOf(r))
		if err != nil || got.Pairs != len(pairs) {
			t.Fatalf("%d pairs, want %d: %v", got.Pairs, len(pairs), err)
		}
		if got.Undefined == nil && math.Abs(got.Kappa-(same-chance)/(1-chance)) > 1e-9 {
			t.Fatalf("%.6f, want (%.6f - %.6f) / (1 - %[3]f)", got.Kappa, same, chance)
		}
		if got.Undefined != nil && len(pairs) > 0 && chance < 1-1e-9 {
			t.Fatalf("it is not undefined: chance is %.6f", chance)
		}
	})
}
