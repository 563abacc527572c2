package logtest_test

import (
	"context"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// readingFaults do wrong by who reads.
var readingFaults = map[string]fault{
	"starts counting at one": {
		"an empty log has head 0 and gives nothing",
		func(b *broken, _ *logtest.Fixture) {
			b.head = func(ctx context.Context) (eventlog.Position, error) {
				head, err := b.Log.Head(ctx)
				return max(head, 1), err
			}
		},
	},
	"gives more than the limit": {
		"reading gives at most the limit, from after a position, without gaps",
		func(b *broken, _ *logtest.Fixture) {
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				return b.Log.Read(ctx, after, limit+1)
			}
		},
	},
	"reads from a position instead of after it": {
		"reading gives at most the limit, from after a position, without gaps",
		func(b *broken, _ *logtest.Fixture) {
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				return b.Log.Read(ctx, max(after-1, 0), limit)
			}
		},
	},
	"cuts a stream off that is large": {
		"reading goes on past large events, at least one at a time",
		func(b *broken, _ *logtest.Fixture) {
			b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
				events, err := b.Log.ReadStream(ctx, s, after)
				return events[:min(len(events), 4)], err
			}
		},
	},
	"gives nothing where a page would be large": {
		"reading goes on past large events, at least one at a time",
		func(b *broken, _ *logtest.Fixture) {
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				events, err := b.Log.Read(ctx, after, limit)
				if len(events) > 4 && len(events[0].Payload) == eventlog.MaxPayload {
					events = nil
				}
				return events, err
			}
		},
	},
	"reads a stream from a version instead of after it": {
		"a stream is read from after a version",
		func(b *broken, _ *logtest.Fixture) {
			b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
				return b.Log.ReadStream(ctx, s, max(after-1, 0))
			}
		},
	},
	"finds streams by their id alone": {
		"a stream is read from after a version",
		func(b *broken, _ *logtest.Fixture) {
			b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
				return b.Log.ReadStream(ctx, eventlog.Stream{Category: "trial", ID: s.ID}, after)
			}
		},
	},
}
