package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

// ProjectionStatus is how one revision of a projection is doing, for the
// operator, health checks and metrics.
type ProjectionStatus struct {
	Name       string
	Revision   int
	Active     bool // the one that is being read
	Status     projections.Status
	Position   eventlog.Position
	Behind     int64         // events in the log that it has not taken yet
	Late       time.Duration // how long the first of these has been waiting
	OwnerAlive bool          // somebody holds the lease
	StoppedAt  eventlog.Position
	StopReason string
	Updated    time.Time // last batch, stop, pause or resume
	Built      int64     // of one that is being built: events that were folded
	ToBuild    int64     // and how many there are
}

// Positions are without gaps, so the head less the position is the number of
// events, and the event behind the position is the one that waits.
const statusSQL = `
SELECT
    p.name, p.revision, p.active, p.status, p.position,
    greatest(h.head - p.position, 0) AS behind,
    coalesce(extract(epoch FROM clock_timestamp() - e.recorded_at), 0)::float8 AS late,
    coalesce(p.lease_until > clock_timestamp(), false) AS owner_alive,
    coalesce(p.stopped_at, 0), coalesce(p.stop_reason, ''), p.updated_at, 0::bigint, 0::bigint
FROM projections p
CROSS JOIN (SELECT coalesce(max(position), 0) AS head FROM events) h
LEFT JOIN events e ON e.position = p.position + 1`

// Builds that are to be read in the end are shown beside what is read now.
const buildsSQL = `
SELECT
    b.projection, b.revision, false, 'building', 0, 0, 0::float8, true, 0, '', b.lease_until, b.done, b.total
FROM builds b
WHERE b.switches AND b.lease_until > clock_timestamp()`

// Status is how all projections are doing, retired ones left out.
func (r *Runner) Status(ctx context.Context) ([]ProjectionStatus, error) {
	rows, err := r.db.app.Query(ctx, statusSQL+"\nWHERE p.status <> 'retired'\nUNION ALL"+buildsSQL+"\nORDER BY 1, 2, 3 DESC")
	if err == nil {
		var all []ProjectionStatus
		if all, err = pgx.CollectRows(rows, scanStatus); err == nil {
			return all, nil
		}
	}
	return nil, fmt.Errorf("ask how the projections are doing: %w", unavailable(err))
}

// active is how the revision that is being read is doing.
func (r *Runner) active(ctx context.Context, name string) (ProjectionStatus, error) {
	rows, err := r.db.app.Query(ctx, statusSQL+"\nWHERE p.name = $1 AND p.active", name)
	if err == nil {
		var s ProjectionStatus
		if s, err = pgx.CollectExactlyOneRow(rows, scanStatus); err == nil {
			return s, nil
		}
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return ProjectionStatus{}, unknownProjection(name)
	}
	return ProjectionStatus{}, fmt.Errorf("ask how %s is doing: %w", name, unavailable(err))
}

func scanStatus(row pgx.CollectableRow) (ProjectionStatus, error) {
	var s ProjectionStatus
	var late float64
	err := row.Scan(&s.Name, &s.Revision, &s.Active, &s.Status, &s.Position, &s.Behind, &late,
		&s.OwnerAlive, &s.StoppedAt, &s.StopReason, &s.Updated, &s.Built, &s.ToBuild)
	s.Late = time.Duration(max(late, 0) * float64(time.Second))
	return s, err
}

func unknownProjection(name string) error {
	return fault.New(fault.NotFound, fmt.Sprintf("there is no projection %q: `ruggensteun projections` lists them", name))
}

// ActiveSchema is where the tables of a projection are that are being read.
// Ask it in the transaction that reads, and again when Switched says so. It is
// not cached, because one look at an index is cheaper than being told of every
// switch, and never wrong. Error: ErrNewer when a newer program made them.
func ActiveSchema(ctx context.Context, tx pgx.Tx, p projections.Projection) (schema string, at eventlog.Position, err error) {
	var revision int
	err = tx.QueryRow(ctx, `SELECT schema, position, revision FROM projections WHERE name = $1 AND active`, p.Name).Scan(&schema, &at, &revision)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", 0, fault.New(fault.Unavailable, p.Name+" is not built yet: start a server")
	case err != nil:
		return "", 0, fmt.Errorf("ask which revision of %s is read: %w", p.Name, unavailable(err))
	case revision > p.Revision:
		return "", 0, newerRevision(p, revision)
	}
	return schema, at, nil
}

// Switched tells whether a query failed because the tables it was to read were
// replaced and dropped in between: ask ActiveSchema again.
func Switched(err error) bool {
	var pg interface{ SQLState() string }
	return errors.As(err, &pg) && (pg.SQLState() == "42P01" || pg.SQLState() == "3F000")
}

// Pause holds a running projection. A batch under way has no effect any more.
func (r *Runner) Pause(ctx context.Context, name string) error {
	return r.setStatus(ctx, name, `
		UPDATE projections
		SET status = 'paused', updated_at = clock_timestamp()
		WHERE name = $1 AND active AND status = 'running'`)
}

// Resume lets a paused projection go on, and a stopped one try again.
func (r *Runner) Resume(ctx context.Context, name string) error {
	return r.setStatus(ctx, name, `
		UPDATE projections
		SET status = 'running', stopped_at = NULL, stop_reason = NULL,
			owner = NULL, lease_until = NULL, updated_at = clock_timestamp()
		WHERE name = $1 AND active AND status IN ('paused', 'stopped')`)
}

func (r *Runner) setStatus(ctx context.Context, name, sql string) error {
	tag, err := r.db.app.Exec(ctx, sql, name)
	if err != nil {
		return fmt.Errorf("pause or resume %s: %w", name, unavailable(err))
	}
	if tag.RowsAffected() == 0 {
		_, err = r.active(ctx, name) // as asked already, or unknown
	}
	return err
}
