package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// sides are the questions that hold the tables which commit with the log to the
// log itself. Each gives one line per fault; none may be given.
var sides = []string{
	`SELECT format('stream %s stands at version %s in streams, at %s in the log', coalesce(s.stream, e.stream), coalesce(s.version, 0), coalesce(e.version, 0))
	 FROM streams AS s
	 FULL JOIN (SELECT stream, max(version) AS version FROM events GROUP BY stream) AS e USING (stream)
	 WHERE s.version IS DISTINCT FROM e.version`,
	`SELECT format('stream %s holds events of more than one employer', stream)
	 FROM events
	 GROUP BY stream
	 HAVING count(DISTINCT employer) > 1`,
	`SELECT format('a stored outcome names positions %s to %s, which the log does not hold', first, last)
	 FROM commands
	 WHERE last > (SELECT coalesce(max(position), 0) FROM events)`,
	`SELECT format('position %s: the payload was removed without a recorded redaction', e.position)
	 FROM events AS e
	 LEFT JOIN redactions AS r USING (position)
	 LEFT JOIN events AS by ON by.position = r.recorded_by AND by.type LIKE 'log.redacted.%'
	 WHERE e.payload IS NULL
	     AND by.position IS NULL`,
	`SELECT format('consumer %s (%s) stands at position %s, which the log does not hold', name, topic, position)
	 FROM consumers
	 WHERE position > (SELECT coalesce(max(position), 0) FROM events)`,
}

// mostSides bounds how many faults of one kind are named.
const mostSides = 20

// CheckSides names every place where the tables beside the log do not follow from it.
func (db *DB) CheckSides(ctx context.Context) ([]string, error) {
	var faults []string
	for _, sql := range sides {
		rows, err := db.app.Query(ctx, fmt.Sprintf("%s\nLIMIT %d", sql, mostSides))
		if err != nil {
			return nil, fmt.Errorf("compare the tables beside the log: %w", unavailable(err))
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return nil, fmt.Errorf("compare the tables beside the log: %w", unavailable(err))
		}
		faults = append(faults, found...)
	}
	return faults, nil
}
