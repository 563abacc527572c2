package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/projections/triage"
)

// Triage lists notices that wait, in the scope of whoever asks.
type Triage struct{ db *DB }

// OpenTriage reads the newest row of every notice.
func OpenTriage(db *DB) *Triage { return &Triage{db: db} }

// waitingSQL reads one line more than the page has, to tell whether there is more.
const waitingSQL = `
SELECT
	now.key,
	now.employer,
	%[1]s
FROM %[2]s AS now
WHERE ($1 = '' OR now.state = $1)
	AND ($2 = '00000000-0000-0000-0000-000000000000'::uuid OR now.employer = $2)
	AND ($3 = '' OR now.reason = $3)
	AND ($4 = '00000000-0000-0000-0000-000000000000'::uuid OR (now.since_at, now.key) > ($5, $4))
	AND NOT EXISTS (SELECT FROM %[2]s AS later WHERE later.key = now.key AND later.position > now.position)
ORDER BY now.since_at, now.key
LIMIT $6`

// Waiting gives a page; a *fault.Fault of kind Unavailable where the read model is not
// there yet.
func (t *Triage) Waiting(ctx context.Context, scope access.Scope, q triage.Query) (page triage.Page, err error) {
	err = t.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		schema, at, err := ActiveSchema(ctx, tx, triage.Projection)
		if err != nil {
			return err
		}
		page.Position = at
		sql := fmt.Sprintf(waitingSQL, namesOf(triage.Notices.Columns), qualified(schema, triage.Notices.Name))
		rows, err := tx.Query(ctx, sql, string(q.State), ownerIn(scope, q.Employer), string(q.Reason), q.After.ID, q.After.Since, q.Limit+1)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var l triage.Line
			if err := rows.Scan(append([]any{&l.ID, &l.Employer}, triage.Notices.Refs(&l.Notice)...)...); err != nil {
				return err
			}
			l.Since = l.Since.UTC()
			page.Lines = append(page.Lines, l)
		}
		return rows.Err()
	})
	if err != nil {
		return page, fmt.Errorf("list the notices that wait: %w", err)
	}
	return q.Cut(page), nil
}
