package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
)

const offeredSQL = `
SELECT offered_to, count(*)
FROM work_files
WHERE employer = $1 AND NOT closed AND offered_to <> '00000000-0000-0000-0000-000000000000'
GROUP BY offered_to`

// Offered is how many open files of an employer each actor was asked to take over, and
// has not answered. Errors that wrap eventlog.ErrUnavailable may pass by themselves.
func (w *Worklist) Offered(ctx context.Context, employer uuid.UUID) (map[uuid.UUID]int, error) {
	offered := map[uuid.UUID]int{}
	err := w.db.asReader(ctx, access.Scope{Employer: employer}, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, offeredSQL, employer)
		if err != nil {
			return err
		}
		var actor uuid.UUID
		var n int
		_, err = pgx.ForEachRow(rows, []any{&actor, &n}, func() error {
			offered[actor] = n
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count what is offered: %w", err)
	}
	return offered, nil
}
