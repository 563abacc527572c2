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
	recorded := f.read(ctx, after)
	if len(recorded) == 0 {
		return page{}, false
	}
	return f.open(ctx, recorded), true
}

func (f *follower) read(ctx context.Context, after eventlog.Position) []eventlog.Recorded {
	r := reading{log: f.log, linger: f.options.Linger, backoff: f.options.Backoff, logger: f.options.Logger.With("projection", f.name)}
	return r.next(ctx, after)
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
