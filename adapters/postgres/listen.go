package postgres

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// channel carries the new head of the log, once per commit. Never rows: a
// notification holds 8,000 bytes, and is not the truth anyway.
const channel = "ruggensteun_head"

// pollEvery bounds how late a reader is when notifications are lost without
// the connection breaking, e.g. behind a connection pooler.
const pollEvery = time.Second

// listener knows the head of the log: told by our own appender at once, by
// NOTIFY from other processes, and by polling when both fail.
type listener struct {
	pool   *pgxpool.Pool
	logger *slog.Logger

	mu    sync.Mutex
	head  eventlog.Position
	grown chan struct{} // closed and replaced when head rises

	stopped chan struct{} // closed when nobody listens any more
}

func newListener(pool *pgxpool.Pool, logger *slog.Logger) *listener {
	return &listener{pool: pool, logger: logger, grown: make(chan struct{}), stopped: make(chan struct{})}
}

// heard raises the head. Lower news is old news.
func (l *listener) heard(head eventlog.Position) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if head > l.head {
		l.head = head
		close(l.grown)
		l.grown = make(chan struct{})
	}
}

func (l *listener) await(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	for {
		l.mu.Lock()
		head, grown := l.head, l.grown
		l.mu.Unlock()
		if head > after {
			return head, nil
		}
		select {
		case <-ctx.Done():
			return head, ctx.Err()
		case <-l.stopped:
			return head, closing()
		case <-grown:
		}
	}
}

// run never gives up: a listener that died on an error would leave every
// follower deaf (Marten #4961). Between two connections it polls.
func (l *listener) run(ctx context.Context) {
	defer close(l.stopped) // who waits would wait for ever
	for ctx.Err() == nil {
		if err := l.listen(ctx); err != nil && ctx.Err() == nil {
			l.logger.Warn("listening for new events stopped, polling until it works again", "error", plain(err))
			l.poll(ctx)
			pause(ctx, pollEvery)
		}
	}
}

func (l *listener) listen(ctx context.Context) error {
	conn, err := l.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	// A connection that listens must not go back to the pool listening.
	defer conn.Conn().Close(context.WithoutCancel(ctx))
	for {
		// Poll after LISTEN, not before: what was committed in between is heard by neither.
		if err := l.pollOn(ctx, conn); err != nil {
			return err
		}
		if err := l.wait(ctx, conn); err != nil {
			return err
		}
	}
}

// wait returns after a quiet time, so that the caller polls; notifications are
// taken in as long as they come.
func (l *listener) wait(ctx context.Context, conn *pgxpool.Conn) error {
	quiet, cancel := context.WithTimeout(ctx, jitter(pollEvery))
	defer cancel()
	for {
		n, err := conn.Conn().WaitForNotification(quiet)
		switch {
		case err == nil:
			if head, err := strconv.ParseInt(n.Payload, 10, 64); err == nil {
				l.heard(eventlog.Position(head))
			}
		case quiet.Err() != nil && ctx.Err() == nil:
			return nil
		default:
			return err
		}
	}
}

func (l *listener) poll(ctx context.Context) {
	conn, err := l.pool.Acquire(ctx)
	if err != nil {
		return // the database is away; the next round tries again
	}
	defer conn.Release()
	_ = l.pollOn(ctx, conn)
}

// pollOn gives up on a server that does not answer: behind a network that
// swallows everything, waiting for TCP to notice takes a quarter of an hour.
func (l *listener) pollOn(ctx context.Context, conn *pgxpool.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var head int64
	err := conn.QueryRow(ctx, headSQL).Scan(&head)
	if err == nil {
		l.heard(eventlog.Position(head))
	}
	return err
}

// jitter keeps many processes from polling in step.
func jitter(d time.Duration) time.Duration {
	return d + time.Duration(rand.Int64N(int64(d)/4))
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(jitter(d))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
