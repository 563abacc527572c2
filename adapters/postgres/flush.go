package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ruggensteun/domain/eventlog"
)

// patience bounds how long a flush tries to reach the database before its
// commands are told that it cannot be reached. Longer than a restart of the
// server, shorter than people wait at a form.
const patience = 10 * time.Second

// flush commits a batch and answers each of its commands.
func (f *flusher) flush(ctx context.Context, batch []*pending) {
	ctx, cancel := context.WithTimeout(ctx, 3*f.patience)
	defer cancel()
	how := hopeful
	if f.careful || !mayHope(batch) {
		how = careful
	}
	f.earlier = nil
	f.commit(ctx, batch, how, time.Now().Add(f.patience))
}

// manner is how a flush goes about a batch.
type manner int

const (
	hopeful   manner = iota // writes what the commands expect, and lets the database object
	careful                 // looks, under the lock, and decides command by command
	uncertain               // careful, because an earlier try may have been committed
)

// commit tries until patience runs out: the lock, the keys and the event ids
// tell what of an earlier try was committed after all.
func (f *flusher) commit(ctx context.Context, batch []*pending, how manner, giveUp time.Time) {
	for tries := 1; ; tries++ {
		outcome, err := f.attempt(ctx, batch, how)
		if err == nil {
			f.deliver(batch, outcome)
			return
		}
		f.settle(ctx, err)
		switch {
		case outcome.sent && brokenConnection(err):
			how = uncertain
		case how == hopeful && disappointed(err):
			how = careful
			continue
		}
		if isDataError(err) && len(batch) > 1 {
			f.halve(ctx, batch, how, giveUp)
			return
		}
		if !passes(err) || time.Now().After(giveUp) || ctx.Err() != nil {
			f.refuse(batch, err, how == uncertain)
			return
		}
		if tries == 1 {
			f.logger.Warn("appending did not succeed, trying again", "error", plain(err))
		}
		pause(ctx, 100*time.Millisecond)
	}
}

// attempt is one try at committing a batch on a live connection.
func (f *flusher) attempt(ctx context.Context, batch []*pending, how manner) (flushed, error) {
	if how == uncertain && len(f.earlier) > 0 {
		if err := f.endEarlier(ctx); err != nil {
			return flushed{}, err
		}
	}
	if len(batch) > 1 || how == uncertain || f.oneLane || f.holds() || !fitsAlone(batch[0].Append) {
		return f.appendTogether(ctx, batch, how)
	}
	if err := f.connect(ctx); err != nil {
		return flushed{}, err
	}
	out, err := appendAlone(ctx, f.conn.Conn(), batch[0].Append)
	if b, known := backendOf(f.conn); known && err != nil && brokenConnection(err) {
		f.earlier = append(f.earlier, b)
	}
	return out, err
}

// settle ends what a failed try left open.
func (f *flusher) settle(ctx context.Context, err error) {
	switch {
	case f.conn == nil:
		return
	case brokenConnection(err):
		f.drop()
		return
	case isCode(err, lockTimedOut):
		f.evict(ctx)
		return
	}
	if _, err := f.conn.Conn().Exec(ctx, "ROLLBACK"); err != nil {
		f.drop() // a transaction that cannot be ended is not a connection to keep
	}
}

// halve is for a batch in which one command has data that the server refuses:
// it is halved until that command stands alone, so that its neighbours are
// recorded. What the server has judged was not committed by an earlier try.
func (f *flusher) halve(ctx context.Context, batch []*pending, how manner, giveUp time.Time) {
	half := len(batch) / 2
	f.commit(ctx, batch[:half], how, giveUp)
	f.commit(ctx, batch[half:], how, giveUp)
}

// refuse tells every command of a batch that it was not recorded, or that
// nobody knows.
func (f *flusher) refuse(batch []*pending, err error, nobodyKnows bool) {
	var told error
	switch {
	case isDataError(err): // also of any try before
		told = fmt.Errorf("%w: %w", eventlog.ErrInvalid, plain(err))
	case nobodyKnows:
		told = fmt.Errorf("%w: %w", eventlog.ErrUnknownOutcome, plain(err))
	default:
		told = fmt.Errorf("%w: %w", eventlog.ErrUnavailable, plain(err))
	}
	for _, p := range batch {
		f.answer(p, told)
	}
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
