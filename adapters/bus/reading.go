package bus

import (
	"context"
	"log/slog"
	"time"

	"ruggensteun/domain/eventlog"
)

// reading is how the log is followed.
type reading struct {
	log     Reader
	linger  time.Duration
	backoff time.Duration
	logger  *slog.Logger
}

// next waits for the events after a position and gives a page of them, none when
// the context ended.
func (r reading) next(ctx context.Context, after eventlog.Position) []eventlog.Recorded {
	for failures := 0; ctx.Err() == nil; {
		head, err := r.log.Await(ctx, after)
		if err != nil {
			wait(ctx, r.backoff) // a log that was closed fails at once, again and again
			continue
		}
		if r.linger > 0 && head-after < maxEvents {
			wait(ctx, r.linger)
		}
		recorded, err := r.log.Read(ctx, after, maxEvents)
		if err != nil {
			if failures++; failures == 1 && ctx.Err() == nil {
				r.logger.Warn("cannot read the log, trying again", "error", err)
			}
			wait(ctx, backoff(r.backoff, failures))
			continue
		}
		if len(recorded) > 0 {
			return cut(recorded)
		}
	}
	return nil
}

// cut ends a page before it holds too many bytes, but after its first event.
func cut(recorded []eventlog.Recorded) []eventlog.Recorded {
	bytes := 0
	for i, e := range recorded {
		if bytes += len(e.Payload) + len(e.Metadata); bytes > maxBytes && i > 0 {
			return recorded[:i]
		}
	}
	return recorded
}
