package bus

import (
	"context"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Leases is who may project what.
type Leases interface {
	Acquire(ctx context.Context, name string, revision int, owner uuid.UUID, ttl time.Duration) (projections.Lease, bool, error)
	Renew(ctx context.Context, l projections.Lease, ttl time.Duration) (projections.Lease, bool, error)
	Release(ctx context.Context, l projections.Lease) error
	Stop(ctx context.Context, l projections.Lease, at eventlog.Position, reason string) (bool, error)
}

// Reader is what following the log needs of it.
type Reader interface {
	Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error)
	Await(ctx context.Context, after eventlog.Position) (eventlog.Position, error)
}

// BatchSubscriber follows the log for projections: one message per batch of
// events, the next one after the ack. Ordinary handlers, which want a message
// per event, get a subscriber of their own beside it.
type BatchSubscriber struct {
	leases  Leases
	log     Reader
	decode  projections.Decoder
	options Options
	closing chan struct{}
	once    sync.Once
	topics  sync.WaitGroup
}

// NewBatchSubscriber makes a subscriber; Close ends all its subscriptions.
func NewBatchSubscriber(leases Leases, log Reader, decode projections.Decoder, o Options) *BatchSubscriber {
	return &BatchSubscriber{leases: leases, log: log, decode: decode, options: o.withDefaults(), closing: make(chan struct{})}
}

// Subscribe implements message.Subscriber. Any number of programs may
// subscribe to a topic: one at a time gets its messages.
func (s *BatchSubscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	name, revision, err := parseTopic(topic)
	if err != nil {
		return nil, err
	}
	f := &follower{
		BatchSubscriber: s,
		name:            name,
		revision:        revision,
		owner:           uuid.New(),
		out:             make(chan *message.Message),
		limit:           maxEvents,
	}
	s.topics.Add(1)
	go func() {
		defer s.topics.Done()
		defer close(f.out)
		open, cancel := until(ctx, s.closing)
		defer cancel()
		f.run(open)
	}()
	return f.out, nil
}

// Close implements message.Subscriber: it waits for the batches under way and
// gives the leases back.
func (s *BatchSubscriber) Close() error {
	s.once.Do(func() { close(s.closing) })
	s.topics.Wait()
	return nil
}

var _ message.Subscriber = (*BatchSubscriber)(nil)
