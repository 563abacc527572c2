package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// Attempts keeps who asked for a record that was not his to know of.
type Attempts struct {
	db *DB
}

// OpenAttempts gives the attempts of a database.
func OpenAttempts(db *DB) *Attempts { return &Attempts{db: db} }

// One statement finds the owner and keeps the attempt, so that what is another's and what is
// nobody's cost the same: one look in one index, one row, one commit.
const keepAttemptSQL = `
WITH whose AS (
    SELECT coalesce((SELECT employer FROM events WHERE stream = $1 AND version = 1), $2) AS owner
)
INSERT INTO attempts (at, actor, role, employer, owner, refused, what, record, route, correlation)
SELECT $3, $4, $5, $6, owner, CASE WHEN owner = $6 THEN $7 ELSE 'EMPLOYER' END, $8, $9, $10, $11
FROM whose`

// Keep finds whose the record is, by the stream that holds it, or takes the owner that was
// found already, and keeps the attempt. It is durable when this returns.
func (r *Attempts) Keep(ctx context.Context, a access.Attempted, s eventlog.Stream) error {
	_, err := r.db.app.Exec(ctx, keepAttemptSQL, s.String(), a.Owner, a.At, a.Actor.ID, string(a.Actor.Role), a.Actor.Employer,
		string(a.Refused), a.What, a.Record, a.Route, a.Correlation)
	if err != nil {
		return fmt.Errorf("keep that somebody asked for what is not his: %w", unavailable(err))
	}
	return nil
}

const listAttemptsSQL = `
SELECT id, at, actor, role, employer, owner, refused, what, record, route, correlation
FROM attempts
WHERE owner = $1 AND ($2 = 0 OR id < $2)
ORDER BY id DESC
LIMIT $3`

// List gives what was tried with the records of an owner, the newest first; none of it outside
// the scope.
func (r *Attempts) List(ctx context.Context, scope access.Scope, owner uuid.UUID, before int64, limit int) (page access.AttemptsPage, err error) {
	if owner == uuid.Nil || !scope.Includes(owner) {
		return page, nil
	}
	var last int64
	err = r.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, listAttemptsSQL, owner, before, limit+1)
		if err != nil {
			return err
		}
		page.Attempts, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a access.Attempted, err error) {
			var id int64
			err = row.Scan(&id, &a.At, &a.Actor.ID, &a.Actor.Role, &a.Actor.Employer, &a.Owner, &a.Refused, &a.What, &a.Record, &a.Route, &a.Correlation)
			if page.Next++; page.Next <= int64(limit) {
				last = id
			}
			return a, err
		})
		return err
	})
	if err != nil {
		return access.AttemptsPage{}, fmt.Errorf("list what was tried: %w", err)
	}
	if page.Next = 0; len(page.Attempts) > limit {
		page.Attempts, page.Next = page.Attempts[:limit], last
	}
	return page, nil
}
