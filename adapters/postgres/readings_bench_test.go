package postgres_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// BenchmarkPersonalReads is an incident read and opened by many at once, on a server that waits for its disk:
// without accounting for it, as we do, and as it would be with a transaction for each reading. Divide the first by
// the others for what accounting costs.
func BenchmarkPersonalReads(b *testing.B) {
	db := postgrestest.NewOn(b, postgrestest.Durable(b))
	w := newWorld(b, db, postgres.LogOptions{})
	owner := w.newEmployer(b, "GEM-A")
	var streams []eventlog.Stream
	for range 200 {
		streams = append(streams, w.report(b, owner, "hij sloeg", incident.WorkerHit{Person: uuid.New(), Name: "J. Kanarie"}))
	}
	codec := w.codec(person.Purposes()...)
	options := postgres.ReadingOptions{Code: w.vault.SubjectCode, Program: "a benchmark"}
	together := postgres.OpenReadings(db.DB, options)
	reading := func(s eventlog.Stream, opened []eventlog.Holder) access.Reading {
		r := readBy(owner.ID)
		r.ID, r.At, r.Opened = s.ID, time.Now(), opened
		return r
	}
	for _, c := range []struct {
		name    string
		account func(context.Context, access.Reading) error
	}{
		{"not accounted for", func(context.Context, access.Reading) error { return nil }},
		{"commits shared", func(ctx context.Context, r access.Reading) error { return together.Record(ctx, r) }},
		{"a transaction each", func(ctx context.Context, r access.Reading) error {
			return postgres.OpenReadings(db.DB, options).Record(ctx, r)
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var next atomic.Int64
			b.SetParallelism(16) // times the processors
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					ctx := context.Background()
					s := streams[int(next.Add(1))%len(streams)]
					recorded, err := w.log.ReadStreamAs(ctx, access.Scope{Employer: owner.ID}, s)
					if err != nil {
						b.Error(err)
						return
					}
					var opened []eventlog.Holder
					if _, err := codec.Decode(decider.Watch(ctx, func(h eventlog.Holder) { opened = append(opened, h) }), recorded); err != nil {
						b.Error(err)
						return
					}
					if len(opened) == 0 {
						b.Error("nothing was opened")
						return
					}
					if err := c.account(ctx, reading(s, opened)); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
		})
	}
	var fsync string
	if err := db.DB.Reader().QueryRow(b.Context(), "SHOW fsync").Scan(&fsync); err != nil || fsync != "on" {
		b.Errorf("fsync is %s, %v: this says nothing of a disk", fsync, err)
	}
}
