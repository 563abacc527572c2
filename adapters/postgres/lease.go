package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// A lease is a row with a fencing number, not a session lock: session locks
// die behind a connection pooler and long transactions stall others (Marten
// #5125). All times are the database's: the owners' clocks may differ.

const acquireSQL = `
UPDATE projections
SET owner = $3, fence = fence + 1, lease_until = clock_timestamp() + $4::interval
WHERE name = $1
    AND revision = $2
    AND status = 'running'
    AND (owner IS NULL OR lease_until < clock_timestamp())
RETURNING fence, position`

const renewSQL = `
UPDATE projections
SET lease_until = clock_timestamp() + $5::interval
WHERE name = $1
    AND revision = $2
    AND owner = $3
    AND fence = $4
    AND status = 'running'
RETURNING fence, position`

const releaseSQL = `
UPDATE projections
SET owner = NULL, lease_until = NULL
WHERE name = $1
    AND revision = $2
    AND owner = $3
    AND fence = $4`

// stopSQL insists on the position: an event that was applied meanwhile, by
// whoever took over, is not a bad one.
const stopSQL = `
UPDATE projections
SET status = 'stopped', stopped_at = $5, stop_reason = $6,
    owner = NULL, lease_until = NULL, updated_at = clock_timestamp()
WHERE name = $1
    AND revision = $2
    AND owner = $3
    AND fence = $4
    AND status = 'running'
    AND position = $5 - 1`

// Acquire takes the lease of a running projection when it is free or lapsed.
func (r *Runner) Acquire(ctx context.Context, name string, revision int, owner uuid.UUID, ttl time.Duration) (projections.Lease, bool, error) {
	l := projections.Lease{Name: name, Revision: revision, Owner: owner}
	ok, err := r.lease(ctx, &l, acquireSQL, name, revision, owner, ttl)
	if err != nil {
		return l, false, fmt.Errorf("take the lease of %s: %w", name, err)
	}
	return l, ok, nil
}

// Renew keeps the lease, and tells false when it was lost or the projection is
// no longer to run. One that lapsed without anybody taking it is still ours.
func (r *Runner) Renew(ctx context.Context, l projections.Lease, ttl time.Duration) (projections.Lease, bool, error) {
	ok, err := r.lease(ctx, &l, renewSQL, l.Name, l.Revision, l.Owner, l.Fence, ttl)
	if err != nil {
		return l, false, fmt.Errorf("renew the lease of %s: %w", l.Name, err)
	}
	return l, ok, nil
}

func (r *Runner) lease(ctx context.Context, l *projections.Lease, sql string, args ...any) (bool, error) {
	err := r.db.app.QueryRow(ctx, sql, args...).Scan(&l.Fence, &l.Position)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, unavailable(err)
}

// Release gives the lease back, so that the next owner need not wait for it to lapse.
func (r *Runner) Release(ctx context.Context, l projections.Lease) error {
	_, err := r.db.app.Exec(ctx, releaseSQL, l.Name, l.Revision, l.Owner, l.Fence)
	if err != nil {
		return fmt.Errorf("release the lease of %s: %w", l.Name, unavailable(err))
	}
	return nil
}

// Stop records that a projection cannot go on beyond the event before a
// position, and alarms. False: the lease was lost, and the event is another owner's to judge.
func (r *Runner) Stop(ctx context.Context, l projections.Lease, at eventlog.Position, reason string) (bool, error) {
	tag, err := r.db.app.Exec(ctx, stopSQL, l.Name, l.Revision, l.Owner, l.Fence, int64(at), reason)
	if err != nil {
		return false, fmt.Errorf("stop %s at position %d: %w", l.Name, at, unavailable(err))
	}
	if tag.RowsAffected() == 0 {
		return false, nil
	}
	r.options.Logger.Error("projection stopped: it cannot take an event, and what is read of it grows old; "+
		"mend the cause and resume it", "projection", l.Name, "revision", l.Revision, "position", int64(at), "reason", reason)
	r.options.Metrics.StoppedAt(l.Name, at)
	return true, nil
}
