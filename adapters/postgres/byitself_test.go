package postgres_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/processing"
	"ruggensteun/projections"
)

// accounting is a projection of events that bring lines of the logbook.
type accounting struct {
	*postgrestest.Database
	runner     *postgres.Runner
	projection projections.Projection
	lease      projections.Lease
}

func newAccounting(t *testing.T) *accounting {
	t.Helper()
	db := postgrestest.New(t)
	logbook := postgres.OpenReadings(db.DB, postgres.ReadingOptions{Program: "test 1"})
	a := &accounting{Database: db, projection: postgrestest.Tally("tally", 1, nil)}
	a.runner = postgres.OpenRunner(db.DB, nil, postgrestest.DecodeTally, postgres.RunnerOptions{Logbook: logbook})
	t.Cleanup(a.runner.Close)
	a.lease = register(t, a.runner, a.projection)
	return a
}

// lined are events of which the first brings two lines, as one that was opened with those after it.
func lined(n int) []projections.Event {
	events := opened(postgrestest.RandomHistory(n, 2, rand.IntN))
	trace := access.Trace{ID: uuid.New()}
	for i := range 2 {
		events[0].Lines = append(events[0].Lines, processing.Record{
			Trace: trace.Child(i), Name: "program reads: facts", Began: time.Now(), Ended: time.Now(), Activity: "urn:test", Owner: uuid.UUID{1},
		})
	}
	return events
}

func (a *accounting) expect(t *testing.T, when string, position, lines int) {
	t.Helper()
	var stand, spans int
	a.Scan(t, []any{&stand, &spans}, "SELECT count(*), count(DISTINCT span) FROM processings")
	if at := a.Position(t, a.projection); int(at) != position || stand != lines || spans != lines {
		t.Errorf("%s: rows up to event %d, %d lines of %d spans; want %d and %d", when, at, stand, spans, position, lines)
	}
}

func TestRowsAndTheirLinesAreWrittenTogether(t *testing.T) {
	t.Parallel()
	a := newAccounting(t)
	ok, err := a.runner.Apply(t.Context(), a.projection, a.lease.Fence, lined(5))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	a.expect(t, "applied", 5, 2)
	var same bool
	a.Scan(t, []any{&same}, "SELECT (SELECT array_agg(DISTINCT xmin::text) FROM processings) = (SELECT array_agg(DISTINCT xmin::text) FROM tally_r1."+a.projection.Tables[0].Name()+")")
	if !same {
		t.Error("rows and lines are of two transactions: a crash between them leaves one without the other")
	}
}

func TestNoRowsAreMadeOfWhatCannotBeLogged(t *testing.T) {
	t.Parallel()
	a := newAccounting(t)
	events := lined(5)
	a.Exec(t, "ALTER TABLE processings ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
	if ok, err := a.runner.Apply(t.Context(), a.projection, a.lease.Fence, events); err == nil || ok {
		t.Error("a batch whose lines are refused is applied:", ok, err)
	}
	a.expect(t, "refused", 0, 0)
	a.Exec(t, "ALTER TABLE processings DROP CONSTRAINT full_disk")
	if ok, err := a.runner.Apply(t.Context(), a.projection, a.lease.Fence, events); err != nil || !ok {
		t.Error(ok, err)
	}
	a.expect(t, "taken again", 5, 2)
}

// TestWhatWasOpenedInVainIsLogged: another program has the lease, or has applied the batch.
func TestWhatWasOpenedInVainIsLogged(t *testing.T) {
	t.Parallel()
	a := newAccounting(t)
	events := lined(5)
	lines := events[0].Lines
	if ok, err := a.runner.Apply(t.Context(), a.projection, a.lease.Fence+1, events); err != nil || ok {
		t.Error("applied without the lease:", ok, err)
	}
	a.expect(t, "without the lease", 0, 2)
	if ok, err := a.runner.Apply(t.Context(), a.projection, a.lease.Fence, events); err != nil || !ok {
		t.Error(ok, err)
	}
	a.expect(t, "with it", 5, 2)
	events[0].Lines = lines // whoever asked did not hear that it was applied
	if ok, err := a.runner.Apply(t.Context(), a.projection, a.lease.Fence, events); err != nil || ok {
		t.Error("applied twice:", ok, err)
	}
	a.expect(t, "once more", 5, 2)
}
