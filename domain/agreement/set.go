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

// Set is everything that clocks of one employer can run under: by agreement, and of
// each the version that goes before the others first. Together makes one.
type Set []Held

// Together makes the set of what came with the program, what was adopted for all
// employers, and what one of them adopted for itself. The employer's goes before the
// store's, that before the program's, and newer before older.
func Together(program []Version, store, employer Agreements) Set {
	var s Set
	for _, v := range program {
		s = append(s, Held{Version: v, Whose: Program})
	}
	s = slices.Concat(s, store.held(Store), employer.held(Employer))
	slices.SortStableFunc(s, func(a, b Held) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(b.Whose.rank(), a.Whose.rank()), Newer(b.Version, a.Version))
	})
	return s
}

// Codes are the agreements in the set, each once, in order.
func (s Set) Codes() []string {
	var list []string
	for _, h := range s {
		list = append(list, h.Code)
	}
	return slices.Compact(list)
}

// Of are all versions of one agreement, in their order. It shares memory with the set.
func (s Set) Of(code string) Set {
	from, _ := slices.BinarySearchFunc(s, code, func(h Held, code string) int { return cmp.Compare(h.Code, code) })
	to := from
	for to < len(s) && s[to].Code == code {
		to++
	}
	return s[from:to:to]
}

// On is the version under which a clock starts on a day. A day that nobody knows takes
// the one that goes first.
func (s Set) On(code string, d calendar.Day) (Held, bool) {
	versions := s.Of(code)
	if i := versions.on(d); i >= 0 {
		return versions[i], true
	}
	return Held{}, false
}

// on finds the version of one agreement for a day, or -1.
func (s Set) on(d calendar.Day) int {
	return slices.IndexFunc(s, func(h Held) bool { return h.validOn(d) })
}

// Find gives a version by whose it is, its agreement and its number.
func (s Set) Find(whose Whose, code, number string) (Held, bool) {
	i := slices.IndexFunc(s, func(h Held) bool { return h.Whose == whose && h.Code == code && h.Number == number })
	if i < 0 {
		return Held{}, false
	}
	return s[i], true
}
