package disclosure

// What is computed from figures is computed from what was printed of them, so that it says
// nothing that the numbers beside it do not say.

// Ratio is a percentage or a rate.
type Ratio struct {
	Value float64
	// AtMost: what it was computed from reads 0–4, and this is what 4 would give.
	AtMost bool
}

// Percentage is how many of a hundred of the whole are in the part; false where one of
// them is not broken down or the whole prints 0. It is never over 100, though a part can print
// more than its whole.
func Percentage(part, whole Printed) (Ratio, bool) {
	of, ok := whole.Value()
	if !ok || of <= 0 {
		return Ratio{}, false
	}
	r, ok := Rate(part, of, 100)
	r.Value = min(r.Value, 100)
	return r, ok
}

// Rate is how many there are for each per of a denominator that is no secret, such as the
// inhabitants of a gemeente; false where the number is not broken down or the denominator is not
// above 0.
func Rate(count Printed, denominator int, per float64) (Ratio, bool) {
	n, ok := count.Value()
	if !ok || denominator <= 0 {
		return Ratio{}, false
	}
	few := n == 0 && !count.Exact()
	if few {
		n = smallest - 1
	}
	return Ratio{Value: float64(n) * per / float64(denominator), AtMost: few}, true
}

// Difference is how much more the second prints than the first; false where one of them
// is not broken down.
func Difference(first, second Printed) (int, bool) {
	before, okBefore := first.Value()
	after, okAfter := second.Value()
	if !okBefore || !okAfter {
		return 0, false
	}
	return after - before, true
}

// quantileFrom is from how many units a median or percentile is given.
const quantileFrom = 10

// EnoughForDays tells whether a percentile of that many may be given.
func EnoughForDays(count Printed) bool {
	return count.kind == exact || count.kind != notBrokenDown && count.n >= quantileFrom+maxDeviation
}

// Quantile is the percentile, in whole days, of durations that are sorted: the smallest
// that at least so many of a hundred do not exceed. False where there could be fewer
// than 10: that is judged by the printed number, which lies at most 5 from the count,
// because a median that is missing beside a printed 12 would say that the count is less
// than 10. The durations are those of the refreshed set: those of the true one
// change with a single late report.
func Quantile(count Printed, percent int, sorted []int) (days int, ok bool) {
	if !EnoughForDays(count) || len(sorted) == 0 {
		return 0, false
	}
	rank := (len(sorted)*percent + 99) / 100
	return sorted[min(max(rank, 1), len(sorted))-1], true
}
