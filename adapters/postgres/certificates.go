package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// The type is no parameter, or a plan for all types could not use the index of this one.
const certificatesSQL = `
SELECT ` + eventColumns + `
FROM events
WHERE type = 'certificate.issued.v1'
    AND employer = $1
    AND position < $2
ORDER BY position DESC
LIMIT $3`

// CertificatesAs gives up to limit certificates of an employer that are in the scope and stand
// before a position, the newest first.
func (l *Log) CertificatesAs(ctx context.Context, scope access.Scope, owner uuid.UUID, before eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	if !scope.Includes(owner) {
		return nil, nil
	}
	var events []eventlog.Recorded
	err := l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, certificatesSQL, owner, int64(before), limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		events, err = collectEvents(rows, maxPage)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list certificates as %s: %w", ReaderRole, err)
	}
	return events, nil
}
