package world

import (
	"math/rand/v2"
	"time"

	"ruggensteun/domain/codes"
)

// dice decide what happens in a story.
type dice struct{ *rand.Rand }

// chance is true so many times in a hundred.
func (d dice) chance(percent float64) bool { return d.Float64()*100 < percent }

func (d dice) between(least, most int) int { return least + d.IntN(most-least+1) }

// span is a time of whole minutes.
func (d dice) span(least, most time.Duration) time.Duration {
	return time.Duration(d.between(int(least/time.Minute), int(most/time.Minute))) * time.Minute
}

// long is a span that is mostly short and sometimes very long: half of them are
// shorter than the median. It keeps to whole numbers, in which all machines agree.
func (d dice) long(median, most time.Duration) time.Duration {
	percent := draw(d, []share[[2]int]{{[2]int{5, 100}, 50}, {[2]int{100, 300}, 28}, {[2]int{300, 1000}, 14}, {[2]int{1000, 4000}, 7}, {[2]int{4000, 9000}, 1}})
	return min(median*time.Duration(d.between(percent[0], percent[1]))/100, most).Round(time.Minute)
}

// share is one of several things that can be, by its weight.
type share[T any] struct {
	of     T
	weight int
}

type mix = []share[codes.Code]

// draw takes one by weight. An empty list has nothing to give: the zero T.
func draw[T any](d dice, list []share[T]) T {
	sum := 0
	for _, s := range list {
		sum += s.weight
	}
	var none T
	if sum == 0 {
		return none
	}
	n := d.IntN(sum)
	for _, s := range list {
		if n -= s.weight; n < 0 {
			return s.of
		}
	}
	return none
}

// one takes one of several that are as likely.
func one[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// odds are percentages, each by itself.
type odds = []share[codes.Code]

// these are those that came up.
func these(d dice, list odds) []codes.Code {
	var all []codes.Code
	for _, s := range list {
		if d.chance(float64(s.weight)) {
			all = append(all, s.of)
		}
	}
	return all
}
