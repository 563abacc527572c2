package memlog_test

import (
	"testing"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
)

func TestLog(t *testing.T) {
	t.Parallel()
	logtest.Run(t, func(*testing.T) logtest.Fixture {
		var c logtest.Clock
		log := memlog.New(c.Now)
		return logtest.Fixture{
			Log: log,
			// Nothing outlives the process: the log is its own other instance.
			Reopen:   func() eventlog.Log { return log },
			SetClock: c.Set,
			Stored:   log,
		}
	})
}
