package agreement

import (
	"fmt"
	"slices"
)

// Agreements are the versions that were adopted in one stream, in order.
type Agreements []Held

func (s Agreements) index(code, number string) int {
	return slices.IndexFunc(s, func(h Held) bool { return h.Code == code && h.Number == number })
}

// next is a number that is still free: the next one of the same year.
func (s Agreements) next(code, number string) string {
	year, n := numberOf(number)
	for s.index(code, fmt.Sprintf("%d-%d", year, n)) >= 0 {
		n++
	}
	return fmt.Sprintf("%d-%d", year, n)
}

func (s Agreements) held(whose Whose) []Held {
	list := slices.Clone([]Held(s))
	for i := range list {
		list[i].Whose = whose
	}
	return list
}

// Uses are the versions that somebody applied to one case, by agreement.
type Uses map[string]Ref
