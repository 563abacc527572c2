package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/departure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/redaction"
	"ruggensteun/projections/triage"
)

// Departures carries out that employers leave. All of it is the owner's right, each part may be
// done any number of times, and what it counted stands in the table: when it stops halfway, the
// same calls go on.
type Departures struct{ db *DB }

// OpenDepartures gives those of a database.
func OpenDepartures(db *DB) *Departures { return &Departures{db} }

const (
	hasLeftSQL = `SELECT EXISTS (SELECT FROM departures WHERE employer = $1)`
	// Appends are serialised by the lock, so none is on its way when this commits, and each
	// that comes afterwards sees it.
	lockAppendsSQL    = `SELECT pg_advisory_xact_lock($1)`
	closeSQL          = `INSERT INTO departures (employer, confirmed) VALUES ($1, $2) ON CONFLICT DO NOTHING`
	endSessionsSQL    = `WITH gone AS (DELETE FROM sessions WHERE employer = $1 RETURNING 1) UPDATE departures SET sessions = sessions + (SELECT count(*) FROM gone) WHERE employer = $1`
	dropMarksSQL      = `WITH gone AS (DELETE FROM marks WHERE employer = $1 RETURNING 1) UPDATE departures SET marks = marks + (SELECT count(*) FROM gone) WHERE employer = $1`
	dropDocumentsSQL  = `WITH gone AS (DELETE FROM blobs WHERE employer = $1 RETURNING 1) UPDATE departures SET documents = documents + (SELECT count(*) FROM gone) WHERE employer = $1`
	dropLinesSQL      = `WITH gone AS (DELETE FROM %s WHERE employer = $1 RETURNING 1) UPDATE departures SET lines = lines + (SELECT count(*) FROM gone) WHERE employer = $1`
	clearedSQL        = `SELECT sessions, marks, documents, lines FROM departures WHERE employer = $1`
	keysOfEmployerSQL = `SELECT coalesce(sum(cardinality(ids)), 0)::bigint FROM keyrings WHERE employer = $1`
	someKeysSQL       = `SELECT id FROM keyrings CROSS JOIN LATERAL unnest(ids) AS k (id) WHERE employer = $1 ORDER BY ring, id LIMIT $2`
	sinceSQL          = `
SELECT count(*)
FROM events
WHERE employer = $1
    AND position > $2
    AND split_part(stream, '-', 1) <> ALL ($3)`
	redactPartSQL = `
INSERT INTO redactions (position, recorded_by)
SELECT e.position, $1
FROM events AS e
WHERE e.employer = $2
    AND e.position > $4
    AND e.position <= $5
    AND e.position < $1
    AND e.type <> '` + redaction.Type + `'
    AND e.type <> ALL ($3)
ON CONFLICT (position) DO NOTHING`
	removePartSQL = `
UPDATE events SET payload = NULL
FROM redactions AS r
WHERE events.position = r.position
    AND r.recorded_by = $1
    AND r.position > $2
    AND r.position <= $3
    AND events.payload IS NOT NULL`
	removedSQL = `
SELECT count(*) FILTER (WHERE payload IS NULL), count(*) FILTER (WHERE payload IS NOT NULL), coalesce(min(position), 0), coalesce(max(position), 0)
FROM events
WHERE employer = $1
    AND position < $2`
)

// Left tells whether an employer left, or is leaving for good.
func (d *Departures) Left(ctx context.Context, employer uuid.UUID) (left bool, err error) {
	if err := d.db.app.QueryRow(ctx, hasLeftSQL, employer).Scan(&left); err != nil {
		return false, fmt.Errorf("look up whether an employer left: %w", unavailable(err))
	}
	return left, nil
}

// Since is how many events of an employer were recorded behind a position, beside those of some
// categories.
func (d *Departures) Since(ctx context.Context, employer uuid.UUID, p eventlog.Position, beside []string) (n int, err error) {
	if err := d.db.app.QueryRow(ctx, sinceSQL, employer, int64(p), beside).Scan(&n); err != nil {
		return 0, fmt.Errorf("count what was recorded since: %w", unavailable(err))
	}
	return n, nil
}

// Close lets nothing more be recorded of an employer but how it leaves, and ends the sessions of
// its people. The position is that of the event which confirms it: the database asks.
func (d *Departures) Close(ctx context.Context, employer uuid.UUID, confirmed eventlog.Position) error {
	err := pgx.BeginFunc(ctx, d.db.owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, lockAppendsSQL, appendLock); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, closeSQL, employer, int64(confirmed)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, endSessionsSQL, employer)
		return err
	})
	if err != nil {
		return fmt.Errorf("close the records of employer %s: %w", employer, unavailable(err))
	}
	return nil
}

// Keys is how many keys an employer ever had, with the ids of the first ones.
func (d *Departures) Keys(ctx context.Context, employer uuid.UUID, most int) (n int, ids []uuid.UUID, err error) {
	if err := d.db.app.QueryRow(ctx, keysOfEmployerSQL, employer).Scan(&n); err != nil {
		return 0, nil, fmt.Errorf("count keys: %w", unavailable(err))
	}
	rows, err := d.db.app.Query(ctx, someKeysSQL, employer, most)
	if err == nil {
		ids, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	}
	if err != nil {
		return 0, nil, fmt.Errorf("list keys: %w", unavailable(err))
	}
	return n, ids, nil
}

// Redact removes the payloads that a recorded redaction names in one part of the log, and gives
// how far it came.
func (d *Departures) Redact(ctx context.Context, employer uuid.UUID, by eventlog.Position, except []string, after, through eventlog.Position) error {
	err := pgx.BeginFunc(ctx, d.db.owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, redactPartSQL, int64(by), employer, append([]string{}, except...), int64(after), int64(through)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, removePartSQL, int64(by), int64(after), int64(through))
		return err
	})
	if err != nil {
		return fmt.Errorf("remove payloads of employer %s: %w", employer, unavailable(err))
	}
	return nil
}

// Redacted is how far a redaction came.
func (d *Departures) Redacted(ctx context.Context, by eventlog.Position) (through eventlog.Position, err error) {
	if err := d.db.app.QueryRow(ctx, `SELECT coalesce(max(position), 0) FROM redactions WHERE recorded_by = $1`, int64(by)).Scan(&through); err != nil {
		return 0, fmt.Errorf("look up how far payloads were removed: %w", unavailable(err))
	}
	return through, nil
}

// Removed is how many payloads of an employer are gone and how many stay, before the redaction,
// and the first and last position of them.
func (d *Departures) Removed(ctx context.Context, employer uuid.UUID, by eventlog.Position) (removed, kept int, first, last eventlog.Position, err error) {
	if err := d.db.app.QueryRow(ctx, removedSQL, employer, int64(by)).Scan(&removed, &kept, &first, &last); err != nil {
		return 0, 0, 0, 0, fmt.Errorf("count what was removed: %w", unavailable(err))
	}
	return removed, kept, first, last, nil
}

// Clear removes the index by which things of an employer were found, its sealed documents, and
// the rows of lists that nobody else saw, and tells how much went since it was closed.
func (d *Departures) Clear(ctx context.Context, employer uuid.UUID) (f departure.Finished, err error) {
	statements := []string{endSessionsSQL, dropMarksSQL, dropDocumentsSQL}
	for _, table := range []string{"work_clocks", "work_links", "work_files"} {
		statements = append(statements, fmt.Sprintf(dropLinesSQL, table))
	}
	lists, err := d.lists(ctx)
	if err != nil {
		return f, err
	}
	for _, table := range lists {
		statements = append(statements, fmt.Sprintf(dropLinesSQL, table))
	}
	for _, sql := range statements {
		if _, err := d.db.owner.Exec(ctx, sql, employer); err != nil {
			return f, fmt.Errorf("clear what is left of employer %s: %w", employer, unavailable(err))
		}
	}
	if err := d.db.app.QueryRow(ctx, clearedSQL, employer).Scan(&f.Sessions, &f.Marks, &f.Documents, &f.Rows); err != nil {
		return f, fmt.Errorf("count what was cleared: %w", unavailable(err))
	}
	return f, nil
}

// lists are the tables of read models of whose events the payloads go: what is built anew has no
// rows of them either. The facts keep theirs, because the events that they rest on stay.
func (d *Departures) lists(ctx context.Context) (tables []string, err error) {
	rows, err := d.db.app.Query(ctx, `SELECT schema FROM projections WHERE name = $1`, triage.Projection.Name)
	if err != nil {
		return nil, unavailable(err)
	}
	schemas, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, fmt.Errorf("look up the tables of %s: %w", triage.Projection.Name, unavailable(err))
	}
	for _, schema := range schemas {
		for _, t := range triage.Projection.Tables {
			tables = append(tables, qualified(schema, t.Name()))
		}
	}
	return tables, nil
}
