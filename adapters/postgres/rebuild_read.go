package postgres

import (
	"context"
	"fmt"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// readEvents is how many events a rebuild reads and opens at a time.
const readEvents = 2000

// openedPage is a page of the log on its way to the folds.
type openedPage struct {
	events []projections.Event
	err    error
}

// openers is how many pages are opened at once. Half of a page's time is spent
// waiting for its keys.
const openers = 3

// pagesTo reads the log after a position up to another: one goroutine reads,
// some open, the caller folds, each page in its turn. The channel closes after
// the last page or the first error.
func (r *Runner) pagesTo(ctx context.Context, after, to eventlog.Position) <-chan openedPage {
	read := make(chan recordedPage)
	inTurn := make(chan chan openedPage, openers-1)
	opened := make(chan openedPage)
	go func() {
		defer close(read)
		r.readTo(ctx, read, after, to)
	}()
	go func() {
		defer close(inTurn)
		for page := range read {
			turn := make(chan openedPage, 1)
			select {
			case inTurn <- turn:
				go func() { turn <- r.open(ctx, page) }()
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		defer close(opened)
		for turn := range inTurn {
			select {
			case opened <- <-turn:
			case <-ctx.Done():
				return
			}
		}
	}()
	return opened
}

func (r *Runner) open(ctx context.Context, page recordedPage) (p openedPage) {
	if p.err = page.err; p.err == nil {
		p.events, p.err = r.openPage(ctx, page.events)
	}
	return p
}

// recordedPage is a page as it stands in the log.
type recordedPage struct {
	events []eventlog.Recorded
	err    error
}

func (r *Runner) readTo(ctx context.Context, pages chan<- recordedPage, after, to eventlog.Position) {
	for after < to {
		events, err := r.log.Read(ctx, after, int(min(readEvents, to-after)))
		if err == nil && len(events) == 0 {
			err = fmt.Errorf("read the log up to %d: it ends at %d", to, after)
		}
		select {
		case pages <- recordedPage{events, err}:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
		after = events[len(events)-1].Position
	}
}

// openPage says which event cannot be opened.
func (r *Runner) openPage(ctx context.Context, page []eventlog.Recorded) ([]projections.Event, error) {
	events, err := projections.Decoded(ctx, r.decode, page)
	if err == nil {
		err = r.accountAhead(ctx, events)
	}
	if err == nil || projections.IsPassing(err) {
		return events, err
	}
	for i, e := range page {
		if _, err := projections.Decoded(ctx, r.decode, page[i:i+1]); err != nil {
			return nil, fmt.Errorf("event at position %d (%s): %w", e.Position, e.Type, err)
		}
	}
	return nil, fmt.Errorf("events %d to %d: %w", page[0].Position, page[len(page)-1].Position, err)
}
