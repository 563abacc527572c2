package memlog

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// keys holds the data keys in the order in which they came.
type keys struct {
	list  []eventlog.DataKey
	byID  map[uuid.UUID]eventlog.DataKey
	rings map[uuid.UUID]bool
}

func (k *keys) admit(fresh []eventlog.DataKey) error {
	for _, f := range fresh {
		if k.rings[eventlog.Ring(f.ID)] {
			return fmt.Errorf("data key %s, or one of its ring, is in the store already: %w", f.ID, eventlog.ErrInvalid)
		}
	}
	return nil
}

func (k *keys) put(fresh []eventlog.DataKey) {
	for _, f := range fresh {
		k.list = append(k.list, own(f))
		k.byID[f.ID] = own(f)
		k.rings[eventlog.Ring(f.ID)] = true
	}
}

// place is where a mark stands in the blind index.
type place struct {
	employer uuid.UUID
	kind     string
	token    eventlog.Hash
}

func placeOf(m eventlog.Mark) place { return place{m.Employer, m.Kind, m.Token} }

// DataKeys gives every data key, oldest first.
func (l *Log) DataKeys() []eventlog.DataKey {
	l.mu.RLock()
	defer l.mu.RUnlock()
	list := slices.Clone(l.keys.list)
	for i, k := range list {
		list[i] = own(k)
	}
	return list
}

func own(k eventlog.DataKey) eventlog.DataKey {
	k.Wrapped = bytes.Clone(k.Wrapped)
	return k
}

// Keys gives the data keys with these ids, leaving out unknown ones.
func (l *Log) Keys(_ context.Context, ids []uuid.UUID) ([]eventlog.DataKey, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	var found []eventlog.DataKey
	for _, id := range ids {
		if k, known := l.keys.byID[id]; known {
			found = append(found, own(k))
		}
	}
	return found, nil
}

// Subject tells whom a mark of the blind index stands for.
func (l *Log) Subject(_ context.Context, employer uuid.UUID, kind string, token eventlog.Hash) (uuid.UUID, bool, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	subject, found := l.marks[place{employer, kind, token}]
	return subject, found, nil
}
