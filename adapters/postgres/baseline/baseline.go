// Package baseline is what we compare ourselves with: the same rows written the
// plain way, and the questions an analyst would write in SQL. It serves the
// bench command and nothing else.
package baseline

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// Plain writes what an append writes (event, stream version, idempotency key)
// in one transaction per command, with a sequence for positions: no order for
// readers, no chain, no notification. All statements travel in one round trip,
// so that only the design is compared, not the driver.
type Plain struct {
	pool *pgxpool.Pool
}

const plainSchema = `
CREATE SCHEMA IF NOT EXISTS plain;
DROP TABLE IF EXISTS plain.events, plain.streams, plain.commands, plain.bare;
CREATE TABLE plain.events (
    position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employer     uuid NOT NULL,
    stream       text COLLATE "C" NOT NULL,
    version      bigint NOT NULL,
    id           uuid NOT NULL UNIQUE,
    type         text COLLATE "C" NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    payload      bytea,
    metadata     bytea NOT NULL,
    payload_hash bytea NOT NULL,
    hash         bytea NOT NULL,
    UNIQUE (stream, version)
);
CREATE INDEX ON plain.events (recorded_at, position);
CREATE TABLE plain.streams (stream text COLLATE "C" PRIMARY KEY, employer uuid NOT NULL, version bigint NOT NULL) WITH (fillfactor = 70);
CREATE TABLE plain.commands (token bytea PRIMARY KEY, body bytea NOT NULL, first bigint NOT NULL, last bigint NOT NULL);
CREATE TABLE plain.bare (LIKE plain.events INCLUDING ALL);`

const (
	insertEvent = `
INSERT INTO plain.%s (employer, stream, version, id, type, payload, metadata, payload_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	upsertStream = `
INSERT INTO plain.streams (stream, employer, version) VALUES ($1, $2, $3)
ON CONFLICT (stream) DO UPDATE SET version = excluded.version WHERE plain.streams.version = excluded.version - 1`
	insertCommand = `
INSERT INTO plain.commands (token, body, first, last)
VALUES ($1, $2, currval('plain.events_position_seq'), currval('plain.events_position_seq'))`
)

// OpenPlain makes the comparator's tables anew, with as many connections as
// writers: group commit needs one, the plain way needs them all.
func OpenPlain(ctx context.Context, url string, writers int) (*Plain, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("the comparator's database URL cannot be read")
	}
	config.MaxConns = int32(writers)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect the comparator: %w", err)
	}
	if _, err := pool.Exec(ctx, plainSchema); err != nil {
		pool.Close()
		return nil, fmt.Errorf("make the comparator's tables: %w", err)
	}
	return &Plain{pool: pool}, nil
}

// Close drops the connections; the tables go with the benchmark's database.
func (p *Plain) Close() { p.pool.Close() }

// Append writes one command's event, stream and key in a transaction of its own.
func (p *Plain) Append(ctx context.Context, a eventlog.Append, version eventlog.Version) error {
	change := a.Changes[0]
	var b pgx.Batch
	b.Queue("BEGIN")
	queueEvent(&b, "events", a, version)
	b.Queue(upsertStream, change.Stream.String(), a.Employer, int64(version))
	b.Queue(insertCommand, a.Key.Token[:], a.Key.Body[:])
	b.Queue("COMMIT")
	return p.pool.SendBatch(ctx, &b).Close()
}

// Bare is one INSERT per command and nothing else: what no event log can be
// faster than without sharing commits.
func (p *Plain) Bare(ctx context.Context, a eventlog.Append, version eventlog.Version) error {
	var b pgx.Batch
	queueEvent(&b, "bare", a, version)
	return p.pool.SendBatch(ctx, &b).Close()
}

func queueEvent(b *pgx.Batch, table string, a eventlog.Append, version eventlog.Version) {
	change := a.Changes[0]
	event := change.Events[0]
	var hash eventlog.Hash // the plain way has no chain: the column is only as wide
	b.Queue(fmt.Sprintf(insertEvent, table), a.Employer, change.Stream.String(), int64(version), event.ID, event.Type,
		event.Payload, event.Metadata, hash[:], hash[:])
}
