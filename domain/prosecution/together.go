package prosecution

import (
	"slices"

	"github.com/google/uuid"
)

// Other is a case as its own stream knows it.
type Other struct {
	ID    uuid.UUID
	State Case
}

// Beside is what a command must know of other cases: facts from outside, which nobody
// has to give of a case that was never merged.
type Beside struct {
	Others   []Other   // what was merged into it, and into these; more does no harm
	Survivor uuid.UUID // the case that stands for it, where it was merged itself
}

func (b Beside) beside() Beside { return b }

// complete refuses to decide on less than all: somebody merged at this moment.
func (b Beside) complete(s Case) error {
	for _, id := range s.Merged {
		o, found := find(b.Others, id)
		if !found {
			return otherwiseMerged()
		}
		if err := b.complete(o); err != nil {
			return err
		}
	}
	return nil
}

func find(all []Other, id uuid.UUID) (Case, bool) {
	i := slices.IndexFunc(all, func(o Other) bool { return o.ID == id })
	if i < 0 {
		return Case{}, false
	}
	return all[i].State, true
}

// Together is a case with all that was merged into it, and into that in turn: links,
// notices, money and what victims know are those of all of them, each notice with the
// case that holds it as its home. The suspect and whether it is closed are those of the
// case itself; where it has no suspect, that of the first that has one.
//
// It is a view: nothing is written, so what was merged can be split and is as it was.
// Who is not given is not in it.
func Together(main Case, merged ...Other) Case {
	all, same := main, main.Same
	for _, o := range merged {
		same = same.And(o.State.Same)
	}
	for _, id := range main.Merged {
		if o, found := find(merged, id); found {
			all = all.joined(id, Together(o, merged...))
		}
	}
	return all.As(same)
}

func (s Case) joined(id uuid.UUID, o Case) Case {
	s.Incidents, s.Workers, s.Aangiften = united(s.Incidents, o.Incidents), united(s.Workers, o.Workers), united(s.Aangiften, o.Aangiften)
	s.Tellings, s.Same = united(s.Tellings, o.Tellings), s.Same.And(o.Same)
	if s.Suspect == uuid.Nil {
		s.Suspect = o.Suspect
	}
	if !slices.Contains(s.Merged, id) {
		s.Merged = united(s.Merged, []uuid.UUID{id})
	}
	s.Notices = slices.Clone(s.Notices)
	for _, n := range o.Notices {
		n.Home = homeIn(n.Home, id)
		s.Notices = append(s.Notices, n)
	}
	slices.SortFunc(s.Notices, Kept.order)
	for _, i := range o.Informed {
		i.Home = homeIn(i.Home, id)
		s = s.knows(i)
	}
	return s
}

// homeIn: what is at home in a case that was merged itself stays there.
func homeIn(home, id uuid.UUID) uuid.UUID {
	if home == uuid.Nil {
		return id
	}
	return home
}

func united(a, b []uuid.UUID) []uuid.UUID {
	for _, id := range b {
		a = with(a, id, byID)
	}
	return a
}

// knows takes in what a victim was told; the later revision of a notice counts.
func (s Case) knows(i Informed) Case {
	if at, found := slices.BinarySearchFunc(s.Informed, i, Informed.order); found && s.Informed[at].Revision.Revision > i.Revision.Revision {
		return s
	}
	s.Informed = with(s.Informed, i, Informed.order)
	return s
}

// twins are the notices of other cases that say the very same: one letter that was
// recorded twice before the cases were merged. Whoever heard of one has heard of both.
func (s Case) twins(n Kept) []Kept {
	if len(s.Merged) == 0 {
		return nil
	}
	told, is := n.Told.Get()
	var all []Kept
	for _, o := range s.Notices {
		if other, shown := o.Told.Get(); is && shown && o.Home != n.Home && other.equal(told) {
			all = append(all, o)
		}
	}
	return all
}

// sooner: which of two twins stands for both.
func (n Kept) sooner(o Kept) bool {
	if c := n.Received.Instant.Compare(o.Received.Instant); c != 0 {
		return c < 0
	}
	return n.order(o) < 0
}

// heardOf tells whether a victim knows what a notice says, and since when: as it is now,
// or as it was when it was withdrawn and a twin of it stands.
func (s Case) heardOf(victim uuid.UUID, n Kept) (Informed, bool) {
	told, before := s.informed(victim, n)
	switch {
	case !before:
		return Informed{}, false
	case n.Withdrawn:
		return told, told.Revision.Revision == n.Revision-1
	}
	return told, told.Revision.Revision == n.Revision
}

// knowsByTwin tells whether a victim need not hear of a notice because of its twin: it
// was told of that, will be, or what it was told of this one still stands there.
func (s Case) knowsByTwin(victim uuid.UUID, n Kept) bool {
	for _, twin := range s.twins(n) {
		_, heard := s.heardOf(victim, twin)
		switch {
		case n.Withdrawn:
			if _, knew := s.heardOf(victim, n); knew && !twin.Withdrawn {
				return true
			}
		case heard, !twin.Withdrawn && twin.sooner(n):
			return true
		}
	}
	return false
}
