package postgres

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/doubles"
)

// What tests look at from outside.

const (
	AppendLock = appendLock

	ErasuresSQL = erasuresSQL
)

func (db *DB) AsReader(ctx context.Context, scope access.Scope, read func(pgx.Tx) error) error {
	return db.asReader(ctx, scope, read)
}

var (
	Suits = suits
	Scrub = scrub
)

// Reader is the pool of the reader's login, without any scope.
func (db *DB) Reader() *pgxpool.Pool { return db.reader }

// Hold takes the append lock on a connection like the appender's and keeps it
// until the test, or the server, lets go.
func (db *DB) Hold(ctx context.Context) (*pgxpool.Conn, error) {
	conn, err := acquireForAppending(ctx, db.app, lockPatience)
	if err != nil {
		return nil, err
	}
	var b pgx.Batch
	b.Queue(beginSQL)
	b.Queue(lockSQL, appendLock)
	return conn, conn.SendBatch(ctx, &b).Close()
}

// App is the pool of the app's login.
func (db *DB) App() *pgxpool.Pool { return db.app }

// AppendAfter asks for a turn ahead, as a busy flusher does, and appends when
// what comes between is done.
func (db *DB) AppendAfter(ctx context.Context, between func(), a eventlog.Append) (eventlog.Receipt, error) {
	o := LogOptions{Logger: slog.New(slog.DiscardHandler), Patience: patience, lockPatience: lockPatience}
	f := &flusher{appender: newAppender(db.app, o, func(eventlog.Position) {}), line: line{pool: db.app, forLock: lockPatience}}
	defer f.close()
	for !f.holds() {
		f.askAhead(patience)
		runtime.Gosched()
	}
	f.await()
	between()
	p := &pending{Append: a, answer: make(chan answer, 1)}
	f.flush(ctx, f.gather(p))
	got := <-p.answer
	return got.receipt, got.err
}

// BrokenConnection is whether the outcome of what was sent is unknown.
var BrokenConnection = brokenConnection

// IsDataError is whether the server will always refuse what was sent, and Plain
// what may be shown of its answer.
var (
	IsDataError = isDataError
	Plain       = plain
)

// Queued is how many commands no flusher has taken yet.
func (l *Log) Queued() int { return len(l.appender.waiting) }

// Impatient waits for the append lock for so long only.
func (o LogOptions) Impatient(d time.Duration) LogOptions {
	o.lockPatience = d
	return o
}

var TakeWire = takeWire

const ProjectedChannel = projectedChannel

// Columns gives each list as a column.
func Columns(ids [][16]byte, numbers []int64, texts []string, bytes [][]byte) (a, b, c, d any) {
	i, n, t, r := newIDs(len(ids)), newNumbers(0), newTexts(len(texts), 1), newBinary(0, 0)
	for _, v := range ids {
		i.id(v)
	}
	for _, v := range numbers {
		n.number(v)
	}
	for _, v := range texts {
		t.text(v)
	}
	for _, v := range bytes {
		r.bytes(v)
	}
	return i, n, t, r
}

// Explained is how the server looks for what happened near one.
func (d *Doubles) Explained(ctx context.Context, scope access.Scope, employer uuid.UUID, one doubles.Seen) (plan string) {
	err := d.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		q := nearby{tx: tx, table: qualified("doubles_r2", doubles.Traces.Name), employer: employer}
		rows, err := tx.Query(ctx, "EXPLAIN "+q.nearSQL(), q.arguments(one)...)
		if err != nil {
			return err
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		plan = strings.Join(lines, "\n")
		return err
	})
	if err != nil {
		return "Seq Scan: " + err.Error()
	}
	return plan
}

// Waiting is how many callers wait for a commit that has not begun.
func (r *Readings) Waiting() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.waiting)
}
