// Package baseline is what we compare ourselves with: the same rows written the
// plain way. It serves the bench command and nothing else.
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
// readers, no chain, no notification.
type Plain struct {
	pool *pgxpool.Pool
}

// plainSchema has the columns and the indexes of migrations/0001_log.sql, so
// that no side maintains more than the other.
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
CREATE TABLE plain.streams (
    stream   text COLLATE "C" PRIMARY KEY,
    employer uuid NOT NULL,
    version  bigint NOT NULL
) WITH (fillfactor = 70);
CREATE TABLE plain.commands (
    token    bytea PRIMARY KEY,
    body     bytea NOT NULL,
    first    bigint NOT NULL,
    last     bigint NOT NULL,
    versions bigint[] NOT NULL
);
CREATE TABLE plain.bare (LIKE plain.events INCLUDING ALL);`

const (
	insertEvent = `
INSERT INTO plain.%s (employer, stream, version, id, type, payload, metadata, payload_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	upsertStream = `
INSERT INTO plain.streams (stream, employer, version) VALUES ($1, $2, $3)
ON CONFLICT (stream) DO UPDATE SET version = excluded.version WHERE plain.streams.version = excluded.version - 1`
	insertCommand = `
INSERT INTO plain.commands (token, body, first, last, versions)
VALUES ($1, $2, currval('plain.events_position_seq'), currval('plain.events_position_seq'), $3)`
)

// OpenPlain makes the comparator's tables anew, with as many connections as
// writers: group commit needs one or two, the plain way needs them all.
func OpenPlain(ctx context.Context, url string, writers int) (*Plain, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errURL // the driver's text repeats the URL
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

// statement is one of a transaction's.
type statement struct {
	sql  string
	args []any
}

// transaction is what one command writes: its event, its stream, its key.
func transaction(a eventlog.Append) []statement {
	stream := a.Changes[0].Stream.String()
	return []statement{
		{sql: "BEGIN"},
		insertInto("events", a),
		{upsertStream, []any{stream, a.Employer, int64(1)}},
		{insertCommand, []any{a.Key.Token[:], a.Key.Body[:], []int64{1}}},
		{sql: "COMMIT"},
	}
}

func insertInto(table string, a eventlog.Append) statement {
	change := a.Changes[0]
	event := change.Events[0]
	var hash eventlog.Hash // the plain way has no chain: the column is only as wide
	return statement{fmt.Sprintf(insertEvent, table), []any{
		a.Employer, change.Stream.String(), int64(1), event.ID, event.Type, event.Payload, event.Metadata, hash[:], hash[:],
	}}
}

// Append writes the first event of a new stream, all statements in one round
// trip: the strongest form, so that only the design is compared.
func (p *Plain) Append(ctx context.Context, a eventlog.Append) error {
	return p.pipeline(ctx, transaction(a)...)
}

// AppendStepwise sends the same statements one by one, as most programs do.
func (p *Plain) AppendStepwise(ctx context.Context, a eventlog.Append) error {
	return p.pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		for _, s := range transaction(a) {
			if _, err := conn.Exec(ctx, s.sql, s.args...); err != nil {
				return fmt.Errorf("append the plain way: %w", err)
			}
		}
		return nil
	})
}

// Bare is one INSERT per command and nothing else: what no event log can be
// faster than without sharing commits.
func (p *Plain) Bare(ctx context.Context, a eventlog.Append) error {
	return p.pipeline(ctx, insertInto("bare", a))
}

func (p *Plain) pipeline(ctx context.Context, statements ...statement) error {
	var b pgx.Batch
	for _, s := range statements {
		b.Queue(s.sql, s.args...)
	}
	if err := p.pool.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("append the plain way: %w", err)
	}
	return nil
}
