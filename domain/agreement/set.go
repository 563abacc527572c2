package agreement

import (
	"cmp"
	"slices"

	"ruggensteun/domain/calendar"
)

// Whose says whose version it is.
type Whose string

const (
	Program  Whose = "PROGRAM"  // came with the program
	Store    Whose = "STORE"    // adopted for all employers
	Employer Whose = "EMPLOYER" // adopted by one, for itself
)

// rank is higher for who goes before others.
func (w Whose) rank() int { return slices.Index([]Whose{Program, Store, Employer}, w) }

// Held is a version and whose it is.
type Held struct {
	Version
	Whose         Whose
	WithdrawnFrom string // from this day on no clock starts under it; "" when it was not withdrawn
}

// validOn tells whether a clock can start under the version on a day; 0 is a day that
// nobody knows.
func (h Held) validOn(d calendar.Day) bool {
	day := d.String()
	if d == 0 {
		return h.WithdrawnFrom == "" && h.ValidTo == ""
	}
	return (h.ValidFrom == "" || day >= h.ValidFrom) && (h.ValidTo == "" || day <= h.ValidTo) && (h.WithdrawnFrom == "" || day < h.WithdrawnFrom)
}

// Set is everything that clocks of one employer can run under.
type Set []Held

// Together makes the set of what came with the program, what was adopted for all
// employers, and what one of them adopted for itself.
func Together(program []Version, store, employer Agreements) Set {
	var s Set
	for _, v := range program {
		s = append(s, Held{Version: v, Whose: Program})
	}
	return slices.Concat(s, store.held(Store), employer.held(Employer))
}

// Codes are the agreements in the set, each once, in order.
func (s Set) Codes() []string {
	var list []string
	for _, h := range s {
		list = append(list, h.Code)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Of are all versions of one agreement, the one that goes before the others first: the
// employer's before the store's before the program's, and newer before older.
func (s Set) Of(code string) []Held {
	var list []Held
	for _, h := range s {
		if h.Code == code {
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b Held) int {
		return cmp.Or(cmp.Compare(b.Whose.rank(), a.Whose.rank()), Newer(b.Version, a.Version))
	})
	return list
}

// On is the version under which a clock starts on a day. A day that nobody knows takes
// the one that goes first.
func (s Set) On(code string, d calendar.Day) (Held, bool) {
	for _, h := range s.Of(code) {
		if h.validOn(d) {
			return h, true
		}
	}
	return Held{}, false
}

// Find gives a version by whose it is, its agreement and its number.
func (s Set) Find(whose Whose, code, number string) (Held, bool) {
	i := slices.IndexFunc(s, func(h Held) bool { return h.Whose == whose && h.Code == code && h.Number == number })
	if i < 0 {
		return Held{}, false
	}
	return s[i], true
}
