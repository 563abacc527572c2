package pseudonym

import (
	"maps"
	"slices"

	"github.com/google/uuid"
)

// Root is the pseudonym that a worker goes by: itself unless it was merged, else that of
// what it was merged into. It is the one rule for who is who. In a circle, which no
// command makes, the smallest id stands for all.
func Root[ID comparable](id ID, into func(ID) (ID, bool), order func(a, b ID) int) ID {
	path := []ID{id}
	for {
		next, merged := into(path[len(path)-1])
		if !merged {
			return path[len(path)-1]
		}
		if i := slices.Index(path, next); i >= 0 {
			return slices.MinFunc(path[i:], order)
		}
		path = append(path, next)
	}
}

// Same are pseudonyms that were merged, each with the one that its worker goes by. Who is
// not in it goes by itself; nil is that of nearly all cases.
type Same map[uuid.UUID]uuid.UUID

// Of is the pseudonym that a worker goes by.
func (s Same) Of(id uuid.UUID) uuid.UUID {
	if root, merged := s[id]; merged {
		return root
	}
	return id
}

// All are the workers behind pseudonyms, each once, in the order of their ids; the list
// itself where nobody was merged.
func (s Same) All(ids []uuid.UUID) []uuid.UUID {
	if len(s) == 0 {
		return ids
	}
	var all []uuid.UUID
	for _, id := range ids {
		all = with(all, s.Of(id))
	}
	return all
}

// Among is what matters for a list: who of it goes by the same one as another of it.
func (s Same) Among(ids []uuid.UUID) Same {
	together := map[uuid.UUID]int{}
	for _, id := range ids {
		together[s.Of(id)]++
	}
	var all Same
	for _, id := range ids {
		if root := s.Of(id); root != id && together[root] > 1 {
			if all == nil {
				all = Same{}
			}
			all[id] = root
		}
	}
	return all
}

// And is both together.
func (s Same) And(o Same) Same {
	if len(s) == 0 || len(o) == 0 {
		if len(s) == 0 {
			return o
		}
		return s
	}
	both := maps.Clone(s)
	maps.Copy(both, o)
	return both
}

// SameOf finds out of each pseudonym who it is. The error is that of at.
func SameOf(ids []uuid.UUID, at func(uuid.UUID) (State, error)) (Same, error) {
	var same Same
	var failed error
	known := map[uuid.UUID]uuid.UUID{}
	into := func(id uuid.UUID) (uuid.UUID, bool) {
		to, seen := known[id]
		if !seen && failed == nil {
			var s State
			s, failed = at(id)
			to = s.Into
			known[id] = to
		}
		return to, to != uuid.Nil
	}
	for _, id := range ids {
		if root := Root(id, into, byID); root != id {
			if same == nil {
				same = Same{}
			}
			same[id] = root
		}
	}
	return same, failed
}

// FamilyOf are all pseudonyms of the worker behind one, first the one that he goes by.
// The error is that of at.
func FamilyOf(id uuid.UUID, at func(uuid.UUID) (State, error)) ([]uuid.UUID, error) {
	same, err := SameOf([]uuid.UUID{id}, at)
	if err != nil {
		return []uuid.UUID{same.Of(id)}, err
	}
	return Under(same.Of(id), at)
}

// Under are a pseudonym and all that were merged into it, and into those: what leaves a
// worker when it is split from him.
func Under(id uuid.UUID, at func(uuid.UUID) (State, error)) ([]uuid.UUID, error) {
	all := []uuid.UUID{id}
	for i := 0; i < len(all); i++ {
		s, err := at(all[i])
		if err != nil {
			return all, err
		}
		for _, merged := range s.Merged {
			if !slices.Contains(all, merged) {
				all = append(all, merged)
			}
		}
	}
	return all, nil
}
