package prosecution_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
)

// people let a registry know who is who: bert may be anna, who was recorded twice.
func (r *registry) people(id uuid.UUID) (pseudonym.State, error) {
	s, _, err := pseudonym.Decider.Load(context.Background(), r, pseudonym.Stream(id))
	return s, err
}

func (r *registry) same() pseudonym.Same {
	same, err := pseudonym.SameOf([]uuid.UUID{anna, bert}, r.people)
	if err != nil {
		panic(err)
	}
	return same
}

func (r *registry) oneWorker() error {
	by := pseudonym.Asked{By: registrar, At: noon, Employer: rotterdam.ID, Known: true}
	c := pseudonym.Merge{Asked: by, ID: bert, Into: pseudonym.Other{ID: anna, Known: true}, Onward: anna, Reason: "x"}
	_, err := decider.All(context.Background(), r, pseudonym.Decider, pseudonym.Stream(bert), pseudonym.Command(c), decider.Request{}, pseudonym.Joining(bert, anna, by))
	return err
}

// twoWorkers splits bert from anna, with what follows for all cases there are.
func (r *registry) twoWorkers(cases ...uuid.UUID) error {
	by := pseudonym.Asked{By: registrar, At: noon, Employer: rotterdam.ID, Known: true}
	followers := []decider.Follower[pseudonym.State]{pseudonym.Parting(bert, anna, by)}
	for _, of := range cases {
		f, err := prosecution.FamilyOf(of, r.at)
		if err != nil {
			return err
		}
		if f.Root() == of {
			followers = append(followers, prosecution.Parted[pseudonym.State](f, r.same(), nil, asks(registrar)))
		}
	}
	c := pseudonym.Split{Asked: by, From: anna, Reason: "x"}
	_, err := decider.All(context.Background(), r, pseudonym.Decider, pseudonym.Stream(bert), pseudonym.Command(c), decider.Request{}, followers...)
	return err
}

// TestWhoWasNeverToldIsNotForgottenByASplit is the newspaper case, by way of a merge.
func TestWhoWasNeverToldIsNotForgottenByASplit(t *testing.T) {
	t.Parallel()
	by := asks(caseWorker)
	verdict := func(n byte) prosecution.Event { return received(n, said("VERDICT", "2026-11-18", outcome("CONV"))) }
	owedTo := func(n byte, whom ...uuid.UUID) prosecution.Event {
		h := said("VERDICT", "2026-11-18", outcome("CONV"))
		for _, id := range whom {
			h.Amounts = append(h.Amounts, prosecution.Amount{Claimant: id, Kind: "AWARDED", Cents: 100})
		}
		return received(n, h)
	}
	paidTo := func(n byte, whom uuid.UUID, cents int64) prosecution.Event {
		h := said("DMG_PAID", "2026-11-19")
		h.Amounts = []prosecution.Amount{{Claimant: whom, Kind: "PAID", Cents: cents}}
		return received(n, h)
	}
	annas, berts := link(prosecution.ToWorker, anna), link(prosecution.ToWorker, bert)
	closing := func(of uuid.UUID, explanation string) func(*registry) error {
		return func(r *registry) error {
			return r.askKnown(of, prosecution.Close{Asked: by, Explanation: explanation}, by)
		}
	}
	telling := func(of, whom uuid.UUID, n byte) func(*registry) error {
		return func(r *registry) error { return r.askKnown(of, tellEverything(whom, n), by) }
	}
	merging := func(of, into uuid.UUID) func(*registry) error {
		return func(r *registry) error { return r.merge(of, into, "") }
	}
	splitting := func(of uuid.UUID) func(*registry) error { return func(r *registry) error { return r.split(of) } }
	together, apart := (*registry).oneWorker, func(r *registry) error { return r.twoWorkers(one, two) }
	type do []func(*registry) error
	for name, c := range map[string]struct {
		one, two []prosecution.Event
		do       do
		open     []uuid.UUID // of one and two, those that are open at the end
	}{
		"told as one worker, and there are two": {
			one: begun(annas, berts, verdict(31)), do: do{together, telling(one, anna, 71), closing(one, ""), apart}, open: []uuid.UUID{one},
		},
		"told each before": {
			one: begun(annas, berts, verdict(31)), do: do{telling(one, anna, 71), telling(one, bert, 72), together, closing(one, ""), apart},
		},
		"known under one pseudonym alone, and told under the other": {
			one: begun(berts, verdict(31)), do: do{together, telling(one, anna, 71), closing(one, ""), apart},
		},
		"known under one alone, and closed over it": {
			one: begun(berts, verdict(31)), do: do{together, closing(one, "verhuisd"), apart},
		},
		"closed over one who was never told, and there are two": {
			one: begun(annas, berts, verdict(31)), do: do{together, closing(one, "verhuisd"), apart}, open: []uuid.UUID{one},
		},
		"paid to the one what the other had coming": {
			one: begun(annas, berts, owedTo(31, anna, bert), paidTo(32, anna, 200)),
			do:  do{telling(one, anna, 71), telling(one, bert, 72), together, closing(one, ""), apart}, open: []uuid.UUID{one},
		},
		"paid to each": {
			one: begun(annas, berts, owedTo(31, anna, bert), paidTo(32, anna, 100), paidTo(33, bert, 100)),
			do:  do{telling(one, anna, 71), telling(one, bert, 72), together, closing(one, ""), apart},
		},
		"of two cases that were one the workers are two": {
			one: begun(annas, verdict(31)), two: begun(berts),
			do: do{merging(two, one), together, telling(one, anna, 71), closing(one, ""), apart}, open: []uuid.UUID{one, two}, // two never closed
		},
		"the one knew by the letter to the other": {
			one: begun(annas, verdict(31)), two: begun(annas, verdict(32)),
			do: do{telling(one, anna, 71), merging(one, two), closing(two, ""), splitting(one)}, open: []uuid.UUID{one, two}, // one never closed
		},
		"told while they were one": {
			one: begun(annas, verdict(31)), two: begun(annas, verdict(32)),
			do: do{closing(one, "later"), merging(one, two), telling(two, anna, 71), closing(two, ""), splitting(one)},
		},
		"closed before, and the other is open": {
			one: begun(annas, verdict(31)), two: begun(annas),
			do: do{closing(one, "onvindbaar"), merging(one, two), splitting(one)}, open: []uuid.UUID{one, two},
		},
		"both closed over the same": {
			one: begun(annas, verdict(31)), two: begun(annas, received(32, said("VERDICT", "2026-11-17", outcome("CONV")))),
			do: do{closing(one, "onvindbaar"), merging(one, two), closing(two, "onvindbaar"), splitting(one)},
		},
		"closed over the one, and the outcome was in it": {
			one: begun(annas, verdict(31)), two: begun(annas),
			do: do{closing(one, "onvindbaar"), merging(one, two), closing(two, "onvindbaar"), splitting(one)}, open: []uuid.UUID{two},
		},
		"the outcome was in the other": {
			one: begun(annas), two: begun(annas, verdict(32)),
			do: do{merging(two, one), telling(one, anna, 71), closing(one, ""), splitting(two)}, open: []uuid.UUID{one, two}, // two never closed
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.two == nil {
				c.two = begun(prosecution.Closed{})
			}
			r := newRegistry(map[uuid.UUID][]prosecution.Event{one: c.one, two: c.two})
			for i, step := range c.do {
				if err := step(r); err != nil {
					t.Fatalf("step %d: %v", i+1, err)
				}
			}
			for _, of := range []uuid.UUID{one, two} {
				if open := slices.Contains(c.open, of); r.state(of).Closed == open {
					t.Errorf("case %v is open %t, want %t", of[15], !open, open)
				}
			}
		})
	}
}

// known is the family of a case with who is who in it.
func (r *registry) known(of uuid.UUID, named ...uuid.UUID) prosecution.Family {
	f, err := prosecution.FamilyOf(of, prosecution.ByWorker(r.at, r.people, named...))
	if err != nil {
		panic(err)
	}
	return f
}

func (r *registry) askKnown(of uuid.UUID, c prosecution.Command, by prosecution.Asked) error {
	f := r.known(of, prosecution.Named(c)...)
	return r.run(of, f.With(of, c), f.Followers(of, c, by))
}

// TestNoClosedCaseHidesAVictim in whatever order cases and people are merged, told of,
// closed and split: who must be told something in a closed case was left by somebody who
// closed it, or a case that was one with it.
func TestNoClosedCaseHidesAVictim(t *testing.T) {
	t.Parallel()
	all := []uuid.UUID{one, two, three}
	rapid.Check(t, func(t *rapid.T) {
		cases := map[uuid.UUID][]prosecution.Event{}
		for i, c := range all {
			cases[c] = begun(link(prosecution.ToWorker, []uuid.UUID{anna, bert}[i%2]))
		}
		cases[three] = begun(link(prosecution.ToWorker, anna), link(prosecution.ToWorker, bert))
		r, by, pick := newRegistry(cases), asks(caseWorker), rapid.SampledFrom(all)
		left := map[uuid.UUID]map[codes.Code]map[uuid.UUID]bool{}
		for n := range rapid.IntRange(1, 25).Draw(t, "steps") {
			of := pick.Draw(t, "case")
			switch rapid.IntRange(0, 8).Draw(t, "step") {
			case 0, 1:
				into := pick.Draw(t, "into")
				if r.mergeKnown(of, into) == nil {
					left[into] = united(left[into], left[of])
				}
			case 2:
				root := r.family(of).Root()
				if f := r.known(of); r.run(of, f.With(of, prosecution.Split{Asked: by, From: r.state(of).MergedInto, Reason: "x"}), f.Parting(of, r.state(of).MergedInto, by)) == nil {
					left[of] = united(left[of], left[root])
				}
			case 3:
				_ = r.oneWorker()
			case 4:
				_ = r.twoWorkers(all...)
			case 5:
				notice := id(rapid.ByteRange(31, 36).Draw(t, "notice"))
				_ = r.askKnown(of, prosecution.Receive{Asked: by, ID: notice, Heard: said("VERDICT", "2026-11-18", outcome([]codes.Code{"CONV", "OVAR"}[notice[15]%2]))}, by)
			case 6, 7:
				if r.askKnown(of, prosecution.Close{Asked: by, Explanation: rapid.SampledFrom([]string{"", "x"}).Draw(t, "why")}, by) == nil {
					left[of] = r.leftIn(of)
				}
			case 8:
				whom := rapid.SampledFrom([]uuid.UUID{anna, bert}).Draw(t, "whom")
				_ = r.askKnown(of, tellEverything(whom, byte(110+n)), by)
			}
			for _, of := range all {
				f := r.known(of)
				if s := f.Of(of); f.Root() == of && s.Closed {
					for notice, victims := range owedIn(s) {
						for victim := range victims {
							twin := map[uuid.UUID]uuid.UUID{anna: bert, bert: anna}[victim]
							if one := len(r.same()) > 0; !left[of][notice][victim] && !(one && left[of][notice][twin]) {
								t.Fatalf("case %v is closed, and %v was not told of %v", of[15], victim[15], notice)
							}
						}
					}
				}
			}
		}
	})
}

// leftIn is what a case is closed over: of a worker under every pseudonym that it knows.
func (r *registry) leftIn(of uuid.UUID) map[codes.Code]map[uuid.UUID]bool {
	owed := owedIn(r.known(of).Of(of))
	for _, id := range r.family(of).Of(of).Workers {
		for _, victims := range owed {
			if victims[r.same().Of(id)] {
				victims[id] = true
			}
		}
	}
	return owed
}

// owedIn is who must be told of what: of two letters that say the same, once.
func owedIn(s prosecution.Case) map[codes.Code]map[uuid.UUID]bool {
	all := map[codes.Code]map[uuid.UUID]bool{}
	for _, o := range s.Uninformed() {
		n, _ := s.At(o.Revision)
		at := n.Told.Value.Outcome
		if all[at] == nil {
			all[at] = map[uuid.UUID]bool{}
		}
		all[at][o.Victim] = true
	}
	return all
}

func united(a, b map[codes.Code]map[uuid.UUID]bool) map[codes.Code]map[uuid.UUID]bool {
	all := map[codes.Code]map[uuid.UUID]bool{}
	for _, m := range []map[codes.Code]map[uuid.UUID]bool{a, b} {
		for at, victims := range m {
			if all[at] == nil {
				all[at] = map[uuid.UUID]bool{}
			}
			maps.Copy(all[at], victims)
		}
	}
	return all
}

func (r *registry) mergeKnown(of, into uuid.UUID) error {
	f, to, by := r.known(of), r.known(into), asks(caseWorker)
	return r.run(of, prosecution.Merge{
		Asked: by, ID: of, Into: prosecution.Other{ID: into, State: to.State(into)}, Onward: to.Root(),
		Beside: prosecution.Beside{Others: slices.Concat(f, to)},
	}, f.Joining(of, to, into, by))
}
