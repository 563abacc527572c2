package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// patience bounds how long a flush tries to reach the database before its
// commands are told that it cannot be reached. Longer than a restart of the
// server, shorter than people wait at a form.
const patience = 10 * time.Second

// flush commits a batch and answers each of its commands. When the connection
// breaks it tries again: the lock, the keys and the event ids tell what of the
// first try was committed.
func (f *flusher) flush(ctx context.Context, batch []*pending) {
	ctx, cancel := context.WithTimeout(ctx, 3*patience)
	defer cancel()
	uncertain := false // a try may have been committed
	for giveUp := time.Now().Add(patience); ; {
		outcome, err := f.attempt(ctx, batch, uncertain)
		if err == nil {
			f.deliver(batch, outcome)
			return
		}
		if !brokenConnection(err) {
			f.fail(ctx, batch, err)
			return
		}
		f.release()
		uncertain = uncertain || outcome.sent
		if time.Now().After(giveUp) || ctx.Err() != nil {
			f.abandon(batch, err, uncertain)
			return
		}
		f.logger.Warn("the connection to the database broke while appending, trying again", "error", plain(err))
		pause(ctx, 100*time.Millisecond)
	}
}

// attempt is one try at committing a batch on a live connection.
func (f *flusher) attempt(ctx context.Context, batch []*pending, uncertain bool) (flushed, error) {
	if f.conn == nil {
		conn, err := acquireForAppending(ctx, f.pool)
		if err != nil {
			return flushed{}, err
		}
		f.conn = conn
	}
	if len(batch) == 1 && !uncertain && !f.oneLane && fitsAlone(batch[0].Append) {
		return appendAlone(ctx, f.conn.Conn(), batch[0].Append)
	}
	return appendTogether(ctx, f.conn.Conn(), batch, uncertain)
}

// acquireForAppending takes a connection that the appender keeps to itself.
// Sequential scans are off: the plans are made while the tables are empty and
// then kept, and a scan of every stream for every flush made appends slow down
// with the length of the log (1,200/s instead of 15,000/s after 100,000 events).
func acquireForAppending(ctx context.Context, pool *pgxpool.Pool) (*pgxpool.Conn, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "SET enable_seqscan = off"); err != nil {
		conn.Release()
		return nil, err
	}
	return conn, nil
}

// deliver answers every command of a batch that was committed.
func (a *appender) deliver(batch []*pending, f flushed) {
	if f.head > 0 {
		a.heard(f.head)
	}
	for i, p := range batch {
		p.answer <- f.answers[i]
	}
	if a.metrics != nil {
		a.report(batch, f)
	}
}

func (a *appender) report(batch []*pending, f flushed) {
	total := 0
	for i, p := range batch {
		if err := f.answers[i].err; err != nil {
			a.metrics.Refused(reason(err))
			continue
		}
		total += int(events(p.Append))
	}
	a.metrics.Flushed(len(batch), total, time.Since(batch[0].since), f.locked)
}

// fail handles a batch that the server refused as a whole. A data error is one
// command's fault: the batch is halved until it stands alone, so that its
// neighbours are recorded.
func (f *flusher) fail(ctx context.Context, batch []*pending, err error) {
	if _, err := f.conn.Conn().Exec(ctx, "ROLLBACK"); err != nil {
		f.release() // a transaction that cannot be ended is not a connection to keep
	}
	if isDataError(err) && len(batch) > 1 {
		half := len(batch) / 2
		f.flush(ctx, batch[:half])
		f.flush(ctx, batch[half:])
		return
	}
	for _, p := range batch {
		f.answer(p, refusal(err))
	}
}

// refusal is what a command is told when the server refused it on its own.
func refusal(err error) error {
	if isDataError(err) {
		return fmt.Errorf("%w: %w", eventlog.ErrInvalid, plain(err))
	}
	return unavailable(err)
}

// abandon gives up on a batch after patience ran out.
func (a *appender) abandon(batch []*pending, err error, uncertain bool) {
	told := eventlog.ErrUnavailable
	if uncertain {
		told = eventlog.ErrUnknownOutcome
	}
	for _, p := range batch {
		a.answer(p, fmt.Errorf("%w: %w", told, plain(err)))
	}
}

func (a *appender) answer(p *pending, err error) {
	p.answer <- answer{err: err}
	if a.metrics != nil {
		a.metrics.Refused(reason(err))
	}
}

// reason names an error in a word, for metrics.
func reason(err error) string {
	switch {
	case eventlog.IsConflict(err):
		return "conflict"
	case errors.Is(err, eventlog.ErrKeyReused):
		return "key_reused"
	case errors.Is(err, eventlog.ErrMarkTaken):
		return "mark_taken"
	case errors.Is(err, eventlog.ErrClockBehind):
		return "clock_behind"
	case errors.Is(err, eventlog.ErrUnknownOutcome):
		return "unknown_outcome"
	case errors.Is(err, eventlog.ErrUnavailable):
		return "unavailable"
	}
	return "invalid"
}
