// Package survival says how long something takes when not everybody is through it yet:
// who is still waiting counts for as long as was seen, and is neither left out nor taken
// for done.
//
// It is the estimate of Kaplan and Meier (1958), with Greenwood's variance and limits on
// the scale of log(-log S), which stay between 0 and 1. Days are whole.
package survival

import (
	"math"
	"slices"
)

// Times are how long each of a group was seen, by day: Ended how many it ended for after
// that many days, Censored how many were seen no further. A day that is not there is
// none. Of one day those that ended come first: who was last seen on it was at risk.
type Times struct{ Ended, Censored map[int]int }

// End and Censor add one.
func (t *Times) End(days int)    { t.Ended = plus(t.Ended, days) }
func (t *Times) Censor(days int) { t.Censored = plus(t.Censored, days) }

func plus(of map[int]int, days int) map[int]int {
	if of == nil {
		of = map[int]int{}
	}
	of[days]++
	return of
}

// Curve is the share for whom it has not ended yet, as steps.
type Curve struct {
	N, Events int
	Steps     []Step
}

// Step is a day on which it ended for somebody.
type Step struct {
	Day          int
	AtRisk       int // just before
	Ended        int
	Left         float64 // the share that is left after it
	Lower, Upper float64 // its limits of 95 %
}

// z is that of a two-sided 95 %.
const z = 1.959963984540054

// Estimate makes the curve.
func Estimate(t Times) Curve {
	days, n := t.days()
	c := Curve{N: n}
	left, variance := 1.0, 0.0
	for _, day := range days {
		if ended := t.Ended[day]; ended > 0 {
			left *= float64(n-ended) / float64(n)
			variance += float64(ended) / (float64(n) * float64(n-ended)) // infinite where nobody is left
			s := Step{Day: day, AtRisk: n, Ended: ended, Left: left}
			s.Lower, s.Upper = limits(left, variance)
			c.Steps, c.Events = append(c.Steps, s), c.Events+ended
		}
		n -= t.Ended[day] + t.Censored[day]
	}
	return c
}

func (t Times) days() (days []int, n int) {
	for _, of := range []map[int]int{t.Ended, t.Censored} {
		for day, some := range of {
			days, n = append(days, day), n+some
		}
	}
	slices.Sort(days)
	return slices.Compact(days), n
}

func limits(left, variance float64) (lower, upper float64) {
	if left <= 0 {
		return 0, 0
	}
	wide := z * math.Sqrt(variance) / math.Abs(math.Log(left))
	return math.Pow(left, math.Exp(wide)), math.Pow(left, math.Exp(-wide))
}

// Quantile is the day on which it had ended for a share of all, with limits of 95 %.
type Quantile struct {
	Day      int
	Reached  bool // false: the curve does not come down so far, and there is no such day
	From, To int
	// HasFrom and HasTo are false where the limit of the curve does not come down so far.
	HasFrom, HasTo bool
}

// close is for shares that a product of fractions only nearly reaches.
const close = 1e-9

// Quantile gives the first day on which no more than the rest was left: of 0.5 the
// median. Its limits are the days on which those of the curve come down so far
// (Brookmeyer and Crowley 1982).
func (c Curve) Quantile(share float64) Quantile {
	rest := 1 - share + close
	var q Quantile
	q.Day, q.Reached = c.first(func(s Step) bool { return s.Left <= rest })
	q.From, q.HasFrom = c.first(func(s Step) bool { return s.Lower <= rest })
	q.To, q.HasTo = c.first(func(s Step) bool { return s.Upper <= rest })
	return q
}

func (c Curve) first(is func(Step) bool) (int, bool) {
	i := slices.IndexFunc(c.Steps, is)
	if i < 0 {
		return 0, false
	}
	return c.Steps[i].Day, true
}

// AtRisk is how many were still seen, and not through it, when a day began.
func (t Times) AtRisk(day int) (n int) {
	for _, of := range []map[int]int{t.Ended, t.Censored} {
		for at, some := range of {
			if at >= day {
				n += some
			}
		}
	}
	return n
}
