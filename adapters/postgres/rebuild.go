package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// worthBuilding is the length of a log from which a projection that nobody has
// seen yet is built in bulk rather than projected batch by batch.
const worthBuilding = 20_000

// Prepare makes a projection ready to be projected and read at this program's
// revision: introduces it, or builds it beside the older one that is being
// read meanwhile. When another program is building it, it waits for that.
func (r *Runner) Prepare(ctx context.Context, p projections.Projection, progress Progress) error {
	for {
		ready, err := r.ready(ctx, p)
		if err != nil || ready {
			return err
		}
		_, err = r.Rebuild(ctx, p, progress)
		if !errors.Is(err, ErrBuilding) {
			return err
		}
		pause(ctx, 500*time.Millisecond)
		if ctx.Err() != nil {
			return fmt.Errorf("wait for the program that builds %s: %w", p.Name, ctx.Err())
		}
	}
}

func (r *Runner) ready(ctx context.Context, p projections.Projection) (bool, error) {
	head, err := r.log.Head(ctx)
	if err != nil {
		return false, err
	}
	if head > worthBuilding {
		var known bool
		err := r.db.app.QueryRow(ctx, `SELECT EXISTS (SELECT FROM projections WHERE name = $1 AND active)`, p.Name).Scan(&known)
		if err != nil || !known {
			return false, unavailable(err)
		}
	}
	return r.Register(ctx, p)
}

// Rebuild makes a projection's rows anew from the log, beside those that are
// being read, compares the two, and switches. Appending, projecting and reading
// go on meanwhile. Cancelled, also by Cancel, it leaves nothing behind; killed, the next one
// tidies up. What differed is reported and does not keep it from switching:
// the log is the truth.
func (r *Runner) Rebuild(ctx context.Context, p projections.Projection, progress Progress) (Comparison, error) {
	if err := r.checkRevision(ctx, p); err != nil {
		return Comparison{}, err
	}
	var compared Comparison
	err := r.building(ctx, p, true, func(ctx context.Context, b build) error {
		head, err := r.log.Head(ctx)
		if err != nil {
			return err
		}
		if err := r.fill(ctx, b, head, b.reached.telling(progress)); err != nil {
			return err
		}
		if err := r.finish(ctx, b); err != nil {
			return err
		}
		if compared, err = r.compare(ctx, b, head); err != nil {
			return err
		}
		return r.switchTo(ctx, b, head)
	})
	if err != nil {
		return compared, err
	}
	if err := r.Sweep(ctx); err != nil {
		r.options.Logger.Warn("replaced tables are still there, the next rebuild drops them", "projection", p.Name, "error", err)
	}
	return compared, nil
}

// Compare builds a projection from the log into a scratch schema and compares
// it with the rows that are being read, at their position. It changes nothing.
func (r *Runner) Compare(ctx context.Context, p projections.Projection, progress Progress) (Comparison, error) {
	at, err := r.activePosition(ctx, p.Name)
	if err != nil {
		return Comparison{}, err
	}
	var compared Comparison
	err = r.building(ctx, p, false, func(ctx context.Context, b build) error {
		if err := r.fill(ctx, b, at, b.reached.telling(progress)); err != nil {
			return err
		}
		compared, err = r.compare(ctx, b, at)
		return errors.Join(err, r.abandon(ctx, b))
	})
	return compared, err
}

func (r *Runner) checkRevision(ctx context.Context, p projections.Projection) error {
	var active int
	err := r.db.app.QueryRow(ctx, `SELECT coalesce(max(revision), 0) FROM projections WHERE name = $1 AND active`, p.Name).Scan(&active)
	if err != nil {
		return fmt.Errorf("ask which revision of %s is read: %w", p.Name, unavailable(err))
	}
	if active > p.Revision {
		return newerRevision(p, active)
	}
	return nil
}

// building runs the steps of a build under its lease, and drops what it made
// when they fail.
func (r *Runner) building(ctx context.Context, p projections.Projection, switches bool, steps func(context.Context, build) error) error {
	if err := r.Sweep(ctx); err != nil {
		r.options.Logger.Warn("left-over tables are still there", "projection", p.Name, "error", err)
	}
	b, err := r.startBuild(ctx, p, switches)
	if err != nil {
		return err
	}
	work, lost := context.WithCancelCause(ctx)
	defer lost(nil)
	go r.keepBuild(work, lost, b)
	if err := steps(work, b); err != nil {
		if cause := context.Cause(work); cause != nil && !errors.Is(err, cause) {
			err = errors.Join(cause, err)
		}
		return errors.Join(err, r.abandon(ctx, b))
	}
	return nil
}

// finish makes a bulk-loaded schema ready to be read.
func (r *Runner) finish(ctx context.Context, b build) error {
	return pgx.BeginFunc(ctx, r.db.owner, func(tx pgx.Tx) error {
		if err := finishSchema(ctx, tx, b.schema, b.projection); err != nil {
			return err
		}
		var analyze []string
		for _, t := range b.projection.Tables {
			analyze = append(analyze, "ANALYZE "+qualified(b.schema, t.Name()))
		}
		return execAll(ctx, tx, "gather statistics of "+b.schema, analyze)
	})
}

// follow projects to a built schema batch by batch, which has no position of
// its own to move yet.
func (r *Runner) follow(ctx context.Context, plan *schemaPlan, after, to eventlog.Position, eachPage func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for page := range r.pagesTo(ctx, after, to) {
		if page.err != nil {
			return page.err
		}
		if err := r.insert(ctx, plan, page.events); err != nil {
			return fmt.Errorf("project events %d to %d to %s: %w", page.events[0].Position, page.events[len(page.events)-1].Position, plan.schema, err)
		}
		if err := eachPage(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (r *Runner) insert(ctx context.Context, plan *schemaPlan, batch []projections.Event) error {
	conn, err := r.db.app.Acquire(ctx)
	if err != nil {
		return unavailable(err)
	}
	defer conn.Release()
	lists, err := plan.foldBatch(ctx, conn.Conn(), batch)
	if err != nil {
		return err
	}
	_, err = plan.write(ctx, conn.Conn(), plan.insert, nil, lists)
	return err
}
