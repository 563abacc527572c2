package postgres

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// Log is the event log in PostgreSQL. One per process: its appender collects
// what is waiting into one commit.
type Log struct {
	db       *DB
	pool     *pgxpool.Pool
	appender *appender
	listener *listener
	stop     context.CancelFunc
	done     sync.WaitGroup
}

// LogOptions tune a Log. The zero value is right.
type LogOptions struct {
	Logger  *slog.Logger
	Metrics LogMetrics
	// OneLane switches the one-round-trip lane off, to measure and test the other.
	OneLane bool
	// Careful lets every flush look before it writes, to measure and test that.
	Careful bool
	// Patience is how long an append tries to reach the database; 0 is 10 s.
	Patience time.Duration

	lockPatience time.Duration // 0 is lockPatience; tests are less patient
}

// LogMetrics is told what the appender does; a nil one is not.
type LogMetrics interface {
	// Flushed: one commit of so many commands and events, from the first one
	// waiting to durable, of which waiting for the lock took lock; 0 for a command
	// that went alone.
	Flushed(commands, events int, took, lock time.Duration)
	// Refused: a command was not recorded, for a reason of a few words.
	Refused(reason string)
}

// OpenLog starts the appender and the listener; Close ends them.
func OpenLog(db *DB, o LogOptions) *Log {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Patience == 0 {
		o.Patience = patience
	}
	if o.lockPatience == 0 {
		o.lockPatience = lockPatience
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &Log{db: db, pool: db.app, stop: stop}
	l.listener = newListener(db.app, o.Logger)
	l.appender = newAppender(db.app, o, l.listener.heard)
	l.done.Add(2)
	go func() { defer l.done.Done(); l.listener.run(ctx) }()
	go func() { defer l.done.Done(); l.appender.run(ctx) }()
	return l
}

// Close lets the flush that is under way end; what still waits is refused.
func (l *Log) Close() {
	l.stop()
	l.done.Wait()
}

// Append implements eventlog.Log.
func (l *Log) Append(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
	if err := a.Check(); err != nil {
		return eventlog.Receipt{}, err
	}
	return l.appender.append(ctx, a)
}

// Await implements eventlog.Log.
func (l *Log) Await(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	return l.listener.await(ctx, after)
}

var _ eventlog.Log = (*Log)(nil)
