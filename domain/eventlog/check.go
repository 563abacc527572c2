package eventlog

import (
	"fmt"

	"github.com/google/uuid"
)

// Check refuses an append that no log may take. Every implementation asks it
// before anything else, so that a malformed command never reaches a batch
// that it shares with others.
func (a Append) Check() error {
	events, bytes := 0, 0
	seen := make(map[Stream]bool, len(a.Changes))
	for _, c := range a.Changes {
		if !validCategory(c.Stream.Category) {
			return fmt.Errorf("stream category %q: %w", c.Stream.Category, ErrInvalid)
		}
		if seen[c.Stream] {
			return fmt.Errorf("stream %s stands twice in one append: %w", c.Stream, ErrInvalid)
		}
		seen[c.Stream] = true
		if c.Expected < AnyVersion {
			return fmt.Errorf("expected version %d: %w", c.Expected, ErrInvalid)
		}
		for _, e := range c.Events {
			if err := e.check(); err != nil {
				return err
			}
			events++
			bytes += len(e.Payload) + len(e.Metadata)
		}
	}
	if events == 0 {
		return fmt.Errorf("no events: %w", ErrInvalid)
	}
	if events > MaxEvents || bytes > MaxBytes {
		return fmt.Errorf("%d events of %d bytes, at most %d of %d: %w", events, bytes, MaxEvents, MaxBytes, ErrTooLarge)
	}
	return nil
}

func (e Proposed) check() error {
	if e.ID == uuid.Nil || e.Type == "" || len(e.Type) > MaxTypeName {
		return fmt.Errorf("an event needs an id and a type name of at most %d bytes: %w", MaxTypeName, ErrInvalid)
	}
	if e.Payload == nil || e.Metadata == nil {
		return fmt.Errorf("event %s: payload and metadata are bytes, not nothing: %w", e.Type, ErrInvalid)
	}
	if len(e.Payload) > MaxPayload || len(e.Metadata) > MaxPayload {
		return fmt.Errorf("event %s: at most %d bytes of payload: %w", e.Type, MaxPayload, ErrTooLarge)
	}
	return nil
}
