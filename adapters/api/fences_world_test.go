package api

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"ruggensteun/adapters/blobs"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/triage"
	"ruggensteun/projections/worklist"
)

// fencedWorld is the planted world, of which everything that is read with a scope comes from PostgreSQL,
// behind the reader's login.
type fencedWorld struct {
	*planted
	*postgrestest.Database
	ids map[string]eventlog.Stream // of records of the second employer
}

// newFencedWorld fills a world in memory, and puts all of it in a database: to the byte, as nothing but the
// place where it is kept should differ.
func newFencedWorld(t *testing.T) *fencedWorld {
	t.Helper()
	w := &fencedWorld{Database: postgrestest.New(t), ids: map[string]eventlog.Stream{}}
	var needs Needs
	w.planted = plantedWorld(t, func(n *Needs, _ *limits) {
		store := postgres.OpenBlobs(w.DB)
		n.Documents = blobs.Keeper{Store: store, Random: n.Documents.(blobs.Keeper).Random}
		needs = *n
	})
	w.copyLog()
	w.project(needs.Log)
	w.copyLogs()
	log := postgres.OpenLog(w.DB, postgres.LogOptions{})
	t.Cleanup(log.Close)
	needs.Records, needs.Listing, needs.Triage, needs.Worklist = log, postgres.OpenListing(w.DB), postgres.OpenTriage(w.DB), postgres.OpenWorklist(w.DB)
	needs.Doubles, needs.Attempts, needs.Access = postgres.OpenDoubles(w.DB), postgres.OpenAttempts(w.DB), postgres.OpenAccess(w.DB)
	needs.Metrics, needs.History = prometheus.NewRegistry(), history{needs.Log, needs.Clock}
	var err error
	w.planted.handler, err = newHandler(needs, usualLimits)
	must(t, err)
	return w
}

func (w *fencedWorld) recorded() []eventlog.Recorded {
	w.t.Helper()
	all, err := w.planted.log.Read(context.Background(), 0, 1<<20)
	must(w.t, err)
	return all
}

// copyLog writes the events as no program may, with the days on which they were told.
func (w *fencedWorld) copyLog() {
	w.t.Helper()
	columns := make([][]any, 11)
	streams := map[string][2]any{}
	for _, e := range w.recorded() {
		for i, v := range []any{int64(e.Position), e.Employer.String(), e.Stream.String(), int64(e.Version), e.ID.String(), e.Type, e.RecordedAt, e.Payload, e.Metadata, e.PayloadHash[:], e.Hash[:]} {
			columns[i] = append(columns[i], v)
		}
		streams[e.Stream.String()] = [2]any{e.Employer.String(), int64(e.Version)}
		if e.Employer == w.fire && e.Stream.ID != w.fire {
			w.ids[e.Stream.ID.String()] = e.Stream
		}
	}
	arguments := make([]any, len(columns))
	for i := range columns {
		arguments[i] = columns[i]
	}
	w.Exec(w.t, `
		INSERT INTO ruggensteun.events (position, employer, stream, version, id, type, recorded_at, payload, metadata, payload_hash, hash)
		SELECT *
		FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::uuid[], $6::text[], $7::timestamptz[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[])
		ORDER BY 1`, arguments...)
	for stream, at := range streams {
		w.Exec(w.t, `INSERT INTO ruggensteun.streams (stream, employer, version) VALUES ($1, $2::uuid, $3)`, stream, at[0], at[1])
	}
}

func (w *fencedWorld) project(log eventlog.Log) {
	w.t.Helper()
	ctx := w.t.Context()
	runner := postgres.OpenRunner(w.DB, log, func(ctx context.Context, recorded []eventlog.Recorded) ([]projections.Event, error) {
		bodies, err := w.codec.Decode(ctx, recorded)
		events := make([]projections.Event, len(bodies))
		for i, r := range recorded {
			events[i] = projections.Event{Position: r.Position, Stream: r.Stream, Version: r.Version, Employer: r.Employer, RecordedAt: r.RecordedAt, Body: bodies[i], Invented: eventlog.Invented(r.Metadata)}
		}
		return events, err
	}, postgres.RunnerOptions{})
	w.t.Cleanup(runner.Close)
	head, err := log.Head(ctx)
	must(w.t, err)
	for _, p := range []projections.Projection{facts.Projection, doubles.Projection, triage.Projection} {
		_, err := runner.Register(ctx, p)
		must(w.t, err)
		must(w.t, runner.CatchUp(ctx, p, head))
	}
	_, err = w.desk.Files(ctx, access.Scope{All: true}, worklist.FileQuery{Limit: 1}) // brings the desk up to date
	must(w.t, err)
	for _, file := range w.desk.files {
		_, err := postgres.OpenWorklist(w.DB).Put(ctx, file)
		must(w.t, err)
	}
}

// copyLogs takes along who read what, who tried and who held which role.
func (w *fencedWorld) copyLogs() {
	w.t.Helper()
	ctx, streams := w.t.Context(), map[uuid.UUID]eventlog.Stream{}
	for _, e := range w.recorded() {
		streams[e.Stream.ID] = e.Stream
	}
	kept := postgres.OpenReadings(w.DB, postgres.ReadingOptions{Code: func(kind string, id uuid.UUID) string { return kind + " " + id.String() }, Program: "test"})
	must(w.t, kept.Record(ctx, w.readings.list...))
	for _, a := range w.tries.list {
		must(w.t, postgres.OpenAttempts(w.DB).Keep(ctx, a, streams[a.Record]))
	}
	held := postgres.OpenAccess(w.DB)
	must(w.t, held.Begin(ctx, noon.AddDate(0, 0, -1), "serve", nil))
	for _, s := range w.access.said {
		must(w.t, held.Held(ctx, s))
	}
}
