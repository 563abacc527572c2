package bus_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"

	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// watching holds that what is read never grows older, until it is stopped.
func (w *works) watching(t *testing.T) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	busy.Go(func() {
		for last := eventlog.Position(0); ctx.Err() == nil; {
			var at eventlog.Position
			w.db.Scan(t, []any{&at}, `SELECT position FROM projections WHERE name = 'tally' AND active`)
			if at < last {
				t.Errorf("what is read went back from %d to %d", last, at)
			}
			last = at
		}
	})
	return func() { cancel(); busy.Wait() }
}

func TestRebuildingUnderARunningServerLosesNothing(t *testing.T) {
	t.Parallel()
	for name, revision := range map[string]int{"the same revision": 1, "the next revision": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			old, next := w.registered(t), postgrestest.Tally("tally", revision, nil)
			w.fill(t, old)
			w.start(t, w.newRunner(t), postgrestest.DecodeTally, old)
			if revision > 1 { // a newer server waits beside the older one for its tables
				w.follow(t, w.newRunner(t), postgrestest.DecodeTally, next)
			}
			unwatch, stop := w.watching(t), w.appending(t)
			for range 2 {
				compared, err := w.runner.Rebuild(t.Context(), next, nil)
				if err != nil {
					t.Fatal(err)
				}
				if compared.Wrong() || compared.Position == 0 {
					t.Errorf("compared: %+v", compared)
				}
			}
			w.await(t, "tally", stop())
			unwatch()
			w.db.CheckProjected(t, w.log, next)
			if s := w.status(t, projections.Running); s.Revision != revision {
				t.Errorf("revision %d is read", s.Revision)
			}
		})
	}
}

// fill gives a projection something to be rebuilt from.
func (w *works) fill(t *testing.T, p projections.Projection) {
	t.Helper()
	at := postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(3000, 30, rand.IntN)...)
	if err := w.runner.CatchUp(t.Context(), p, at); err != nil {
		t.Fatal(err)
	}
}
