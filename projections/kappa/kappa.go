// Package kappa says how far codes can be trusted: how often two people who coded the same
// incident without seeing each other's answer chose the same one, beyond what chance would give.
//
// It is Cohen's kappa (Educational and Psychological Measurement 20, 1960), unweighted,
// with the large-sample variance of Fleiss, Cohen and Everitt (Psychological Bulletin 72,
// 1969). The words beside the number are those of Landis and Koch (Biometrics 33, 1977) and
// say so, because they called their limits arbitrary; where one code prevails, the same
// kappa is another thing, which is said too.
package kappa

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// Text is something to read, in both languages.
type Text struct{ NL, EN string }

// Pair is what two coders gave one incident. "" is no answer; that somebody said that it
// is unknown is an answer, and has a code.
type Pair struct{ First, Second string }

// Agreement is what follows from a double-coded sample, of one code list.
type Agreement struct {
	Pairs int // with two answers
	// Missing are those where one of the two gave no answer, or both: they are left out.
	Missing int
	Same    int // pairs with one code
	// Kappa, with its limits of 95 %, if Undefined is nil. 1 is complete agreement, 0 what
	// chance would give.
	Kappa, Lower, Upper float64
	Undefined           *Text // why there is none
	Codes               []Code
}

// Code is how one code was agreed on. Of those that either coder gave it to, Both are those
// that both did.
type Code struct {
	Code                string
	First, Second, Both int
}

// Share is the specific agreement on a code (Cicchetti and Feinstein, Journal of Clinical
// Epidemiology 43, 1990): of all times it was given, the part where the other gave it too.
func (c Code) Share() float64 { return 2 * float64(c.Both) / float64(c.First+c.Second) }

// FewPairs is below what it is said that the limits, which suppose a large sample, are too
// narrow. It is a round number of our own; with many codes more are needed.
const FewPairs = 30

// MaxPairs bounds a sample.
const MaxPairs = 1_000_000

// Of counts a sample. The only error is one that is too large.
func Of(pairs []Pair) (Agreement, error) {
	if len(pairs) > MaxPairs {
		return Agreement{}, fmt.Errorf("pairs: %d, and at most %d are taken: draw a smaller sample", len(pairs), MaxPairs)
	}
	a := Agreement{}
	joint := map[Pair]int{}
	byCode := map[string]*Code{}
	code := func(name string) *Code {
		if byCode[name] == nil {
			byCode[name] = &Code{Code: name}
		}
		return byCode[name]
	}
	for _, p := range pairs {
		if p.First == "" || p.Second == "" {
			a.Missing++
			continue
		}
		a.Pairs++
		joint[p]++
		code(p.First).First++
		code(p.Second).Second++
		if p.First == p.Second {
			a.Same++
			code(p.First).Both++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byCode)) {
		a.Codes = append(a.Codes, *byCode[name])
	}
	a.estimate(joint, byCode)
	return a, nil
}

// OfTable is the same from counts: table[i][j] incidents got codes[i] from the first coder and
// codes[j] from the second.
func OfTable(codes []string, table [][]int) (Agreement, error) {
	var pairs []Pair
	if len(table) != len(codes) {
		return Agreement{}, fmt.Errorf("table: %d rows for %d codes, want one for each", len(table), len(codes))
	}
	for i, row := range table {
		if len(row) != len(codes) {
			return Agreement{}, fmt.Errorf("table[%d]: %d numbers for %d codes, want one for each", i, len(row), len(codes))
		}
		for j, n := range row {
			if n < 0 || n > MaxPairs-len(pairs) {
				return Agreement{}, fmt.Errorf("table[%d][%d]: %d, want 0 or more, and at most %d together", i, j, n, MaxPairs)
			}
			pairs = append(pairs, slices.Repeat([]Pair{{codes[i], codes[j]}}, n)...)
		}
	}
	if slices.Contains(codes, "") {
		return Agreement{}, errors.New("codes: one is empty: give a code that says no answer, or leave those incidents out")
	}
	return Of(pairs)
}

func (a *Agreement) estimate(joint map[Pair]int, byCode map[string]*Code) {
	n := float64(a.Pairs)
	chance := 0.0
	for _, c := range a.Codes {
		chance += float64(c.First) / n * float64(c.Second) / n
	}
	switch {
	case a.Pairs == 0:
		a.Undefined = &Text{
			NL: "Niet te berekenen: geen enkel incident is door twee mensen gecodeerd. Laat een steekproef dubbel coderen.",
			EN: "Cannot be computed: no incident was coded by two people. Have a sample coded twice.",
		}
		return
	case len(a.Codes) == 1:
		a.Undefined = &Text{
			NL: "Niet te berekenen: beiden gaven steeds dezelfde ene code, en dan is overeenstemming niet van toeval te onderscheiden. Neem een steekproef waarin meer codes voorkomen.",
			EN: "Cannot be computed: both always gave the same one code, so agreement cannot be told from chance. Take a sample in which more codes occur.",
		}
		return
	}
	same := float64(a.Same) / n
	a.Kappa = (same - chance) / (1 - chance)
	wide := 1.959963984540054 * math.Sqrt(a.variance(joint, byCode, same, chance))
	a.Lower, a.Upper = max(-1, a.Kappa-wide), min(1, a.Kappa+wide)
}

// variance is formula 13 of Fleiss, Cohen and Everitt, for weights of 1 on the diagonal. It is
// added up in the order of the codes, because sums of fractions depend on theirs.
func (a *Agreement) variance(joint map[Pair]int, byCode map[string]*Code, same, chance float64) float64 {
	n := float64(a.Pairs)
	sum := 0.0
	for _, p := range slices.SortedFunc(maps.Keys(joint), comparePairs) {
		share := float64(joint[p]) / n
		given := float64(byCode[p.First].Second+byCode[p.Second].First) / n
		weight := 0.0
		if p.First == p.Second {
			weight = 1
		}
		part := weight*(1-chance) - given*(1-same)
		sum += share * part * part
	}
	rest := same*chance - 2*chance + same
	return max(0, (sum-rest*rest)/(n*math.Pow(1-chance, 4)))
}

func comparePairs(a, b Pair) int {
	return cmp.Or(strings.Compare(a.First, b.First), strings.Compare(a.Second, b.Second))
}
