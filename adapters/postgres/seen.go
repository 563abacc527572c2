package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// Looking, under the lock.
const (
	streamsSQL  = `SELECT stream, employer, version FROM streams WHERE stream = ANY($1)`
	commandsSQL = `
SELECT c.token, c.body, c.first, c.last, c.versions, e.recorded_at
FROM commands AS c
JOIN events AS e ON e.position = c.first
WHERE c.token = ANY($1)`
	marksSQL = `
SELECT m.employer, m.kind, m.token, m.subject
FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS asked (employer, kind, token)
JOIN marks AS m USING (employer, kind, token)`
	recordedSQL = `
SELECT id, position, version, recorded_at, stream, employer, type, payload_hash, sha256(metadata)
FROM events
WHERE id = ANY($1)`
)

// seen is the state of the log under the lock, as far as a batch needs it.
type seen struct {
	tail
	streams  map[eventlog.Stream]streamRow
	commands map[eventlog.Hash]commandRow
	marks    map[markKey][16]byte
	recorded map[[16]byte]recordedRow // events of an earlier try that were committed after all
}

func newSeen(t tail) *seen {
	return &seen{
		tail:     t,
		streams:  map[eventlog.Stream]streamRow{},
		commands: map[eventlog.Hash]commandRow{},
		marks:    map[markKey][16]byte{},
		recorded: map[[16]byte]recordedRow{},
	}
}

type streamRow struct {
	employer [16]byte
	version  eventlog.Version
}

// commandRow is the stored outcome of a key.
type commandRow struct {
	body    eventlog.Hash
	receipt eventlog.Receipt
}

// recordedRow is an event as far as it proves that its append was committed.
type recordedRow struct {
	position   eventlog.Position
	version    eventlog.Version
	recordedAt time.Time
	stream     string
	employer   uuid.UUID
	typ        string
	payload    []byte // their hashes
	metadata   []byte
}

// is tells whether this is the event and not another one under its id.
func (r recordedRow) is(employer uuid.UUID, stream eventlog.Stream, p eventlog.Proposed) bool {
	payload, metadata := sha256.Sum256(p.Payload), sha256.Sum256(p.Metadata)
	return r.employer == employer && r.stream == stream.String() && r.typ == p.Type &&
		bytes.Equal(r.payload, payload[:]) && bytes.Equal(r.metadata, metadata[:])
}

type markKey struct {
	employer [16]byte
	kind     string
	token    eventlog.Hash
}

// hope takes the streams to be where the commands expect them, and every key
// and mark to be new. write lets the database object to what is otherwise.
func (s *seen) hope(batch []*pending) {
	for _, p := range batch {
		for _, c := range p.Changes {
			if c.Expected > 0 {
				s.streams[c.Stream] = streamRow{employer: p.Employer, version: c.Expected}
			}
		}
	}
}

// look finds out how everything stands that a batch depends on; when the batch
// was tried before, also which of its events were committed then.
func (s *seen) look(ctx context.Context, conn *pgx.Conn, batch []*pending, triedBefore bool) error {
	asked := wanted(batch)
	var b pgx.Batch
	b.Queue(streamsSQL, asked.streams).Query(s.scanStreams)
	if len(asked.tokens) > 0 {
		b.Queue(commandsSQL, asked.tokens).Query(s.scanCommands)
	}
	if len(asked.markTokens) > 0 {
		b.Queue(marksSQL, asked.markEmployers, asked.markKinds, asked.markTokens).Query(s.scanMarks)
	}
	if triedBefore {
		b.Queue(recordedSQL, asked.ids).Query(s.scanRecorded)
	}
	if err := conn.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("look under the append lock: %w", err)
	}
	return nil
}

// asked is the union of what a batch needs to know.
type asked struct {
	streams       []string
	tokens        [][]byte
	markEmployers [][16]byte
	markKinds     []string
	markTokens    [][]byte
	ids           [][16]byte
}

func wanted(batch []*pending) asked {
	var a asked
	for _, p := range batch {
		for _, c := range p.Changes {
			a.streams = append(a.streams, c.Stream.String())
		}
		if p.Key != nil {
			a.tokens = append(a.tokens, p.Key.Token[:])
		}
		for i := range p.Marks {
			m := &p.Marks[i]
			a.markEmployers = append(a.markEmployers, m.Employer)
			a.markKinds = append(a.markKinds, m.Kind)
			a.markTokens = append(a.markTokens, m.Token[:])
		}
		for _, c := range p.Changes {
			for _, e := range c.Events {
				a.ids = append(a.ids, e.ID)
			}
		}
	}
	return a
}

func (s *seen) scanStreams(rows pgx.Rows) error {
	var name string
	var row streamRow
	_, err := pgx.ForEachRow(rows, []any{&name, &row.employer, &row.version}, func() error {
		stream, err := eventlog.ParseStream(name)
		s.streams[stream] = row
		return err
	})
	return err
}

func (s *seen) scanCommands(rows pgx.Rows) error {
	for rows.Next() {
		token, row, err := scanCommand(rows)
		if err != nil {
			return err
		}
		s.commands[token] = row
	}
	return rows.Err()
}

func scanCommand(row pgx.Row) (token eventlog.Hash, c commandRow, err error) {
	var rawToken, rawBody []byte
	r := &c.receipt
	if err := row.Scan(&rawToken, &rawBody, &r.First, &r.Last, &r.Versions, &r.RecordedAt); err != nil {
		return token, c, err
	}
	r.RecordedAt = r.RecordedAt.UTC()
	r.Replayed = true
	copy(c.body[:], rawBody)
	copy(token[:], rawToken)
	return token, c, nil
}

func (s *seen) scanMarks(rows pgx.Rows) error {
	var key markKey
	var token []byte
	var subject [16]byte
	_, err := pgx.ForEachRow(rows, []any{&key.employer, &key.kind, &token, &subject}, func() error {
		key.token = eventlog.Hash(token)
		s.marks[key] = subject
		return nil
	})
	return err
}

func (s *seen) scanRecorded(rows pgx.Rows) error {
	var id [16]byte
	var row recordedRow
	_, err := pgx.ForEachRow(rows, []any{&id, &row.position, &row.version, &row.recordedAt,
		&row.stream, &row.employer, &row.typ, &row.payload, &row.metadata}, func() error {
		s.recorded[id] = row
		row.payload, row.metadata = nil, nil // not to be written over by the next row
		return nil
	})
	return err
}
