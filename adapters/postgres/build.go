package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

// ErrBuilding: another program is building this projection; wait for it.
var ErrBuilding = errors.New("another program is building this projection")

// ErrCancelled: somebody asked that the build stops.
var ErrCancelled = errors.New("the build was cancelled")

// A build's schema has a name of its own: one that was stopped, and wakes up
// when it is long given up, cannot write into its successor's.
type build struct {
	projection projections.Projection
	schema     string
	switches   bool
	reached    *reached
}

// reached is how far a build is, for whoever asks the database.
type reached struct{ done, total atomic.Int64 }

// telling notes how far it is, and passes it on.
func (f *reached) telling(to Progress) Progress {
	return func(done, total int64) {
		f.done.Store(done)
		f.total.Store(total)
		if to != nil {
			to(done, total)
		}
	}
}

// buildLease is longer than a projection's: a build competes with everything
// else for the database, and nobody waits for it.
func (r *Runner) buildLease() time.Duration { return 4 * r.options.LeaseTime }

// startBuild enters a schema as being built and makes its tables.
func (r *Runner) startBuild(ctx context.Context, p projections.Projection, switches bool) (build, error) {
	if err := checkProjection(p); err != nil {
		return build{}, err
	}
	b := build{projection: p, switches: switches, reached: &reached{}}
	b.schema = fmt.Sprintf("%s_%x", schemaOf(p.Name, p.Revision), uuid.New().ID())
	if err := r.enterBuild(ctx, b); err != nil {
		return build{}, fmt.Errorf("begin to build %s: %w", p.Name, err)
	}
	err := pgx.BeginFunc(ctx, r.db.owner, func(tx pgx.Tx) error { return makeBareSchema(ctx, tx, b.schema, p) })
	if err != nil {
		return build{}, errors.Join(err, r.abandon(ctx, b))
	}
	return b, nil
}

func (r *Runner) enterBuild(ctx context.Context, b build) error {
	return pgx.BeginFunc(ctx, r.db.owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", schemaLock); err != nil {
			return unavailable(err)
		}
		var busy bool
		err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM builds WHERE projection = $1 AND switches AND lease_until > clock_timestamp())`,
			b.projection.Name).Scan(&busy)
		if err != nil {
			return unavailable(err)
		}
		if busy && b.switches {
			return ErrBuilding
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO builds (schema, projection, revision, switches, lease_until)
			VALUES ($1, $2, $3, $4, clock_timestamp() + $5::interval)`,
			b.schema, b.projection.Name, b.projection.Revision, b.switches, r.buildLease())
		return unavailable(err)
	})
}

// keepBuild renews a build's lease until the context ends and says how far it is. It ends the build
// when somebody asked for that, or swept it away.
func (r *Runner) keepBuild(ctx context.Context, lost context.CancelCauseFunc, b build) {
	for {
		pause(ctx, min(time.Second, r.buildLease()/4))
		if ctx.Err() != nil {
			return
		}
		var cancelled bool
		err := r.db.app.QueryRow(ctx, `
			UPDATE builds
			SET lease_until = clock_timestamp() + $2::interval, done = $3, total = $4
			WHERE schema = $1
			RETURNING cancelled`,
			b.schema, r.buildLease(), b.reached.done.Load(), b.reached.total.Load()).Scan(&cancelled)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			lost(fmt.Errorf("the build of %s was taken for dead and swept away: run it again", b.projection.Name))
			return
		case err == nil && cancelled:
			lost(ErrCancelled)
			return
		}
	}
}

// Cancel asks whichever program makes a projection anew to stop, which it does within a second. What
// is being read stays as it is.
func (r *Runner) Cancel(ctx context.Context, name string) error {
	tag, err := r.db.app.Exec(ctx, `UPDATE builds SET cancelled = true WHERE projection = $1 AND switches AND lease_until > clock_timestamp()`, name)
	if err != nil {
		return fmt.Errorf("cancel the build of %s: %w", name, unavailable(err))
	}
	if tag.RowsAffected() == 0 {
		return fault.New(fault.Refused, "nothing makes "+name+" anew now, so there is nothing to cancel")
	}
	return nil
}

// abandon drops what a build made. It works on when the build was cancelled:
// that is when it is needed.
func (r *Runner) abandon(ctx context.Context, b build) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	return r.drop(ctx, b.schema)
}

// Sweep drops the schemas that killed builds and replaced revisions left. One
// that is still being read is left for the next time.
func (r *Runner) Sweep(ctx context.Context) error {
	rows, err := r.db.owner.Query(ctx, `SELECT schema FROM builds WHERE lease_until < clock_timestamp()`)
	if err != nil {
		return fmt.Errorf("look for left-over schemas: %w", unavailable(err))
	}
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("look for left-over schemas: %w", unavailable(err))
	}
	for _, schema := range left {
		err = errors.Join(err, r.drop(ctx, schema))
	}
	return err
}

// drop removes a schema and then its entry. It waits only briefly for readers:
// whoever waits to drop holds up all readers behind it.
//
// What is being read by now is never dropped. A build whose switch was committed
// while the answer got lost takes itself for failed, and who listed what to
// sweep may have slept through a switch that took the name over.
func (r *Runner) drop(ctx context.Context, schema string) error {
	err := pgx.BeginFunc(ctx, r.db.owner, func(tx pgx.Tx) error {
		// Waits for a switch under way, of which nobody knows yet how it ends.
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", schemaLock); err != nil {
			return err
		}
		var read bool
		err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM projections WHERE schema = $1 AND active)", schema).Scan(&read)
		if err != nil {
			return err
		}
		if !read {
			if err := dropSchema(ctx, tx, schema); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, "DELETE FROM builds WHERE schema = $1", schema)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop the left-over schema %s (it is tried again with the next rebuild): %w", schema, unavailable(err))
	}
	return nil
}

func dropSchema(ctx context.Context, tx pgx.Tx, schema string) error {
	if _, err := tx.Exec(ctx, "SET LOCAL lock_timeout = '500ms'"); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DROP SCHEMA IF EXISTS "+quoted(schema)+" CASCADE")
	return err
}
