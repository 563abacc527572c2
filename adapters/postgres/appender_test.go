package postgres

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestAFlushWaitsForThoseWhoAreAboutToReturn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		last   int           // commands in the flush before
		gap    time.Duration // between one that returns and the next
		batch  int
		waited time.Duration
	}{
		"whoever writes alone is not kept waiting": {last: 1, gap: time.Microsecond, batch: 1},
		"nor are two who take turns":               {last: 2, gap: time.Microsecond, batch: 1},
		"most of eight are enough":                 {last: 8, gap: 50 * time.Microsecond, batch: 6, waited: 250 * time.Microsecond},
		"those who stay away are given up":         {last: 8, gap: 200 * time.Microsecond, batch: 3, waited: returning},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := &flusher{appender: &appender{waiting: make(chan *pending, 8)}, large: c.last}
				returns := make(chan struct{})
				go func() {
					defer close(returns)
					for range 7 {
						time.Sleep(c.gap) // on the clock of synctest: takes no time
						f.waiting <- &pending{}
					}
				}()
				began := time.Now()
				batch := f.gather(&pending{})
				if len(batch) != c.batch || time.Since(began) != c.waited {
					t.Errorf("%d commands after %s, want %d after %s", len(batch), time.Since(began), c.batch, c.waited)
				}
				<-returns
			})
		})
	}
}
