package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// lookAgain is how often whoever waits for the list looks how far it is.
const lookAgain = 20 * time.Millisecond

// KnownTo is how far whoever counts the terms came; 0 when nobody ever did.
func (w *Worklist) KnownTo(ctx context.Context) (at eventlog.Position, err error) {
	if err := w.db.app.QueryRow(ctx, knownToSQL).Scan(&at); err != nil {
		return 0, fmt.Errorf("ask how far the work list is known: %w", unavailable(err))
	}
	return at, nil
}

// Await returns once the list includes a position; the error is a *fault.Fault of kind
// Unavailable when the context ends before that.
func (w *Worklist) Await(ctx context.Context, p eventlog.Position) error {
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	for {
		at, err := w.KnownTo(ctx)
		if err == nil && at >= p {
			return nil
		}
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		select {
		case <-ctx.Done():
			return fault.Wrap(fault.Unavailable, fmt.Sprintf("the work list does not include position %s yet: ask again in a while", p), ctx.Err())
		case <-ticker.C:
		}
	}
}
