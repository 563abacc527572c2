package web

import (
	"maps"
	"slices"
)

// Listed is a page as whoever checks them all has to know it.
type Listed struct {
	Path  string // in Dutch; {name} stands for an id
	Takes bool   // something is filled in on it
}

// Pages lists every page there is, by its path.
func Pages() (list []Listed) {
	all := (&web{}).pages()
	for _, at := range slices.Sorted(maps.Keys(all)) {
		list = append(list, Listed{at, all[at].take != nil})
	}
	return list
}
