package bus

import (
	"context"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Limits of one batch: the more events share a commit the faster, the fewer
// the sooner they are seen.
const (
	maxEvents = 500
	maxBytes  = 1 << 20
)

// page is a run of events that was read, and opened if that was possible.
type page struct {
	recorded []eventlog.Recorded
	opened   []projections.Event
}

func (p page) split(n int) (page, page) {
	first, rest := page{recorded: p.recorded[:n]}, page{recorded: p.recorded[n:]}
	if p.opened != nil {
		first.opened, rest.opened = p.opened[:n], p.opened[n:]
	}
	return first, rest
}

// pages reads ahead by one page, so that reading and opening go on while the
// database writes the page before. It is closed when the context ends.
func (f *follower) pages(ctx context.Context, after eventlog.Position) <-chan page {
	pages := make(chan page)
	go func() {
		defer close(pages)
		for {
			next, ok := f.next(ctx, after)
			if !ok {
				return
			}
			select {
			case pages <- next:
				after = next.recorded[len(next.recorded)-1].Position
			case <-ctx.Done():
				return
			}
		}
	}()
	return pages
}

// next waits for the page after a position; false when the context ended.
func (f *follower) next(ctx context.Context, after eventlog.Position) (page, bool) {
	for failures := 0; ctx.Err() == nil; {
		head, err := f.log.Await(ctx, after)
		if err != nil {
			wait(ctx, f.options.Backoff) // a log that was closed fails at once, again and again
			continue
		}
		if f.options.Linger > 0 && head-after < maxEvents {
			wait(ctx, f.options.Linger)
		}
		recorded, err := f.log.Read(ctx, after, maxEvents)
		if err != nil {
			if failures++; failures == 1 && ctx.Err() == nil {
				f.options.Logger.Warn("cannot read the log, trying again", "projection", f.name, "error", err)
			}
			wait(ctx, backoff(f.options.Backoff, failures))
			continue
		}
		if len(recorded) > 0 {
			return f.open(ctx, cut(recorded)), true
		}
	}
	return page{}, false
}

// open decodes ahead. What cannot be opened goes on as it is: the handler finds
// out which event it was.
func (f *follower) open(ctx context.Context, recorded []eventlog.Recorded) page {
	opened, err := projections.Decoded(ctx, f.decode, recorded)
	if err != nil {
		opened = nil
	}
	return page{recorded: recorded, opened: opened}
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
