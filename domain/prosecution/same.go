package prosecution

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/pseudonym"
)

// As is the case as it is of workers: a victim who was recorded under several pseudonyms
// is one, is told once and has one account. It is a view, in the way of Together, which
// takes it from the cases that it is given.
func (s Case) As(same pseudonym.Same) Case {
	if len(same) == 0 {
		return s
	}
	s.Same, s.Workers = same, same.All(s.Workers)
	informed := s.Informed
	s.Informed = nil
	for _, i := range informed {
		i.Victim = same.Of(i.Victim)
		s = s.knows(i)
	}
	return s
}

// People are all workers of whom the case says anything, by pseudonym.
func (s Case) People() []uuid.UUID {
	all := s.Workers
	for _, i := range s.Informed {
		all = with(all, i.Victim, byID)
	}
	for _, n := range s.Notices {
		amounts, _ := n.Amounts.Get()
		for _, a := range amounts {
			if a.Claimant != s.Employer {
				all = with(all, a.Claimant, byID)
			}
		}
	}
	return all
}

// Named are the workers whom a command names: the case may know them under another
// pseudonym only.
func Named(c Command) []uuid.UUID {
	switch c := c.(type) {
	case Receive:
		return c.named()
	case Correct:
		return c.named()
	case Tell:
		return []uuid.UUID{c.Victim, c.Letter.Worker}
	case Part:
		if c.Kind == ToWorker {
			return []uuid.UUID{c.Link.ID}
		}
	}
	return nil
}

func (h Heard) named() []uuid.UUID {
	var all []uuid.UUID
	if h.Told.Worker != uuid.Nil {
		all = append(all, h.Told.Worker)
	}
	for _, a := range h.Amounts {
		all = append(all, a.Claimant)
	}
	return all
}

// ByWorker lets FamilyOf gather cases in which it is known who is who, also of workers who
// are named beside those whom the case knows. The error is that of either.
func ByWorker(at func(uuid.UUID) (Case, error), who func(uuid.UUID) (pseudonym.State, error), named ...uuid.UUID) func(uuid.UUID) (Case, error) {
	return func(id uuid.UUID) (Case, error) {
		s, err := at(id)
		if err != nil {
			return s, err
		}
		same, err := pseudonym.SameOf(slices.Concat(s.People(), named), who)
		return s.As(same), err
	}
}

// linkedAs is the pseudonym under which a worker is linked to this case: that one is told,
// so that he knows it after a split too.
func (s Case) linkedAs(worker uuid.UUID, same pseudonym.Same) uuid.UUID {
	i := slices.IndexFunc(s.Workers, func(id uuid.UUID) bool { return same.Of(id) == worker })
	if i < 0 || slices.Contains(s.Workers, worker) {
		return worker
	}
	return s.Workers[i]
}

// under are the links to what is meant: of a worker those of all his pseudonyms.
func (s Case) under(l Link, same pseudonym.Same) (all []Link) {
	if l.Kind != ToWorker {
		if s.has(l) {
			all = append(all, l)
		}
		return all
	}
	for _, id := range s.Workers {
		if same.Of(id) == same.Of(l.ID) {
			all = append(all, Link{Kind: ToWorker, ID: id})
		}
	}
	return all
}
