package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

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
	history := make([]postgrestest.Happened, (b.N+batch-1)/batch*batch)
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
	events := opened(history)
	b.ResetTimer()
	for i := 0; i < len(events); i += batch {
		if ok, err := r.Apply(context.Background(), p, lease.Fence, events[i:i+batch]); err != nil || !ok {
			b.Fatal(ok, err)
		}
	}
	b.ReportMetric(float64(len(events))/b.Elapsed().Seconds(), "events/s")
}
