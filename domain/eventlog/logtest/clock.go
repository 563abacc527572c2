package logtest

import (
	"sync"
	"time"
)

// Clock runs until it is set, and stands still from then on: for a Fixture of a
// log that takes the time from its program.
type Clock struct {
	mu    sync.Mutex
	stood time.Time
}

// Now is the time by this clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stood.IsZero() {
		return time.Now()
	}
	return c.stood
}

// Set stops the clock at a time.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stood = at
}
