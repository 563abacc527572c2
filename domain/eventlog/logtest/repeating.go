package logtest

import (
	"errors"
	"fmt"

	"ruggensteun/domain/eventlog"
)

var repeating = []promise{
	{"a repeat with the same key gives the first outcome and records nothing", repeats},
	{"a key that comes back with another request is refused", reused},
	{"the outcome of a key is known from the moment it is recorded", outcomes},
	{"a refused append leaves its key unused", unusedKey},
	{"twins at the same moment are recorded once", twins},
	{"of several requests under one key at the same moment one is recorded", rivals},
	{"appends without a key are never taken for repeats", keyless},
}

func keyed(k *eventlog.Key, list ...eventlog.Change) eventlog.Append {
	return eventlog.Append{Changes: list, Key: k}
}

// repeats holds that the repeat differs in everything but the key: sealing gives
// other bytes each time, and the stream has moved on.
func repeats(tr *trial) {
	a, b, key := tr.stream(), tr.stream(), keyOf("repeat", "body")
	first := tr.accept(keyed(key, tr.to(a, 0, 2), tr.to(b, 0, 1)))
	if first.Replayed {
		tr.t.Error("the first time counts as a repeat")
	}
	tr.accept(changes(tr.to(a, 2, 5)))
	before := tr.head()
	first.Replayed = true
	tr.same("stale", tr.accept(keyed(key, tr.to(a, 0, 2), tr.to(b, 0, 1))), first)
	tr.same("other content", tr.accept(keyed(key, tr.to(tr.stream(), 9, 4))), first)
	if after := tr.head(); after != before {
		tr.t.Errorf("repeats moved the head from %d to %d", before, after)
	}
}

func reused(tr *trial) {
	s := tr.stream()
	tr.accept(keyed(keyOf("key", "one"), tr.to(s, 0, 1)))
	tr.refuse(keyed(keyOf("key", "two"), tr.to(s, 1, 1)), eventlog.ErrKeyReused)
	tr.refuse(keyed(keyOf("key", "two"), tr.to(s, 0, 1)), eventlog.ErrKeyReused)
	if _, found, err := tr.log.Outcome(tr.ctx, *keyOf("key", "two")); found || !errors.Is(err, eventlog.ErrKeyReused) {
		tr.t.Errorf("outcome: %t, %v; want %v", found, err, eventlog.ErrKeyReused)
	}
	tr.accept(keyed(keyOf("other key", "one"), tr.to(s, 1, 1)))
}

func outcomes(tr *trial) {
	key := keyOf("outcome", "body")
	if _, found, err := tr.log.Outcome(tr.ctx, *key); found || err != nil {
		tr.t.Errorf("before: %t, %v; want not found", found, err)
	}
	want := tr.accept(keyed(key, tr.to(tr.stream(), 0, 2)))
	want.Replayed = true
	got, found, err := tr.log.Outcome(tr.ctx, *key)
	if !found || err != nil {
		tr.t.Fatalf("after: %t, %v; want found", found, err)
	}
	tr.same("outcome", got, want)
}

func unusedKey(tr *trial) {
	s := tr.stream()
	tr.accept(changes(tr.to(s, 0, 1)))
	tr.conflict(keyed(keyOf("unused", "one"), tr.to(s, 0, 1)), eventlog.ConflictError{Stream: s, Expected: 0, Actual: 1})
	tr.refuse(keyed(keyOf("unused", "one"), tr.to(s, 1, 0)), eventlog.ErrInvalid)
	if _, found, err := tr.log.Outcome(tr.ctx, *keyOf("unused", "one")); found || err != nil {
		tr.t.Errorf("outcome of what was refused: %t, %v", found, err)
	}
	if r := tr.accept(keyed(keyOf("unused", "two"), tr.to(s, 1, 1))); r.Replayed {
		tr.t.Error("a refused append was stored as an outcome")
	}
}

const crowd = 16

func twins(tr *trial) {
	for round := range 5 {
		s, key := tr.stream(), keyOf(fmt.Sprint("twins ", round), "body")
		receipts, errs := make([]eventlog.Receipt, crowd), make([]error, crowd)
		tr.together(crowd, func(i int, log eventlog.Log) {
			receipts[i], errs[i] = log.Append(tr.ctx, keyed(key, tr.to(s, 0, 2)))
		})
		fresh := 0
		for i, r := range receipts {
			if errs[i] != nil {
				tr.t.Fatalf("twin %d: %v", i, errs[i])
			}
			if !r.Replayed {
				fresh++
			}
			r.Replayed = receipts[0].Replayed
			tr.same("a twin's receipt", r, receipts[0])
		}
		if v := tr.version(s); fresh != 1 || v != 2 {
			tr.t.Errorf("%d twins were told they were first, the stream is at %d; want 1 and 2", fresh, v)
		}
	}
}

func rivals(tr *trial) {
	for round := range 5 {
		errs, before := make([]error, crowd), tr.head()
		tr.together(crowd, func(i int, log eventlog.Log) {
			_, errs[i] = log.Append(tr.ctx, keyed(keyOf(fmt.Sprint("rivals ", round), fmt.Sprint(i)), tr.to(tr.stream(), 0, 1)))
		})
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, eventlog.ErrKeyReused) {
				tr.t.Errorf("rival %d: got %v, want %v", i, err, eventlog.ErrKeyReused)
			}
		}
		if after := tr.head(); won != 1 || after != before+1 {
			tr.t.Errorf("%d rivals won and %d events were recorded, want 1 and 1", won, after-before)
		}
	}
}

func keyless(tr *trial) {
	s := tr.stream()
	for range 2 {
		if r := tr.accept(changes(tr.to(s, eventlog.AnyVersion, 1))); r.Replayed {
			tr.t.Error("an append without a key counts as a repeat")
		}
	}
	if v := tr.version(s); v != 2 {
		tr.t.Errorf("version %d, want 2", v)
	}
}
