package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
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
	case active == nil:
		return true, introduce(ctx, tx, p)
	case active.number > p.Revision:
		return false, newerRevision(p, active.number)
	}
	return active.number == p.Revision, nil
}

// introduce makes the tables of a projection that nobody has seen yet.
func introduce(ctx context.Context, tx pgx.Tx, p projections.Projection) error {
	schema := schemaOf(p.Name, p.Revision)
	if err := makeSchema(ctx, tx, schema, p); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO projections (name, revision, status, active, schema)
		VALUES ($1, $2, 'running', true, $3)
		ON CONFLICT (name, revision) DO UPDATE SET status = 'running', active = true, schema = excluded.schema`,
		p.Name, p.Revision, schema)
	return unavailable(err)
}

// ErrNewer says that a newer program made the read model that is in use. Its columns
// may have the names that we know, and mean something else.
var ErrNewer = errors.New("a newer program made the read model")

func newerRevision(p projections.Projection, active int) error {
	return fault.Wrap(fault.Unavailable, fmt.Sprintf("%s is at revision %d, this program knows %d: start the newer program", p.Name, active, p.Revision), ErrNewer)
}

// activeOne is the revision that is being read.
type activeOne struct {
	number int
	schema string
	at     eventlog.Position
}

// activeRevision is nil when nothing is being read yet. It holds the row, so
// that nothing moves until the transaction ends.
func activeRevision(ctx context.Context, tx pgx.Tx, name string) (*activeOne, error) {
	var a activeOne
	err := tx.QueryRow(ctx, `SELECT revision, schema, position FROM projections WHERE name = $1 AND active FOR UPDATE`, name).
		Scan(&a.number, &a.schema, &a.at)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &a, unavailable(err)
}
