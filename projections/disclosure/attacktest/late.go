package attacktest

// Moved tells which values of a dimension print another number at one epoch than at another.
// Somebody who knows that a single report came in between takes the one that moved for
// what the report says.
func Moved(o Oracle, within Cell, d Dimension, before, after int) (values []string) {
	for _, value := range d.Values {
		c := within.And(d.Name, value)
		if o.Ask(c, before) != o.Ask(c, after) {
			values = append(values, value)
		}
	}
	return values
}

// Tally counts guesses and how many of them were right.
type Tally struct{ Guesses, Right, Chances int }

// Guess notes an attempt: a guess only where exactly one value stands out.
func (t *Tally) Guess(values []string, truth []string) {
	t.Chances++
	if len(values) == 1 {
		t.Guesses++
		if len(truth) == 1 && values[0] == truth[0] {
			t.Right++
		}
	}
}

// Rate is how often of all chances the right value was found.
func (t *Tally) Rate() float64 {
	if t.Chances == 0 {
		return 0
	}
	return float64(t.Right) / float64(t.Chances)
}
