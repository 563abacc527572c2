package attacktest

// Candidates are the values that a unit can have in a dimension, for somebody who knows
// that it is in a cell and follows it through every parent of that cell that still
// has room for the dimension: whatever surely holds nobody there is not its value.
func Candidates(read Reading, known Cell, d Dimension, epoch int) (values []string) {
	for _, value := range d.Values {
		if possible(read, known, d.Name, value, epoch) {
			values = append(values, value)
		}
	}
	return values
}

func possible(read Reading, known Cell, dimension, value string, epoch int) bool {
	for mask := range 1 << len(known.Where) {
		c := Cell{Period: known.Period}
		for i, w := range known.Where {
			if mask>>i&1 == 1 {
				c = c.And(w.Dimension, w.Value)
			}
		}
		if len(c.Where) < maxConstraints && read(c.And(dimension, value), epoch).High == 0 {
			return false
		}
	}
	return true
}
