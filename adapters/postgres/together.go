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

// Taking the lock, and looking under it. READ COMMITTED is what lets each
// statement after the lock see what its previous holder committed.
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
	recordedSQL = `
SELECT id, position, version, recorded_at, stream, employer, type, payload_hash, sha256(metadata)
FROM events
WHERE id = ANY($1)`
)

// flushed is what one try at a flush led to.
type flushed struct {
	answers []answer
	head    eventlog.Position // 0 when nothing was recorded
	locked  time.Duration     // how long it waited for the lock; 0 in the lane for one command
	sent    bool              // a commit was sent: without an answer its outcome is unknown
}

// appendTogether commits a batch, under the lock, in a pipelined round trip;
// with looking it takes one more, and another for a lock that was not asked for
// ahead. Each command gets its own answer.
func (f *flusher) appendTogether(ctx context.Context, batch []*pending, how manner) (flushed, error) {
	t := f.turn(ctx)
	out := flushed{locked: t.waited}
	if t.err != nil {
		return out, t.err
	}
	d, how, err := decideUnder(ctx, t, batch, how)
	if err != nil {
		return out, err
	}
	if out.answers = d.answers; len(f.earlier) > 0 {
		doubt(out.answers)
	}
	if f.expected() > 1 || len(f.waiting) > 0 {
		f.askAhead(3 * f.patience)
	}
	out.sent = true
	if err := write(ctx, t.conn.Conn(), d, how == hopeful); err != nil {
		return out, err
	}
	out.head = d.recordedHead()
	return out, nil
}

// decideUnder decides on a batch in its turn. Hope refuses nobody: whether a key
// is known comes before everything else, and that takes a look.
func decideUnder(ctx context.Context, t turn, batch []*pending, how manner) (*decision, manner, error) {
	now := t.now()
	if how == hopeful {
		s := newSeen(now)
		s.hope(batch)
		if d := newDecision(s); d.all(batch) {
			return d, how, nil
		}
		how = careful
	}
	s := newSeen(now)
	if err := s.look(ctx, t.conn.Conn(), batch, how == uncertain); err != nil {
		return nil, how, err
	}
	d := newDecision(s)
	d.all(batch)
	return d, how, nil
}

// tail is the end of the log under the lock.
type tail struct {
	head   eventlog.Position
	hash   eventlog.Hash
	tailAt time.Time
	now    time.Time // the database's clock
}

// now is the tail as of this moment: a turn that was asked for ahead may have
// waited for its commands, and nothing is recorded before it was asked for.
func (t turn) now() tail {
	tail := t.tail
	tail.now = tail.now.Add(time.Since(t.came))
	return tail
}

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

// mayHope tells whether what each command of a batch expects can be written
// without looking: nothing is left open, and no two say something of the same
// stream or key.
func mayHope(batch []*pending) bool {
	streams, tokens := make(map[eventlog.Stream]bool, len(batch)), make(map[eventlog.Hash]bool, len(batch))
	for _, p := range batch {
		for _, c := range p.Changes {
			if c.Expected == eventlog.AnyVersion || len(c.Events) == 0 || streams[c.Stream] {
				return false
			}
			streams[c.Stream] = true
		}
		if p.Key != nil {
			if tokens[p.Key.Token] {
				return false
			}
			tokens[p.Key.Token] = true
		}
	}
	return true
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

// disappointed tells whether it was not as hoped: a stream, key, mark or event
// id is in the log already, or a stream is elsewhere. Whatever the server
// refuses of what was hoped, it may be the hope that was wrong.
func disappointed(err error) bool { return isDataError(err) || isCode(err, "RG001") }

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

func (t *tail) scan(row pgx.Row) error {
	var head int64
	var hash []byte
	var tailAt *time.Time
	if err := row.Scan(&head, &hash, &tailAt, &t.now); err != nil {
		return err
	}
	t.head = eventlog.Position(head)
	copy(t.hash[:], hash)
	if tailAt != nil {
		t.tailAt = *tailAt
	}
	return nil
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
