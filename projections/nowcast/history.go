package nowcast

// history is a triangle that can be looked at as it was at the end of any period.
type history struct {
	t       Triangle
	periods int
	usable  []bool
	upTo    [][]float64 // what was reported with at most so much delay
}

func newHistory(t Triangle) *history {
	h := &history{t: t, periods: len(t.Periods), usable: make([]bool, len(t.Periods)), upTo: make([][]float64, len(t.Periods))}
	for i, row := range t.Reported {
		h.usable[i] = true
		sum := 0.0
		for _, c := range row {
			h.usable[i] = h.usable[i] && !c.NotBrokenDown
			sum += float64(c.N)
			h.upTo[i] = append(h.upTo[i], sum)
		}
	}
	return h
}

// knownAt is what was known of period i at the end of period s.
func (h *history) knownAt(i, s int) float64 { return h.upTo[i][min(s-i, h.t.Horizon)] }

// known is what is known of a period by now.
func (t Triangle) known(i int) Cell {
	if t.Known != nil {
		return t.Known[i]
	}
	var sum Cell
	for _, c := range t.Reported[i] {
		sum.N += c.N
		sum.NotBrokenDown = sum.NotBrokenDown || c.NotBrokenDown
	}
	return sum
}

// cycled is the place of a period in its cycle.
func (t Triangle) cycled(i int) int {
	if t.Cycle < 2 {
		return 0
	}
	return i % t.Cycle
}
