package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
)

// BenchmarkApply is the live path with history: an incident of three events,
// each a version of one row and every third one of a row below it too.
func BenchmarkApply(b *testing.B) {
	const batch = 500
	db := postgrestest.New(b)
	r := openRunner(b, db, nil)
	p := postgrestest.Tally("tally", 1, nil)
	lease := register(b, r, p)
	events := opened(threeEach((b.N + batch - 1) / batch * batch))
	b.ResetTimer()
	for i := 0; i < len(events); i += batch {
		if ok, err := r.Apply(context.Background(), p, lease.Fence, events[i:i+batch]); err != nil || !ok {
			b.Fatal(ok, err)
		}
	}
	b.ReportMetric(float64(len(events))/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkRebuild folds a log with a cheap decoder; decoding and opening the
// product's own events is measured elsewhere.
func BenchmarkRebuild(b *testing.B) {
	const events = 300_000
	p := project(b, postgres.RunnerOptions{}, nil)
	head := postgrestest.AppendTally(b, p.log, threeEach(events)...)
	b.ResetTimer()
	for range b.N {
		if _, err := p.runner.Rebuild(context.Background(), p.tally, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(head)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// threeEach is incidents of three events, the last with a row below.
func threeEach(n int) []postgrestest.Happened {
	history := make([]postgrestest.Happened, n)
	stream := uuid.Nil
	for i := range history {
		if i%3 == 0 {
			stream = uuid.Must(uuid.NewV7())
		}
		history[i] = postgrestest.Happened{Stream: stream, Tallied: postgrestest.Tallied{Word: "geduwd"}}
		if i%3 == 2 {
			history[i].Below = []uuid.UUID{uuid.Must(uuid.NewV7())}
		}
	}
	return history
}
