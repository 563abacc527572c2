package sessiontest

import (
	"context"
	"slices"
	"sync"
	"time"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
)

// Memory is an identity.Sessions for tests.
type Memory struct {
	mu       sync.Mutex
	attempts map[identity.Hash]identity.Attempt
	sessions map[identity.Hash]identity.Session
}

// NewMemory gives one with nobody in it.
func NewMemory() *Memory {
	return &Memory{attempts: map[identity.Hash]identity.Attempt{}, sessions: map[identity.Hash]identity.Session{}}
}

func (m *Memory) Begin(_ context.Context, a identity.Attempt) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.attempts[a.State] = a
	return nil
}

func (m *Memory) Finish(_ context.Context, state identity.Hash, now time.Time) (identity.Attempt, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a, found := m.attempts[state]
	delete(m.attempts, state)
	if !found || !now.Before(a.Ends) {
		return identity.Attempt{}, false, nil
	}
	return a, true, nil
}

func (m *Memory) Open(_ context.Context, s identity.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.Holder.Roles = slices.Clone(s.Holder.Roles)
	m.sessions[s.Secret] = s
	return nil
}

func (m *Memory) Find(_ context.Context, secret identity.Hash, now time.Time, idle time.Duration) (identity.Session, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, found := m.sessions[secret]
	if !found || !now.Before(s.Ends) || now.Sub(s.Used) >= idle {
		return identity.Session{}, false, nil
	}
	if now.After(s.Used) {
		s.Used = now
	}
	m.sessions[secret] = s
	return s, true, nil
}

func (m *Memory) Choose(_ context.Context, secret identity.Hash, role access.Role) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, found := m.sessions[secret]; found {
		s.Role = role
		m.sessions[secret] = s
	}
	return nil
}

func (m *Memory) End(_ context.Context, secret identity.Hash) (identity.Session, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, found := m.sessions[secret]
	delete(m.sessions, secret)
	return s, found, nil
}

func (m *Memory) Sweep(_ context.Context, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, a := range m.attempts {
		if !now.Before(a.Ends) {
			delete(m.attempts, key)
		}
	}
	for key, s := range m.sessions {
		if !now.Before(s.Ends) {
			delete(m.sessions, key)
		}
	}
	return nil
}
