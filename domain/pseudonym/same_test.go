package pseudonym_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/pseudonym"
)

// register keeps pseudonyms as the log does, each in a stream of its own.
type register map[eventlog.Stream][]decider.Event

func (r register) Outcome(context.Context, decider.Request) (eventlog.Receipt, bool, error) {
	return eventlog.Receipt{}, false, nil
}

func (r register) Load(_ context.Context, s eventlog.Stream) ([]decider.Event, eventlog.Version, error) {
	return r[s], eventlog.Version(len(r[s])), nil
}

func (r register) Append(ctx context.Context, s eventlog.Stream, at eventlog.Version, events []decider.Event, q decider.Request) (eventlog.Receipt, error) {
	return r.AppendAll(ctx, []decider.Share{{Stream: s, At: at, Events: events}}, q)
}

func (r register) AppendAll(_ context.Context, shares []decider.Share, _ decider.Request) (eventlog.Receipt, error) {
	for _, s := range shares {
		r[s.Stream] = slices.Concat(r[s.Stream], s.Events)
	}
	return eventlog.Receipt{First: 1, Versions: []eventlog.Version{1}}, nil
}

func (r register) at(id uuid.UUID) (pseudonym.State, error) {
	s, _, err := pseudonym.Decider.Load(context.Background(), r, pseudonym.Stream(id))
	return s, err
}

func (r register) root(id uuid.UUID) uuid.UUID {
	family, err := pseudonym.FamilyOf(id, r.at)
	if err != nil {
		panic(err)
	}
	return family[0]
}

func (r register) merge(id, into uuid.UUID) error {
	by := asked(access.Registrar, own)
	other, _ := r.at(into)
	cmd := pseudonym.Merge{Asked: by, ID: id, Into: pseudonym.Other{ID: into, Known: true, State: other}, Onward: r.root(into), Reason: "x"}
	_, err := decider.All(context.Background(), r, pseudonym.Decider, pseudonym.Stream(id), pseudonym.Command(cmd), decider.Request{}, pseudonym.Joining(id, into, by))
	return err
}

func (r register) split(id uuid.UUID) error {
	by := asked(access.Registrar, own)
	s, _ := r.at(id)
	cmd := pseudonym.Split{Asked: by, From: s.Into, Reason: "x"}
	_, err := decider.All(context.Background(), r, pseudonym.Decider, pseudonym.Stream(id), pseudonym.Command(cmd), decider.Request{}, pseudonym.Parting(id, s.Into, by))
	return err
}

// TestWhoIsWhoAfterAnyMergesAndSplits compares with a list of groups that is kept by hand,
// and takes all of it apart at the end.
func TestWhoIsWhoAfterAnyMergesAndSplits(t *testing.T) {
	t.Parallel()
	everybody := []uuid.UUID{{15: 1}, {15: 2}, {15: 3}, {15: 4}, {15: 5}, {15: 6}}
	rapid.Check(t, func(t *rapid.T) {
		r, pointers := register{}, map[uuid.UUID]uuid.UUID{}
		some := rapid.SampledFrom(everybody)
		root := func(id uuid.UUID) uuid.UUID {
			for pointers[id] != uuid.Nil {
				id = pointers[id]
			}
			return id
		}
		for range rapid.IntRange(0, 20).Draw(t, "changes") {
			id, into := some.Draw(t, "id"), some.Draw(t, "into")
			if rapid.Bool().Draw(t, "split") {
				if err := r.split(id); err != nil {
					t.Fatal(err)
				}
				delete(pointers, id)
				continue
			}
			may := id != into && pointers[id] == uuid.Nil && pointers[into] == uuid.Nil || pointers[id] == into && id != into
			err := r.merge(id, into)
			if (err == nil) != may || err != nil && fault.KindOf(err) != fault.Refused {
				t.Fatalf("merged %v with %v: %v, want %t", id, into, err, may)
			}
			if may {
				pointers[id] = into
			}
		}
		same, err := pseudonym.SameOf(everybody, r.at)
		if err != nil {
			t.Fatal(err)
		}
		var roots []uuid.UUID
		for _, id := range everybody {
			if same.Of(id) != root(id) {
				t.Fatalf("%v goes by %v, want %v", id, same.Of(id), root(id))
			}
			roots = append(roots, root(id))
			wholeFamily(t, r, everybody, id, root)
		}
		slices.SortFunc(roots, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
		if diff := cmp.Diff(slices.Compact(roots), same.All(everybody)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		for _, id := range slices.Collect(maps.Keys(pointers)) {
			if err := r.split(id); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range everybody {
			if s, _ := r.at(id); s.Into != uuid.Nil || s.Merged != nil {
				t.Fatalf("%v is not as if it had never been merged: %+v", id, s)
			}
		}
	})
}

func wholeFamily(t *rapid.T, r register, everybody []uuid.UUID, id uuid.UUID, root func(uuid.UUID) uuid.UUID) {
	family, err := pseudonym.FamilyOf(id, r.at)
	if err != nil || family[0] != root(id) {
		t.Fatalf("%v, %v", family, err)
	}
	for _, o := range everybody {
		if slices.Contains(family, o) != (root(o) == root(id)) {
			t.Fatalf("the family of %v is %v", id, family)
		}
	}
}

func TestACircleThatNobodyMadeEndsSomewhere(t *testing.T) {
	t.Parallel()
	at := func(id uuid.UUID) (pseudonym.State, error) {
		return pseudonym.State{Into: map[uuid.UUID]uuid.UUID{jo: again, again: third, third: jo, me: third}[id]}, nil
	}
	same, err := pseudonym.SameOf([]uuid.UUID{jo, again, third, me}, at)
	if diff := cmp.Diff(pseudonym.Same{again: jo, third: jo, me: jo}, same); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	broken := errors.New("the log is away")
	at := func(uuid.UUID) (pseudonym.State, error) { return pseudonym.State{}, broken }
	if _, err := pseudonym.SameOf([]uuid.UUID{jo, again}, at); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := pseudonym.FamilyOf(jo, at); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestTogether(t *testing.T) {
	t.Parallel()
	one, two := pseudonym.Same{again: jo}, pseudonym.Same{third: jo}
	if diff := cmp.Diff(pseudonym.Same{again: jo, third: jo}, one.And(two)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if one.And(nil)[again] != jo || pseudonym.Same(nil).And(two)[third] != jo || len(one) != 1 {
		t.Error("one of them was lost, or changed")
	}
	if list := []uuid.UUID{third, jo}; !slices.Equal(pseudonym.Same(nil).All(list), list) {
		t.Error("who was never merged is in another order")
	}
}
