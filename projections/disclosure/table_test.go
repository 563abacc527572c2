package disclosure_test

import (
	"math"
	"strings"
	"testing"

	"ruggensteun/projections/disclosure"
)

func TestTheDefaultTableIsWhatTheSpecificationSays(t *testing.T) {
	t.Parallel()
	table := disclosure.Default()
	for n := 0; n <= 40; n++ {
		for _, v := range table.Outcomes(n) {
			switch {
			case n == 0 && v != 0, n > 0 && n < 5 && v != 0 && v != 5, v > 0 && v < 5:
				t.Errorf("count %d can print %d", n, v)
			case v-n > 5 || n-v > 5:
				t.Errorf("count %d can print %d, more than 5 off", n, v)
			}
		}
		if got := table.Variance(n); n >= 5 && math.Abs(got-3) > 1e-4 {
			t.Errorf("count %d has variance %f, want 3", n, got)
		}
	}
}

// TestPrintedNumbersAreUnbiased draws evenly over all of u, which gives the exact mean.
func TestPrintedNumbersAreUnbiased(t *testing.T) {
	t.Parallel()
	table := disclosure.Default()
	const draws = 200_000
	for n := 0; n <= 12; n++ {
		sum := 0
		for i := range uint64(draws) {
			sum += table.Print(disclosure.Set{N: n, Sum: i * (math.MaxUint64 / draws)})
		}
		if mean := float64(sum) / draws; math.Abs(mean-float64(n)) > 1e-3 {
			t.Errorf("count %d prints %f on average", n, mean)
		}
	}
}

func TestTheDrawIsExactAtItsBorders(t *testing.T) {
	t.Parallel()
	table := disclosure.Default()
	// u < 0.8 prints 0 for a count of 1: 0.8·2⁶⁴ is 14757395258967641292.8.
	for sum, want := range map[uint64]int{0: 0, 14757395258967641292: 0, 14757395258967641293: 5, math.MaxUint64: 5} {
		if got := table.Print(disclosure.Set{N: 1, Sum: sum}); got != want {
			t.Errorf("a sum of %d prints %d, want %d", sum, got, want)
		}
	}
}

func TestATableIsReadBackAsItIsWritten(t *testing.T) {
	t.Parallel()
	table := disclosure.Default()
	again, err := disclosure.ParseTable(table.String())
	if err != nil || again.String() != table.String() || again.Fingerprint() != table.Fingerprint() {
		t.Errorf("got %v %v", again, err)
	}
}

func TestATableThatWouldGivePersonsAwayOrMisleadIsRefused(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(disclosure.Default().String()), "\n")
	tests := map[string]struct {
		line int // that is replaced
		by   string
		err  string
	}{
		"no number":                        {1, "1 0:800000 five:1000000", "line 2: \"five:1000000\" cannot be read: write VALUE:CUMULATIVE"},
		"a negative number":                {1, "1 -1:800000 5:1000000", "line 2: \"-1:800000\" cannot be read"},
		"another count":                    {1, "2 0:800000 5:1000000", "line 2: begins with \"2\": begin with 1"},
		"nothing to print":                 {0, "0", "line 1: the last cumulative is not 1000000"},
		"less than all":                    {1, "1 0:800000 5:999999", "line 2: the last cumulative is not 1000000"},
		"more than all":                    {1, "1 0:1000001 5:1000000", "line 2: cumulative 1000000 does not rise above 1000001"},
		"a number twice":                   {1, "1 0:800000 0:1000000", "line 2: value 0 comes after 0: give values in ascending order"},
		"a probability of zero":            {1, "1 0:800000 5:800000 6:1000000", "line 2: cumulative 800000 does not rise"},
		"a person":                         {3, "3 3:1000000", "line 4: value 3 could be printed: use 0 or 5 and more"},
		"far off":                          {10, "10 4:500000 16:1000000", "line 11: value 4 could be printed"},
		"farther than 5":                   {10, "10 5:500000 16:1000000", "line 11: value 16 lies more than 5 from count 10: use values from 5 to 15"},
		"too high on average":              {1, "1 0:700000 5:1000000", "line 2: the mean is 1.500000: change the probabilities so that it is 1"},
		"a bias of much more":              {1, "1 0:799990 5:1000000", "line 2: the mean is 1.000050"},
		"a line too many":                  {10, lines[10] + "\n11 11:1000000", "line 12: comes after the line of count 10"},
		"a line too few":                   {10, "", "ends before the line of count 10: give one line for each count from 0 to 10"},
		"remarks and empty lines are fine": {0, "# zero\n\n  " + lines[0], ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := append([]string{}, lines...)
			changed[test.line] = test.by
			_, err := disclosure.ParseTable(strings.Join(changed, "\n"))
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("got %v, want %q", err, test.err)
			}
		})
	}
}

// FuzzParseTable: whatever is taken keeps its promises and is written as it was read.
func FuzzParseTable(f *testing.F) {
	f.Add(disclosure.Default().String(), 3, uint64(1))
	f.Fuzz(func(t *testing.T, text string, n int, sum uint64) {
		table, err := disclosure.ParseTable(text)
		if err != nil || n < 0 || n > math.MaxInt32 {
			return
		}
		printed := table.Print(disclosure.Set{N: n, Sum: sum})
		if printed < 0 || printed > 0 && printed < 5 || printed-n > 5 || n-printed > 5 {
			t.Errorf("%d prints as %d", n, printed)
		}
		if again, err := disclosure.ParseTable(table.String()); err != nil || again.String() != table.String() {
			t.Errorf("read back as %v %v", again, err)
		}
	})
}
