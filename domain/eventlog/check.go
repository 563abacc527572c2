package eventlog

import (
	"fmt"

	"github.com/google/uuid"
)

// Check refuses an append that no log may take. Every implementation asks it
// before anything else, so that a malformed command never reaches a batch
// that it shares with others. Errors: ErrInvalid, ErrTooLarge; they never
// repeat a text from the append, which may be anything.
func (a Append) Check() error {
	if n := max(len(a.Changes), len(a.DataKeys), len(a.Marks)); n > MaxEvents {
		return fmt.Errorf("%d streams, data keys or marks, at most %d of each: %w", n, MaxEvents, ErrTooLarge)
	}
	c := checked{events: map[uuid.UUID]bool{}, streams: map[Stream]bool{}}
	for _, change := range a.Changes {
		if err := c.change(change); err != nil {
			return err
		}
	}
	if len(c.events) == 0 {
		return fmt.Errorf("no events: %w", ErrInvalid)
	}
	if err := c.dataKeys(a.DataKeys); err != nil {
		return err
	}
	if err := checkMarks(a.Marks); err != nil {
		return err
	}
	if len(c.events) > MaxEvents || c.bytes > MaxBytes {
		return fmt.Errorf("%d events of %d bytes, at most %d of %d: %w", len(c.events), c.bytes, MaxEvents, MaxBytes, ErrTooLarge)
	}
	return nil
}

// checked is what the checks of one append have seen so far.
type checked struct {
	events  map[uuid.UUID]bool
	streams map[Stream]bool
	bytes   int
}

func (c *checked) change(change Change) error {
	if !validCategory(change.Stream.Category) {
		return fmt.Errorf("stream of %s: the category is not a lower-case noun: %w", change.Stream.ID, ErrInvalid)
	}
	if c.streams[change.Stream] {
		return fmt.Errorf("stream %s stands twice in one append: %w", change.Stream, ErrInvalid)
	}
	c.streams[change.Stream] = true
	if change.Expected < AnyVersion {
		return fmt.Errorf("stream %s: expected version %d: %w", change.Stream, change.Expected, ErrInvalid)
	}
	for _, e := range change.Events {
		if err := c.event(e); err != nil {
			return fmt.Errorf("stream %s: %w", change.Stream, err)
		}
	}
	return nil
}

func (c *checked) event(e Proposed) error {
	if e.ID == uuid.Nil || !validName(e.Type) {
		return fmt.Errorf("an event needs an id and a type name of at most %d plain characters: %w", MaxTypeName, ErrInvalid)
	}
	if c.events[e.ID] {
		return fmt.Errorf("event %s stands twice in one append: %w", e.ID, ErrInvalid)
	}
	c.events[e.ID] = true
	if e.Payload == nil || e.Metadata == nil {
		return fmt.Errorf("event %s: payload and metadata are bytes, not nothing: %w", e.ID, ErrInvalid)
	}
	if len(e.Payload) > MaxPayload || len(e.Metadata) > MaxPayload {
		return fmt.Errorf("event %s: at most %d bytes of payload: %w", e.ID, MaxPayload, ErrTooLarge)
	}
	c.bytes += len(e.Payload) + len(e.Metadata)
	return nil
}

func (c *checked) dataKeys(keys []DataKey) error {
	seen := make(map[uuid.UUID]bool, len(keys))
	rings := make(map[uuid.UUID]DataKey, 1)
	for _, k := range keys {
		if k.ID == uuid.Nil || seen[k.ID] || len(k.Wrapped) == 0 {
			return fmt.Errorf("data key %s: it needs an id of its own and its wrapped bytes: %w", k.ID, ErrInvalid)
		}
		if !validName(k.Kind) || k.Purpose != "" && !validName(k.Purpose) {
			return fmt.Errorf("data key %s: kind and purpose are plain words: %w", k.ID, ErrInvalid)
		}
		first, begun := rings[Ring(k.ID)]
		if begun && (first.Parent != k.Parent || first.Employer != k.Employer) {
			return fmt.Errorf("data key %s: those of one ring have one parent and one employer: %w", k.ID, ErrInvalid)
		}
		if !begun {
			rings[Ring(k.ID)] = k
		}
		seen[k.ID] = true
		c.bytes += len(k.Wrapped)
	}
	return nil
}

func checkMarks(marks []Mark) error {
	type place struct {
		employer uuid.UUID
		kind     string
		token    Hash
	}
	stands := make(map[place]uuid.UUID, len(marks))
	for _, m := range marks {
		if !validName(m.Kind) || m.Subject == uuid.Nil {
			return fmt.Errorf("a mark needs a kind and a subject: %w", ErrInvalid)
		}
		at := place{m.Employer, m.Kind, m.Token}
		if other, found := stands[at]; found && other != m.Subject {
			return fmt.Errorf("one append gives the same mark to %s and %s: %w", other, m.Subject, ErrInvalid)
		}
		stands[at] = m.Subject
	}
	return nil
}

// validName keeps names to characters that every store and every tool takes:
// a NUL or broken UTF-8 would be refused by the database only, in the middle of
// a batch.
func validName(name string) bool {
	if name == "" || len(name) > MaxTypeName {
		return false
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '_' && r != '-' {
			return false
		}
	}
	return true
}
