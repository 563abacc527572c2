package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// The first round trip. READ COMMITTED is what lets each statement after the
// lock see what its previous holder committed.
const (
	beginSQL = `BEGIN ISOLATION LEVEL READ COMMITTED`
	lockSQL  = `SELECT pg_advisory_xact_lock($1)`
	// The tail is read from events: a counter row would be one hot row that bloats.
	tailSQL = `
SELECT coalesce(position, 0), coalesce(hash, '\x'), recorded_at, clock_timestamp()
FROM (SELECT) AS always
LEFT JOIN (
    SELECT position, hash, recorded_at FROM events ORDER BY position DESC LIMIT 1
) AS tail ON true`
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
	recordedSQL = `SELECT id, position, version, recorded_at FROM events WHERE id = ANY($1)`
)

// flushed is what one try at a flush led to.
type flushed struct {
	answers []answer
	head    eventlog.Position // 0 when nothing was recorded
	locked  time.Duration     // until the first round trip was back, lock included
	sent    bool              // a commit was sent: without an answer its outcome is unknown
}

// appendTogether commits a batch in two pipelined round trips: look, under the
// lock, then write and commit. Each command gets its own answer.
func appendTogether(ctx context.Context, conn *pgx.Conn, batch []*pending, uncertain bool) (flushed, error) {
	began := time.Now()
	seen, err := look(ctx, conn, batch, uncertain)
	if err != nil {
		return flushed{}, err
	}
	f := flushed{locked: time.Since(began), answers: make([]answer, len(batch))}
	d := newDecision(seen)
	for i, p := range batch {
		f.answers[i] = d.decide(p.Append)
	}
	f.sent = true
	if err := write(ctx, conn, d); err != nil {
		return f, err
	}
	f.head = d.recordedHead()
	return f, nil
}

// seen is the state of the log under the lock, as far as a batch needs it.
type seen struct {
	head     eventlog.Position
	hash     eventlog.Hash
	tailAt   time.Time
	now      time.Time // the database's clock, under the lock
	streams  map[string]streamRow
	commands map[eventlog.Hash]commandRow
	marks    map[markKey][16]byte
	recorded map[[16]byte]recordedRow // events of an earlier try that were committed after all
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
}

type markKey struct {
	employer [16]byte
	kind     string
	token    eventlog.Hash
}

func look(ctx context.Context, conn *pgx.Conn, batch []*pending, uncertain bool) (*seen, error) {
	s := &seen{
		streams:  map[string]streamRow{},
		commands: map[eventlog.Hash]commandRow{},
		marks:    map[markKey][16]byte{},
		recorded: map[[16]byte]recordedRow{},
	}
	asked := wanted(batch)
	var b pgx.Batch
	b.Queue(beginSQL)
	b.Queue(lockSQL, appendLock)
	b.Queue(tailSQL).QueryRow(s.scanTail)
	b.Queue(streamsSQL, asked.streams).Query(s.scanStreams)
	if len(asked.tokens) > 0 {
		b.Queue(commandsSQL, asked.tokens).Query(s.scanCommands)
	}
	if len(asked.markTokens) > 0 {
		b.Queue(marksSQL, asked.markEmployers, asked.markKinds, asked.markTokens).Query(s.scanMarks)
	}
	if uncertain {
		b.Queue(recordedSQL, asked.ids).Query(s.scanRecorded)
	}
	if err := conn.SendBatch(ctx, &b).Close(); err != nil {
		return nil, fmt.Errorf("look under the append lock: %w", err)
	}
	return s, nil
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

func (s *seen) scanTail(row pgx.Row) error {
	var head int64
	var hash []byte
	var tailAt *time.Time
	if err := row.Scan(&head, &hash, &tailAt, &s.now); err != nil {
		return err
	}
	s.head = eventlog.Position(head)
	copy(s.hash[:], hash)
	if tailAt != nil {
		s.tailAt = *tailAt
	}
	return nil
}

func (s *seen) scanStreams(rows pgx.Rows) error {
	var name string
	var row streamRow
	_, err := pgx.ForEachRow(rows, []any{&name, &row.employer, &row.version}, func() error {
		s.streams[name] = row
		return nil
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
	_, err := pgx.ForEachRow(rows, []any{&id, &row.position, &row.version, &row.recordedAt}, func() error {
		s.recorded[id] = row
		return nil
	})
	return err
}
