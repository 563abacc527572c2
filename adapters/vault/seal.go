package vault

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Seal locks the details of one append into boxes, in the order given, under
// new keys that must be appended with them. Details with the same KeyRef share
// one. Nothing of it is kept here: when the append fails, the keys were never there.
func (v *Vault) Seal(ctx context.Context, employer uuid.UUID, details []person.Detail) ([][]byte, []eventlog.DataKey, error) {
	if len(details) == 0 {
		return nil, nil, nil
	}
	parent, err := v.employerKey(ctx, employer)
	if err != nil {
		return nil, nil, err
	}
	s := sealing{vault: v, employer: employer, parent: parent, keys: map[person.KeyRef]*unlocked{}}
	boxes := make([][]byte, len(details))
	for i, d := range details {
		if boxes[i], err = s.seal(d); err != nil {
			return nil, nil, fmt.Errorf("seal field %s of event %s: %w", d.Slot.Field, d.Slot.Event, err)
		}
	}
	return boxes, s.rows, nil
}

// sealing is the making of one append's boxes.
type sealing struct {
	vault    *Vault
	employer uuid.UUID
	parent   *unlocked
	keys     map[person.KeyRef]*unlocked
	rows     []eventlog.DataKey
}

func (s *sealing) seal(d person.Detail) ([]byte, error) {
	key, err := s.key(d.Key)
	if err != nil {
		return nil, err
	}
	return sealBox(s.vault.source.Random, key.seals, key.id, d.Slot, d.Plain)
}

func (s *sealing) key(ref person.KeyRef) (*unlocked, error) {
	if key, found := s.keys[ref]; found {
		return key, nil
	}
	id, err := s.newID()
	if err != nil {
		return nil, err
	}
	key, row, err := s.vault.newDataKey(id, HolderOf(s.employer, ref), s.parent)
	if err != nil {
		return nil, err
	}
	s.keys[ref], s.rows = key, append(s.rows, row)
	return key, nil
}

// newID gives the keys of one append ids of one ring, as long as it has room.
func (s *sealing) newID() (uuid.UUID, error) {
	if n := len(s.rows); n%eventlog.RingSize != 0 {
		return eventlog.NextInRing(s.rows[n-1].ID), nil
	}
	id, err := s.vault.source.NewID()
	if err != nil {
		return uuid.Nil, fmt.Errorf("make a key id: %w", err)
	}
	return id, nil
}

func (v *Vault) newDataKey(id uuid.UUID, h Holder, parent *unlocked) (*unlocked, eventlog.DataKey, error) {
	fresh, err := newSecret(v.source.Random)
	if err != nil {
		return nil, eventlog.DataKey{}, err
	}
	row := newRow(id, parent.id, h)
	row.Wrapped, err = wrap(v.source.Random, parent.wraps, row, fresh)
	return newUnlocked(id, h, fresh, parent.until), row, err
}

// employerKey gives the key of an employer that is registered and not forgotten.
func (v *Vault) employerKey(ctx context.Context, employer uuid.UUID) (*unlocked, error) {
	key, err := v.findEmployerKey(ctx, employer)
	if err == nil && key == nil {
		err = fault.New(fault.Refused, "nothing can be recorded for this employer: it was never registered, or its records were closed and everything personal in them was destroyed")
	}
	return key, err
}

// findEmployerKey gives nil when there is none, or no longer.
func (v *Vault) findEmployerKey(ctx context.Context, employer uuid.UUID) (*unlocked, error) {
	keys, err := v.unlock(ctx, map[uuid.UUID]bool{employer: true})
	if err != nil {
		return nil, fmt.Errorf("unlock the key of employer %s: %w", employer, err)
	}
	return keys[employer], nil
}
