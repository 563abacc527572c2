package decider_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
	"ruggensteun/domain/fault"
)

// bench is one locker on a log in memory.
type bench struct {
	log     *memlog.Log
	codec   *jsonCodec
	journal decider.Journal
	stream  eventlog.Stream
}

func newBench(t *testing.T, given ...lockerEvent) bench {
	t.Helper()
	log, codec := memlog.New(noon), &jsonCodec{}
	b := bench{log: log, codec: codec, journal: decider.NewJournal(log, codec), stream: eventlog.Stream{Category: "locker", ID: uuid.UUID{1}}}
	if len(given) > 0 {
		b.append(t, 0, given...)
	}
	t.Cleanup(func() { logtest.Invariants(t, log) })
	return b
}

// append records events beside Run, as somebody else would.
func (b bench) append(t *testing.T, at eventlog.Version, events ...lockerEvent) {
	t.Helper()
	var list []decider.Event
	for _, e := range events {
		list = append(list, e)
	}
	if _, err := b.journal.Append(t.Context(), b.stream, at, list, decider.Request{}); err != nil {
		t.Fatal(err)
	}
}

func (b bench) run(t *testing.T, cmd any, r decider.Request) (decider.Outcome[contents], error) {
	t.Helper()
	return lockers.Run(t.Context(), b.journal, b.stream, cmd, r)
}

// history is the locker's events as text.
func (b bench) history(t *testing.T) []string {
	t.Helper()
	events, _, err := b.journal.Load(t.Context(), b.stream)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range events {
		list = append(list, fmt.Sprintf("%T%v", e, e))
	}
	return list
}

func at(v eventlog.Version) decider.Request { return decider.Request{Expected: &v} }

func keyed(key, body string) decider.Request {
	return decider.Request{Key: key, Body: []byte(body)}
}

func TestRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given   []lockerEvent
		when    any
		request decider.Request
		then    contents
		version eventlog.Version
		err     fault.Kind
	}{
		"the first command finds the initial state": {when: put{"radio"}, then: contents{"radio"}, version: 1},
		"a command finds what happened before": {
			given: []lockerEvent{stored{"radio"}, stored{"vest"}}, when: take{"radio"}, then: contents{"vest"}, version: 3,
		},
		"one command may have several events": {when: put{"radio", "vest"}, then: contents{"radio", "vest"}, version: 2},
		"what is already as asked changes nothing": {
			given: []lockerEvent{stored{"radio"}}, when: put{"radio"}, then: contents{"radio"}, version: 1,
		},
		"a rule that says no is told as it is": {when: take{"radio"}, err: fault.Refused},
		"the version that was seen is the version that is there": {
			given: []lockerEvent{stored{"radio"}}, when: put{"vest"}, request: at(1), then: contents{"radio", "vest"}, version: 2,
		},
		"a version from before is a conflict":    {given: []lockerEvent{stored{"radio"}}, when: put{"vest"}, request: at(0), err: fault.Conflict},
		"a version that never was is a conflict": {given: []lockerEvent{stored{"radio"}}, when: put{"vest"}, request: at(2), err: fault.Conflict},
		"a stale version is a conflict even when nothing would change": {
			given: []lockerEvent{stored{"radio"}}, when: put{"radio"}, request: at(0), err: fault.Conflict,
		},
		"a command that is too large is told so": {when: put(many(eventlog.MaxEvents + 1)), err: fault.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, c.given...)
			before := b.history(t)
			o, err := b.run(t, c.when, c.request)
			if fault.KindOf(err) != c.err || (err != nil) != (c.err != "") {
				t.Fatalf("got %v, want a fault of kind %q", err, c.err)
			}
			if err != nil {
				if diff := cmp.Diff(before, b.history(t)); diff != "" {
					t.Errorf("a refused command changed the history:\n%s", diff)
				}
				return
			}
			if diff := cmp.Diff(c.then, o.State); diff != "" || o.Version != c.version {
				t.Errorf("version %d, want %d; state (-want +got):\n%s", o.Version, c.version, diff)
			}
			state, version, err := lockers.Load(t.Context(), b.journal, b.stream)
			if diff := cmp.Diff(o.State, state); err != nil || version != o.Version || diff != "" {
				t.Errorf("loaded again: version %d, %v, state (-told +loaded):\n%s", version, err, diff)
			}
		})
	}
}

func TestACommandWithoutEventsHasNoPosition(t *testing.T) {
	t.Parallel()
	b := newBench(t, stored{"radio"})
	o, err := b.run(t, put{"radio"}, keyed("k", "body"))
	if err != nil || o.First != 0 || o.Last != 0 || o.Replayed {
		t.Errorf("%+v, %v", o.Receipt, err)
	}
}

func TestARepeatIsAnsweredWithoutDecidingAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, stored{"radio"})
	first, err := b.run(t, take{"radio"}, keyed("k", "take radio"))
	if err != nil {
		t.Fatal(err)
	}
	b.append(t, 2, stored{"vest"})
	// Taking it once more would be refused: it is not there any more.
	again, err := b.run(t, take{"radio"}, keyed("k", "take radio"))
	if err != nil || !again.Replayed || again.First != first.First {
		t.Errorf("%+v, %v; want the outcome of the first time at %d", again.Receipt, err, first.First)
	}
	if diff := cmp.Diff(contents{"vest"}, again.State); diff != "" || again.Version != 3 {
		t.Errorf("version %d, want the state as it is now, 3 (-want +got):\n%s", again.Version, diff)
	}
	if _, err := b.run(t, take{"vest"}, keyed("k", "take vest")); fault.KindOf(err) != fault.KeyReused {
		t.Errorf("another request under the key: %v", err)
	}
}

func TestOnlyARequestWithAKeyIsFingerprinted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.codec.unreadable = errors.New("the key store is closed")
	if _, err := b.run(t, put{"radio"}, decider.Request{Body: []byte("body")}); err != nil {
		t.Errorf("without a key: %v", err)
	}
	if _, err := b.run(t, put{"vest"}, keyed("k", "body")); !errors.Is(err, b.codec.unreadable) {
		t.Errorf("with a key: got %v, want %v", err, b.codec.unreadable)
	}
}

func TestOfTwoContendersBothAreDecidedOnWhatIsThere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := &meddling{Journal: b.journal, times: 1, meddle: func(v eventlog.Version) { b.append(t, v, stored{"helmet"}) }}
	o, err := lockers.Run(t.Context(), j, b.stream, put{"vest"}, decider.Request{})
	if diff := cmp.Diff(contents{"helmet", "vest"}, o.State); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	j.times = 1
	j.meddle = func(v eventlog.Version) { b.append(t, v, taken{"vest"}) }
	if _, err := lockers.Run(t.Context(), j, b.stream, take{"vest"}, decider.Request{}); fault.KindOf(err) != fault.Refused {
		t.Errorf("somebody took it first: got %v, want it to be refused by the rule", err)
	}
}

func TestACallerWhoNamesAVersionIsNotDecidedForAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := &meddling{Journal: b.journal, times: 1, meddle: func(v eventlog.Version) { b.append(t, v, stored{"helmet"}) }}
	if _, err := lockers.Run(t.Context(), j, b.stream, put{"vest"}, at(0)); fault.KindOf(err) != fault.Conflict || !eventlog.IsConflict(err) {
		t.Errorf("got %v, want a conflict that keeps its cause", err)
	}
	if j.loads != 1 {
		t.Errorf("it was decided %d times, want once", j.loads)
	}
}

func TestRunGivesUpOnAStreamThatNeverRests(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := &meddling{Journal: b.journal, times: 1000, meddle: func(v eventlog.Version) { b.append(t, v, stored{fmt.Sprint(v)}) }}
	if _, err := lockers.Run(t.Context(), j, b.stream, put{"vest"}, decider.Request{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v, want a conflict", err)
	}
	if j.loads != 8 {
		t.Errorf("it was decided %d times, want 8", j.loads)
	}
}

func TestATwinThatWasFirstGivesItsOutcome(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	twin := keyed("k", "put vest")
	j := &meddling{Journal: b.journal, times: 1, meddle: func(eventlog.Version) {
		if _, err := b.run(t, put{"vest"}, twin); err != nil {
			t.Error(err)
		}
		b.append(t, 1, stored{"helmet"})
	}}
	o, err := lockers.Run(t.Context(), j, b.stream, put{"vest"}, twin)
	if err != nil || !o.Replayed || o.First != 1 || o.Version != 2 {
		t.Errorf("%+v, %v; want the twin's outcome", o, err)
	}
	if diff := cmp.Diff(contents{"vest", "helmet"}, o.State); diff != "" {
		t.Errorf("state as it is now (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"decider_test.stored{vest}", "decider_test.stored{helmet}"}, b.history(t)); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
}

func TestManyAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	kept := 0
	for i := range 12 {
		wg.Go(func() {
			_, err := b.run(t, put{fmt.Sprint("item ", i)}, decider.Request{})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				kept++
			} else if fault.KindOf(err) != fault.Conflict {
				t.Errorf("item %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if n := len(b.history(t)); n != kept || kept == 0 {
		t.Errorf("%d commands were accepted, %d events are there", kept, n)
	}
}

func TestWhatTheLogRefusesIsToldAsWhatToDoNext(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		kind fault.Kind
	}{
		"a mark that was taken":    {eventlog.ErrMarkTaken, fault.Conflict},
		"a key that was reused":    {eventlog.ErrKeyReused, fault.KeyReused},
		"too large":                {eventlog.ErrTooLarge, fault.TooLarge},
		"a clock that is behind":   {eventlog.ErrClockBehind, fault.Unavailable},
		"a store out of reach":     {eventlog.ErrUnavailable, fault.Unavailable},
		"an outcome nobody knows":  {eventlog.ErrUnknownOutcome, fault.Unavailable},
		"a mistake of ours":        {eventlog.ErrInvalid, ""},
		"a caller who went away":   {context.Canceled, ""},
		"something else entirely":  {errors.New("disk on fire"), ""},
		"a fault is left as it is": {fault.New(fault.Forbidden, "no"), fault.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			for where, j := range map[string]decider.Journal{
				"outcome": refusing{Journal: b.journal, outcome: c.err},
				"load":    refusing{Journal: b.journal, load: c.err},
				"append":  refusing{Journal: b.journal, append: c.err},
			} {
				_, err := lockers.Run(t.Context(), j, b.stream, put{"vest"}, decider.Request{})
				if !errors.Is(err, c.err) || fault.KindOf(err) != c.kind {
					t.Errorf("%s: got %v of kind %q, want kind %q and the cause kept", where, err, fault.KindOf(err), c.kind)
				}
			}
		})
	}
}

func TestAnEventOfAnotherKindIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if _, err := b.journal.Append(t.Context(), b.stream, 0, []decider.Event{stray{}}, decider.Request{}); err != nil {
		t.Fatal(err)
	}
	_, err := b.run(t, put{"vest"}, decider.Request{})
	if want := "stream " + b.stream.String() + " holds a bicycle.parked.v1, which is not of its kind"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestARedactedEventIsSkippedAndStillCounts(t *testing.T) {
	t.Parallel()
	b := newBench(t, stored{"radio"}, stored{"vest"})
	b.codec.redacted = 1
	o, err := b.run(t, put{"helmet"}, decider.Request{})
	if diff := cmp.Diff(contents{"vest", "helmet"}, o.State); err != nil || diff != "" || o.Version != 3 {
		t.Errorf("version %d, %v (-want +got):\n%s", o.Version, err, diff)
	}
}

func TestTheJournalRecordsWhatTheCodecGives(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	key := eventlog.DataKey{ID: uuid.UUID{7}, Kind: "person", Wrapped: []byte{1}}
	mark := eventlog.Mark{Kind: "staff-number", Subject: uuid.UUID{8}}
	b.codec.keys, b.codec.marks = []eventlog.DataKey{key}, []eventlog.Mark{mark}
	r := decider.Request{Employer: uuid.UUID{9}}
	if _, err := b.run(t, put{"vest"}, r); err != nil {
		t.Fatal(err)
	}
	events, err := b.log.ReadStream(t.Context(), b.stream, 0)
	if err != nil || len(events) != 1 || events[0].Employer != r.Employer {
		t.Errorf("%+v, %v; want one event of the employer", events, err)
	}
	if diff := cmp.Diff([]eventlog.DataKey{key}, b.log.DataKeys()); diff != "" {
		t.Errorf("data keys (-want +got):\n%s", diff)
	}
	if subject, found, err := b.log.Subject(t.Context(), mark.Employer, mark.Kind, mark.Token); subject != mark.Subject || !found || err != nil {
		t.Errorf("mark: %s, %t, %v", subject, found, err)
	}
}

func TestAnyScriptOfCommandsReplaysToTheStateThatWasTold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		log := memlog.New(noon)
		j := decider.NewJournal(log, &jsonCodec{})
		s := eventlog.Stream{Category: "locker", ID: uuid.UUID{1}}
		item := rapid.SampledFrom([]string{"radio", "vest", "helmet"})
		for i := range rapid.IntRange(1, 20).Draw(rt, "commands") {
			var cmd any = put{item.Draw(rt, "put"), item.Draw(rt, "and")}
			if rapid.Bool().Draw(rt, "takes") {
				cmd = take{item.Draw(rt, "take")}
			}
			before, version, err := lockers.Load(t.Context(), j, s)
			if err != nil {
				rt.Fatal(err)
			}
			o, err := lockers.Run(t.Context(), j, s, cmd, keyed(fmt.Sprint(i), "body"))
			if fault.KindOf(err) == fault.Refused {
				o.State, o.Version = before, version
			} else if err != nil {
				rt.Fatal(err)
			}
			now, at, err := lockers.Load(t.Context(), j, s)
			if diff := cmp.Diff(o.State, now); err != nil || at != o.Version || diff != "" {
				rt.Fatalf("command %d: version %d, told %d, %v (-told +loaded):\n%s", i, at, o.Version, err, diff)
			}
		}
	})
}

func TestFoldLeavesSharedStatesAlone(t *testing.T) {
	t.Parallel()
	base := lockers.Fold([]lockerEvent{stored{"radio"}, stored{"vest"}, stored{"helmet"}})
	before := append(contents(nil), base...)
	for _, next := range []lockerEvent{taken{"radio"}, stored{"rope"}, stored{"torch"}} {
		lockers.Evolve(base, next)
		if diff := cmp.Diff(before, base); diff != "" {
			t.Fatalf("%v changed a state that was shared:\n%s", next, diff)
		}
	}
	if len(lockers.Fold(nil)) != 0 || len(lockers.Initial) != 0 {
		t.Error("folding changed the initial state")
	}
}
