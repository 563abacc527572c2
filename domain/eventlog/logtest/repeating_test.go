package logtest_test

import (
	"context"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// repeatingFaults do wrong by requests that come again.
var repeatingFaults = map[string]fault{
	"forgets keys": {
		"a repeat with the same key gives the first outcome and records nothing",
		onAppend(func(a *eventlog.Append) { a.Key = nil }),
	},
	"tells a repeat that it was the first": {
		"a repeat with the same key gives the first outcome and records nothing",
		onReceipt(func(_ eventlog.Append, r *eventlog.Receipt, _ *error) { r.Replayed = false }),
	},
	"looks at the version before the key": {
		"a repeat with the same key gives the first outcome and records nothing",
		checking(func(ctx context.Context, b *broken, a *eventlog.Append) (eventlog.Receipt, error) {
			return eventlog.Receipt{}, stale(ctx, b, a)
		}),
	},
	"does not look at the body of a request": {
		"a key that comes back with another request is refused",
		onAppend(func(a *eventlog.Append) {
			if a.Key != nil {
				a.Key = &eventlog.Key{Token: a.Key.Token}
			}
		}),
	},
	"knows no outcomes": {
		"the outcome of a key is known from the moment it is recorded",
		func(b *broken, _ *logtest.Fixture) {
			b.outcome = func(context.Context, eventlog.Key) (eventlog.Receipt, bool, error) {
				return eventlog.Receipt{}, false, nil
			}
		},
	},
	"stores refusals under their key": {
		"a refused append leaves its key unused",
		func(b *broken, _ *logtest.Fixture) {
			refused := map[eventlog.Hash]error{}
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				if a.Key != nil && refused[a.Key.Token] != nil {
					return eventlog.Receipt{}, refused[a.Key.Token]
				}
				r, err := b.Log.Append(ctx, a)
				if err != nil && a.Key != nil {
					refused[a.Key.Token] = err
				}
				return r, err
			}
		},
	},
	"looks for twins before the lock": {"twins at the same moment are recorded once", checking(keyFirst)},
	"looks for rivals before the lock": {
		"of several requests under one key at the same moment one is recorded", checking(keyFirst),
	},
	"takes like for a repeat": {
		"appends without a key are never taken for repeats",
		onAppend(func(a *eventlog.Append) {
			if a.Key == nil {
				a.Key = &eventlog.Key{Token: eventlog.Hash(append(a.Changes[0].Stream.ID[:], a.Changes[0].Stream.ID[:]...))}
			}
		}),
	},
}

// keyFirst looks for the key, and then appends without it.
func keyFirst(ctx context.Context, b *broken, a *eventlog.Append) (eventlog.Receipt, error) {
	r, _, err := b.Log.Outcome(ctx, *a.Key)
	a.Key = nil
	return r, err
}
