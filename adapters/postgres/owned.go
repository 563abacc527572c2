package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
)

// By stream and version there is an index already; another one, by employer, would cost every
// append for what is asked once a year.
const readKindSQL = `
SELECT ` + eventColumns + `
FROM events
WHERE (stream, version) > ($1, $2)
    AND stream < $3
    AND position <= $4
    AND employer = $5
ORDER BY stream, version
LIMIT $6`

const countKindsSQL = `
SELECT split_part(stream, '-', 1), count(*), count(*) FILTER (WHERE position($3::bytea IN metadata) > 0)
FROM events
WHERE employer = $1
    AND position <= $2
GROUP BY 1`

// ReadKindAs gives up to limit events of the streams of a category that are of an employer and
// in the scope, stream by stream, behind a place and up to a position; fewer (but at least one)
// when they are large, none at the end.
func (l *Log) ReadKindAs(ctx context.Context, scope access.Scope, owner uuid.UUID, category string, after eventlog.Place, upTo eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	if !scope.Includes(owner) {
		return nil, nil
	}
	from := category + "-" // its streams are category-uuid, and . follows on -
	if after.Version > 0 {
		from = after.Stream.String()
	}
	var events []eventlog.Recorded
	err := l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, readKindSQL, from, int64(after.Version), category+".", int64(upTo), owner, limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		events, err = collectEvents(rows, maxPage)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what there is of %s as %s: %w", category, ReaderRole, err)
	}
	return events, nil
}

// CountKindsAs is how many events of an employer there are of each category, up to a position.
func (l *Log) CountKindsAs(ctx context.Context, scope access.Scope, owner uuid.UUID, upTo eventlog.Position) (map[string]export.Count, error) {
	counts := map[string]export.Count{}
	if !scope.Includes(owner) {
		return counts, nil
	}
	err := l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, countKindsSQL, owner, int64(upTo), []byte(eventlog.InventedMark))
		if err != nil {
			return err
		}
		var category string
		var n export.Count
		_, err = pgx.ForEachRow(rows, []any{&category, &n.Events, &n.Invented}, func() error {
			counts[category] = n
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count what an employer owns as %s: %w", ReaderRole, err)
	}
	return counts, nil
}
