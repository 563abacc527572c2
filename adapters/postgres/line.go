package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// line stands in line for the append lock with two connections by turns. While
// the one commits, the other waits behind it already, so that from one flush to
// the next the server hands the lock on by itself, without a round trip in
// between. Only the goroutine that flushes uses it.
type line struct {
	pool    *pgxpool.Pool
	forLock time.Duration      // how long the server lets us wait for the lock
	conn    *pgxpool.Conn      // of the turn that is or was last; nil when there is none or it broke
	spare   *pgxpool.Conn      // of the turn before
	ahead   chan turn          // where the turn that was asked for ahead will come; nil when none was
	leave   context.CancelFunc // gives up asking ahead
	got     *turn              // came, and is not used yet
}

// turn is the append lock, held in a transaction, and the end of the log as it
// is under it.
type turn struct {
	conn *pgxpool.Conn
	seen *seen
	err  error
}

// askAhead stands in line for the next turn. It is given up with yield when
// nothing is to be flushed after all.
func (l *line) askAhead(patience time.Duration) {
	if l.ahead != nil || l.got != nil {
		return
	}
	ctx, leave := context.WithTimeout(context.Background(), patience)
	ahead, conn := make(chan turn, 1), l.spare
	l.ahead, l.leave, l.spare = ahead, leave, nil
	go func() { ahead <- l.take(ctx, conn) }()
}

// await waits for the turn that was asked for ahead, if one was.
func (l *line) await() {
	if l.ahead == nil {
		return
	}
	t := <-l.ahead
	l.leave()
	l.ahead, l.got = nil, &t
	l.conn, l.spare = t.conn, l.conn
}

// turn gives the turn that was asked for ahead, or stands in line now.
func (l *line) turn(ctx context.Context) turn {
	l.await()
	if t := l.got; t != nil {
		l.got = nil
		return *t
	}
	t := l.take(ctx, l.conn)
	l.conn = t.conn
	return t
}

// holds tells whether a turn was asked for ahead and is not used up.
func (l *line) holds() bool { return l.ahead != nil || l.got != nil }

// yield lets go of a turn that nothing is to be done with.
func (l *line) yield(ctx context.Context) {
	l.await()
	t := l.got
	if l.got = nil; t == nil {
		return
	}
	if t.err != nil && !brokenConnection(t.err) || t.err == nil {
		if _, err := l.conn.Conn().Exec(ctx, "ROLLBACK"); err == nil {
			return
		}
	}
	l.drop()
}

// connect makes sure that there is a connection to flush on.
func (l *line) connect(ctx context.Context) (err error) {
	if l.conn == nil {
		l.conn, err = acquireForAppending(ctx, l.pool, l.forLock)
	}
	return err
}

// take stands in line on a connection, a new one when it is nil, until the lock
// is there. A turn with an error holds no lock, but its connection may be in the
// middle of a transaction.
func (l *line) take(ctx context.Context, conn *pgxpool.Conn) turn {
	t := turn{conn: conn, seen: newSeen()}
	if t.conn == nil {
		if t.conn, t.err = acquireForAppending(ctx, l.pool, l.forLock); t.err != nil {
			return t
		}
	}
	var b pgx.Batch
	b.Queue(beginSQL)
	b.Queue(lockSQL, appendLock)
	b.Queue(tailSQL).QueryRow(t.seen.scanTail)
	if err := t.conn.Conn().SendBatch(ctx, &b).Close(); err != nil {
		t.err = fmt.Errorf("take the append lock: %w", err)
	}
	return t
}

// drop closes the connection of the last turn instead of handing it back: its
// settings are the appender's own.
func (l *line) drop() {
	closeForGood(l.conn)
	l.conn = nil
}

// close gives up every turn and connection.
func (l *line) close() {
	if l.ahead != nil {
		l.leave()
	}
	l.await()
	l.drop()
	closeForGood(l.spare)
	l.spare = nil
}

func closeForGood(conn *pgxpool.Conn) {
	if conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Conn().Close(ctx)
	conn.Release()
}

func newSeen() *seen {
	return &seen{
		streams:  map[eventlog.Stream]streamRow{},
		commands: map[eventlog.Hash]commandRow{},
		marks:    map[markKey][16]byte{},
		recorded: map[[16]byte]recordedRow{},
	}
}
