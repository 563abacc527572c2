package nowcast

// ChainLadder is the plain method of actuaries (Mack, ASTIN Bulletin 1993), to be
// compared with: what is known by now times the factors by which all earlier periods grew.
func ChainLadder(t Triangle) (expected []float64) {
	h := newHistory(t)
	factor := make([]float64, t.Horizon+1)
	factor[t.Horizon] = 1
	for d := t.Horizon; d > 0; d-- {
		var before, after float64
		for i := 0; i+d < h.periods; i++ {
			if h.usable[i] {
				before, after = before+h.upTo[i][d-1], after+h.upTo[i][d]
			}
		}
		factor[d-1] = factor[d]
		if before > 0 {
			factor[d-1] *= after / before
		}
	}
	for i := range t.Periods {
		waited := h.periods - 1 - i
		if waited < t.Horizon {
			expected = append(expected, h.knownAt(i, h.periods-1)*factor[waited])
		}
	}
	return expected
}
