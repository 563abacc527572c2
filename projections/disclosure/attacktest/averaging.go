package attacktest

import (
	"math"

	"ruggensteun/projections/disclosure"
)

// Estimate is what averaging makes of a cell: the number itself, and the sum of the parts of
// each partition of it that may be asked for, all of which are right on average. OK is false
// where nothing of it is printed.
type Estimate struct {
	N  int
	OK bool
}

// Average estimates a cell at an epoch from every partition of it: by each dimension that
// has one value for each unit and it does not bind yet, by every set of periods that
// makes it up, and by both. More variance weighs less.
func Average(o Oracle, c Cell, epoch int, dimensions []Dimension, partitions [][]disclosure.Period) Estimate {
	var sum, weight float64
	for _, parts := range append(partitions, []disclosure.Period{c.Period}) {
		for _, of := range append(subsets(free(c, dimensions)), nil) {
			if n, variance, ok := total(o, partition(c, of, parts), epoch); ok {
				sum, weight = sum+n/variance, weight+1/variance
			}
		}
	}
	if weight == 0 {
		return Estimate{}
	}
	return Estimate{N: int(math.Round(sum / weight)), OK: true}
}

func free(c Cell, dimensions []Dimension) (list []Dimension) {
	for _, d := range dimensions {
		if !d.Many && !c.binds(d.Name) {
			list = append(list, d)
		}
	}
	return list
}

// partition is nothing where the parts would have more constraints than may be asked for.
func partition(c Cell, of []Dimension, parts []disclosure.Period) (cells []Cell) {
	if len(c.Where)+len(of) > maxConstraints {
		return nil
	}
	for _, atom := range table(of) {
		for _, p := range parts {
			part := c.In(p)
			for _, w := range atom.Where {
				part = part.And(w.Dimension, w.Value)
			}
			cells = append(cells, part)
		}
	}
	return cells
}

// total adds up the parts, with what is known of the variance: 3 from 5 on, and mostly 0 for
// what prints 0, most of which is really empty.
func total(o Oracle, parts []Cell, epoch int) (sum, variance float64, ok bool) {
	for _, part := range parts {
		seen := o.Ask(part, epoch)
		if !seen.OK {
			return 0, 0, false
		}
		sum += float64(seen.N)
		if variance += 3; seen.N == 0 {
			variance -= 2
		}
	}
	return sum, variance, len(parts) > 0
}
