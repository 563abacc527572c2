package bus

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"ruggensteun/projections"
)

// follower is one subscription: it waits for the lease, follows the log as
// long as it has it, and begins again when it lost it.
type follower struct {
	*BatchSubscriber
	name     string
	revision int
	owner    uuid.UUID
	out      chan *message.Message
	limit    int // events per batch; smaller while a bad one is looked for
	attempts int // at the batch that fails now
}

// run works until open ends. What is under way then is finished: work has
// contexts of its own.
func (f *follower) run(open context.Context) {
	for {
		lease, ok := f.hold(open)
		if !ok {
			return
		}
		f.follow(open, lease)
		f.release(open, lease)
	}
}

// hold waits for the lease. Another program may have it, or somebody paused the
// projection, or it stopped: in each case the row says so until it says otherwise.
func (f *follower) hold(open context.Context) (projections.Lease, bool) {
	for warned := false; open.Err() == nil; {
		lease, ok, err := f.leases.Acquire(open, f.name, f.revision, f.owner, f.options.LeaseTime)
		if ok {
			return lease, true
		}
		if err != nil && !warned && open.Err() == nil {
			f.options.Logger.Warn("cannot ask for the lease of a projection, trying again", "projection", f.name, "error", err)
			warned = true
		}
		wait(open, min(f.options.LeaseTime/5, time.Second))
	}
	return projections.Lease{}, false
}

func (f *follower) follow(open context.Context, lease projections.Lease) {
	work, stop := context.WithCancel(context.WithoutCancel(open))
	defer stop()
	go f.keep(work, stop, lease)
	ahead, enough := context.WithCancel(work)
	defer enough()
	defer context.AfterFunc(open, enough)()
	for page := range f.pages(ahead, lease.Position) {
		if !f.deliver(open, work, lease, page) {
			return
		}
	}
}

// keep renews the lease beside the work, which may take longer than the lease
// lasts, and ends the work when it was lost.
func (f *follower) keep(work context.Context, stop context.CancelFunc, lease projections.Lease) {
	for wait(work, f.options.LeaseTime/3) {
		_, ok, err := f.leases.Renew(work, lease, f.options.LeaseTime)
		if err == nil && !ok {
			stop()
		}
		// An error is not a loss: if it lasts somebody else takes over, and the
		// fence keeps us from writing.
	}
}

func (f *follower) release(open context.Context, lease projections.Lease) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(open), f.options.LeaseTime)
	defer cancel()
	if err := f.leases.Release(ctx, lease); err != nil {
		f.options.Logger.Warn("could not give a lease back, it will lapse", "projection", f.name, "error", err)
	}
}

// wait is false when the context ended first. The jitter keeps programs from
// asking in step.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d + time.Duration(rand.Int64N(int64(d)/4+1)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// until gives a context that also ends when a subscriber closes.
func until(ctx context.Context, closing <-chan struct{}) (context.Context, context.CancelFunc) {
	open, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-closing:
			cancel()
		case <-open.Done():
		}
	}()
	return open, cancel
}
