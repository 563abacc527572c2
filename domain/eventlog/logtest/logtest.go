// Package logtest says what the list of everything that happened must do, as
// tests that every implementation of it is put through.
//
// Each subtest opens a log of its own and ends with Invariants, so a promise
// that is kept at the price of another is found out. Workload and Judge prove
// the promises that need a process to die: the implementation's own tests start
// and kill it.
package logtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Fixture is a log to be tried, and what else the trial may do to its store. A
// field that is nil is an ability the store lacks; the subtests that need it
// are skipped and say so.
type Fixture struct {
	// Log is new and empty.
	Log eventlog.Log
	// Reopen gives another instance on the same store, which shares no memory
	// with Log: what it knows was durable.
	Reopen func() eventlog.Log
	// Process runs a workload against the same store in an operating system
	// process of its own and gives what it wrote. Several run at once.
	Process func(ctx context.Context, w Workload) ([]byte, error)
	// SetClock stops the store's clock at a time.
	SetClock func(time.Time)
	// Stored looks into the store beside the log.
	Stored Stored
}

// Stored is what commits together with events but is no event.
type Stored interface {
	// Keys gives the data keys with these ids, leaving out unknown ones.
	Keys(ctx context.Context, ids []uuid.UUID) ([]eventlog.DataKey, error)
	// Subject tells whom a mark stands for.
	Subject(ctx context.Context, employer uuid.UUID, kind string, token eventlog.Hash) (uuid.UUID, bool, error)
}

// Run puts a log through every promise of eventlog. open gives each subtest a
// fixture of its own and cleans up with t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) Fixture) {
	t.Helper()
	for _, p := range slices.Concat(appending, repeating, sealing, reading, following, timekeeping, contending, modelled, working) {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			tr := begin(t, open(t))
			p.holds(tr)
			Invariants(t, tr.log)
		})
	}
}

// promise is one sentence about every log, and its proof.
type promise struct {
	name  string
	holds func(*trial)
}
