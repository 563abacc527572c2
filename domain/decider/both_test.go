package decider_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

var spare = eventlog.Stream{Category: "locker", ID: uuid.UUID{2}}

// whatIsPutIsTaken: what comes into one locker is taken out of another; a radio only.
var whatIsPutIsTaken = decider.Following[contents, any, contents]{
	Stream: func(after contents) (eventlog.Stream, bool) { return spare, slices.Contains(after, "radio") },
	Asks: func(before, after, _ contents) []any {
		var asks []any
		for _, item := range after {
			if !slices.Contains(before, item) {
				asks = append(asks, take{item})
			}
		}
		return asks
	},
}

func (b bench) both(t *testing.T, j decider.Sharing, cmd any, r decider.Request) (decider.Outcome[contents], error) {
	t.Helper()
	return decider.Both(t.Context(), j, lockers, lockers, whatIsPutIsTaken, b.stream, cmd, r)
}

func (b bench) stock(t *testing.T, items ...string) {
	t.Helper()
	if _, err := lockers.Run(t.Context(), b.journal, spare, put(items), decider.Request{}); err != nil {
		t.Fatal(err)
	}
}

func (b bench) spare(t *testing.T) contents {
	t.Helper()
	state, _, err := lockers.Load(t.Context(), b.journal, spare)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestWhatFollowsForAnotherIsAppendedWithIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stock       []string
		when        any
		then, spare contents
		err         fault.Kind
	}{
		"both know at once":                      {stock: []string{"radio", "vest"}, when: put{"radio"}, then: contents{"radio"}, spare: contents{"vest"}},
		"several things follow":                  {stock: []string{"radio", "vest"}, when: put{"radio", "vest"}, then: contents{"radio", "vest"}, spare: contents{}},
		"a refusal of the second undoes both":    {stock: []string{"vest"}, when: put{"radio"}, spare: contents{"vest"}, err: fault.Refused},
		"a refusal of the first asks nobody":     {stock: []string{"vest"}, when: take{"radio"}, spare: contents{"vest"}, err: fault.Refused},
		"what concerns nobody else stands alone": {stock: []string{"vest"}, when: put{"helmet"}, then: contents{"helmet"}, spare: contents{"vest"}},
		"what changes nothing asks nothing":      {stock: []string{"vest"}, when: put{}, spare: contents{"vest"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.stock(t, c.stock...)
			o, err := b.both(t, b.journal.(decider.Sharing), c.when, decider.Request{})
			if fault.KindOf(err) != c.err {
				t.Fatalf("got %v, want %q", err, c.err)
			}
			state, version, _ := lockers.Load(t.Context(), b.journal, b.stream)
			if diff := cmp.Diff(c.then, state) + cmp.Diff(c.spare, b.spare(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err == nil && (o.Version != version || cmp.Diff(o.State, state) != "") {
				t.Errorf("told version %d and %v, there is %d and %v", o.Version, o.State, version, state)
			}
		})
	}
}

// meddlingBoth is a journal in which somebody else is first on the second stream, once.
type meddlingBoth struct {
	decider.Sharing
	meddle func()
}

func (m *meddlingBoth) AppendAll(ctx context.Context, shares []decider.Share, r decider.Request) (eventlog.Receipt, error) {
	if m.meddle != nil {
		m.meddle()
		m.meddle = nil
	}
	return m.Sharing.AppendAll(ctx, shares, r)
}

func TestWhoeverIsFirstOnTheSecondIsDecidedOnAnew(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.stock(t, "radio", "vest")
	j := &meddlingBoth{Sharing: b.journal.(decider.Sharing), meddle: func() { b.stock(t, "helmet") }}
	if _, err := b.both(t, j, put{"radio"}, decider.Request{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents{"vest", "helmet"}, b.spare(t)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	j.meddle = func() {
		if _, err := lockers.Run(t.Context(), b.journal, spare, take{"vest"}, decider.Request{}); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.both(t, j, put{"vest"}, decider.Request{}); fault.KindOf(err) != fault.Refused {
		t.Errorf("somebody took it first: %v", err)
	}
}

// TestAnExpectedVersionIsOfTheFirst: it stands as who asks has seen it, whatever becomes
// of the second meanwhile.
func TestAnExpectedVersionIsOfTheFirst(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.stock(t, "radio", "vest")
	seen := eventlog.Version(0)
	j := &meddlingBoth{Sharing: b.journal.(decider.Sharing), meddle: func() { b.stock(t, "helmet") }}
	if _, err := b.both(t, j, put{"radio"}, decider.Request{Expected: &seen}); err != nil {
		t.Fatalf("somebody was first on the second: %v", err)
	}
	seen = 1
	j.meddle = func() {
		if _, err := lockers.Run(t.Context(), b.journal, b.stream, put{"rope"}, decider.Request{}); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.both(t, j, put{"vest"}, decider.Request{Expected: &seen}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("somebody was first on the first: %v", err)
	}
}

func TestARepeatOfBothIsRecordedOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.stock(t, "radio")
	first, err := b.both(t, b.journal.(decider.Sharing), put{"radio"}, keyed("k", "radio"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.both(t, b.journal.(decider.Sharing), put{"radio"}, keyed("k", "radio"))
	if err != nil || !again.Replayed || again.First != first.First || again.Version != 1 {
		t.Errorf("%+v, %v", again, err)
	}
	stale := eventlog.Version(0)
	if _, err := b.both(t, b.journal.(decider.Sharing), put{"vest"}, decider.Request{Expected: &stale}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a version from before: %v", err)
	}
	b.codec.unreadable = errors.New("the key store is closed")
	if _, err := b.both(t, b.journal.(decider.Sharing), put{"vest"}, keyed("l", "vest")); !errors.Is(err, b.codec.unreadable) {
		t.Errorf("got %v", err)
	}
}

// TestThreeThingsKnowAtOnce: what follows for one of them is not waited for by another.
func TestThreeThingsKnowAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	third := eventlog.Stream{Category: "locker", ID: uuid.UUID{3}}
	b.stock(t, "radio")
	copied := whatIsPutIsTaken
	copied.Stream = func(contents) (eventlog.Stream, bool) { return third, true }
	copied.Asks = func(_, after, _ contents) []any { return []any{put(after)} }
	run := func(item string) error {
		_, err := decider.All(t.Context(), b.journal.(decider.Sharing), lockers, b.stream, any(put{item}), decider.Request{}, decider.Follow(lockers, whatIsPutIsTaken), decider.Follow(lockers, copied))
		return err
	}
	if err := run("radio"); err != nil {
		t.Fatal(err)
	}
	if err := run("rope"); fault.KindOf(err) != fault.Refused { // the second has none, so the third gets none
		t.Errorf("got %v", err)
	}
	state, _, err := lockers.Load(t.Context(), b.journal, third)
	if diff := cmp.Diff(contents{"radio"}, state) + cmp.Diff(contents{}, b.spare(t)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
