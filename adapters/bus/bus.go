// Package bus lets things happen because something was recorded: it brings the
// log's events to whatever follows them, in order, and keeps trying. It is the
// only package that knows Watermill.
package bus

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"ruggensteun/projections"
)

// Apply writes one batch of a projection, all or nothing; false when it had no
// effect because the lease was lost.
type Apply func(ctx context.Context, p projections.Projection, fence int64, batch []projections.Event) (bool, error)

// Options tune a Bus. The zero value is right.
type Options struct {
	Logger    *slog.Logger
	LeaseTime time.Duration // projections.LeaseTime unless set
	// BatchTime bounds the work on one batch.
	BatchTime time.Duration
	// Backoff is the first pause after a failed batch; it doubles up to fifty times itself.
	Backoff time.Duration
	// Linger is how long a read model that nobody waits for lets events gather, so
	// that it takes less from those that somebody does wait for.
	Linger time.Duration
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.LeaseTime == 0 {
		o.LeaseTime = projections.LeaseTime
	}
	if o.BatchTime == 0 {
		o.BatchTime = 30 * time.Second
	}
	if o.Backoff == 0 {
		o.Backoff = 100 * time.Millisecond
	}
	return o
}

// Bus is the router and what follows the log through it, in batches.
type Bus struct {
	routed
	subscriber *BatchSubscriber
	apply      Apply
}

// New makes a bus; Project adds to it and Run starts it.
func New(leases Leases, log Reader, decode projections.Decoder, apply Apply, o Options) (*Bus, error) {
	o = o.withDefaults()
	r, err := newRouted(o.BatchTime + 5*time.Second)
	if err != nil {
		return nil, err
	}
	r.router.AddMiddleware(middleware.Recoverer, middleware.Timeout(o.BatchTime))
	return &Bus{routed: r, subscriber: NewBatchSubscriber(leases, log, decode, o), apply: apply}, nil
}

// Project keeps a projection up to date while the bus runs and no other
// program does.
func (b *Bus) Project(p projections.Projection) {
	topic := Topic(p.Name, p.Revision)
	b.router.AddConsumerHandler(topic, topic, b.subscriber, func(msg *message.Message) error {
		batch, ok := BatchFrom(msg.Context())
		if !ok {
			return fmt.Errorf("message %s carries no batch of events", msg.UUID)
		}
		return batch.report(b.applyTo(msg.Context(), p, batch))
	})
}

func (b *Bus) applyTo(ctx context.Context, p projections.Projection, batch *Batch) (bool, error) {
	events, err := batch.Events(ctx)
	if err != nil {
		return false, err
	}
	return b.apply(ctx, p, batch.Lease.Fence, events)
}
