package logtest_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// contendingFaults do wrong by many at once.
var contendingFaults = map[string]fault{
	"tells the head for where an append went": {
		"many writers at once fill the positions without gap or overlap",
		func(b *broken, _ *logtest.Fixture) {
			others := make(meeting)
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				others.wait()
				head, _ := b.Log.Head(ctx)
				r.First, r.Last = r.First+head-r.Last, head
				return r, err
			}
		},
	},
	"looks at the version before the lock": {
		"of several writers at one version exactly one wins, and the others learn where it is",
		checking(func(ctx context.Context, b *broken, a *eventlog.Append) (eventlog.Receipt, error) {
			err := stale(ctx, b, a)
			for i := range a.Changes {
				a.Changes[i].Expected = eventlog.AnyVersion
			}
			return eventlog.Receipt{}, err
		}),
	},
	"fails a whole batch for one bad command": {
		"one bad command among many fails alone",
		func(b *broken, _ *logtest.Fixture) {
			var mu sync.Mutex
			bad := false
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				mu.Lock()
				defer mu.Unlock()
				if bad {
					bad = false
					return eventlog.Receipt{}, eventlog.ErrUnavailable
				}
				r, err := b.Log.Append(ctx, a)
				bad = errors.Is(err, eventlog.ErrInvalid)
				return r, err
			}
		},
	},
	"tells a head that was true a while ago": {
		"one order of all calls explains what every caller was told",
		func(b *broken, _ *logtest.Fixture) {
			var before atomic.Int64
			b.head = func(ctx context.Context) (eventlog.Position, error) {
				head, err := b.Log.Head(ctx)
				return eventlog.Position(before.Swap(int64(head))), err
			}
		},
	},
	"calls what was recorded cancelled": {
		"a caller that stops waiting is told the truth, or that it is unknown",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(context.WithoutCancel(ctx), a)
				select {
				case <-ctx.Done():
					return eventlog.Receipt{}, ctx.Err()
				case <-time.After(10 * time.Millisecond):
					return r, err
				}
			}
		},
	},
	"gives repeats the versions of now": {
		"any script of appends and reads does what a plain list would",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				if r.Replayed {
					for i := range r.Versions {
						r.Versions[i]++
					}
				}
				return r, err
			}
		},
	},
	"loses an append now and then": {
		"what many callers were told about keyed appends is what is there",
		func(b *broken, _ *logtest.Fixture) {
			var n atomic.Int64
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				if n.Add(1)%50 == 0 {
					return eventlog.Receipt{First: 1, Last: 1}, nil
				}
				return b.Log.Append(ctx, a)
			}
		},
	},
	"drops the lines of other processes' appends": {
		"separate processes append together in one order",
		func(_ *broken, f *logtest.Fixture) {
			f.Process = func(context.Context, logtest.Workload) ([]byte, error) { return nil, nil }
		},
	},
}

// stale looks at the versions, without any lock.
func stale(ctx context.Context, b *broken, a *eventlog.Append) error {
	for _, c := range a.Changes {
		events, err := b.Log.ReadStream(ctx, c.Stream, 0)
		if at := eventlog.Version(len(events)); c.Expected != eventlog.AnyVersion && c.Expected != at {
			return errors.Join(err, &eventlog.ConflictError{Stream: c.Stream, Expected: c.Expected, Actual: at})
		}
	}
	return nil
}
