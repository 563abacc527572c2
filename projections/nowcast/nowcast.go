// Package nowcast says how many incidents of the latest periods will be known in the end:
// some are reported late, so that the newest numbers are always too low.
//
// It learns from how late earlier ones were. The delay is estimated backwards in time, as
// Lawless (1994) and Höhle and an der Heiden (Biometrics 2014, doi 10.1111/biom.12194) do,
// with older reports fading, because delays drift. What is known so far and the level of
// the periods around it are weighed as a gamma and a Poisson distribution are (negative
// binomial). How fast things fade, and how wide the interval is, follows from how wrong
// the same method was about earlier periods. There is no chance in it: the same numbers give
// the same answer. All it gets is printed numbers, so it can give away no more than they do.
package nowcast

import "math"

// Cell is a number as it was printed for whoever asks.
type Cell struct {
	N             int
	NotBrokenDown bool // the number is withheld, and N means nothing
}

// Triangle is how many incidents of each period were reported how late.
type Triangle struct {
	// Periods name the rows, oldest first. The newest has just ended.
	Periods []string
	// Horizon is the delay, in periods, after which nothing more is awaited; 1 to MaxHorizon.
	Horizon int
	// Reported has a row for each period, and in it what was reported in the period itself,
	// in the next one and so on, up to the horizon or the newest period.
	Reported [][]Cell
	// Known is what is known of each period by now, where it was printed as a number of its
	// own; nil adds the row up.
	Known []Cell
	// Cycle is after how many periods the counts repeat themselves: 7 for days, 12 for
	// months; 0 for no cycle.
	Cycle int
	// Noise is the standard deviation of a printed number, 0 where numbers are exact. With
	// noise an interval can begin below what is known.
	Noise float64
	// Net says that what stands in Reported is by how much the number rose, each time from one
	// printed number to the next: it can be less than nothing, where reports were withdrawn
	// or by the noise alone, and of a sum only the first and the last number have noise.
	Net bool
}

// Largest sizes that are taken: ten years of days.
const (
	MaxPeriods = 3660
	MaxHorizon = 60
	MaxCount   = 100_000_000
)

// Nowcast is the estimate of each period that is not complete yet, oldest first, or the
// reason why there is none.
type Nowcast struct {
	Rows    []Row
	Refused *Text
}

// Row is the estimate of one period. Refused says why there is none; then the numbers mean
// nothing. The interval is to hold nine times in ten.
type Row struct {
	Period                 string
	Waited                 int // periods since it ended
	Known                  int // by now, as printed
	Expected, Lower, Upper int // in the end
	Refused                *Text
}

// Of makes the estimate. An error is a mistake of the caller: a triangle that is not one.
func Of(t Triangle) (Nowcast, error) {
	if err := t.check(); err != nil {
		return Nowcast{}, err
	}
	h := newHistory(t)
	if why := h.refusal(); why != nil {
		return Nowcast{Refused: why}, nil
	}
	m, k := h.best()
	var n Nowcast
	for waited := min(t.Horizon, len(t.Periods)) - 1; waited >= 0; waited-- {
		n.Rows = append(n.Rows, h.row(m, k, waited))
	}
	return n, nil
}

func (h *history) row(m *model, k scales, waited int) Row {
	i := h.periods - 1 - waited
	r := Row{Period: h.t.Periods[i], Waited: waited}
	known := h.t.known(i)
	if !h.usable[i] || known.NotBrokenDown {
		r.Refused = &Text{
			NL: "Van deze periode is niet uitgesplitst hoe laat is gemeld; zonder dat is er geen schatting.",
			EN: "How late this period was reported is not broken down; without that there is no estimate.",
		}
		return r
	}
	mean, variance := m.outstanding(i, waited, h.t.Horizon)
	low, high := gammaLimits(mean, variance*k.spread[waited], k.z)
	r.Known = known.N
	r.Expected = known.N + round(mean)
	r.Lower = max(0, known.N+round(mean-math.Hypot(mean-low, k.z*max(h.t.Noise, k.falls[waited]))))
	r.Upper = known.N + round(mean+math.Hypot(high-mean, k.z*h.t.Noise))
	return r
}

func round(x float64) int { return int(math.Round(x)) }
