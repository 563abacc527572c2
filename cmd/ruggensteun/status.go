package main

import (
	"context"
	"sync"
	"time"
)

// freshness is how old an answer to a health check or a scrape may be, and
// statusTime how long the database may take over one.
const (
	freshness  = time.Second
	statusTime = 2 * time.Second
)

// status is how the read models, or the consumers, are doing, asked of the database at most once
// in freshness however often it is wanted: health needs no token, and metrics none, so
// whoever can reach the listener can ask. That the database is away is
// remembered as well.
type status[T any] struct {
	ask func(context.Context) ([]T, error)
	now func() time.Time

	mu  sync.Mutex // held while asking, so that all who come meanwhile share the answer
	at  time.Time  // of the answer; zero before the first
	all []T
	err error
}

// Status gives an answer that must not be changed: others read it too. The
// caller's context is no limit to asking, because the answer is not only his.
func (s *status[T]) Status(ctx context.Context) ([]T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if age := s.now().Sub(s.at); s.at.IsZero() || age < 0 || age >= freshness {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), statusTime)
		defer cancel()
		s.all, s.err = s.ask(ctx)
		s.at = s.now()
	}
	return s.all, s.err
}
