package vault

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/person"
)

// Open unlocks boxes, in the order given: Present with the content, or
// Forgotten when the key was destroyed. However many boxes there are, their keys
// are read at once; employers that were not seen lately cost one read more.
// Error: ErrBroken when a box or its key is missing or was changed.
func (v *Vault) Open(ctx context.Context, boxes []person.Box) ([]person.Opened, error) {
	if len(boxes) == 0 {
		return nil, nil
	}
	keys, err := v.keysOf(ctx, boxes)
	if err != nil {
		return nil, err
	}
	opened := make([]person.Opened, len(boxes))
	o := newOpener(boxes)
	for i, b := range boxes {
		if opened[i], err = o.openUnder(keys, b); err != nil {
			return nil, err
		}
		if opened[i].State == person.Present {
			id, _ := boxKey(b) // it opened, so it names its key
			decider.Opened(ctx, keys[id].holder)
		}
	}
	return opened, nil
}

func (v *Vault) keysOf(ctx context.Context, boxes []person.Box) (map[uuid.UUID]*unlocked, error) {
	ids := make(map[uuid.UUID]bool, len(boxes))
	for _, b := range boxes {
		id, err := boxKey(b)
		if err != nil {
			return nil, err
		}
		ids[id] = true
	}
	keys, err := v.unlock(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("unlock the keys of %d boxes: %w", len(boxes), err)
	}
	return keys, nil
}

func (o *opener) openUnder(keys map[uuid.UUID]*unlocked, b person.Box) (person.Opened, error) {
	id, err := boxKey(b)
	if err != nil {
		return person.Opened{}, err
	}
	key, found := keys[id]
	switch {
	case !found:
		return person.Opened{}, fmt.Errorf("field %s of event %s was sealed under key %s, which is not in the store: %w", b.Slot.Field, b.Slot.Event, id, ErrBroken)
	case key == nil:
		return person.Opened{State: person.Forgotten}, nil
	case key.seals == nil:
		return person.Opened{}, fmt.Errorf("field %s of event %s names key %s, which seals no boxes: %w", b.Slot.Field, b.Slot.Event, id, ErrBroken)
	}
	plain, err := o.open(key.seals, b)
	return person.Opened{State: person.Present, Plain: plain}, err
}
