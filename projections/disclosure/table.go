package disclosure

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

//go:embed ptable.txt
var shipped string

const (
	// lastRow is the row that also serves every greater count, as an offset.
	lastRow = 10
	// whole is the cumulative probability that each line ends with.
	whole = 1_000_000
	// smallest is the least count above 0 that is ever printed: 1 to 4 are persons.
	smallest = 5
	// maxDeviation holds for every row, so that a reader can rely on a number.
	maxDeviation = 5
)

// outcome is one printed number and the probability, in millionths, of it or a smaller.
type outcome struct {
	value      int
	cumulative uint64
}

// Table says which number is printed for a true count, with which probability: a line for
// each count from 0 to 10; the last is an offset for all counts above.
type Table struct{ rows [lastRow + 1][]outcome }

// Default is the table that is used when nobody supplies another.
func Default() *Table {
	t, err := ParseTable(shipped)
	if err != nil {
		panic(fmt.Sprintf("the table that is shipped: %v", err))
	}
	return t
}

// ParseTable reads and checks a table. Each line is a true count and, in ascending order,
// what is printed for it with the cumulative probability in millionths:
//
//	1 0:800000 5:1000000
//
// Empty lines and lines that begin with # are left out. Errors name the line and say what
// to do.
func ParseTable(text string) (*Table, error) {
	t := new(Table)
	next := 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := t.parseRow(next, strings.Fields(line)); err != nil {
			return nil, fmt.Errorf("p-table line %d: %w", i+1, err)
		}
		next++
	}
	if next <= lastRow {
		return nil, fmt.Errorf("p-table: ends before the line of count %d: give one line for each count from 0 to %d", next, lastRow)
	}
	return t, nil
}

func (t *Table) parseRow(n int, words []string) error {
	if n > lastRow {
		return fmt.Errorf("comes after the line of count %d: leave it out, that line serves all greater counts", lastRow)
	}
	if words[0] != strconv.Itoa(n) {
		return fmt.Errorf("begins with %q: begin with %d, counts stand in order from 0 to %d", words[0], n, lastRow)
	}
	for _, word := range words[1:] {
		o, err := parseOutcome(word)
		if err != nil {
			return err
		}
		t.rows[n] = append(t.rows[n], o)
	}
	return checkRow(n, t.rows[n])
}

func parseOutcome(word string) (outcome, error) {
	value, cumulative, _ := strings.Cut(word, ":")
	v, errValue := strconv.ParseUint(value, 10, 16)
	c, errCumulative := strconv.ParseUint(cumulative, 10, 32)
	if errValue != nil || errCumulative != nil {
		return outcome{}, fmt.Errorf("%q cannot be read: write VALUE:CUMULATIVE in millionths, for example 5:1000000", word)
	}
	return outcome{int(v), c}, nil
}

func checkRow(n int, row []outcome) error {
	if len(row) == 0 || row[len(row)-1].cumulative != whole {
		return fmt.Errorf("the last cumulative is not %d: probabilities of count %d must add up to all of it", whole, n)
	}
	before := outcome{-1, 0}
	for _, o := range row {
		switch {
		case o.value <= before.value:
			return fmt.Errorf("value %d comes after %d: give values in ascending order, each once", o.value, before.value)
		case o.cumulative <= before.cumulative:
			return fmt.Errorf("cumulative %d does not rise above %d: leave out what never happens, and add up from left to right",
				o.cumulative, before.cumulative)
		case o.value > 0 && o.value < smallest:
			return fmt.Errorf("value %d could be printed: use 0 or %d and more, for 1 to 4 point at persons", o.value, smallest)
		case o.value < n-maxDeviation || o.value > n+maxDeviation:
			return fmt.Errorf("value %d lies more than %d from count %d: use values from %d to %d",
				o.value, maxDeviation, n, max(0, n-maxDeviation), n+maxDeviation)
		}
		before = o
	}
	return checkBias(n, row)
}

// checkBias allows what rounding to millionths can do to the mean: half a millionth for
// each step from one value to the next.
func checkBias(n int, row []outcome) error {
	off := mean(row) - n*whole
	if allowed := (row[len(row)-1].value - row[0].value + 1) / 2; off > allowed || off < -allowed {
		return fmt.Errorf("the mean is %.6f: change the probabilities so that it is %d, or sums of cells drift away",
			float64(mean(row))/whole, n)
	}
	return nil
}

// mean is in millionths.
func mean(row []outcome) int {
	sum, before := 0, uint64(0)
	for _, o := range row {
		sum += o.value * int(o.cumulative-before)
		before = o.cumulative
	}
	return sum
}

// Variance is that of what is printed for a count: how far it typically lies from it,
// squared.
func (t *Table) Variance(n int) float64 {
	n = min(n, lastRow)
	sum, before := 0, uint64(0)
	for _, o := range t.rows[n] {
		sum += (o.value - n) * (o.value - n) * int(o.cumulative-before)
		before = o.cumulative
	}
	return float64(sum) / whole
}

// Outcomes are all that can be printed for a count, ascending.
func (t *Table) Outcomes(n int) []int {
	offset := max(0, n-lastRow)
	var list []int
	for _, o := range t.rows[n-offset] {
		list = append(list, o.value+offset)
	}
	return list
}

// Print is what the table says for a set. The draw is u·10⁶ rounded down, where u is the
// sum of keys over 2⁶⁴: exact, because cumulatives are whole millionths.
func (t *Table) Print(s Set) int {
	draw, _ := bits.Mul64(s.Sum, whole)
	offset := max(0, s.N-lastRow)
	for _, o := range t.rows[s.N-offset] {
		if draw < o.cumulative {
			return o.value + offset
		}
	}
	panic("unreachable: each line of a table ends with all of the probability")
}

// String is the table in the form in which it is read, without remarks.
func (t *Table) String() string {
	var text strings.Builder
	for n, row := range t.rows {
		fmt.Fprint(&text, n)
		for _, o := range row {
			fmt.Fprintf(&text, " %d:%d", o.value, o.cumulative)
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// Fingerprint tells which table it is, whatever remarks stand in its file: 16 hexadecimal
// digits.
func (t *Table) Fingerprint() string {
	hash := sha256.Sum256([]byte(t.String()))
	return hex.EncodeToString(hash[:8])
}
