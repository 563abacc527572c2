package bus

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

// Handler does something about one event. What it records about it it records
// under Delivery.Key, because it may be asked twice. An error that may pass by
// itself (the store is away) is tried for as long as it takes, any other one
// EventOptions.Tries times.
type Handler func(ctx context.Context, d *Delivery) error

// Handlers runs handlers of single events, each at its own pace: one that is
// slow or stopped holds up no other.
type Handlers struct {
	routed
	consumers Consumers
	log       Reader
}

// closePatience bounds how long closing waits for a handler, whatever its options.
const closePatience = 10 * time.Minute

// NewHandlers makes a router for handlers; Handle adds to it and Run starts it.
func NewHandlers(consumers Consumers, log Reader) (*Handlers, error) {
	r, err := newRouted(closePatience)
	if err != nil {
		return nil, err
	}
	return &Handlers{routed: r, consumers: consumers, log: log}, nil
}

// Handle brings the events of a topic to a handler while the router runs and no
// other program does.
func (h *Handlers) Handle(topic string, o EventOptions, do Handler) error {
	s, err := NewEventSubscriber(h.consumers, h.log, o)
	if err != nil {
		return err
	}
	h.router.AddConsumerHandler(fmt.Sprintf("%s of %s", topic, o.Name), topic, s, func(msg *message.Message) error {
		d, ok := DeliveryFrom(msg.Context())
		if !ok {
			return fmt.Errorf("message %s carries no event", msg.UUID)
		}
		return d.report(s.careful(msg.Context(), d, do))
	})
	return nil
}

// careful survives a handler that panics. What it cried out is not repeated:
// it may be what it read.
func (s *EventSubscriber) careful(ctx context.Context, d *Delivery, do Handler) (err error) {
	defer func() {
		if r := recover(); r != nil {
			s.options.Logger.Warn("a handler panicked", "consumer", d.Name, "position", int64(d.Recorded.Position), "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	return do(ctx, d)
}
