package bus

import (
	"context"
	"errors"
	"time"

	"ruggensteun/projections"
)

// triesAtOne is how often a single event is tried before it stops its projection.
const triesAtOne = 3

// deliver offers a page in batches until all of it was applied; false when the
// subscription is closing, the lease is lost or the projection stopped.
func (f *follower) deliver(open, work context.Context, lease projections.Lease, rest page) bool {
	for len(rest.recorded) > 0 {
		batch, after := rest.split(min(f.limit, len(rest.recorded)))
		applied, err := f.offer(open, work, lease, batch)
		switch {
		case err == nil && applied:
			rest = after
			f.attempts = 0
			f.limit = min(2*f.limit, maxEvents)
		case err == nil:
			return false
		case !f.afterFailure(open, work, lease, batch, err):
			return false
		}
	}
	return open.Err() == nil
}

var errNoReason = errors.New("the handler refused the batch without a reason")

// offer emits one message and waits until it is acked or nacked. Closing does
// not end the wait, losing the lease does: then it has no effect any more.
func (f *follower) offer(open, work context.Context, lease projections.Lease, p page) (applied bool, err error) {
	ctx, cancel := context.WithCancel(work)
	defer cancel()
	batch := &Batch{Lease: lease, Recorded: p.recorded, opened: p.opened, decode: f.decode}
	msg, err := batch.message(ctx)
	if err != nil {
		return false, err
	}
	select {
	case f.out <- msg:
	case <-open.Done():
		return false, nil
	case <-work.Done():
		return false, nil
	}
	select {
	case <-msg.Acked():
		return batch.outcome()
	case <-msg.Nacked():
		if _, err := batch.outcome(); err != nil {
			return false, err
		}
		return false, errNoReason
	case <-work.Done():
		return false, nil
	}
}

// afterFailure decides what to do about a batch that failed. What may pass by itself
// is tried for as long as it takes; else the batch is halved until the event
// that cannot be taken stands alone, and there the projection stops: every
// event before it was applied, and none is skipped.
func (f *follower) afterFailure(open, work context.Context, lease projections.Lease, batch page, err error) bool {
	f.attempts++
	alone, passing := len(batch.recorded) == 1, projections.IsPassing(err)
	if alone && !passing && f.attempts >= triesAtOne {
		return f.stop(open, work, lease, batch, err)
	}
	if !alone && (!passing || errors.Is(err, context.DeadlineExceeded)) {
		f.limit, f.attempts = (len(batch.recorded)+1)/2, 0
		return open.Err() == nil
	}
	if f.attempts == 1 {
		f.options.Logger.Warn("a batch could not be projected, trying again",
			"projection", f.name, "from", int64(batch.recorded[0].Position), "events", len(batch.recorded), "error", err)
	}
	return wait(open, backoff(f.options.Backoff, f.attempts))
}

// stop records the bad event. While even that fails the event is tried again.
func (f *follower) stop(open, work context.Context, lease projections.Lease, batch page, cause error) bool {
	bad := batch.recorded[0]
	_, err := f.leases.Stop(work, lease, bad.Position, projections.StopReason(cause, bad.Type))
	if err == nil {
		f.attempts, f.limit = 0, maxEvents
		return false
	}
	return wait(open, backoff(f.options.Backoff, f.attempts))
}

// backoff doubles from first up to fifty times that.
func backoff(first time.Duration, attempt int) time.Duration {
	return min(first<<min(attempt-1, 10), 50*first)
}
