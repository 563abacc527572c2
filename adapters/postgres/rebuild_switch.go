package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// switchTo brings a built schema up to the present and has it read from then
// on. The last few events are projected while the active row is held, so that
// the new rows never stand before the old ones: who read their own write from
// these finds it in those.
func (r *Runner) switchTo(ctx context.Context, b build, at eventlog.Position) error {
	plan, err := planSchema(ctx, r.db.app, b.schema, b.projection)
	if err != nil {
		return err
	}
	if at, err = r.followToPresent(ctx, b, plan, at); err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, r.db.owner, func(tx pgx.Tx) error { return r.exchange(ctx, tx, b, plan, at) })
	if err != nil {
		return fmt.Errorf("switch %s to its new tables (the old ones are still being read): %w", b.projection.Name, err)
	}
	r.watch.heard(b.projection.Name)
	return nil
}

// maxRounds bounds the catching up before the switch: where projecting is as
// fast as the catching up, the rest never gets small by itself.
const maxRounds = 5

// followToPresent goes on until so little is left that it can be done while
// projecting waits. The present is where the rows stand that are being read:
// the new ones need not be newer than these.
func (r *Runner) followToPresent(ctx context.Context, b build, plan *schemaPlan, at eventlog.Position) (eventlog.Position, error) {
	for range maxRounds {
		var present eventlog.Position
		err := r.db.app.QueryRow(ctx, `SELECT coalesce(max(position), 0) FROM projections WHERE name = $1 AND active`, b.projection.Name).Scan(&present)
		if err != nil {
			return at, unavailable(err)
		}
		if err := r.follow(ctx, plan, at, present, func() error { return nil }); err != nil {
			return at, err
		}
		if present-at < batchEvents {
			return max(at, present), nil
		}
		at = present
	}
	return at, nil
}

func (r *Runner) exchange(ctx context.Context, tx pgx.Tx, b build, plan *schemaPlan, at eventlog.Position) error {
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", schemaLock); err != nil {
		return unavailable(err)
	}
	active, err := activeRevision(ctx, tx, b.projection.Name)
	if err != nil {
		return err
	}
	if active != nil {
		if active.number > b.projection.Revision {
			return newerRevision(b.projection, active.number)
		}
		if err := r.follow(ctx, plan, at, active.at, stillHere(ctx, tx)); err != nil {
			return err
		}
		at = max(at, active.at)
		if err := retire(ctx, tx, b, active); err != nil {
			return err
		}
	}
	return activate(ctx, tx, b, at)
}

// stillHere keeps a transaction from being ended as idle while work for it goes
// on elsewhere. A program that is stopped meanwhile does lose it, and with it
// the row that projecting waits for.
func stillHere(ctx context.Context, tx pgx.Tx) func() error {
	return func() error {
		_, err := tx.Exec(ctx, "SELECT")
		return unavailable(err)
	}
}

// retire stops reading the old tables and enters them to be dropped.
func retire(ctx context.Context, tx pgx.Tx, b build, old *activeOne) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO builds (schema, projection, revision, switches, lease_until)
		VALUES ($1, $2, $3, false, '-infinity')`, old.schema, b.projection.Name, old.number)
	if err != nil || old.number == b.projection.Revision {
		return unavailable(err)
	}
	_, err = tx.Exec(ctx, `
		UPDATE projections
		SET status = 'retired', active = false, fence = fence + 1, owner = NULL, lease_until = NULL,
			stopped_at = NULL, stop_reason = NULL, updated_at = clock_timestamp()
		WHERE name = $1 AND revision = $2`, b.projection.Name, old.number)
	return unavailable(err)
}

// activate raises the fence: whoever projects to the old tables has to ask anew
// where the tables are. A stopped projection runs again, because the build got
// past the event; a paused one stays paused.
func activate(ctx context.Context, tx pgx.Tx, b build, at eventlog.Position) error {
	schema, err := settleName(ctx, tx, b)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO projections (name, revision, status, active, schema, position)
		VALUES ($1, $2, 'running', true, $3, $4)
		ON CONFLICT (name, revision) DO UPDATE
		SET status = CASE projections.status WHEN 'paused' THEN 'paused' ELSE 'running' END,
			active = true, schema = excluded.schema, position = excluded.position, fence = projections.fence + 1,
			owner = NULL, lease_until = NULL, stopped_at = NULL, stop_reason = NULL, updated_at = clock_timestamp()`,
		b.projection.Name, b.projection.Revision, schema, int64(at))
	if err != nil {
		return unavailable(err)
	}
	_, err = tx.Exec(ctx, `SELECT pg_notify($1, $2)`, projectedChannel, fmt.Sprintf("%s:%d", b.projection.Name, at))
	return unavailable(err)
}

// settleName ends the build, and gives its schema the plain name of the
// revision when that is free. It is not when the same revision is being read:
// then the names must not be exchanged, because a reader whose snapshot is
// older than the build would find tables under the name it knows, and see them empty.
func settleName(ctx context.Context, tx pgx.Tx, b build) (string, error) {
	tag, err := tx.Exec(ctx, `DELETE FROM builds WHERE schema = $1`, b.schema)
	if err != nil {
		return "", unavailable(err)
	}
	if tag.RowsAffected() == 0 {
		return "", fmt.Errorf("the build of %s was taken for dead and swept away: run it again", b.projection.Name)
	}
	plain := schemaOf(b.projection.Name, b.projection.Revision)
	var taken bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)`, plain).Scan(&taken); err != nil || taken {
		return b.schema, unavailable(err)
	}
	_, err = tx.Exec(ctx, fmt.Sprintf("ALTER SCHEMA %s RENAME TO %s", quoted(b.schema), quoted(plain)))
	return plain, unavailable(err)
}
