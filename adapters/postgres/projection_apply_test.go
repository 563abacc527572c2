package postgres_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// opened makes folds' events of a history without a log.
func opened(history []postgrestest.Happened) []projections.Event {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	events := make([]projections.Event, len(history))
	for i, h := range history {
		events[i] = projections.Event{
			Position:   eventlog.Position(i + 1),
			Stream:     eventlog.Stream{Category: "incident", ID: h.Stream},
			Employer:   uuid.UUID{1},
			RecordedAt: start.Add(time.Duration(i) * time.Millisecond),
			Body:       h.Tallied,
		}
	}
	return events
}

func openRunner(t testing.TB, db *postgrestest.Database, log postgres.Reader) *postgres.Runner {
	r := postgres.OpenRunner(db.DB, log, postgrestest.DecodeTally, postgres.RunnerOptions{})
	t.Cleanup(r.Close)
	return r
}

func register(t testing.TB, r *postgres.Runner, p projections.Projection) projections.Lease {
	t.Helper()
	if current, err := r.Register(t.Context(), p); err != nil || !current {
		t.Fatalf("register: current %v, %v", current, err)
	}
	return acquire(t, r, p)
}

func acquire(t testing.TB, r *postgres.Runner, p projections.Projection) projections.Lease {
	t.Helper()
	l, ok, err := r.Acquire(t.Context(), p.Name, p.Revision, uuid.New(), time.Minute)
	if err != nil || !ok {
		t.Fatalf("acquire: %v, %v", ok, err)
	}
	return l
}

func TestRowsAreTheFoldOfTheEventsHoweverTheBatchesAreCut(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	r := openRunner(t, db, nil)
	serial := 0
	rapid.Check(t, func(rt *rapid.T) {
		serial++
		p := postgrestest.Tally(fmt.Sprintf("tally_%d", serial), 1, nil)
		lease := register(t, r, p)
		pick := func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "pick") }
		events := opened(postgrestest.RandomHistory(1+pick(60), 4, pick))
		for rest := events; len(rest) > 0; {
			n := 1 + pick(min(len(rest), 25))
			if ok, err := r.Apply(context.Background(), p, lease.Fence, rest[:n]); err != nil || !ok {
				rt.Fatalf("apply %d events: %v, %v", n, ok, err)
			}
			rest = rest[n:]
		}
		if diff := cmp.Diff(postgrestest.FoldAll(p, events), db.Rows(t, p.Name+"_r1", p)); diff != "" {
			rt.Fatalf("rows differ from the fold (-fold +rows):\n%s", diff)
		}
		if at := db.Position(t, p); at != eventlog.Position(len(events)) {
			rt.Fatalf("position %d after %d events", at, len(events))
		}
	})
}

// TestEveryBatchIsToldToOtherPrograms: those that wait for a projection poll, too,
// so that they would only be slow without it.
func TestEveryBatchIsToldToOtherPrograms(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	r := openRunner(t, db, nil)
	p := postgrestest.Tally("tally", 1, nil)
	lease := register(t, r, p)
	other := session(t, db.Admin)
	if _, err := other.Exec(t.Context(), "LISTEN "+postgres.ProjectedChannel); err != nil {
		t.Fatal(err)
	}
	events := opened(postgrestest.RandomHistory(5, 2, rand.IntN))
	if ok, err := r.Apply(t.Context(), p, lease.Fence, events); err != nil || !ok {
		t.Fatalf("apply: %v, %v", ok, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if n, err := other.WaitForNotification(ctx); err != nil || n.Payload != "tally:5" {
		t.Errorf("told %+v, %v", n, err)
	}
}
