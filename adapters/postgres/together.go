package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// Taking the lock. READ COMMITTED is what lets each statement after it see what
// its previous holder committed.
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

// disappointed tells whether it was not as hoped: a stream, key, mark or event
// id is in the log already, or a stream is elsewhere. Whatever the server
// refuses of what was hoped, it may be the hope that was wrong.
func disappointed(err error) bool { return isDataError(err) || isCode(err, "RG001") }
