package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// Limits of one flush. Every writer waits for the one before it, so a flush
// must stay short; within that, more commands share one commit.
const (
	flushCommands = 500
	flushBytes    = 1 << 20
)

// appender is the group commit: one goroutine that takes whatever is waiting
// and commits it together. It does not linger for more: while one flush waits
// for the disk, the next one gathers by itself.
type appender struct {
	pool    *pgxpool.Pool
	waiting chan *pending
	heard   func(eventlog.Position)
	logger  *slog.Logger
	metrics LogMetrics
	oneLane bool
	stopped chan struct{}

	conn *pgxpool.Conn // owned by run; nil when the connection broke
	held *pending      // taken from waiting, did not fit the last flush
}

// pending is one command on its way. Exactly one answer is sent.
type pending struct {
	eventlog.Append
	bytes  int
	since  time.Time
	answer chan answer
}

type answer struct {
	receipt eventlog.Receipt
	err     error
}

func newAppender(pool *pgxpool.Pool, o LogOptions, heard func(eventlog.Position)) *appender {
	return &appender{
		pool:    pool,
		waiting: make(chan *pending, 2*flushCommands),
		heard:   heard,
		logger:  o.Logger,
		metrics: o.Metrics,
		oneLane: o.OneLane,
		stopped: make(chan struct{}),
	}
}

func (a *appender) append(ctx context.Context, command eventlog.Append) (eventlog.Receipt, error) {
	p := &pending{Append: command, bytes: size(command), since: time.Now(), answer: make(chan answer, 1)}
	select {
	case a.waiting <- p:
	case <-ctx.Done():
		return eventlog.Receipt{}, fmt.Errorf("%w: nothing was sent yet: %w", eventlog.ErrUnavailable, ctx.Err())
	case <-a.stopped:
		return eventlog.Receipt{}, closing()
	}
	select {
	case got := <-p.answer:
		return got.receipt, got.err
	case <-ctx.Done():
		// It may be part of a commit at this moment: to say "not recorded" could be a lie.
		return eventlog.Receipt{}, fmt.Errorf("%w: %w", eventlog.ErrUnknownOutcome, ctx.Err())
	case <-a.stopped:
		return lastAnswer(p)
	}
}

// lastAnswer is for a command that waited when the log was closed.
func lastAnswer(p *pending) (eventlog.Receipt, error) {
	select {
	case got := <-p.answer:
		return got.receipt, got.err
	default:
		return eventlog.Receipt{}, closing()
	}
}

func closing() error {
	return fmt.Errorf("%w: the program is stopping", eventlog.ErrUnavailable)
}

func size(command eventlog.Append) int {
	n := 0
	for _, c := range command.Changes {
		for _, e := range c.Events {
			n += len(e.Payload) + len(e.Metadata)
		}
	}
	return n
}

// run flushes until it is told to stop; a flush that has begun is finished, so
// that nobody is left with an unknown outcome by an orderly stop.
func (a *appender) run(ctx context.Context) {
	defer close(a.stopped)
	defer a.release()
	for {
		first := a.next(ctx)
		if first == nil {
			return
		}
		a.flush(context.WithoutCancel(ctx), a.gather(first))
	}
}

func (a *appender) next(ctx context.Context) *pending {
	if p := a.held; p != nil {
		a.held = nil
		return p
	}
	select {
	case <-ctx.Done():
		return nil
	default:
	}
	select {
	case p := <-a.waiting:
		return p
	case <-ctx.Done():
		return nil
	}
}

// gather takes what is waiting now, up to the limits of a flush.
func (a *appender) gather(first *pending) []*pending {
	batch, bytes := []*pending{first}, first.bytes
	for len(batch) < flushCommands {
		select {
		case p := <-a.waiting:
			if bytes += p.bytes; bytes > flushBytes {
				a.held = p
				return batch
			}
			batch = append(batch, p)
		default:
			return batch
		}
	}
	return batch
}

func (a *appender) release() {
	if a.conn != nil {
		a.conn.Release()
		a.conn = nil
	}
}
