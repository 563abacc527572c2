package attacktest_test

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"

	"ruggensteun/projections/disclosure"
)

// TestMoreClassificationsAverageBetter measures how far averaging over partitions gets with
// the number of published classifications, on numbers so large that nothing is kept back:
// 4 leave most counts open, 12 do not. Each partition has noise of its own, and three
// constraints beside a cell bound how many values a question has, not how many questions
// there are.
func TestMoreClassificationsAverageBetter(t *testing.T) {
	t.Parallel()
	rates := map[int]float64{}
	for dimensions, seeds := range map[int]uint64{4: 6, 12: 2} {
		right, all := 0, 0
		for seed := range seeds {
			r, a := newCrossing(dimensions, seed).recovered()
			right, all = right+r, all+a
		}
		rates[dimensions] = float64(right) / float64(all)
		t.Logf("%d classifications: %d of %d", dimensions, right, all)
	}
	if rates[4] > 0.5 {
		t.Errorf("of 4 classifications %.2f are recovered", rates[4])
	}
	if rates[12] < 0.5 {
		t.Errorf("of 12 only %.2f are recovered: the attack is too weak to trust, or the method better; say so in DECISIONS.md", rates[12])
	}
}

// crossing is every cell of up to three of many classifications of three values each.
type crossing struct {
	dimensions int
	masks      []uint64 // the choices of one to three classifications
	cells      map[uint64]disclosure.Set
	table      *disclosure.Table
}

func newCrossing(dimensions int, seed uint64) *crossing {
	c := &crossing{dimensions: dimensions, cells: map[uint64]disclosure.Set{}, table: disclosure.Default()}
	for mask := uint64(1); mask < 1<<dimensions; mask++ {
		if bits.OnesCount64(mask) <= 3 {
			c.masks = append(c.masks, mask)
		}
	}
	r := rand.New(rand.NewPCG(seed, uint64(dimensions)))
	for range 1500 {
		var values [12]uint64
		for i := range values {
			values[i] = r.Uint64N(3)
		}
		key := r.Uint64()
		for _, mask := range c.masks {
			set := c.cells[cellOf(mask, &values)]
			set.Add(key)
			c.cells[cellOf(mask, &values)] = set
		}
	}
	return c
}

// cellOf numbers a cell: which classifications, and two bits for the value in each.
func cellOf(mask uint64, values *[12]uint64) uint64 {
	cell := mask
	for rest := mask; rest > 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		cell |= values[i] << (12 + 2*i)
	}
	return cell
}

// recovered counts the cells of one constraint that averaging finds exactly.
func (c *crossing) recovered() (right, all int) {
	for of := range c.dimensions {
		for value := range uint64(3) {
			var sum, weight float64
			var values [12]uint64
			values[of] = value
			for _, mask := range c.masks {
				if mask>>of&1 == 1 {
					variance := 3 * math.Pow(3, float64(bits.OnesCount64(mask)-1))
					sum, weight = sum+c.total(mask, mask&^(1<<of), values)/variance, weight+1/variance
				}
			}
			all++
			if int(math.Round(sum/weight)) == c.cells[cellOf(1<<of, &values)].N {
				right++
			}
		}
	}
	return right, all
}

// total adds up what the cells of a table print, over all values of the classifications
// in over.
func (c *crossing) total(mask, over uint64, values [12]uint64) (sum float64) {
	if over == 0 {
		return float64(c.table.Print(c.cells[cellOf(mask, &values)]))
	}
	i := bits.TrailingZeros64(over)
	for value := range uint64(3) {
		values[i] = value
		sum += c.total(mask, over&^(1<<i), values)
	}
	return sum
}
