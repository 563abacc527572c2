package disclosure_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"ruggensteun/projections/disclosure"
)

var write = flag.Bool("write", false, "write the p-table that is derived here")

const tableFile = "ptable.txt"

// TestTheShippedTableIsTheOneThatIsDerived: go test ./projections/disclosure -run Derived -args -write
func TestTheShippedTableIsTheOneThatIsDerived(t *testing.T) {
	t.Parallel()
	derived := tableHead
	for n := range 11 {
		derived += line(n, spread(n)) + "\n"
	}
	if *write {
		if err := os.WriteFile(tableFile, []byte(derived), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shipped, err := os.ReadFile(tableFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(shipped) != derived {
		t.Errorf("%s is not what is derived: run this test with -args -write and say why it changed\n%s", tableFile, derived)
	}
	if _, err := disclosure.ParseTable(derived); err != nil {
		t.Errorf("the derived table is refused: %v", err)
	}
}

const tableHead = `# What is printed for a true count: the count, then each number that may be printed, with the cumulative probability
# in millionths. Line 10 serves every greater count, as an offset. Derived, not chosen: unbiased; 1 to 4 become 0 or 5;
# from 5 on at most 5 off, variance 3, never a printed 1 to 4; of all such tables the one of maximum entropy.
`

// spread gives the probability, in millionths, of each printed number for a count.
func spread(n int) map[int]int {
	if n < 5 {
		// Two numbers and a mean leave no choice.
		return map[int]int{0: (5 - n) * 200_000, 5: n * 200_000}
	}
	var offsets []int
	for d := -5; d <= 5; d++ {
		if v := n + d; v == 0 || v >= 5 {
			offsets = append(offsets, d)
		}
	}
	return millionths(n, offsets, maximumEntropy(offsets, 3))
}

// maximumEntropy gives the distribution over offsets with mean 0 and a variance that
// leaves most open: e^(αd+βd²). α and β are where log Z − β·variance is least, which is
// convex: Newton's method, with steps halved until they lead down.
func maximumEntropy(offsets []int, variance float64) []float64 {
	alpha, beta := 0.0, -0.1
	least := func(a, b float64) float64 { return math.Log(moments(offsets, a, b)[0]) - b*variance }
	for range 200 {
		m := moments(offsets, alpha, beta)
		mean, square := m[1]/m[0], m[2]/m[0]
		aa, ab, bb := square-mean*mean, m[3]/m[0]-mean*square, m[4]/m[0]-square*square
		det := aa*bb - ab*ab
		stepA := (mean*bb - (square-variance)*ab) / det
		stepB := ((square-variance)*aa - mean*ab) / det
		for size := 1.0; size > 1e-9; size /= 2 {
			if least(alpha-size*stepA, beta-size*stepB) < least(alpha, beta) {
				alpha, beta = alpha-size*stepA, beta-size*stepB
				break
			}
		}
	}
	z := moments(offsets, alpha, beta)[0]
	var p []float64
	for _, d := range offsets {
		p = append(p, math.Exp(alpha*float64(d)+beta*float64(d*d))/z)
	}
	return p
}

// moments are the sums of e^(αd+βd²)·d^k, for k from 0 to 4.
func moments(offsets []int, alpha, beta float64) (m [5]float64) {
	for _, d := range offsets {
		weight := math.Exp(alpha*float64(d) + beta*float64(d*d))
		for k := range m {
			m[k] += weight
			weight *= float64(d)
		}
	}
	return m
}

// millionths rounds so that everything adds up and the mean is exact: what rounding left
// over goes to the offsets 0 and 1, which every count from 5 on has.
func millionths(n int, offsets []int, p []float64) map[int]int {
	list, left, moment := map[int]int{}, 1_000_000, 0
	for i, d := range offsets {
		share := int(math.Round(p[i] * 1e6))
		list[n+d] = share
		left, moment = left-share, moment+share*d
	}
	list[n+1] -= moment
	list[n] += left + moment
	return list
}

func line(n int, shares map[int]int) string {
	words, cumulative := []string{fmt.Sprint(n)}, 0
	for v := 0; v <= n+5; v++ {
		if shares[v] > 0 {
			cumulative += shares[v]
			words = append(words, fmt.Sprintf("%d:%d", v, cumulative))
		}
	}
	return strings.Join(words, " ")
}
