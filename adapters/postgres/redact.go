package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/redaction"
)

// The owner's two statements of a redaction. The row says by which event a
// payload goes; without it the table's trigger lets nothing go.
const (
	recordedRedactionSQL = `
SELECT position, employer
FROM events
WHERE stream = $1
    AND version = 1
    AND type = '` + redaction.Type + `'`
	insertRedactionsSQL = `
INSERT INTO redactions (position, recorded_by)
SELECT e.position, $1
FROM events AS e
WHERE e.employer = $2
    AND e.position < $1
    AND e.type <> '` + redaction.Type + `'
    AND (cardinality($3::bigint[]) = 0 OR EXISTS (
        SELECT FROM unnest($3::bigint[], $4::bigint[]) AS span (first, last)
        WHERE e.position BETWEEN span.first AND span.last
    ))
    AND e.type <> ALL ($5)
ON CONFLICT (position) DO NOTHING`
	removePayloadsSQL = `
UPDATE events SET payload = NULL
FROM redactions AS r
WHERE events.position = r.position
    AND r.recorded_by = $1
    AND events.payload IS NOT NULL`
)

// Redact records a redaction and removes what it names, and tells how many
// payloads went. When it stops between the two, the same call with the same id
// goes on where it stopped. The chain stays provable: it holds the hash of each
// payload, which is kept.
//
// Old row versions stay in the data files until they are vacuumed, and in
// backups until these are thrown away.
func (db *DB) Redact(ctx context.Context, j decider.Journal, id uuid.UUID, cmd redaction.Redact, r decider.Request) (int, error) {
	r.Employer = cmd.Employer
	done, err := redaction.Decider.Run(ctx, j, redaction.Stream(id), cmd, r)
	if err != nil {
		return 0, fmt.Errorf("record redaction %s: %w", id, err)
	}
	var removed int
	err = pgx.BeginFunc(ctx, db.owner, func(tx pgx.Tx) error {
		removed, err = removePayloads(ctx, tx, id, done.State)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("redaction %s is recorded, and its payloads are still there: repeat it with the same id: %w", id, unavailable(err))
	}
	return removed, nil
}

func removePayloads(ctx context.Context, tx pgx.Tx, id uuid.UUID, s redaction.Redaction) (int, error) {
	var by int64
	var employer uuid.UUID
	if err := tx.QueryRow(ctx, recordedRedactionSQL, redaction.Stream(id).String()).Scan(&by, &employer); err != nil {
		return 0, err
	}
	firsts, lasts := make([]int64, len(s.Spans)), make([]int64, len(s.Spans))
	for i, span := range s.Spans {
		firsts[i], lasts[i] = int64(span.First), int64(span.Last)
	}
	if _, err := tx.Exec(ctx, insertRedactionsSQL, by, employer, firsts, lasts, append([]string{}, s.Except...)); err != nil {
		return 0, err
	}
	tag, err := tx.Exec(ctx, removePayloadsSQL, by)
	return int(tag.RowsAffected()), err
}
