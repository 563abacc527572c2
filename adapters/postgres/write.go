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
	// Most workers are known, and their marks stand for them already.
	hopefulMarksSQL = `
WITH asked AS MATERIALIZED (
    SELECT employer, kind, token, subject FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[]) AS m (employer, kind, token, subject)
), added AS (
    INSERT INTO marks (employer, kind, token, subject)
    SELECT employer, kind, token, subject FROM asked
    ON CONFLICT DO NOTHING
)
SELECT as_hoped(NOT EXISTS (
    SELECT
    FROM asked
    JOIN marks AS m USING (employer, kind, token)
    WHERE m.subject <> asked.subject))`
	notifySQL = `SELECT pg_notify($1, $2)`
	commitSQL = `COMMIT`
)

// write inserts what was decided and commits, in one round trip. What was only
// hoped the database holds against the tables.
func write(ctx context.Context, conn *pgx.Conn, d *decision, hoping bool) error {
	var b pgx.Batch
	if len(d.events) > 0 {
		queueEvents(&b, d.at, d.events)
		queueStreams(&b, d, hoping)
	}
	if len(d.outcome) > 0 {
		queueCommands(&b, d.outcome)
	}
	if len(d.rings) > 0 {
		queueKeyrings(&b, d.rings)
	}
	if len(d.marked) > 0 {
		queueMarks(&b, d.marked, hoping)
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
	n, size := len(events), 0
	for i := range events {
		size += len(events[i].Payload)
	}
	positions, versions, employers, ids := newNumbers(n), newNumbers(n), newIDs(n), newIDs(n)
	streams, types := newTexts(n, 48), newTexts(n, 32)
	payloads, metadatas := newBinary(n, size/n+1), newBinary(n, 256)
	payloadHashes, hashes := newBinary(n, len(eventlog.Hash{})), newBinary(n, len(eventlog.Hash{}))
	for i := range events {
		e := &events[i]
		positions.number(int64(e.Position))
		versions.number(int64(e.Version))
		employers.id(e.Employer)
		ids.id(e.ID)
		streams.text(e.Stream.String())
		types.text(e.Type)
		payloads.bytes(e.Payload)
		metadatas.bytes(e.Metadata)
		payloadHashes.bytes(e.PayloadHash[:])
		hashes.bytes(e.Hash[:])
	}
	b.Queue(insertEventsSQL, at, positions, employers, streams, versions, ids, types, payloads, metadatas, payloadHashes, hashes)
}

// queueStreams tells new streams from old ones: the lock makes that certain,
// and an upsert that never conflicts costs twice a plain insert.
func queueStreams(b *pgx.Batch, d *decision, hoping bool) {
	added, moved := newStreamColumns(len(d.moved)), newStreamColumns(len(d.moved))
	for stream, row := range d.moved {
		if before, exists := d.streams[stream]; exists {
			moved.add(stream, row, before)
		} else {
			added.add(stream, row, before)
		}
	}
	if added.names.count > 0 {
		b.Queue(insertStreamsSQL, added.names, added.employers, added.versions)
	}
	switch {
	case moved.names.count == 0:
	case hoping:
		b.Queue(hopefulStreamsSQL, moved.names, moved.versions, moved.employers, moved.before)
	default:
		b.Queue(updateStreamsSQL, moved.names, moved.versions)
	}
}

type streamColumns struct{ names, employers, versions, before *column }

func newStreamColumns(n int) streamColumns {
	return streamColumns{names: newTexts(n, 48), employers: newIDs(n), versions: newNumbers(n), before: newNumbers(n)}
}

func (c *streamColumns) add(stream eventlog.Stream, row, before streamRow) {
	c.names.text(stream.String())
	c.employers.id(row.employer)
	c.versions.number(int64(row.version))
	c.before.number(int64(before.version))
}

func queueCommands(b *pgx.Batch, outcomes []outcomeRow) {
	n, hash := len(outcomes), len(eventlog.Hash{})
	tokens, bodies := newBinary(n, hash), newBinary(n, hash)
	firsts, lasts, versions := newNumbers(n), newNumbers(n), newTexts(n, 8)
	for i := range outcomes {
		o := &outcomes[i]
		tokens.bytes(o.key.Token[:])
		bodies.bytes(o.key.Body[:])
		firsts.number(int64(o.receipt.First))
		lasts.number(int64(o.receipt.Last))
		versions.text(arrayText(o.receipt.Versions))
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

func queueMarks(b *pgx.Batch, marks []eventlog.Mark, hoping bool) {
	c := markColumnsOf(marks)
	sql := insertMarksSQL
	if hoping {
		sql = hopefulMarksSQL
	}
	b.Queue(sql, c.employers, c.kinds, c.tokens, c.subjects)
}

// markColumns is marks by column, as unnest wants them.
type markColumns struct{ employers, kinds, tokens, subjects *column }

func markColumnsOf(marks []eventlog.Mark) markColumns {
	n := len(marks)
	c := markColumns{employers: newIDs(n), kinds: newTexts(n, 16), tokens: newBinary(n, len(eventlog.Hash{})), subjects: newIDs(n)}
	for i := range marks {
		m := &marks[i]
		c.employers.id(m.Employer)
		c.kinds.text(m.Kind)
		c.tokens.bytes(m.Token[:])
		c.subjects.id(m.Subject)
	}
	return c
}
