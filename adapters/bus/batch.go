package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Topic names what a projection's revision gets: all events, in batches.
func Topic(name string, revision int) string { return fmt.Sprintf("projection.%s.r%d", name, revision) }

func parseTopic(topic string) (name string, revision int, err error) {
	rest, ok := strings.CutPrefix(topic, "projection.")
	name, number, found := strings.Cut(rest, ".r")
	revision, convErr := strconv.Atoi(number)
	if !ok || !found || name == "" || convErr != nil {
		return "", 0, fmt.Errorf("topic %q: want projection.<name>.r<revision>", topic)
	}
	return name, revision, nil
}

// Batch is a run of events for one projection, under the lease it is to be
// applied with. It travels in the message's context: the events are in this
// process already, and a payload would only copy them.
type Batch struct {
	Lease    projections.Lease
	Recorded []eventlog.Recorded
	opened   []projections.Event // nil when they could not be opened ahead
	decode   projections.Decoder

	mu       sync.Mutex
	reported bool
	applied  bool
	err      error
}

// Events gives the batch opened, as folds see it.
func (b *Batch) Events(ctx context.Context) ([]projections.Event, error) {
	if b.opened != nil {
		return b.opened, nil
	}
	return projections.Decoded(ctx, b.decode, b.Recorded)
}

func (b *Batch) first() eventlog.Position { return b.Recorded[0].Position }
func (b *Batch) last() eventlog.Position  { return b.Recorded[len(b.Recorded)-1].Position }

// report tells the subscriber how it went: an ack or nack alone does not say why.
func (b *Batch) report(applied bool, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reported, b.applied, b.err = true, applied, err
	return err
}

// outcome takes the ack of a handler that reports nothing for what it says.
func (b *Batch) outcome() (applied bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.applied || !b.reported, b.err
}

type batchKey struct{}

// BatchFrom gives the batch that a message carries.
func BatchFrom(ctx context.Context) (*Batch, bool) {
	b, ok := ctx.Value(batchKey{}).(*Batch)
	return b, ok
}

// span is a message's payload: enough to see in a trace what it was about.
type span struct {
	Projection string            `json:"projection"`
	Revision   int               `json:"revision"`
	From       eventlog.Position `json:"from"` // the batch begins after it
	To         eventlog.Position `json:"to"`
}

func (b *Batch) message(ctx context.Context) (*message.Message, error) {
	s := span{Projection: b.Lease.Name, Revision: b.Lease.Revision, From: b.first() - 1, To: b.last()}
	payload, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("describe a batch: %w", err)
	}
	msg := message.NewMessage(fmt.Sprintf("%s@%d:%d-%d", s.Projection, s.Revision, s.From, s.To), payload)
	msg.SetContext(context.WithValue(ctx, batchKey{}, b))
	return msg, nil
}
