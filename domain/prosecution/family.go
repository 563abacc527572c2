package prosecution

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/suspect"
)

// Family are cases that are one by merging, as they stood when they were read: first the
// one that stands for all. A case that was never merged is a family by itself.
type Family []Other

// FamilyOf gathers a case with those that it was merged with. Of a case that is not there
// it is that case alone.
func FamilyOf(id uuid.UUID, at func(uuid.UUID) (Case, error)) (Family, error) {
	root, err := at(id)
	for err == nil && root.MergedInto != uuid.Nil {
		id = root.MergedInto
		root, err = at(id)
	}
	all := Family{{ID: id, State: root}}
	for i := 0; err == nil && i < len(all); i++ {
		for _, id := range all[i].State.Merged {
			var o Case
			if o, err = at(id); err == nil {
				all = append(all, Other{ID: id, State: o})
			}
		}
	}
	return all, err
}

// Root is the case that stands for all.
func (f Family) Root() uuid.UUID { return f[0].ID }

// Whole is all of it.
func (f Family) Whole() Case { return Together(f[0].State, f...) }

// whole is Whole, and nothing of no family.
func (f Family) whole() Case {
	if len(f) == 0 {
		return Case{}
	}
	return f.Whole()
}

// State is one of them by itself.
func (f Family) State(id uuid.UUID) Case {
	s, _ := find(f, id)
	return s
}

// Of is one case with what was merged into it and into that.
func (f Family) Of(id uuid.UUID) Case {
	s, _ := find(f, id)
	return Together(s, f...)
}

// Beside is what a command on one of them must know.
func (f Family) Beside(id uuid.UUID) Beside {
	b := Beside{Others: f}
	if id != f.Root() {
		b.Survivor = f.Root()
	}
	return b
}

// with has another state of one of them.
func (f Family) with(id uuid.UUID, state Case) Family {
	f = slices.Clone(f)
	for i := range f {
		if f[i].ID == id {
			state.Same = f[i].State.Same
			f[i].State = state
		}
	}
	return f
}

// With gives a command what it must know of the family. One that needs nothing is as it was.
func (f Family) With(id uuid.UUID, c Command) Command {
	b := f.Beside(id)
	switch c := c.(type) {
	case Join:
		c.Beside = b
		return c
	case Part:
		c.Beside = b
		return c
	case Receive:
		c.Beside = b
		return c
	case Correct:
		c.Beside = b
		return c
	case Withdraw:
		c.Beside = b
		return c
	case Split:
		c.Beside = b
		return c
	case Tell:
		c.Beside = b
		return c
	case Close:
		c.Beside = b
		return c
	case Reopen:
		c.Beside = b
		return c
	}
	return c
}

// follows is what a command on one case asks of another one.
func follows(to uuid.UUID, asks func(before, after Case) []Command) decider.Follower[Case] {
	return decider.Follow(Decider, decider.Following[Case, Command, Case]{
		Stream: func(Case) (eventlog.Stream, bool) { return Stream(to), true },
		Asks:   func(before, after, _ Case) []Command { return asks(before, after) },
	})
}

// forTheFile is what follows for the file of whoever is the suspect of all together. Of
// several that change at once, those against the same suspect ask it together.
func forTheFile(by Asked, whole func(Case) Case, also ...func(Case) Case) decider.Follower[Case] {
	asked := suspect.Asked{By: by.By.Whole(), At: by.At, Employer: by.Employer}
	return decider.Follow(suspect.Decider, decider.Following[Case, suspect.Command, suspect.File]{
		Stream: func(after Case) (eventlog.Stream, bool) {
			s := whole(after)
			return suspect.Stream(s.Suspect), s.Suspect != uuid.Nil
		},
		Asks: func(before, after Case, file suspect.File) []suspect.Command {
			all := Consequences(whole(before), whole(after), file, asked)
			for _, other := range also {
				if other(after).Suspect == whole(after).Suspect && len(all) == 0 {
					all = Consequences(other(before), other(after), file, asked)
				}
			}
			return all
		},
	})
}

// Followers are all that follows in the same append from a command on one case of the
// family: for the suspect's file; for the case that stands for all, when a victim must be
// told; and for those that hold what somebody was told of.
func (f Family) Followers(id uuid.UUID, c Command, by Asked) []decider.Follower[Case] {
	whole := func(s Case) Case { return f.with(id, s).Whole() }
	all := []decider.Follower[Case]{forTheFile(by, whole)}
	if id != f.Root() {
		all = append(all, follows(f.Root(), func(before, after Case) []Command {
			if news(whole(before), Case{}, whole(after)) {
				return []Command{Wake{Asked: by}}
			}
			return nil
		}))
	}
	if tell, is := c.(Tell); is && id == f.Root() {
		for _, o := range f[1:] {
			all = append(all, follows(o.ID, func(before, _ Case) []Command { return tell.keptIn(o, whole(before), f) }))
		}
	}
	return all
}

// keptIn is the part of a telling that is about notices of a case that was merged: kept
// there as well, if the victim is one of that case.
func (c Tell) keptIn(o Other, whole Case, f Family) []Command {
	var form form
	var of []uuid.UUID
	for _, r := range whole.toldOf(&form, c) {
		if r.Home == o.ID {
			of = append(of, r.Notice)
		}
	}
	if len(of) == 0 || !slices.Contains(o.State.Workers, c.Victim) {
		return nil
	}
	c.Notices, c.Through, c.Beside = of, o.State.MergedInto, Beside{Others: []Other{o}} // who is who
	return []Command{c}
}

// Joining is what follows from a merge of one family into another: the other side of the
// pointer, and what the two together mean for the suspect's file.
func (f Family) Joining(id uuid.UUID, to Family, into uuid.UUID, by Asked) []decider.Follower[Case] {
	other, _ := find(to, into)
	before := to.Whole()
	after := func(s Case) Case {
		all := slices.Concat(to.with(into, evolve(other, Absorbed{Case: id})), f.with(id, s))
		return all.Whole()
	}
	return []decider.Follower[Case]{
		follows(into, func(_, _ Case) []Command { return []Command{Absorb{Asked: by, ID: id}} }),
		forTheFile(by, func(s Case) Case {
			if s.MergedInto != into {
				return before
			}
			return after(s)
		}),
	}
}

// Parting is what follows from a split: the other side of the pointer, whom one of the two
// clears by itself when the other no longer says otherwise, and that a closed case has
// something left to do without the other. The rest is the case that stands for it.
func (f Family) Parting(id, from uuid.UUID, by Asked) []decider.Follower[Case] {
	other, _ := find(f, from)
	apart := func(s Case) Family { return f.with(from, evolve(other, Released{Case: id})).with(id, s) }
	rest := func(s Case) Case {
		if s.MergedInto == from {
			return f.Whole()
		}
		return apart(s).Whole()
	}
	own := func(s Case) Case {
		if s.MergedInto == from {
			return f.Whole()
		}
		return apart(s).Of(id)
	}
	wakes := func(before, after Case) (all []Command) {
		if rest(after).more(rest(before)) {
			all = append(all, Wake{Asked: by, Reason: ApartAgain})
		}
		return all
	}
	all := []decider.Follower[Case]{
		follows(from, func(before, after Case) []Command {
			asks := []Command{Release{Asked: by, ID: id}}
			if from == f.Root() {
				asks = append(asks, wakes(before, after)...)
			}
			return asks
		}),
		forTheFile(by, rest, own),
	}
	if from != f.Root() {
		all = append(all, follows(f.Root(), wakes))
	}
	merged, _ := find(f, id)
	if merged.MergedInto = uuid.Nil; own(merged).Suspect != rest(merged).Suspect {
		all = append(all, forTheFile(by, own))
	}
	return all
}
