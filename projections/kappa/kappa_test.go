package kappa_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/projections/kappa"
)

// TestPublishedExamples holds kappas that others print, and standard errors where they do.
func TestPublishedExamples(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		table [][]int
		kappa float64
		err   float64 // 0: not printed
	}{
		// Fleiss, Cohen and Everitt 1969, table 1, of 200 psychiatric diagnoses.
		"diagnoses": {[][]int{{106, 10, 4}, {22, 28, 10}, {2, 12, 6}}, 0.429, 0.054},
		// Altman, Practical Statistics for Medical Research (1991), p. 404: 85 mammograms.
		"mammograms": {[][]int{{21, 12, 0, 0}, {4, 17, 1, 0}, {3, 9, 15, 2}, {0, 0, 0, 1}}, 0.47, 0},
		// Wikipedia, Cohen's kappa: 50 grant proposals, and two tables with the same
		// agreement and another kappa.
		"grants":             {[][]int{{20, 5}, {10, 15}}, 0.4, 0},
		"same, first table":  {[][]int{{45, 15}, {25, 15}}, 0.1304, 0},
		"same, second table": {[][]int{{25, 35}, {5, 35}}, 0.2593, 0},
	} {
		a, err := kappa.OfTable([]string{"A", "B", "C", "D"}[:len(c.table)], c.table)
		if err != nil || math.Abs(a.Kappa-c.kappa) > digits(c.kappa) {
			t.Errorf("%s: %.4f, %v, want %v", name, a.Kappa, err, c.kappa)
		}
		if got := (a.Upper - a.Lower) / 2 / 1.959964; c.err > 0 && math.Abs(got-c.err) > 0.0006 {
			t.Errorf("%s: standard error %.4f, want %v", name, got, c.err)
		}
	}
}

// digits is half of the last digit that is printed.
func digits(x float64) float64 {
	for _, unit := range []float64{0.1, 0.01, 0.001} {
		if math.Abs(x/unit-math.Round(x/unit)) < 1e-9 {
			return max(unit/2, 0.0005)
		}
	}
	return 0.00005
}

func TestWhatIsNotThereIsLeftOutAndCounted(t *testing.T) {
	t.Parallel()
	a, err := kappa.Of([]kappa.Pair{{"X", "X"}, {"X", ""}, {"", ""}, {"UNK", "X"}, {"UNK", "UNK"}})
	if err != nil || a.Pairs != 3 || a.Missing != 2 || a.Same != 2 || a.Undefined != nil {
		t.Fatalf("%+v, %v", a, err)
	}
	want := []kappa.Code{{"UNK", 2, 1, 1}, {"X", 1, 2, 1}}
	if diff := cmp.Diff(want, a.Codes); diff != "" || math.Abs(want[0].Share()-2.0/3) > 1e-9 {
		t.Error(diff)
	}
}

func TestWhatCannotBeComputedSaysSo(t *testing.T) {
	t.Parallel()
	for want, pairs := range map[string][]kappa.Pair{
		"Cannot be computed: no incident was coded by two":                               nil,
		"1 were left out, because one of the two gave no answer. Cannot be computed: no": {{"X", ""}},
		"2 got the same code from both. Cannot be computed: both always gave":            {{"X", "X"}, {"X", "X"}},
	} {
		a, err := kappa.Of(pairs)
		if said := a.Said(); err != nil || a.Undefined == nil || a.Kappa != 0 || !strings.Contains(said.EN, want) || !strings.Contains(said.NL, "Niet te berekenen: ") {
			t.Errorf("%+v, %v", a.Said(), err)
		}
	}
	for want, table := range map[string][][]int{
		"table: 1 rows":       {{1}},
		"table[1]: 1 numbers": {{1, 2}, {1}},
		"table[0][1]: -2":     {{1, -2}, {1, 1}},
		"table[1][1]: 1":      {{kappa.MaxPairs, 0}, {0, 1}},
	} {
		if _, err := kappa.OfTable([]string{"A", "B"}, table); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := kappa.OfTable([]string{""}, [][]int{{1}}); err == nil {
		t.Error("an empty code is taken")
	}
}

func TestItIsSaidInNumbersAndThenInAWordWithItsSource(t *testing.T) {
	t.Parallel()
	a, err := kappa.OfTable([]string{"A", "B"}, [][]int{{20, 5}, {10, 15}})
	if err != nil {
		t.Fatal(err)
	}
	want := kappa.Text{
		NL: "Van 50 incidenten die twee mensen los van elkaar codeerden, kregen er 35 van beiden dezelfde code. Cohens kappa is 0,40 (95 %: 0,15 tot 0,65); 1 is volledige overeenstemming, 0 is wat toeval zou geven. Dat heet matige overeenstemming (Landis en Koch).",
		EN: "Of 50 incidents that two people coded apart from each other, 35 got the same code from both. Cohen's kappa is 0.40 (95 %: 0.15 to 0.65); 1 is complete agreement, 0 what chance would give. That is called fair agreement (Landis and Koch).",
	}
	if diff := cmp.Diff(want, a.Said()); diff != "" {
		t.Error(diff)
	}
	few, _ := kappa.OfTable([]string{"A", "B"}, [][]int{{2, 1}, {1, 2}})
	if !strings.HasSuffix(few.Said().EN, "fewer than 30 incidents: the range is wider in truth.") {
		t.Error(few.Said())
	}
}

// TestAnySample: it does not matter who is called the first, nor in which order incidents come;
// the limits hold the estimate; complete agreement is 1.
func TestAnySample(t *testing.T) {
	t.Parallel()
	code := rapid.SampledFrom([]string{"", "A", "B", "C", "D"})
	rapid.Check(t, func(t *rapid.T) {
		var pairs, other, agreed []kappa.Pair
		for range rapid.IntRange(0, 60).Draw(t, "n") {
			p := kappa.Pair{First: code.Draw(t, "first"), Second: code.Draw(t, "second")}
			pairs, other, agreed = append(pairs, p), append(other, kappa.Pair{First: p.Second, Second: p.First}), append(agreed, kappa.Pair{First: p.First, Second: p.First})
		}
		slices.Reverse(other)
		a, err := kappa.Of(pairs)
		b, _ := kappa.Of(other)
		if err != nil || math.Abs(a.Kappa-b.Kappa) > 1e-9 || math.Abs(a.Lower-b.Lower) > 1e-9 || a.Same != b.Same || (a.Undefined == nil) != (b.Undefined == nil) {
			t.Fatalf("%+v, turned %+v", a, b)
		}
		if a.Lower > a.Kappa || a.Kappa > a.Upper || a.Lower < -1 || a.Upper > 1 || a.Pairs+a.Missing != len(pairs) || math.IsNaN(a.Kappa+a.Lower+a.Upper) {
			t.Fatalf("%+v", a)
		}
		if c, _ := kappa.Of(agreed); c.Undefined == nil && (math.Abs(c.Kappa-1) > 1e-9 || c.Same != c.Pairs) {
			t.Fatalf("%+v", c)
		}
	})
}
