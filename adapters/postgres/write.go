package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// The writing. One statement per table, whatever the size of the batch.
const (
	insertEventsSQL = `
INSERT INTO events (position, employer, stream, version, id, type, recorded_at, payload, metadata, payload_hash, hash)
SELECT position, employer, stream, version, id, type, $1, payload, metadata, payload_hash, hash
FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::bigint[], $6::uuid[], $7::text[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[])
    AS e (position, employer, stream, version, id, type, payload, metadata, payload_hash, hash)`
	insertStreamsSQL = `
INSERT INTO streams (stream, employer, version)
SELECT stream, employer, version FROM unnest($1::text[], $2::uuid[], $3::bigint[]) AS s (stream, employer, version)`
	updateStreamsSQL = `
UPDATE streams SET version = s.version
FROM unnest($1::text[], $2::bigint[]) AS s (stream, version)
WHERE streams.stream = s.stream`
	// The same, unless one of them is not where it is taken to be.
	hopefulStreamsSQL = `
WITH moved AS (
    UPDATE streams SET version = s.version
    FROM unnest($1::text[], $2::bigint[], $3::uuid[], $4::bigint[]) AS s (stream, version, employer, expected)
    WHERE streams.stream = s.stream
        AND streams.employer = s.employer
        AND streams.version = s.expected
    RETURNING 1
)
SELECT as_hoped(count(*) = cardinality($1)) FROM moved`
	insertCommandsSQL = `
INSERT INTO commands (token, body, first, last, versions)
SELECT token, body, first, last, versions::bigint[] -- as text: unnest would flatten arrays of arrays
FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[], $5::text[]) AS c (token, body, first, last, versions)`
	insertMarksSQL = `
INSERT INTO marks (employer, kind, token, subject)
SELECT employer, kind, token, subject FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[]) AS m (employer, kind, token, subject)`
	// Marks that stand for the same subject already are usual: most workers are known.
	hopefulMarksSQL    = insertMarksSQL + ` ON CONFLICT DO NOTHING`
	marksAreAsHopedSQL = `
SELECT as_hoped(NOT EXISTS (
    SELECT
    FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[]) AS asked (employer, kind, token, subject)
    JOIN marks AS m USING (employer, kind, token)
    WHERE m.subject <> asked.subject))`
	notifySQL = `SELECT pg_notify($1, $2)`
	commitSQL = `COMMIT`
)

// write inserts what was decided and commits, in one round trip. What was only
// hoped the database holds against the tables.
func write(ctx context.Context, conn *pgx.Conn, d *decision, hopeful bool) error {
	var b pgx.Batch
	if len(d.events) > 0 {
		queueEvents(&b, d.at, d.events)
		queueStreams(&b, d, hopeful)
	}
	if len(d.outcome) > 0 {
		queueCommands(&b, d.outcome)
	}
	if len(d.keys) > 0 {
		queueKeyrings(&b, d.keys)
	}
	if len(d.marked) > 0 {
		queueMarks(&b, d.marked, hopeful)
	}
	if len(d.events) > 0 {
		b.Queue(notifySQL, channel, strconv.FormatInt(int64(d.head), 10))
	}
	b.Queue(commitSQL)
	if err := conn.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("write %d events: %w", len(d.events), err)
	}
	return nil
}

func queueEvents(b *pgx.Batch, at time.Time, events []eventlog.Recorded) {
	n := len(events)
	positions, versions := make([]int64, n), make([]int64, n)
	employers, ids := make([][16]byte, n), make([][16]byte, n)
	streams, types := make([]string, n), make([]string, n)
	payloads, metadatas := make([][]byte, n), make([][]byte, n)
	payloadHashes, hashes := make([][]byte, n), make([][]byte, n)
	for i := range events {
		e := &events[i]
		positions[i], versions[i] = int64(e.Position), int64(e.Version)
		employers[i], ids[i] = e.Employer, e.ID
		streams[i], types[i] = e.Stream.String(), e.Type
		payloads[i], metadatas[i] = e.Payload, e.Metadata
		payloadHashes[i], hashes[i] = e.PayloadHash[:], e.Hash[:]
	}
	b.Queue(insertEventsSQL, at, positions, employers, streams, versions, ids, types, payloads, metadatas, payloadHashes, hashes)
}

// queueStreams tells new streams from old ones: the lock makes that certain,
// and an upsert that never conflicts costs twice a plain insert.
func queueStreams(b *pgx.Batch, d *decision, hopeful bool) {
	var added, moved streamColumns
	for stream, row := range d.moved {
		if before, exists := d.streams[stream]; exists {
			moved.add(stream, row, before)
		} else {
			added.add(stream, row, before)
		}
	}
	if len(added.names) > 0 {
		b.Queue(insertStreamsSQL, added.names, added.employers, added.versions)
	}
	switch {
	case len(moved.names) == 0:
	case hopeful:
		b.Queue(hopefulStreamsSQL, moved.names, moved.versions, moved.employers, moved.before)
	default:
		b.Queue(updateStreamsSQL, moved.names, moved.versions)
	}
}

type streamColumns struct {
	names            []string
	employers        [][16]byte
	versions, before []int64
}

func (c *streamColumns) add(stream eventlog.Stream, row, before streamRow) {
	c.names = append(c.names, stream.String())
	c.employers = append(c.employers, row.employer)
	c.versions = append(c.versions, int64(row.version))
	c.before = append(c.before, int64(before.version))
}

func queueCommands(b *pgx.Batch, outcomes []outcomeRow) {
	n := len(outcomes)
	tokens, bodies := make([][]byte, n), make([][]byte, n)
	firsts, lasts := make([]int64, n), make([]int64, n)
	versions := make([]string, n)
	for i := range outcomes {
		o := &outcomes[i]
		tokens[i], bodies[i] = o.key.Token[:], o.key.Body[:]
		firsts[i], lasts[i] = int64(o.receipt.First), int64(o.receipt.Last)
		versions[i] = arrayText(o.receipt.Versions)
	}
	b.Queue(insertCommandsSQL, tokens, bodies, firsts, lasts, versions)
}

// arrayText is PostgreSQL's text form of an array of numbers.
func arrayText(versions []eventlog.Version) string {
	b := []byte{'{'}
	for i, v := range versions {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(v), 10)
	}
	return string(append(b, '}'))
}

func queueMarks(b *pgx.Batch, marks []eventlog.Mark, hopeful bool) {
	c := markColumnsOf(marks)
	if !hopeful {
		b.Queue(insertMarksSQL, c.employers, c.kinds, c.tokens, c.subjects)
		return
	}
	b.Queue(hopefulMarksSQL, c.employers, c.kinds, c.tokens, c.subjects)
	b.Queue(marksAreAsHopedSQL, c.employers, c.kinds, c.tokens, c.subjects)
}

// markColumns is marks by column, as unnest wants them.
type markColumns struct {
	employers, subjects [][16]byte
	kinds               []string
	tokens              [][]byte
}

func markColumnsOf(marks []eventlog.Mark) markColumns {
	var c markColumns
	for i := range marks {
		m := &marks[i]
		c.employers = append(c.employers, m.Employer)
		c.kinds = append(c.kinds, m.Kind)
		c.tokens = append(c.tokens, m.Token[:])
		c.subjects = append(c.subjects, m.Subject)
	}
	return c
}
