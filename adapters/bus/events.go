package bus

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
)

// Consumers keeps how far each consumer came, and who may go on for it.
type Consumers interface {
	Register(ctx context.Context, c consumer.Consumer, start consumer.Start) error
	Acquire(ctx context.Context, c consumer.Consumer, owner uuid.UUID, ttl time.Duration) (consumer.Lease, bool, error)
	Renew(ctx context.Context, l consumer.Lease, past eventlog.Position, ttl time.Duration) (letters, held bool, err error)
	Release(ctx context.Context, l consumer.Lease, past eventlog.Position) error
	Checkpoint(ctx context.Context, l consumer.Lease, at eventlog.Position, ttl time.Duration) (running bool, err error)
	Refused(ctx context.Context, l consumer.Lease, at eventlog.Position, tries int, ttl time.Duration) (running bool, err error)
	Pass(ctx context.Context, l consumer.Lease, letter consumer.DeadLetter, ttl time.Duration) (running bool, err error)
	Stop(ctx context.Context, l consumer.Lease, at eventlog.Position, reason string) (bool, error)
	Retrying(ctx context.Context, c consumer.Consumer) ([]consumer.DeadLetter, error)
	Settle(ctx context.Context, l consumer.Lease, at eventlog.Position) error
	RefusedAgain(ctx context.Context, l consumer.Lease, at eventlog.Position, reason string) error
}

// EventOptions tune an EventSubscriber. Only Name must be set.
type EventOptions struct {
	// Name is the durable group: all subscribers with this name share one
	// position per topic, and one of them works at a time.
	Name   string
	Start  consumer.Start // where a consumer begins that is new; FromBeginning unless set
	Logger *slog.Logger
	// LeaseTime is how long a program that died keeps others waiting; consumer.LeaseTime unless set.
	LeaseTime time.Duration
	// AckTime is how long a message may be in hand. Then its context ends, and a
	// second later it counts as refused. 30 s unless set.
	AckTime time.Duration
	// CloseTime is how long Close leaves the message in hand alone before its
	// context ends; AckTime unless set.
	CloseTime time.Duration
	// Backoff is the first pause after a refusal; it doubles up to fifty times itself.
	Backoff time.Duration
	// Tries is how often an event is tried before it counts as one that cannot be
	// taken; 5 unless set. What may pass by itself (Handlers) is not counted.
	Tries int
	// StopAtBad lets the consumer stop at such an event until somebody resumes it.
	// Otherwise the event goes to the dead letters and the consumer goes on.
	StopAtBad bool
	// Message makes a message of an event; PlainMessage unless set.
	Message func(eventlog.Recorded) (*message.Message, error)
}

func (o EventOptions) withDefaults() EventOptions {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Start == "" {
		o.Start = consumer.FromBeginning
	}
	o.LeaseTime = otherwise(o.LeaseTime, consumer.LeaseTime)
	o.AckTime = otherwise(o.AckTime, 30*time.Second)
	o.CloseTime = otherwise(o.CloseTime, o.AckTime)
	o.Backoff = otherwise(o.Backoff, 100*time.Millisecond)
	if o.Tries == 0 {
		o.Tries = 5
	}
	if o.Message == nil {
		o.Message = PlainMessage
	}
	return o
}

func otherwise(d, unset time.Duration) time.Duration {
	if d == 0 {
		return unset
	}
	return d
}

// EventSubscriber follows the log for ordinary Watermill handlers: one message
// per event, in the order of the log, the next one when the last was acked and
// that is durable. A topic names the events (consumer.ParseTopic).
//
// Every message comes at least once. After a crash, or when a lease was lost,
// the one that was in hand comes again; see Delivery.Key.
type EventSubscriber struct {
	consumers Consumers
	log       Reader
	options   EventOptions
	closing   chan struct{}
	once      sync.Once
	members   sync.WaitGroup
}

// NewEventSubscriber makes a subscriber; Close ends all its subscriptions.
func NewEventSubscriber(consumers Consumers, log Reader, o EventOptions) (*EventSubscriber, error) {
	if !consumer.ValidName(o.Name) {
		return nil, fmt.Errorf("a consumer needs a name of lower-case letters, digits, dots and dashes")
	}
	return &EventSubscriber{consumers: consumers, log: log, options: o.withDefaults(), closing: make(chan struct{})}, nil
}

// SubscribeInitialize implements message.SubscribeInitializer: what is recorded
// from now on is not missed, even if the consumer starts only later.
func (s *EventSubscriber) SubscribeInitialize(topic string) error {
	if _, err := consumer.ParseTopic(topic); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.options.AckTime)
	defer cancel()
	return s.consumers.Register(ctx, consumer.Consumer{Name: s.options.Name, Topic: topic}, s.options.Start)
}

// Subscribe implements message.Subscriber. The context of the messages has the
// values of the one given, and ends when they were answered.
func (s *EventSubscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	held, err := consumer.ParseTopic(topic)
	if err != nil {
		return nil, err
	}
	select {
	case <-s.closing:
		return nil, fmt.Errorf("subscribe to %s: the subscriber was closed", topic)
	default:
	}
	m := newMember(s, consumer.Consumer{Name: s.options.Name, Topic: topic}, held)
	s.members.Go(func() {
		defer close(m.out)
		open, cancel := until(ctx, s.closing)
		defer cancel()
		m.run(open)
	})
	return m.out, nil
}

// Close implements message.Subscriber: it waits for the messages in hand and
// gives the leases back.
func (s *EventSubscriber) Close() error {
	s.once.Do(func() { close(s.closing) })
	s.members.Wait()
	return nil
}

var (
	_ message.Subscriber           = (*EventSubscriber)(nil)
	_ message.SubscribeInitializer = (*EventSubscriber)(nil)
)
