package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

// projectedChannel carries "name:position" after every batch and every switch.
const projectedChannel = "ruggensteun_projected"

// Projected waits until what is read of a projection has reached a position,
// for reading one's own write. The caller bounds it by the context.
func (r *Runner) Projected(ctx context.Context, name string, position eventlog.Position) error {
	r.watching.Do(func() {
		r.done.Add(1)
		go func() { defer r.done.Done(); r.watch.run(r.ctx) }()
	})
	for {
		news := r.watch.news(name)
		at, err := r.activePosition(ctx, name)
		if err == nil && at >= position {
			return nil
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
		if !awaitNews(ctx, news) {
			return r.late(ctx, name, position)
		}
	}
}

// awaitNews is false when the time is up. Polling stands behind the
// notifications, which may get lost.
func awaitNews(ctx context.Context, news <-chan struct{}) bool {
	poll := time.NewTimer(jitter(200 * time.Millisecond))
	defer poll.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-news:
	case <-poll.C:
	}
	return true
}

func (r *Runner) activePosition(ctx context.Context, name string) (eventlog.Position, error) {
	var at int64
	err := r.db.app.QueryRow(ctx, `SELECT position FROM projections WHERE name = $1 AND active`, name).Scan(&at)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, fault.New(fault.Unavailable, fmt.Sprintf("%s is not built yet: start a server, or run `ruggensteun projections rebuild %[1]s`", name))
	}
	if err != nil {
		return 0, fmt.Errorf("ask where %s stands: %w", name, unavailable(err))
	}
	return eventlog.Position(at), nil
}

// late says why the wait was in vain and what to do.
func (r *Runner) late(ctx context.Context, name string, position eventlog.Position) error {
	cause := ctx.Err()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	why := "the database does not answer: try again later"
	if s, err := r.active(ctx, name); err == nil {
		why = s.explain()
	}
	return fault.Wrap(fault.Unavailable, fmt.Sprintf("%s has not reached position %d yet: %s", name, position, why), cause)
}

// explain says for people why a projection is not further.
func (s ProjectionStatus) explain() string {
	since := s.Updated.Format(time.RFC3339)
	switch {
	case s.StoppedAt > 0:
		return fmt.Sprintf("it stopped at event %d at %s (%s); mend the cause, then run `ruggensteun projections resume %s`",
			s.StoppedAt, since, s.StopReason, s.Name)
	case s.Status == projections.Paused:
		return fmt.Sprintf("it was paused at %s at position %d; run `ruggensteun projections resume %s`", since, s.Position, s.Name)
	case !s.OwnerAlive:
		return fmt.Sprintf("it stands at %d since %s and nobody is working on it; start a server", s.Position, since)
	}
	return fmt.Sprintf("it stands at %d and is being worked on; try again in a moment", s.Position)
}

// projectedListener wakes those who wait for a projection.
type projectedListener struct {
	pool   *pgxpool.Pool
	logger *slog.Logger

	mu    sync.Mutex
	moved map[string]chan struct{} // closed and removed when the projection moves
}

func newProjectedListener(pool *pgxpool.Pool, logger *slog.Logger) *projectedListener {
	return &projectedListener{pool: pool, logger: logger, moved: map[string]chan struct{}{}}
}

// news is closed when the projection moves. Take it before looking, or a move
// in between is missed.
func (l *projectedListener) news(name string) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.moved[name] == nil {
		l.moved[name] = make(chan struct{})
	}
	return l.moved[name]
}

func (l *projectedListener) heard(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if waiting := l.moved[name]; waiting != nil {
		close(waiting)
		delete(l.moved, name)
	}
}

// run listens until the context ends. While it cannot, those who wait poll.
func (l *projectedListener) run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := l.listen(ctx); err != nil && ctx.Err() == nil {
			l.logger.Warn("listening for projected events stopped, polling until it works again", "error", plain(err))
			pause(ctx, pollEvery)
		}
	}
}

func (l *projectedListener) listen(ctx context.Context) error {
	conn, err := l.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "LISTEN "+projectedChannel); err != nil {
		return err
	}
	// A connection that listens must not go back to the pool listening.
	defer conn.Conn().Close(context.WithoutCancel(ctx))
	for {
		n, err := conn.Conn().WaitForNotification(ctx)
		if err != nil {
			return err
		}
		name, _, _ := strings.Cut(n.Payload, ":")
		l.heard(name)
	}
}
