package nowcast_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"ruggensteun/projections/nowcast"
)

// series is a world in which incidents happen and are reported late.
type series struct {
	level   func(t int) float64
	mean    func(t int) float64 // of the delay, in periods
	excess  float64             // of the variance over a Poisson's: mean + excess * mean²
	cycle   int
	window  int // periods that are looked at; 0 for 60
	horizon int
	public  bool // numbers are printed as the public sees them
	// printed is by which variance a number is printed at each period's end, where what was
	// reported is told by how far it moved; 0 for exact numbers.
	printed float64
	taken   float64 // the part of the reports that is taken back in the period after
}

func still(x float64) func(int) float64 { return func(int) float64 { return x } }

// Of each world there are 200 back-tests, each from the newest 60 periods, or what a world says.
const (
	before = 60
	tests  = 200
)

var worlds = map[string]series{
	"nothing drifts":               {level: still(80), mean: still(1.5), excess: 0.05, horizon: 8},
	"suddenly later":               {level: still(80), mean: jump(0.8, 2.4), excess: 0.05, horizon: 8},
	"suddenly sooner, with a rise": {level: jump(50, 90), mean: jump(2.4, 0.8), excess: 0.05, horizon: 8},
	"days of the week, and later":  {level: weekly(40), mean: drift(1, 3), excess: 0.08, cycle: 7, window: 84, horizon: 10},
	"few, and later":               {level: still(9), mean: drift(0.8, 2.4), excess: 0.1, horizon: 6},
	"as the public sees it, later": {level: wave(80, 30, 52), mean: drift(0.8, 2.4), excess: 0.05, horizon: 8, public: true},
	"by month ends, analyst":       {level: wave(80, 20, 12), mean: drift(0.6, 1.8), excess: 0.05, horizon: 6, printed: 3},
	"by month ends, public":        {level: wave(80, 20, 12), mean: drift(1.8, 0.6), excess: 0.05, horizon: 6, printed: 5},
	"some are taken back":          {level: still(60), mean: drift(0.8, 2), excess: 0.05, horizon: 6, taken: 0.06},
}

func drift(from, to float64) func(int) float64 {
	return func(t int) float64 { return from + (to-from)*float64(t)/(before+tests) }
}

func jump(from, to float64) func(int) float64 {
	return func(t int) float64 {
		if t < before+tests/2 {
			return from
		}
		return to
	}
}

func wave(mean, height, length float64) func(int) float64 {
	return func(t int) float64 { return mean + height*math.Sin(2*math.Pi*float64(t)/length) }
}

func weekly(mean float64) func(int) float64 {
	return func(t int) float64 { return mean * []float64{0.7, 0.7, 0.8, 0.9, 1.2, 1.5, 1.2}[t%7] }
}

// play gives what was reported of each period after how long, complete.
func (s series) play(seed uint64) [][]int {
	r := rand.New(rand.NewPCG(seed, 5))
	all := make([][]int, before+tests+s.horizon)
	for t := range all {
		row := make([]int, s.horizon+1)
		rate := s.level(t) * gamma(r, 1/s.excess) * s.excess
		// the delay of a period differs too: a holiday, a colleague who was ill
		mean := s.mean(t) * math.Exp(0.15*r.NormFloat64())
		for range poisson(r, rate) {
			// geometric, cut off at the horizon
			d := int(math.Log(1-r.Float64()) / math.Log(mean/(1+mean)))
			row[min(d, s.horizon)]++
		}
		for d := s.horizon; d > 0; d-- {
			row[d] -= poisson(r, s.taken*float64(row[d-1]))
		}
		all[t] = row
	}
	return all
}

func poisson(r *rand.Rand, mean float64) int {
	n, sum := 0, 0.0
	for {
		sum += r.ExpFloat64()
		if sum > mean {
			return n
		}
		n++
	}
}

// gamma is by Marsaglia and Tsang (2000), for shapes from 1.
func gamma(r *rand.Rand, shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := math.Pow(1+c*x, 3)
		if v > 0 && math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// asKnown is the triangle at the end of a period.
func (s series) asKnown(all [][]int, now int) nowcast.Triangle {
	t := nowcast.Triangle{Horizon: s.horizon, Cycle: s.cycle}
	from := max(0, now+1-cmp.Or(s.window, 60))
	for i := from; i <= now; i++ {
		var row []nowcast.Cell
		for d := 0; d <= min(s.horizon, now-i); d++ {
			row = append(row, nowcast.Cell{N: all[i][d]})
		}
		t.Periods, t.Reported = append(t.Periods, fmt.Sprint(i)), append(t.Reported, row)
	}
	switch {
	case s.public:
		return forThePublic(t, from)
	case s.printed > 0:
		return atPeriodEnds(t, from, s.printed)
	}
	t.Net = s.taken > 0
	return t
}

// atPeriodEnds prints what was known of each period at each period's end: what was reported
// is by how much that moved.
func atPeriodEnds(t nowcast.Triangle, from int, variance float64) nowcast.Triangle {
	for i, row := range t.Reported {
		sum, before := 0, 0
		for d := range row {
			sum += row[d].N
			now := published(from+i, sum, sum)
			if variance < 5 {
				now = perturbed(from+i, sum, sum)
			}
			row[d].N, before = now-before, now
		}
		t.Known = append(t.Known, nowcast.Cell{N: before})
	}
	t.Noise, t.Net = math.Sqrt(variance), true
	return t
}

// forThePublic perturbs as the default p-table does, and rounds to the nearest 5. The same
// cell is printed the same every time.
func forThePublic(t nowcast.Triangle, from int) nowcast.Triangle {
	for i, row := range t.Reported {
		sum := 0
		for d := range row {
			sum += row[d].N
			row[d].N = published(from+i, d, row[d].N)
		}
		t.Known = append(t.Known, nowcast.Cell{N: published(from+i, 1000+sum, sum)})
	}
	t.Noise = math.Sqrt(3 + 2) // of the table, and of rounding
	return t
}

func published(i, d, n int) int { return (perturbed(i, d, n) + 2) / 5 * 5 }

func perturbed(i, d, n int) int {
	r := rand.New(rand.NewPCG(uint64(i), uint64(d)))
	switch {
	case n < 5 && r.IntN(5) < n:
		return 5
	case n < 5:
		return 0
	}
	return max(5, n+[]int{-3, -2, -1, -1, 0, 0, 0, 1, 1, 2, 3}[r.IntN(11)])
}

// score is how often an interval held, and how wrong the estimate was.
type score struct {
	held, n              int
	wrong, ladder, width float64
}

func (s *score) add(row nowcast.Row, ladder float64, was int) {
	s.n++
	if row.Lower <= was && was <= row.Upper {
		s.held++
	}
	s.wrong += math.Abs(float64(row.Expected - was))
	s.ladder += math.Abs(ladder - float64(was))
	s.width += float64(row.Upper - row.Lower)
}

func (s score) held100() float64 { return 100 * float64(s.held) / float64(s.n) }

func (s score) String() string {
	n := float64(s.n)
	return fmt.Sprintf("held %.1f %%, wrong by %.1f (chain ladder %.1f), width %.0f", s.held100(), s.wrong/n, s.ladder/n, s.width/n)
}

// backtest asks at the end of each of 200 periods, and compares with what came of it; by
// how long was waited.
func (s series) backtest(t *testing.T, seed uint64) (newest score, four score) {
	all := s.play(seed)
	for now := before; now < before+tests; now++ {
		known := s.asKnown(all, now)
		n, err := nowcast.Of(known)
		if err != nil || n.Refused != nil {
			t.Fatal(err, n.Refused)
		}
		ladder := nowcast.ChainLadder(known)
		for waited := range 4 {
			row, plain := n.Rows[len(n.Rows)-1-waited], ladder[len(ladder)-1-waited]
			was := sum(all[now-waited])
			if waited == 0 {
				newest.add(row, plain, was)
			}
			four.add(row, plain, was)
		}
	}
	return newest, four
}

func sum(row []int) (n int) {
	for _, c := range row {
		n += c
	}
	return n
}

// TestTwoHundredBackTests holds the goal: an interval that holds 85 to 95 times in 100 while
// the delay drifts, and an estimate that is less wrong than the chain ladder's.
func TestTwoHundredBackTests(t *testing.T) {
	t.Parallel()
	for name, s := range worlds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newest, four := s.backtest(t, 1)
			t.Logf("newest period: %v; newest four: %v", newest, four)
			for _, sc := range []score{newest, four} {
				if sc.held100() < 85 || sc.held100() > 95 {
					t.Errorf("%v, want 85 to 95 %%", sc)
				}
				if sc.wrong >= sc.ladder {
					t.Errorf("%v, want less wrong than the chain ladder", sc)
				}
			}
		})
	}
}
