package sessiontest

import (
	"context"
	"slices"
	"sync"
	"time"

	"ruggensteun/domain/access"
)

// Memory is an identity.Sessions for tests.
type Memory struct {
	mu       sync.Mutex
	attempts map[access.SecretHash]access.Attempt
	sessions map[access.SecretHash]access.Session
}

// NewMemory gives one with nobody in it.
func NewMemory() *Memory {
	return &Memory{attempts: map[access.SecretHash]access.Attempt{}, sessions: map[access.SecretHash]access.Session{}}
}

func (m *Memory) Begin(_ context.Context, a access.Attempt, most int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.attempts[a.State] = a
	for len(m.attempts) > most {
		first := a
		for _, other := range m.attempts {
			if other.Ends.Before(first.Ends) {
				first = other
			}
		}
		delete(m.attempts, first.State)
	}
	return nil
}

func (m *Memory) Finish(_ context.Context, state access.SecretHash, now time.Time) (access.Attempt, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a, found := m.attempts[state]
	delete(m.attempts, state)
	if !found || !now.Before(a.Ends) {
		return access.Attempt{}, false, nil
	}
	return a, true, nil
}

func (m *Memory) Open(_ context.Context, s access.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.Holder.Roles = slices.Clone(s.Holder.Roles)
	m.sessions[s.Secret] = s
	return nil
}

func (m *Memory) Find(_ context.Context, secret access.SecretHash, now time.Time, idle time.Duration) (access.Session, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, found := m.sessions[secret]
	if !found || !now.Before(s.Ends) || now.Sub(s.Used) >= idle {
		return access.Session{}, false, nil
	}
	if now.After(s.Used) {
		s.Used = now
	}
	m.sessions[secret] = s
	return s, true, nil
}

func (m *Memory) Choose(_ context.Context, secret access.SecretHash, role access.Role) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, found := m.sessions[secret]; found {
		s.Role = role
		m.sessions[secret] = s
	}
	return nil
}

func (m *Memory) End(_ context.Context, secret access.SecretHash) (access.Session, bool, error) {
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
