package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/projections"
)

// Register makes a projection known and its tables ready. It tells false when
// an older revision is being read: then this one has to be built beside it.
// Any number of programs may do so at once.
func (r *Runner) Register(ctx context.Context, p projections.Projection) (current bool, err error) {
	if err := checkProjection(p); err != nil {
		return false, err
	}
	err = pgx.BeginFunc(ctx, r.db.owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", schemaLock); err != nil {
			return unavailable(err)
		}
		current, err = register(ctx, tx, p)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("register projection %s: %w", p.Name, err)
	}
	return current, nil
}

func register(ctx context.Context, tx pgx.Tx, p projections.Projection) (current bool, err error) {
	active, err := activeRevision(ctx, tx, p.Name)
	if err != nil {
		return false, err
	}
	switch {
	case active == 0:
		_, err := tx.Exec(ctx, `INSERT INTO projections (name, revision, status, active) VALUES ($1, $2, 'running', true)`, p.Name, p.Revision)
		if err != nil {
			return false, unavailable(err)
		}
	case active < p.Revision:
		return false, nil
	case active > p.Revision:
		return false, newerRevision(p, active)
	}
	return true, makeSchema(ctx, tx, schemaOf(p.Name, p.Revision), p)
}

func newerRevision(p projections.Projection, active int) error {
	return fmt.Errorf("%s is at revision %d, this program knows %d: start the newer program", p.Name, active, p.Revision)
}

// activeRevision is 0 when nothing is being read yet.
func activeRevision(ctx context.Context, tx pgx.Tx, name string) (number int, err error) {
	err = tx.QueryRow(ctx, `SELECT revision FROM projections WHERE name = $1 AND active`, name).Scan(&number)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return number, unavailable(err)
}
