package postgres

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
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

// returning is how long a flush waits for the writers that the flush before it
// answered: they are on their way with their next command. A flush costs as much
// as a dozen of its commands, so it is dear to leave without them. Who writes
// alone, or beside one other, never waits.
const returning = 500 * time.Microsecond

// appender is the group commit: one flusher that takes whatever is waiting and
// commits it together, while the next batch gathers. A second flusher, at work
// while the first waits for the disk, only halves the batches: 32 writers were
// slower by a fifth with it.
type appender struct {
	pool    *pgxpool.Pool
	waiting chan *pending
	heard   func(eventlog.Position)
	logger  *slog.Logger
	metrics LogMetrics
	oneLane bool
	careful bool
	// patience is how long a flush tries before its commands are told that the
	// database cannot be reached.
	patience     time.Duration
	lockPatience time.Duration
	stopped      chan struct{} // closed when nothing is flushed any more
}

// flusher is what only the goroutine that flushes touches.
type flusher struct {
	*appender
	line
	held    *pending  // taken from waiting, did not fit the last flush
	large   int       // how many commands the last flush had
	earlier []backend // of earlier tries of this flush, which may still carry out what was sent
}

// pending is one command on its way. It is answered once, unless its caller
// took it back.
type pending struct {
	eventlog.Append
	bytes  int
	since  time.Time
	answer chan answer
	// claimed by whoever comes first: a flusher that takes it along, or the
	// caller who stopped waiting while it still stood in the queue.
	claimed atomic.Bool
}

func (p *pending) claim() bool { return p.claimed.CompareAndSwap(false, true) }

type answer struct {
	receipt eventlog.Receipt
	err     error
}

func newAppender(pool *pgxpool.Pool, o LogOptions, heard func(eventlog.Position)) *appender {
	return &appender{
		pool:         pool,
		waiting:      make(chan *pending, 2*flushCommands),
		heard:        heard,
		logger:       o.Logger,
		metrics:      o.Metrics,
		oneLane:      o.OneLane,
		careful:      o.Careful,
		patience:     o.Patience,
		lockPatience: o.lockPatience,
		stopped:      make(chan struct{}),
	}
}

func (a *appender) append(ctx context.Context, command eventlog.Append) (eventlog.Receipt, error) {
	if ctx.Err() != nil {
		return eventlog.Receipt{}, notBegun(ctx)
	}
	p := &pending{Append: ownCopy(command), bytes: size(command), since: time.Now(), answer: make(chan answer, 1)}
	select {
	case a.waiting <- p:
	case <-ctx.Done():
		return eventlog.Receipt{}, notBegun(ctx)
	case <-a.stopped:
		return eventlog.Receipt{}, closing()
	}
	select {
	case got := <-p.answer:
		return got.receipt, got.err
	case <-ctx.Done():
		return p.takeBack(ctx)
	case <-a.stopped:
		return p.lastAnswer(closing())
	}
}

// takeBack is for a caller who stops waiting. What no flusher has taken yet is
// never sent; what one has may be part of a commit at this moment, and to say
// "not recorded" of it could be a lie.
func (p *pending) takeBack(ctx context.Context) (eventlog.Receipt, error) {
	if p.claim() {
		return eventlog.Receipt{}, notBegun(ctx)
	}
	return p.lastAnswer(fmt.Errorf("%w: %w", eventlog.ErrUnknownOutcome, ctx.Err()))
}

// lastAnswer is the answer, if it has come, and otherwise what is known without it.
func (p *pending) lastAnswer(otherwise error) (eventlog.Receipt, error) {
	select {
	case got := <-p.answer:
		return got.receipt, got.err
	default:
		return eventlog.Receipt{}, otherwise
	}
}

// ownCopy keeps what is hashed and what is sent the same: a caller who stopped
// waiting may already be filling its buffers with something else.
func ownCopy(command eventlog.Append) eventlog.Append {
	command.Changes = slices.Clone(command.Changes)
	for i, c := range command.Changes {
		events := slices.Clone(c.Events)
		for j, e := range events {
			events[j].Payload, events[j].Metadata = bytes.Clone(e.Payload), bytes.Clone(e.Metadata)
		}
		command.Changes[i].Events = events
	}
	command.DataKeys = slices.Clone(command.DataKeys)
	for i, k := range command.DataKeys {
		command.DataKeys[i].Wrapped = bytes.Clone(k.Wrapped)
	}
	command.Marks = slices.Clone(command.Marks)
	if command.Key != nil {
		key := *command.Key
		command.Key = &key
	}
	return command
}

func notBegun(ctx context.Context) error {
	return fmt.Errorf("%w: nothing was sent yet: %w", eventlog.ErrUnavailable, ctx.Err())
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
	for i := range command.DataKeys {
		n += len(command.DataKeys[i].Wrapped)
	}
	return n
}

// run flushes until it is told to stop.
func (a *appender) run(ctx context.Context) {
	defer close(a.stopped)
	f := &flusher{appender: a, line: line{pool: a.pool, forLock: a.lockPatience}}
	defer f.close()
	f.run(ctx)
}

// run finishes a flush that has begun before it stops, so that nobody is left
// with an unknown outcome by an orderly stop.
func (f *flusher) run(ctx context.Context) {
	for {
		first := f.next(ctx)
		if first == nil {
			return
		}
		f.flush(context.WithoutCancel(ctx), f.gather(first))
	}
}

// next waits for a command; nil when the log is closed.
func (f *flusher) next(ctx context.Context) *pending {
	if p := f.held; p != nil {
		f.held = nil
		return p
	}
	// A lock that was taken ahead keeps other programs waiting. One that is still
	// waited for does not: a command that comes until then keeps the place in line.
	var tooLate <-chan time.Time
	if f.holds() {
		tooLate = time.After(returning)
	}
	late := false
	for ctx.Err() == nil {
		select {
		case p := <-f.waiting:
			if p.claim() {
				return p
			}
		case t := <-f.ahead:
			if f.take(t); late {
				f.yield(ctx)
			}
		case <-tooLate:
			if late = true; f.got != nil {
				f.yield(ctx)
			}
		case <-ctx.Done():
		}
	}
	return nil
}

// gather takes what is waiting, up to the limits of a flush. What comes until
// the lock is there goes along.
func (f *flusher) gather(first *pending) []*pending {
	f.await()
	batch, bytes := []*pending{first}, first.bytes
	var late <-chan time.Time
	if f.expected() > 1 {
		late = time.After(returning)
	}
	for len(batch) < flushCommands {
		p := f.another(len(batch), late)
		if p == nil {
			break
		}
		if !p.claim() {
			continue
		}
		if bytes += p.bytes; bytes > flushBytes {
			f.held = p
			break
		}
		batch = append(batch, p)
	}
	f.large = len(batch)
	return batch
}

// expected is how many commands are worth waiting for: not all writers return.
func (f *flusher) expected() int { return f.large * 3 / 4 }

// another gives one more command for a flush that has some, nil when it is to begin.
func (f *flusher) another(have int, late <-chan time.Time) *pending {
	select {
	case p := <-f.waiting:
		return p
	default:
	}
	if have >= f.expected() {
		return nil
	}
	select {
	case p := <-f.waiting:
		return p
	case <-late:
		return nil
	}
}
