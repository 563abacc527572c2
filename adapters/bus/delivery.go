package bus

import (
	"context"
	"strconv"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
)

// Delivery is one event in hand of one consumer. It travels in the message's context.
type Delivery struct {
	consumer.Consumer
	Recorded eventlog.Recorded
	Try      int // the first is 1

	mu  sync.Mutex
	err error
}

// Key is the idempotency key for what the handler records because of this
// event: then it is recorded once, however often the event comes. Part tells
// several consequences apart.
func (d *Delivery) Key(part string) string {
	return consumer.Key(d.Name, d.Recorded.Position, part)
}

// report tells the subscriber why: a nack alone does not say.
func (d *Delivery) report(err error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
	return err
}

// reason is what a handler reported of its refusal.
func (d *Delivery) reason() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		return errRefused
	}
	return d.err
}

type deliveryKey struct{}

// DeliveryFrom gives the event that a message carries.
func DeliveryFrom(ctx context.Context) (*Delivery, bool) {
	d, ok := ctx.Value(deliveryKey{}).(*Delivery)
	return d, ok
}

// PlainMessage is an event as it is kept: what is sealed in its payload stays so.
func PlainMessage(e eventlog.Recorded) (*message.Message, error) {
	msg := message.NewMessage(e.ID.String(), e.Payload)
	msg.Metadata.Set("position", e.Position.String())
	msg.Metadata.Set("stream", e.Stream.String())
	msg.Metadata.Set("version", strconv.FormatInt(int64(e.Version), 10))
	msg.Metadata.Set("type", e.Type)
	return msg, nil
}
