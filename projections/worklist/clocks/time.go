package clocks

import (
	"context"
	"sync"
	"time"
)

const (
	synced = time.Minute     // how long a comparison with the log's clock holds
	alike  = 2 * time.Second // clocks that differ less are taken for the same
	noted  = time.Minute     // one that differs more is told to whoever keeps the machine
)

// clock is how far ours was behind that of the log, when they were last compared.
type clock struct {
	mu       sync.Mutex
	compared bool
	at       time.Time // on ours
	behind   time.Duration
}

// now is what time it is by the clock of the log. While that cannot be asked it is taken
// to differ as much as it did.
func (k *Keeper) now(ctx context.Context) time.Time {
	own := k.Now()
	if k.LogTime == nil {
		return own
	}
	k.clock.mu.Lock()
	defer k.clock.mu.Unlock()
	if !k.clock.compared || own.Sub(k.clock.at).Abs() >= synced {
		k.compare(ctx, own)
	}
	return own.Add(k.clock.behind)
}

func (k *Keeper) compare(ctx context.Context, own time.Time) {
	theirs, err := k.LogTime(ctx)
	if err != nil {
		return
	}
	behind := theirs.Sub(own)
	if behind.Abs() < alike {
		behind = 0
	}
	if behind.Abs() >= noted && k.clock.behind.Abs() < noted {
		k.Logger.Warn("the clock of this machine is not that of the database: terms are counted by the database's; set the machine's clock", "behind", behind)
	}
	k.clock.compared, k.clock.at, k.clock.behind = true, own, behind
}
