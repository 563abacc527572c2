package logtest_test

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// followingFaults do wrong by who waits for more.
var followingFaults = map[string]fault{
	"answers a wait with what was asked": {
		"waiting ends at once when the log is already further",
		func(b *broken, _ *logtest.Fixture) {
			b.await = func(_ context.Context, after eventlog.Position) (eventlog.Position, error) { return after, nil }
		},
	},
	"hides the end of the context": {
		"waiting ends with the context",
		func(b *broken, _ *logtest.Fixture) {
			b.await = func(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
				head, _ := b.Log.Await(ctx, after)
				return head, nil
			}
		},
	},
	"looks once a second": {
		"waiting ends promptly when the log grows, on every instance",
		func(b *broken, _ *logtest.Fixture) {
			b.await = func(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
				for {
					if head, err := b.Log.Head(ctx); err != nil || head > after {
						return head, err
					}
					select {
					case <-time.After(time.Second):
					case <-ctx.Done():
						return 0, ctx.Err()
					}
				}
			}
		},
	},
	"lets readers see what comes after an append that is under way": {
		"a reader that follows never meets a gap, nor a lower position later",
		func(b *broken, _ *logtest.Fixture) {
			var under atomic.Int64
			readers := make(meeting)
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				under.Store(int64(r.First))
				readers.wait()
				under.CompareAndSwap(int64(r.First), 0)
				return r, err
			}
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				hidden := eventlog.Position(under.Load())
				events, err := b.Log.Read(ctx, after, limit)
				seen := slices.DeleteFunc(events, func(e eventlog.Recorded) bool { return e.Position == hidden })
				if len(seen) < len(events) {
					readers.wait()
				}
				return seen, err
			}
		},
	},
}
