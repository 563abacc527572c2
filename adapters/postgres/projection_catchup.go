package postgres

import (
	"context"
	"errors"
	"fmt"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

// batchEvents is how many events a command that catches up by itself applies at
// once, as many as the bus does.
const batchEvents = 500

// CatchUp brings a projection to a position for a command that wants to read:
// by itself under the lease when no server runs, else by waiting for whoever
// has it. The caller bounds it by the context.
func (r *Runner) CatchUp(ctx context.Context, p projections.Projection, to eventlog.Position) error {
	err := r.catchUp(ctx, p, to)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return r.late(ctx, p.Name, to) // wherever the time ran out
	}
	return err
}

func (r *Runner) catchUp(ctx context.Context, p projections.Projection, to eventlog.Position) error {
	for {
		if at, err := r.activePosition(ctx, p.Name); err != nil || at >= to {
			return err
		}
		lease, ok, err := r.Acquire(ctx, p.Name, p.Revision, newOwner(), r.options.LeaseTime)
		if err != nil {
			return err
		}
		if !ok {
			return r.Projected(ctx, p.Name, to)
		}
		done, err := r.catchUpHeld(ctx, p, lease, to)
		if releaseErr := r.Release(context.WithoutCancel(ctx), lease); err == nil {
			err = releaseErr
		}
		if err != nil || done {
			return err
		}
	}
}

// catchUpHeld applies batches until the position is reached; false when the
// lease was lost on the way.
func (r *Runner) catchUpHeld(ctx context.Context, p projections.Projection, l projections.Lease, to eventlog.Position) (bool, error) {
	for at := l.Position; at < to; {
		page, err := r.log.Read(ctx, at, batchEvents)
		if err != nil {
			return false, err
		}
		if len(page) == 0 {
			return false, fmt.Errorf("bring %s to position %d: the log ends at %d", p.Name, to, at)
		}
		applied, err := r.applyRecorded(ctx, p, l, page)
		if err != nil || !applied {
			return false, err
		}
		at = page[len(page)-1].Position
	}
	return true, nil
}

// applyRecorded applies a page; when that fails for a reason in an event, one
// by one up to that event, where the projection stops.
func (r *Runner) applyRecorded(ctx context.Context, p projections.Projection, l projections.Lease, page []eventlog.Recorded) (bool, error) {
	applied, err := r.decodeAndApply(ctx, p, l, page)
	if err == nil || projections.IsPassing(err) {
		return applied, err
	}
	if len(page) == 1 {
		return false, r.stopAt(ctx, l, page[0], err)
	}
	for i := range page {
		applied, err := r.applyRecorded(ctx, p, l, page[i:i+1])
		if err != nil || !applied {
			return false, err
		}
	}
	return true, nil
}

func (r *Runner) decodeAndApply(ctx context.Context, p projections.Projection, l projections.Lease, page []eventlog.Recorded) (bool, error) {
	events, err := projections.Decoded(ctx, r.decode, page)
	if err != nil {
		return false, err
	}
	return r.Apply(ctx, p, l.Fence, events)
}

func (r *Runner) stopAt(ctx context.Context, l projections.Lease, e eventlog.Recorded, cause error) error {
	if _, err := r.Stop(ctx, l, e.Position, projections.StopReason(cause, e.Type)); err != nil {
		return err
	}
	return fault.Wrap(fault.Unavailable, fmt.Sprintf("%s stopped at event %d (%s): mend the cause, then run `ruggensteun projections resume %[1]s`",
		l.Name, e.Position, projections.StopReason(cause, e.Type)), cause)
}
