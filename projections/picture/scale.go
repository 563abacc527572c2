package picture

import "math"

// nice is a round number that is not below n, of which a fifth is a round number too.
func nice(n int) int {
	for unit := 1; ; unit *= 10 {
		for _, tenths := range []int{10, 12, 15, 20, 25, 30, 40, 50, 60, 80} {
			if fifth := tenths * unit / 10; 5*fifth >= n && fifth*10 == tenths*unit {
				return 5 * fifth
			}
		}
	}
}

// classes are five equal parts of 0 up to a round number.
type classes struct{ width int }

func classesOf(cells []Cell) classes { return classes{width: nice(largest(cells)) / len(steps)} }

// of gives the step of a number; the upper end belongs to the highest.
func (c classes) of(n int) int { return min(n/c.width, len(steps)-1) }

// label is what a class holds, such as 10–19.
func (c classes) label(i int, l Language) string {
	from, to := i*c.width, (i+1)*c.width-1
	if i == len(steps)-1 {
		to++
	}
	if from == to {
		return l.number(from)
	}
	return l.number(from) + "–" + l.number(to)
}

// tenth rounds to what is written of a coordinate.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }
