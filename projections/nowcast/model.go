package nowcast

import "math"

// fading is how fast the past is forgotten: after so many periods it counts for half.
type fading struct{ delay, level float64 }

// fadings are what is tried. The slow ones are best when nothing drifts, the fast ones
// after a sudden change.
func fadings() (all []fading) {
	for _, delay := range []float64{3, 8, 24, 200} {
		for _, level := range []float64{2, 8} {
			all = append(all, fading{delay, level})
		}
	}
	return all
}

// model is what is believed at the end of a period.
type model struct {
	*history
	fading
	now          int
	keeps, fades float64 // what is left after a period, of the delay and of the level

	late, upTo           []float64 // reported with this delay, and with at most this one; faded
	everLate, everUpTo   []float64 // the same, hardly faded
	share                []float64 // known in the end, of which with at most this delay
	faded                []float64 // what a period counts for in the level, by its age
	done, doneOf         float64   // of the level: the periods that are complete
	num, den             float64   // and all
	cycle, cycleExpected []float64
	expected             []float64 // of each period, when it was the newest
	excess, excessBase   float64   // of the variance of the counts over a Poisson's
}

// What is believed before anything was seen, in incidents: the delay is that of all times,
// a place in a cycle is like any other, counts vary by a quarter more than chance.
const (
	delayPrior  = 4.0
	excessPrior = 0.05
	slow        = 200.0 // periods, for what hardly fades
)

func newModel(h *history, f fading) *model {
	n := h.t.Horizon + 1
	m := &model{history: h, fading: f, now: -1, keeps: keep(f.delay), fades: keep(f.level),
		late: make([]float64, n), upTo: make([]float64, n), everLate: make([]float64, n), everUpTo: make([]float64, n),
		share: make([]float64, n), expected: make([]float64, h.periods),
		cycle: make([]float64, max(h.t.Cycle, 1)), cycleExpected: make([]float64, max(h.t.Cycle, 1)),
		excess: 3 * excessPrior, excessBase: 3}
	for back := range n {
		m.faded = append(m.faded, math.Exp2(-float64(back)/f.level))
	}
	return m
}

var keepSlow, keepExcess, keepErrors = keep(slow), keep(40), keep(remember)

func keep(halfLife float64) float64 { return math.Exp2(-1 / halfLife) }

// next lets one period pass.
func (m *model) next() {
	m.now++
	m.seeDelays()
	m.shares()
	m.seeComplete()
	m.seeLevel()
	m.expected[m.now] = m.mean(m.now)
}

func (m *model) seeDelays() {
	fast, ever := m.keeps, keepSlow
	for d := 0; d <= min(m.now, m.t.Horizon); d++ {
		i := m.now - d
		if !m.usable[i] {
			continue
		}
		sum := m.history.upTo[i][d]
		late := float64(m.t.Reported[i][d].N)
		m.late[d], m.upTo[d] = fast*m.late[d]+late, fast*m.upTo[d]+sum
		m.everLate[d], m.everUpTo[d] = ever*m.everLate[d]+late, ever*m.everUpTo[d]+sum
	}
}

// shares goes from the horizon back: of what was reported with at most this delay, the
// part with exactly this one does not depend on what is still to come.
func (m *model) shares() {
	left := 1.0
	for d := m.t.Horizon; d >= 0; d-- {
		m.share[d] = left
		ever := part(m.everLate[d]+0.5, m.everUpTo[d]+1)
		left *= 1 - part(m.late[d]+delayPrior*ever, m.upTo[d]+delayPrior)
	}
}

// part is a share of something; what was withdrawn, and noise, can make it look like none or
// more than all.
func part(of, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return math.Max(0, math.Min(of/whole, 0.999))
}

// seeComplete learns from the period that nothing more is awaited of.
func (m *model) seeComplete() {
	i := m.now - m.t.Horizon
	if i < 1 || !m.usable[i] || m.expected[i] <= 0 {
		return
	}
	final, mean := m.knownAt(i, m.now), m.expected[i]
	place, base := m.t.cycled(i), mean/m.season(i)
	fade := keepSlow
	m.cycle[place], m.cycleExpected[place] = fade*m.cycle[place]+final, fade*m.cycleExpected[place]+base
	if i < min(2*m.t.Cycle, m.periods/2) {
		return // how much comes of the cycle is not known yet
	}
	fade = keepExcess
	miss := ((final-mean)*(final-mean) - mean) / (mean*mean + mean)
	m.excess, m.excessBase = fade*m.excess+math.Min(miss, 4), fade*m.excessBase+1
}

// season is how much more a period has than the level, by its place in the cycle.
func (m *model) season(i int) float64 {
	if m.t.Cycle < 2 {
		return 1
	}
	place := m.t.cycled(i)
	prior := 1.0
	if m.cycleExpected[place] > 0 {
		prior = m.num / math.Max(m.den, 1e-9)
	}
	return (m.cycle[place] + prior + 0.5) / (m.cycleExpected[place] + prior + 0.5)
}

// seeLevel adds up what is known of the latest periods and what part of them that is. Those
// that are complete do not change any more.
func (m *model) seeLevel() {
	m.done, m.doneOf = m.fades*m.done, m.fades*m.doneOf
	if i := m.now - m.t.Horizon; i >= 0 {
		num, den := m.weight(i)
		m.done, m.doneOf = m.done+num, m.doneOf+den
	}
	m.num, m.den = m.done, m.doneOf
	for back := 0; back < min(m.now+1, m.t.Horizon); back++ {
		num, den := m.weight(m.now - back)
		m.num, m.den = m.num+num, m.den+den
	}
}

func (m *model) weight(i int) (num, den float64) {
	if !m.usable[i] {
		return 0, 0
	}
	w := m.faded[m.now-i]
	return w * m.knownAt(i, m.now), w * m.share[m.now-i] * m.season(i)
}

// mean is what the periods around this one let expect of it, without looking at it.
func (m *model) mean(i int) float64 {
	num, den := m.weight(i)
	if m.den-den < 1e-9 {
		return 0
	}
	return math.Max(m.num-num, 0) / (m.den - den) * m.season(i)
}

// outstanding is how many of period i will be reported with a delay of more than a and at
// most b periods, and the variance of that.
func (m *model) outstanding(i, a, b int) (mean, variance float64) {
	known := m.history.upTo[i][a]
	to := m.share[b] - m.share[a]
	shape := 1 / math.Max(m.excess/m.excessBase, 1e-3)
	rate := m.share[a] + shape/math.Max(m.mean(i), 0.25)
	all := (shape + known) / rate
	return all * to, all*to + to*to*all/rate
}
