package nowcast

import "math"

// scales are how wrong a model was about earlier periods, by how long was waited.
type scales struct {
	wrong  float64   // on average, in incidents
	spread []float64 // the variance that there was, in that which was expected
	falls  []float64 // by how much numbers fell in the end: the root of the mean square
	z      float64   // standard deviations from the middle to a limit
}

// best goes through the past with each model, and gives that which was least wrong of late.
func (h *history) best() (*model, scales) {
	var best *model
	var of scales
	for _, f := range fadings() {
		m, k := h.pass(f)
		if best == nil || k.wrong < of.wrong {
			best, of = m, k
		}
	}
	return best, of
}

// warm is how many periods pass before a model is judged: a cycle has to be seen twice, where
// the history is long enough for that.
func (h *history) warm() int {
	spare := h.periods - 2*h.t.Horizon - learnFrom
	return h.t.Horizon + 4 + min(2*h.t.Cycle, spare/2)
}

func (h *history) pass(f fading) (*model, scales) {
	m := newModel(h, f)
	e := newErrors(h.t.Horizon)
	for s := 0; s < h.periods; s++ {
		m.next()
		e.fade()
		for a := 0; a < h.t.Horizon && s >= h.warm(); a++ {
			h.judge(m, e, s-a, a)
		}
	}
	return m, e.scales()
}

// judge compares what was expected of period i with what is known of it by now, once more
// than half of the waiting is over.
func (h *history) judge(m *model, e *errors, i, a int) {
	b := min(h.t.Horizon, h.periods-1-i)
	if !h.usable[i] || 2*(b-a) < h.t.Horizon-a || b <= a {
		return
	}
	mean, variance := m.outstanding(i, a, b)
	// A number below 5 is printed as 0 or 5, so of small ones the noise goes with the number.
	noise := math.Min(float64(b-a)*h.t.Noise*h.t.Noise, 2*mean)
	if h.t.Net {
		noise = 2 * h.t.Noise * h.t.Noise
	}
	rose := h.upTo[i][b] - h.upTo[i][a]
	e.add(a, rose-mean, variance+noise)
	e.falls[a] += math.Pow(math.Min(rose, 0), 2)
}

// errors are how wrong a model was, the newest counting most.
type errors struct {
	n, squares  []float64 // by how long was waited; squares in those that were expected
	falls       []float64 // squares of by how much a number fell
	wrong, seen float64
}

func newErrors(horizon int) *errors {
	return &errors{n: make([]float64, horizon), squares: make([]float64, horizon), falls: make([]float64, horizon)}
}

const remember = 26.0 // periods after which an error counts for half

func (e *errors) fade() {
	f := keepErrors
	for a := range e.n {
		e.n[a], e.squares[a], e.falls[a] = f*e.n[a], f*e.squares[a], f*e.falls[a]
	}
	e.wrong, e.seen = f*e.wrong, f*e.seen
}

func (e *errors) add(a int, miss, variance float64) {
	e.n[a], e.squares[a] = e.n[a]+1, e.squares[a]+miss*miss/(variance+0.1)
	e.wrong, e.seen = e.wrong+math.Abs(miss), e.seen+1
}

// partial is how many errors of all waits together stand in for those of one.
const partial = 6.0

func (e *errors) scales() scales {
	k := scales{wrong: e.wrong / math.Max(e.seen, 1)}
	var n, squares float64
	for a := range e.n {
		n, squares = n+e.n[a], squares+e.squares[a]
	}
	all := (squares + 2) / (n + 2)
	for a := range e.n {
		spread := (e.squares[a] + partial*all) / (e.n[a] + partial)
		k.spread = append(k.spread, math.Max(0.5, spread))
		k.falls = append(k.falls, math.Sqrt(e.falls[a]/math.Max(e.n[a], 1)))
	}
	k.z = student(math.Max(n/float64(len(e.n)), 4))
	return k
}

// student is the limit of a two-sided 90 % of Student's t, to first order: how wide to be
// is itself only known from so many errors.
func student(n float64) float64 {
	const z = 1.6448536269514722
	return z * (1 + (z*z+1)/(4*n))
}

// gammaLimits are those of a gamma distribution, by Wilson and Hilferty (1931): its cube
// root is nearly normal. Where that fails, at a variance much above the mean's square, they
// hold the mean at least.
func gammaLimits(mean, variance, z float64) (low, high float64) {
	if mean <= 0 {
		return 0, 0
	}
	part := variance / (9 * mean * mean)
	root := func(z float64) float64 { return math.Max(0, 1-part+z*math.Sqrt(part)) }
	return math.Min(mean, mean*math.Pow(root(-z), 3)), math.Max(mean, mean*math.Pow(root(z), 3))
}
