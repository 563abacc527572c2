package eventjson

import (
	"context"
	"fmt"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// Decode reads a batch. The boxes of all its events are opened together, so
// that keys are read once however long the batch is.
func (c *Codec) Decode(ctx context.Context, recorded []eventlog.Recorded) ([]decider.Event, error) {
	r := &reader{opens: c.opens, common: map[string]string{}}
	readings := make([]reading, len(recorded))
	for i := range recorded {
		var err error
		if readings[i], err = r.event(i, &recorded[i]); err != nil {
			return nil, about(&recorded[i], err)
		}
	}
	opened, err := c.vault.Open(ctx, r.boxes)
	if err != nil {
		return nil, fmt.Errorf("decode %d events: %w", len(recorded), err)
	}
	for i, t := range r.targets {
		if err := t.fill(opened[i]); err != nil {
			return nil, about(&recorded[t.index], fmt.Errorf("field %s: %w", t.field, err))
		}
	}
	events := make([]decider.Event, len(recorded))
	for i := range readings {
		if events[i], err = readings[i].event(); err != nil {
			return nil, about(&recorded[i], err)
		}
	}
	return events, nil
}

// event reads one event as far as its boxes. There is no reading when the
// payload was redacted.
func (r *reader) event(index int, e *eventlog.Recorded) (reading, error) {
	if e.Redacted {
		return reading{}, nil
	}
	s, err := shapeOf(e.Type)
	if err != nil {
		return reading{}, err
	}
	r.index, r.owner = index, e.ID
	value, err := s.read(r, e.Stream.ID, e.Payload)
	return reading{shape: s, value: value}, err
}

func about(e *eventlog.Recorded, err error) error {
	return fmt.Errorf("decode event %d (%s): %w", e.Position, e.Type, err)
}

// reading is an event between its bytes and the opening of its boxes.
type reading struct {
	shape shape
	value any
}

// event gives nil where nothing was read, because the payload was redacted.
func (r reading) event() (decider.Event, error) {
	if r.value == nil {
		return nil, nil
	}
	return today(r.shape, r.value)
}
