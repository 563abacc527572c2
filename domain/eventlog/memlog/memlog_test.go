package memlog_test

import (
	"sync"
	"testing"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
)

// clock runs until it is set, and stands still from then on.
type clock struct {
	mu    sync.Mutex
	stood time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stood.IsZero() {
		return time.Now()
	}
	return c.stood
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stood = at
}

func TestLog(t *testing.T) {
	t.Parallel()
	logtest.Run(t, func(*testing.T) logtest.Fixture {
		var c clock
		log := memlog.New(c.now)
		return logtest.Fixture{
			Log: log,
			// Nothing outlives the process: the log is its own other instance.
			Reopen:   func() eventlog.Log { return log },
			SetClock: c.set,
			Stored:   log,
		}
	})
}
