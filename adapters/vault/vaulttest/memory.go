// Package vaulttest helps tests that lock something away: keys that are kept in
// memory, and the suite that every keeper of keys must pass.
package vaulttest

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault"
	"ruggensteun/domain/eventlog"
)

// Memory is a vault.Store for tests. The zero value is empty and ready to use.
type Memory struct {
	mu          sync.Mutex
	fingerprint []byte
	keys        map[uuid.UUID]eventlog.DataKey
	marks       map[mark]uuid.UUID
	reads       int
}

type mark struct {
	employer uuid.UUID
	kind     string
	token    eventlog.Hash
}

var _ vault.Store = (*Memory)(nil)

// Keep takes in what an append brought along.
func (m *Memory) Keep(keys []eventlog.DataKey, marks []eventlog.Mark) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range marks {
		at := mark{k.Employer, k.Kind, k.Token}
		if subject, taken := m.marks[at]; taken && subject != k.Subject {
			return eventlog.ErrMarkTaken
		}
	}
	for _, k := range keys {
		m.set(k)
	}
	for _, k := range marks {
		if m.marks == nil {
			m.marks = map[mark]uuid.UUID{}
		}
		m.marks[mark{k.Employer, k.Kind, k.Token}] = k.Subject
	}
	return nil
}

func (m *Memory) set(k eventlog.DataKey) {
	if m.keys == nil {
		m.keys = map[uuid.UUID]eventlog.DataKey{}
	}
	k.Wrapped = slices.Clone(k.Wrapped)
	m.keys[k.ID] = k
}

// Reads tells how often keys were asked for.
func (m *Memory) Reads() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.reads
}

// Dump is every byte that is kept, as a thief of the database would have it.
func (m *Memory) Dump() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	dump := slices.Clone(m.fingerprint)
	for _, k := range m.keys {
		dump = append(append(append(dump, k.Kind...), k.Purpose...), k.Wrapped...)
	}
	for k := range m.marks {
		dump = append(append(dump, k.kind...), k.token[:]...)
	}
	return dump
}

// Change puts something else in the place of a key's row, as somebody with
// write access to the database could.
func (m *Memory) Change(id uuid.UUID, change func(*eventlog.DataKey)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.keys[id]
	k.Wrapped = slices.Clone(k.Wrapped)
	change(&k)
	m.keys[id] = k
}

// Lose takes a row away, which no program of ours ever does.
func (m *Memory) Lose(id uuid.UUID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.keys, id)
}

func (m *Memory) Master(context.Context) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.fingerprint), m.fingerprint != nil, nil
}

func (m *Memory) Init(_ context.Context, fingerprint []byte, storeKey eventlog.DataKey) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fingerprint != nil {
		return false, nil
	}
	m.fingerprint = slices.Clone(fingerprint)
	m.set(storeKey)
	return true, nil
}

func (m *Memory) Rewrap(_ context.Context, from, to []byte, rewrap func(eventlog.DataKey) ([]byte, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !bytes.Equal(m.fingerprint, from) && !bytes.Equal(m.fingerprint, to) {
		return vault.ErrWrongMaster
	}
	next := map[uuid.UUID]eventlog.DataKey{}
	for id, k := range m.keys {
		if k.Parent == uuid.Nil && k.Wrapped != nil {
			wrapped, err := rewrap(k)
			if err != nil {
				return err
			}
			k.Wrapped = slices.Clone(wrapped)
		}
		next[id] = k
	}
	m.keys, m.fingerprint = next, slices.Clone(to)
	return nil
}

func (m *Memory) Keys(_ context.Context, ids []uuid.UUID) ([]eventlog.DataKey, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	var found []eventlog.DataKey
	for _, id := range ids {
		if k, ok := m.keys[id]; ok {
			k.Wrapped = slices.Clone(k.Wrapped)
			found = append(found, k)
		}
	}
	return found, nil
}

func (m *Memory) Known(_ context.Context, employer uuid.UUID, kind string, subject uuid.UUID) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.keys {
		if k.Employer == employer && k.Kind == kind && k.Subject == subject {
			return true, nil
		}
	}
	return false, nil
}

func (m *Memory) Destroy(_ context.Context, h vault.Holder) (int, error) {
	return m.destroy(func(k eventlog.DataKey) bool { return vault.HolderOfKey(k) == h })
}

func (m *Memory) DestroyEmployer(_ context.Context, employer uuid.UUID) (int, error) {
	if employer == uuid.Nil {
		return 0, vault.ErrNoEmployer
	}
	return m.destroy(func(k eventlog.DataKey) bool { return k.Employer == employer })
}

func (m *Memory) destroy(gone func(eventlog.DataKey) bool) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for id, k := range m.keys {
		if gone(k) && k.Wrapped != nil {
			k.Wrapped = nil
			m.keys[id] = k
			n++
		}
	}
	return n, nil
}

func (m *Memory) Subject(_ context.Context, employer uuid.UUID, kind string, token eventlog.Hash) (uuid.UUID, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	subject, found := m.marks[mark{employer, kind, token}]
	return subject, found, nil
}

func (m *Memory) Subjects(_ context.Context, employer uuid.UUID, kind string, tokens []eventlog.Hash) ([]uuid.UUID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]uuid.UUID, len(tokens))
	for i, token := range tokens {
		list[i] = m.marks[mark{employer, kind, token}]
	}
	return list, nil
}
