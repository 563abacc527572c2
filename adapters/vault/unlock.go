package vault

import (
	"context"
	"crypto/cipher"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// unlocked is a key in the clear, for as long as it is in memory.
type unlocked struct {
	id     uuid.UUID
	holder Holder
	wraps  cipher.AEAD // an employer's key: wraps those below it
	index  macKey      // an employer's key: finds persons again
	seals  cipher.AEAD // a data key: seals boxes
	until  time.Time   // never later than the parent's
}

// unlock gives the keys with these ids. One that was destroyed, or whose
// employer's key was, is there as nil; one that never was is not there.
func (v *Vault) unlock(ctx context.Context, ids map[uuid.UUID]bool) (map[uuid.UUID]*unlocked, error) {
	return v.unlockUnder(ctx, ids, v.employersOf)
}

// unlockUnder reads what is not cached and unlocks it with the keys that above
// gives for the rows.
func (v *Vault) unlockUnder(ctx context.Context, ids map[uuid.UUID]bool, above aboveFunc) (map[uuid.UUID]*unlocked, error) {
	known, missing := v.cache.get(ids)
	if len(missing) == 0 {
		return known, nil
	}
	generation := v.cache.generation()
	rows, err := v.store.Keys(ctx, missing)
	if err != nil {
		return nil, fmt.Errorf("read %d keys: %w", len(missing), err)
	}
	parents, err := above(ctx, rows)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if known[row.ID], err = v.unlockRow(row, parents); err != nil {
			return nil, err
		}
	}
	v.cache.put(known, generation)
	return known, nil
}

type aboveFunc func(context.Context, []eventlog.DataKey) (map[uuid.UUID]*unlocked, error)

// employersOf gives the employers' keys that the rows stand under, of which
// there are few and mostly cached, and the master key.
func (v *Vault) employersOf(ctx context.Context, rows []eventlog.DataKey) (map[uuid.UUID]*unlocked, error) {
	ids := map[uuid.UUID]bool{}
	for _, row := range rows {
		if row.Parent != uuid.Nil && row.Wrapped != nil {
			ids[row.Parent] = true
		}
	}
	keys, err := v.unlockUnder(ctx, ids, v.onlyMaster)
	if err != nil {
		return nil, err
	}
	keys[uuid.Nil] = v.masterKey()
	return keys, nil
}

// onlyMaster ends the tree: an employer's key stands under nothing else, and
// rows that were tampered with cannot lead in a circle.
func (v *Vault) onlyMaster(context.Context, []eventlog.DataKey) (map[uuid.UUID]*unlocked, error) {
	return map[uuid.UUID]*unlocked{uuid.Nil: v.masterKey()}, nil
}

func (v *Vault) masterKey() *unlocked {
	return &unlocked{wraps: v.master.secret.aead(infoWrap), until: v.source.Now().Add(KeyLifetime)}
}

// unlockRow gives nil for a key that was destroyed, itself or above.
func (v *Vault) unlockRow(row eventlog.DataKey, parents map[uuid.UUID]*unlocked) (*unlocked, error) {
	if row.Wrapped == nil {
		return nil, nil
	}
	parent, found := parents[row.Parent]
	if found && parent == nil {
		return nil, nil
	}
	if !found || parent.wraps == nil {
		return nil, fmt.Errorf("key %s stands under %s, which is no employer's key: %w", row.ID, row.Parent, ErrBroken)
	}
	s, err := unwrap(parent.wraps, row)
	if err != nil {
		return nil, v.explain(row, err)
	}
	return newUnlocked(row.ID, HolderOfKey(row), s, earliest(parent.until, v.source.Now().Add(KeyLifetime))), nil
}

// explain names the one cause that the operator can mend without a backup.
func (v *Vault) explain(row eventlog.DataKey, err error) error {
	if row.Parent != uuid.Nil {
		return err
	}
	return fmt.Errorf("under %s: if the master key was rotated while this program ran, start it again with the new key file; "+
		"if it still fails, rotate again from the old file to the new one: %w", v.master, err)
}

func newUnlocked(id uuid.UUID, h Holder, s secret, until time.Time) *unlocked {
	key := &unlocked{id: id, holder: h, until: until}
	if h.Kind == kindEmployer {
		key.wraps, key.index = s.aead(infoWrap), s.macKey(infoIndex)
	} else {
		key.seals = s.aead(infoSeal)
	}
	return key
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
