package incident_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

func TestMerge(t *testing.T) {
	here, there, third := id(41), id(42), id(43)
	other := func(events ...incident.Event) incident.Other {
		return incident.Other{ID: there, State: incident.Decider.Fold(events)}
	}
	merge := func(into incident.Other) incident.Merge {
		return incident.Merge{Asked: asks(registrar), ID: here, Into: into}
	}
	split := incident.Split{Asked: asks(registrar), From: there, Reason: "toch twee"}
	full := registered(nil)
	crowded := other(full)
	for i := range 50 {
		crowded.State = incident.Decider.Evolve(crowded.State, incident.Absorbed{Incident: id(byte(100 + i))})
	}
	absorb := func(by access.Actor) incident.Absorb { return incident.Absorb{Asked: asks(by), ID: there} }
	absorbed := incident.Absorbed{Incident: there}
	behind := func(onward ...uuid.UUID) incident.Other {
		o := other(registered(nil), incident.Merged{Into: third})
		o.Onward = onward
		return o
	}
	merged := incident.Merged{Into: there}
	theirs := registered(func(e *incident.Registered) { e.Employer = utrecht.ID })
	police := registered(func(e *incident.Registered) { e.Regime = incident.WPG })
	trials{
		"a duplicate points to the record that stays": {given: history(), when: merge(other(registered(nil))), then: []incident.Event{merged}},
		"merged twice is once":                        {given: history(merged), when: merge(other(registered(nil)))},
		"merged with yet another one":                 {given: history(incident.Merged{Into: third}), when: merge(other(registered(nil))), err: fault.Refused, says: "split it first"},
		"with one that is merged itself":              {given: history(), when: merge(behind(third)), then: []incident.Event{merged}},
		"with one that is merged with this one":       {given: history(), when: merge(behind(here)), err: fault.Refused, says: "merged with this one already"},
		"with one further on that is":                 {given: history(), when: merge(behind(third, here)), err: fault.Refused, says: "merged with this one already"},
		"with itself":                                 {given: history(), when: merge(incident.Other{ID: here, State: incident.Decider.Fold(history())}), err: fault.Refused, says: "the incident itself"},
		"with one that was withdrawn":                 {given: history(), when: merge(other(registered(nil), withdrawn)), err: fault.Refused, says: "was withdrawn"},
		"with one under another law":                  {given: history(), when: merge(other(police)), err: fault.Refused, says: "under another law"},
		"with one of another employer":                {given: history(), when: merge(other(theirs)), err: fault.Refused, says: "no such incident"},
		"with one that is not there":                  {given: history(), when: merge(other()), err: fault.Refused, says: "no such incident"},
		"a closed record is merged all the same":      {given: history(incident.Closed{Reason: "COMPLETE"}), when: merge(other(registered(nil))), then: []incident.Event{merged}},
		"a withdrawn record is not":                   {given: history(withdrawn), when: merge(other(registered(nil))), err: fault.Refused, says: "withdrawn"},
		"a case worker does not merge":                {given: history(), when: incident.Merge{Asked: asks(caseWorker), ID: here, Into: other(registered(nil))}, err: fault.Forbidden},
		"split with a reason":                         {given: history(merged), when: split, then: []incident.Event{incident.SplitOff{From: there, Reason: person.Of("toch twee")}}},
		"split without a reason":                      {given: history(merged), when: incident.Split{Asked: asks(registrar), From: there}, err: fault.Invalid, says: "reason is missing"},
		"split when it stands by itself":              {given: history(), when: split},
		"split after it was closed":                   {given: history(merged, incident.Closed{Reason: "COMPLETE"}), when: split, then: []incident.Event{incident.SplitOff{From: there, Reason: person.Of("toch twee")}}},
		"merged with another after the split":         {given: history(merged, incident.SplitOff{From: there}), when: incident.Merge{Asked: asks(registrar), ID: here, Into: incident.Other{ID: third, State: incident.Decider.Fold(history())}}, then: []incident.Event{incident.Merged{Into: third}}},
		"it takes additions while it is merged":       {given: history(merged), when: incident.AddDetails{Asked: asks(reporter), Behaviours: []codes.Code{"SPIT"}}, then: []incident.Event{incident.DetailsAdded{Behaviours: []codes.Code{"SPIT"}}}},
		"split from what it is merged with no more":   {given: history(incident.Merged{Into: third}), when: split, err: fault.Conflict, says: "read it again"},
		"with one that has taken in fifty":            {given: history(), when: merge(crowded), err: fault.Refused, says: "whether they are one incident"},
		"the one that stays knows it":                 {given: history(), when: absorb(registrar), then: []incident.Event{absorbed}},
		"once":                                        {given: history(absorbed), when: absorb(registrar)},
		"also one that was merged itself":             {given: history(incident.Merged{Into: third}), when: absorb(registrar), then: []incident.Event{absorbed}},
		"also one that was withdrawn since":           {given: history(withdrawn), when: absorb(registrar), then: []incident.Event{absorbed}},
		"unless they were merged the other way round": {given: history(incident.Merged{Into: there}), when: absorb(registrar), err: fault.Conflict, says: "read it again"},
		"the program tells it of old merges":          {given: history(), when: absorb(access.Clocks()), then: []incident.Event{absorbed}},
		"a case worker does not tell it":              {given: history(), when: absorb(caseWorker), err: fault.Forbidden},
		"it hears of the split":                       {given: history(absorbed), when: incident.Release{Asked: asks(registrar), ID: there}, then: []incident.Event{incident.Released{Incident: there}}},
		"of what it never knew it hears nothing":      {given: history(), when: incident.Release{Asked: asks(registrar), ID: there}},
		"to another employer it is not there":         {given: history(merged), when: incident.Split{Asked: asks(stranger), Reason: "x"}, err: fault.NotFound},
	}.run(t)
}

// pointing are incidents that point at each other, and under which some of them count.
type pointing struct {
	at   map[uuid.UUID]incident.Incident
	want map[uuid.UUID]uuid.UUID
}

// known has the other side of the pointers.
func (p pointing) known(id uuid.UUID) incident.Incident {
	s, there := p.at[id]
	for one, o := range p.at {
		if there && o.MergedInto == id {
			s = incident.Decider.Evolve(s, incident.Absorbed{Incident: one})
		}
	}
	return s
}

func (p pointing) under(root uuid.UUID) (all []uuid.UUID) {
	for id := range p.at {
		if incident.Root(id, func(id uuid.UUID) incident.Incident { return p.at[id] }) == root {
			all = append(all, id)
		}
	}
	slices.SortFunc(all, compare)
	return all
}

func TestRoot(t *testing.T) {
	t.Parallel()
	a, b, c, d := id(1), id(2), id(3), id(4)
	points := func(pairs ...uuid.UUID) map[uuid.UUID]incident.Incident {
		all := map[uuid.UUID]incident.Incident{}
		for _, one := range []uuid.UUID{a, b, c, d} {
			all[one] = incident.Incident{Employer: rotterdam.ID}
		}
		for i := 0; i < len(pairs); i += 2 {
			s := all[pairs[i]]
			s.MergedInto = pairs[i+1]
			all[pairs[i]] = s
		}
		return all
	}
	withdrawn := points(a, b, b, c)
	s := withdrawn[b]
	s.Withdrawn = true
	withdrawn[b] = s
	gone := points(a, b)
	delete(gone, b)
	for name, test := range map[string]pointing{
		"each by itself":                    {points(), map[uuid.UUID]uuid.UUID{a: a, b: b}},
		"one in another":                    {points(a, b), map[uuid.UUID]uuid.UUID{a: b, b: b}},
		"one after the other":               {points(a, b, b, c), map[uuid.UUID]uuid.UUID{a: c, b: c, c: c}},
		"two in each other":                 {points(a, b, b, a), map[uuid.UUID]uuid.UUID{a: a, b: a}},
		"one that leads to such a circle":   {points(d, c, c, b, b, c), map[uuid.UUID]uuid.UUID{d: b, c: b, b: b}},
		"one in itself":                     {points(a, a), map[uuid.UUID]uuid.UUID{a: a}},
		"one in a record that is withdrawn": {withdrawn, map[uuid.UUID]uuid.UUID{a: a, b: c, c: c}},
		"one in a record that was removed":  {gone, map[uuid.UUID]uuid.UUID{a: a}},
	} {
		for id, want := range test.want {
			if got := incident.Root(id, func(id uuid.UUID) incident.Incident { return test.at[id] }); got != want {
				t.Errorf("%s: %s counts under %s, want %s", name, id, got, want)
			}
			family, err := incident.FamilyOf(id, func(id uuid.UUID) (incident.Incident, error) { return test.known(id), nil })
			if together := test.under(want); err != nil || family[0] != want || !slices.Equal(slices.SortedFunc(slices.Values(family), compare), together) {
				t.Errorf("%s: %s is of %v, want %v", name, id, family, together)
			}
		}
	}
}

// register is what a naive model keeps: what was told of each incident, and which
// of them were said to be the same. It knows of no pointers.
type register struct {
	told map[uuid.UUID][]codes.Code
	same map[uuid.UUID]uuid.UUID
}

// groups are the sets of incidents that count as one.
func (r register) groups() [][]uuid.UUID {
	group := map[uuid.UUID]int{}
	for i, id := range slices.SortedFunc(maps.Keys(r.told), compare) {
		group[id] = i
	}
	for range r.told { // as often as anything can still change
		for one, other := range r.same {
			first, second := group[one], group[other]
			for id, g := range group {
				if g == first || g == second {
					group[id] = min(first, second)
				}
			}
		}
	}
	sets := map[int][]uuid.UUID{}
	for _, id := range slices.SortedFunc(maps.Keys(group), compare) {
		sets[group[id]] = append(sets[group[id]], id)
	}
	return slices.SortedFunc(maps.Values(sets), func(a, b []uuid.UUID) int { return compare(a[0], b[0]) })
}

func compare(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }

// TestMergeAndSplitInAnyOrder: whatever was merged, split and added, in any order,
// each record holds what was told of it and no more, those that count as one are
// those that a naive model has together, and after all splits everything is as if
// nothing had been merged.
func TestMergeAndSplitInAnyOrder(t *testing.T) {
	t.Parallel()
	ids := []uuid.UUID{id(51), id(52), id(53), id(54), id(55)}
	rapid.Check(t, func(t *rapid.T) {
		states, model := map[uuid.UUID]incident.Incident{}, register{map[uuid.UUID][]codes.Code{}, map[uuid.UUID]uuid.UUID{}}
		for _, id := range ids {
			states[id] = incident.Decider.Fold([]incident.Event{bare()})
			model.told[id] = nil
		}
		do := func(id uuid.UUID, c incident.Command) error {
			events, err := incident.Decider.Decide(states[id], c)
			for _, e := range events {
				states[id] = incident.Decider.Evolve(states[id], e)
			}
			return err
		}
		for range rapid.IntRange(0, 25).Draw(t, "steps") {
			one, other := rapid.SampledFrom(ids).Draw(t, "one"), rapid.SampledFrom(ids).Draw(t, "other")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				code := rapid.SampledFrom([]codes.Code{"HIT", "SPIT", "PUSH", "RAM"}).Draw(t, "behaviour")
				if err := do(one, incident.AddDetails{Asked: asks(registrar), Behaviours: []codes.Code{code}}); err != nil {
					t.Fatal(err)
				}
				if !slices.Contains(model.told[one], code) {
					model.told[one] = append(model.told[one], code)
				}
			case 1:
				apart(t, do, states, one)
				delete(model.same, one)
			default:
				err := do(one, incident.Merge{Asked: asks(registrar), ID: one, Into: incident.Other{ID: other, State: states[other], Onward: onward(states, other)}})
				before, together := model.same[one], slices.ContainsFunc(model.groups(), func(g []uuid.UUID) bool { return slices.Contains(g, one) && slices.Contains(g, other) })
				accepted := before == other || before == uuid.Nil && !together || before == uuid.Nil && one != other && !leadsTo(model.same, other, one)
				if (err == nil) != accepted {
					t.Fatalf("merge %s with %s: %v, the model says %t", one, other, err, accepted)
				}
				if err == nil {
					model.same[one] = other
					if err := do(other, incident.Absorb{Asked: asks(registrar), ID: one}); err != nil {
						t.Fatal(err)
					}
				}
			}
			agree(t, states, model)
		}
		for _, id := range ids {
			apart(t, do, states, id)
		}
		for _, id := range ids {
			if states[id].Merged != nil {
				t.Fatalf("after all splits %s still knows %v", id, states[id].Merged)
			}
			if states[id].MergedInto != uuid.Nil || !slices.Equal(states[id].Behaviours, model.told[id]) {
				t.Fatalf("after all splits %s has %v, was told %v", id, states[id].Behaviours, model.told[id])
			}
		}
	})
}

// apart splits one, and tells the other side.
func apart(t *rapid.T, do func(uuid.UUID, incident.Command) error, states map[uuid.UUID]incident.Incident, one uuid.UUID) {
	from := states[one].MergedInto
	if err := do(one, incident.Split{Asked: asks(registrar), From: from, Reason: "toch niet"}); err != nil {
		t.Fatal(err)
	}
	if from == uuid.Nil {
		return
	}
	if err := do(from, incident.Release{Asked: asks(registrar), ID: one}); err != nil {
		t.Fatal(err)
	}
}

func leadsTo(same map[uuid.UUID]uuid.UUID, from, to uuid.UUID) bool {
	for range same {
		if from = same[from]; from == to {
			return true
		}
	}
	return false
}

func onward(states map[uuid.UUID]incident.Incident, id uuid.UUID) []uuid.UUID {
	var all []uuid.UUID
	for next := states[id].MergedInto; next != uuid.Nil && !slices.Contains(all, next); next = states[next].MergedInto {
		all = append(all, next)
	}
	return all
}

func agree(t *rapid.T, states map[uuid.UUID]incident.Incident, model register) {
	sets, families := map[uuid.UUID][]uuid.UUID{}, map[uuid.UUID][][]uuid.UUID{}
	for _, id := range slices.SortedFunc(maps.Keys(states), compare) {
		root := incident.Root(id, func(id uuid.UUID) incident.Incident { return states[id] })
		sets[root] = append(sets[root], id)
		family, err := incident.FamilyOf(id, func(id uuid.UUID) (incident.Incident, error) { return states[id], nil })
		if families[root] = append(families[root], family); err != nil || family[0] != root {
			t.Fatalf("%s is of %v: %v", id, family, err)
		}
		if !slices.Equal(states[id].Behaviours, model.told[id]) {
			t.Fatalf("%s holds %v, was told %v", id, states[id].Behaviours, model.told[id])
		}
	}
	for root, all := range families {
		for _, family := range all {
			if slices.SortFunc(family, compare); !slices.Equal(family, sets[root]) {
				t.Fatalf("%v are one, and one of them says %v", sets[root], family)
			}
		}
	}
	got := slices.SortedFunc(maps.Values(sets), func(a, b []uuid.UUID) int { return compare(a[0], b[0]) })
	if diff := cmp.Diff(model.groups(), got); diff != "" {
		t.Fatalf("what counts as one (-model +got):\n%s\n%s", diff, fmt.Sprint(model.same))
	}
}
