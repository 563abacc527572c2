package survival_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/projections/survival"
)

// The weeks in remission of 42 children with leukaemia, half of them on 6-mercaptopurine:
// Freireich and others, Blood 21 (1963) 699-716, as Kleinbaum and Klein print them. A
// negative number was seen no further.
var (
	treated = []int{6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35}
	placebo = []int{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}
)

func timesOf(list []int) (t survival.Times) {
	for _, n := range list {
		if n < 0 {
			t.Censor(-n)
		} else {
			t.End(n)
		}
	}
	return t
}

// TestFreireich holds the shares that Kleinbaum and Klein (Survival Analysis, table of the
// treated group) print, and their standard errors by Greenwood, worked out from the limits.
func TestFreireich(t *testing.T) {
	t.Parallel()
	c := survival.Estimate(timesOf(treated))
	if c.N != 21 || c.Events != 9 || len(c.Steps) != 7 {
		t.Fatalf("%d, %d events, %d steps", c.N, c.Events, len(c.Steps))
	}
	for i, want := range []struct {
		day, atRisk, ended int
		left, err          float64
	}{
		{6, 21, 3, 0.8571, 0.0764}, {7, 17, 1, 0.8067, 0.0869}, {10, 15, 1, 0.7529, 0.0963}, {13, 12, 1, 0.6902, 0.1068},
		{16, 11, 1, 0.6275, 0.1141}, {22, 7, 1, 0.5378, 0.1282}, {23, 6, 1, 0.4482, 0.1346},
	} {
		s := c.Steps[i]
		// log(-log S) is as wide on both sides; the error is what makes it so wide.
		err := math.Log(math.Log(s.Lower)/math.Log(s.Left)) / 1.959963984540054 * math.Abs(math.Log(s.Left)) * s.Left
		if s.Day != want.day || s.AtRisk != want.atRisk || s.Ended != want.ended || math.Abs(s.Left-want.left) > 5e-5 || math.Abs(err-want.err) > 5e-5 {
			t.Errorf("%+v with standard error %.4f, want %+v", s, err, want)
		}
	}
}

// TestQuartiles are those of the same data. The medians are published (23 and 8 weeks);
// the rest was worked out by a program of its own in exact fractions.
func TestQuartiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		of   []int
		want [3]string
	}{
		"treated": {treated, [3]string{"13 (6-22)", "23 (13-)", "- (23-)"}},
		"placebo": {placebo, [3]string{"4 (1-5)", "8 (4-11)", "12 (8-22)"}},
		"nobody":  {nil, [3]string{"- (-)", "- (-)", "- (-)"}},
		"one":     {[]int{4}, [3]string{"4 (4-4)", "4 (4-4)", "4 (4-4)"}},
		"waiting": {[]int{-4, -9}, [3]string{"- (-)", "- (-)", "- (-)"}},
	} {
		curve := survival.Estimate(timesOf(c.of))
		var got [3]string
		for i, share := range []float64{0.25, 0.5, 0.75} {
			got[i] = said(curve.Quantile(share))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func said(q survival.Quantile) string {
	text := func(day int, is bool) string {
		if !is {
			return ""
		}
		return fmt.Sprint(day)
	}
	at := text(q.Day, q.Reached)
	if !q.Reached {
		at = "-"
	}
	return fmt.Sprintf("%s (%s-%s)", at, text(q.From, q.HasFrom), text(q.To, q.HasTo))
}

func anyTimes(t *rapid.T) []int {
	return rapid.SliceOfN(rapid.IntRange(-40, 40), 1, 60).Draw(t, "days")
}

// TestWithoutAnybodyWaitingItIsTheShareThatIsLeft: of the empirical distribution.
func TestWithoutAnybodyWaitingItIsTheShareThatIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(0, 40), 1, 60).Draw(t, "days")
		for _, s := range survival.Estimate(timesOf(days)).Steps {
			longer := 0
			for _, d := range days {
				if d > s.Day {
					longer++
				}
			}
			if want := float64(longer) / float64(len(days)); math.Abs(s.Left-want) > 1e-9 {
				t.Fatalf("day %d: %v, want %v", s.Day, s.Left, want)
			}
		}
	})
}

func TestTheOrderOfWhoIsSeenDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := anyTimes(t)
		other := rapid.Permutation(days).Draw(t, "another order")
		if diff := cmp.Diff(survival.Estimate(timesOf(days)), survival.Estimate(timesOf(other))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestACurveGoesDownBetweenItsLimits, and everybody is at risk on day 0.
func TestACurveGoesDownBetweenItsLimits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		times := timesOf(anyTimes(t))
		c := survival.Estimate(times)
		if times.AtRisk(0) != c.N || times.AtRisk(41) != 0 {
			t.Fatalf("%d of %d at risk at first, %d at last", times.AtRisk(0), c.N, times.AtRisk(41))
		}
		before := 1.0
		for _, s := range c.Steps {
			if s.Left >= before || s.Left < 0 || s.Lower > s.Left+1e-9 || s.Upper < s.Left-1e-9 || s.AtRisk != times.AtRisk(s.Day) {
				t.Fatalf("%+v after %v", s, before)
			}
			before = s.Left
		}
		days := []survival.Quantile{c.Quantile(0.25), c.Quantile(0.5), c.Quantile(0.75)}
		if !slices.IsSortedFunc(days, func(a, b survival.Quantile) int {
			if a.Reached && b.Reached {
				return a.Day - b.Day
			}
			return 0
		}) || days[2].Reached && !days[0].Reached {
			t.Fatalf("%+v", days)
		}
	})
}
