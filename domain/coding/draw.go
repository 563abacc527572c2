package coding

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"github.com/google/uuid"
)

// Choose draws from all there are, by a seed: each incident has a place that the seed and its
// own id give it, and the first so many are taken. In which order they are told makes no
// difference, and one that comes later pushes out at most one other.
func Choose(seed string, all []uuid.UUID, size int) []uuid.UUID {
	type placed struct {
		at [sha256.Size]byte
		id uuid.UUID
	}
	list := make([]placed, len(all))
	for i, id := range all {
		list[i] = placed{sha256.Sum256(append([]byte(seed+"\n"), id[:]...)), id}
	}
	slices.SortFunc(list, func(a, b placed) int {
		return cmp.Or(bytes.Compare(a.at[:], b.at[:]), bytes.Compare(a.id[:], b.id[:]))
	})
	var chosen []uuid.UUID
	for _, p := range list[:min(size, len(list))] {
		chosen = append(chosen, p.id)
	}
	return chosen
}
