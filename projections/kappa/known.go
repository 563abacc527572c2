package kappa

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/coding"
)

// Known is what is known of how far the codes of one list can be trusted.
type Known struct {
	List      string // as domain/coding names it
	Agreement Agreement
	On        calendar.Day // when the newest of the samples was closed
	Employers int          // of whom there is one with enough in it
	Largest   int          // pairs of the one that has most
}

// KnownOf pools them by list. Of each employer its newest sample counts: an older one is of people and instructions that
// are gone.
func KnownOf(books []coding.Book) []Known {
	pairs, known := map[string][]Pair{}, map[string]*Known{}
	for _, book := range books {
		for list, newest := range newestOf(book) {
			k := known[list]
			if k == nil {
				k = &Known{List: list}
				known[list] = k
			}
			own := PairsOf(newest.Result)
			if k.Largest = max(k.Largest, len(own)); len(own) >= leastGiven { // a sample of nobody makes no other one safer
				k.Employers++
			}
			k.On = max(k.On, newest.on)
			pairs[list] = append(pairs[list], own...)
		}
	}
	var all []Known
	for list, k := range known {
		a, err := Of(pairs[list])
		if err != nil {
			continue // more than a country has: no sample can be so large
		}
		k.Agreement = a
		all = append(all, *k)
	}
	slices.SortFunc(all, func(a, b Known) int { return cmp.Compare(a.List, b.List) })
	return all
}

type dated struct {
	coding.Result
	on calendar.Day
}

func newestOf(b coding.Book) map[string]dated {
	newest := map[string]dated{}
	for _, e := range b.Entries { // oldest first
		for _, r := range e.Results {
			for _, of := range WithGroups(r) {
				if e.On >= newest[of.List].on {
					newest[of.List] = dated{of, e.On}
				}
			}
		}
	}
	return newest
}

// WithGroups is a result with that of the coarser list its codes roll up to, where there is one.
func WithGroups(r coding.Result) []coding.Result {
	if group, rolls := r.RolledUp(); rolls {
		return []coding.Result{r, group}
	}
	return []coding.Result{r}
}

// PairsOf is what was counted, one pair for each incident.
func PairsOf(r coding.Result) []Pair {
	var pairs []Pair
	for _, m := range r.Met {
		pairs = append(pairs, slices.Repeat([]Pair{{m.First, m.Second}}, m.N)...)
	}
	return pairs
}

// Beside is what stands beside a table that is laid out by a list.
type Beside struct {
	Kappa, Lower, Upper *float64 // nil: there is none
	N                   int
	AtLeast             bool   // n is rounded down
	On                  string // a day; of protected figures a month
	Employers           int    // 0: it is not told
	Said                Text
}

// Beside is that of a list which is called so, for the owner of the records.
func (k Known) Beside(name Text) Beside {
	a := k.Agreement
	b := Beside{N: a.Pairs, On: k.On.String(), Employers: k.Employers}
	if a.Undefined != nil {
		b.Said = Text{
			NL: fmt.Sprintf("Overeenstemming van codeurs (%s): kappa is niet te berekenen, n=%d, %s. %s", name.NL, a.Pairs, k.On, strings.TrimPrefix(a.Undefined.NL, "Niet te berekenen: ")),
			EN: fmt.Sprintf("Agreement of coders (%s): kappa cannot be computed, n=%d, %s. %s", name.EN, a.Pairs, k.On, strings.TrimPrefix(a.Undefined.EN, "Cannot be computed: ")),
		}
		return b
	}
	b.Kappa, b.Lower, b.Upper = &a.Kappa, &a.Lower, &a.Upper
	word, note := a.Word(), a.Prevalence()
	b.Said = Text{
		NL: join(fmt.Sprintf("Overeenstemming van codeurs (%s): %s, kappa %s (95 %%: %s tot %s), n=%d, %s.", name.NL, word.NL, comma(a.Kappa), comma(a.Lower), comma(a.Upper), a.Pairs, k.On), note.NL),
		EN: join(fmt.Sprintf("Agreement of coders (%s): %s, kappa %.2f (95 %%: %.2f to %.2f), n=%d, %s.", name.EN, word.EN, a.Kappa, a.Lower, a.Upper, a.Pairs, k.On), note.EN),
	}
	return b
}

// What others than the owner of records are shown of an agreement. A table of codes that met is
// a count of true records by code, and the share of one code follows from a kappa that is nearly
// undefined; so nothing of the table is shown, and the number only where at least two
// codes were given often by both. Two decimals and an exact n, at two moments, would give
// the sample of one employer, and with it how one coder did, who is a person: so one decimal,
// n by tens, and never of fewer than three employers.
const (
	leastPairs     = 100
	leastEmployers = 3
	leastGiven     = 10 // below this a printed number is of too few (projections/disclosure)
	steps          = 10 // of n
)

// Protected is what may stand beside a protected table; false is nothing.
func (k Known) Protected(name Text) (Beside, bool) {
	a := k.Agreement
	often := 0
	for _, c := range a.Codes {
		if c.First >= leastGiven && c.Second >= leastGiven {
			often++
		}
	}
	if a.Undefined != nil || a.Pairs < leastPairs || k.Employers < leastEmployers || 2*k.Largest > a.Pairs || often < 2 {
		return Beside{}, false
	}
	kappa, lower, upper := rough(a.Kappa), rough(a.Lower), rough(a.Upper)
	b := Beside{Kappa: &kappa, Lower: &lower, Upper: &upper, N: a.Pairs / steps * steps, AtLeast: true, On: k.On.String()[:len("2006-01")]}
	word, one := wordOf(kappa), func(x float64) string { return strings.Replace(fmt.Sprintf("%.1f", x), ".", ",", 1) }
	b.Said = Text{
		NL: fmt.Sprintf("Overeenstemming van codeurs (%s, over alle werkgevers): %s, kappa ongeveer %s (95 %%: %s tot %s), n=minstens %d, %s.", name.NL, word.NL, one(kappa), one(lower), one(upper), b.N, b.On),
		EN: fmt.Sprintf("Agreement of coders (%s, over all employers): %s, kappa about %.1f (95 %%: %.1f to %.1f), n=at least %d, %s.", name.EN, word.EN, kappa, lower, upper, b.N, b.On),
	}
	return b, true
}

// rough leaves one decimal, and never -0.
func rough(x float64) float64 { return math.Round(x*10)/10 + 0 }
