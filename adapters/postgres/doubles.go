package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
)

// Doubles finds incidents that happened near each other, in the read model of that name.
type Doubles struct{ db *DB }

// OpenDoubles reads the traces in the scope of whoever asks.
func OpenDoubles(db *DB) *Doubles { return &Doubles{db: db} }

// Position is how far the read model has come; a *fault.Fault of kind Unavailable
// where there is none yet.
func (d *Doubles) Position(ctx context.Context) (at eventlog.Position, err error) {
	err = d.db.asReader(ctx, access.Scope{}, func(tx pgx.Tx) error {
		_, at, err = ActiveSchema(ctx, tx, doubles.Projection)
		return err
	})
	return at, err
}

// Near gives, for each of the incidents asked about, those of the same employer that
// happened near it in time, the more alike the earlier, up to a number that leaves
// the rule enough to choose from.
func (d *Doubles) Near(ctx context.Context, scope access.Scope, employer uuid.UUID, of []doubles.Seen) (near []doubles.Nearby, err error) {
	err = d.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		schema, at, err := ActiveSchema(ctx, tx, doubles.Projection)
		if err != nil {
			return err
		}
		q := nearby{tx: tx, table: qualified(schema, doubles.Traces.Name), employer: ownerIn(scope, employer), owner: ownerIn(scope, uuid.Nil), unit: scope.Unit}
		near, err = q.all(ctx, at, of)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for doubles: %w", err)
	}
	return near, nil
}

// Traces gives those of these incidents that are there.
func (d *Doubles) Traces(ctx context.Context, scope access.Scope, ids []uuid.UUID) (all []doubles.Seen, err error) {
	err = d.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		schema, _, err := ActiveSchema(ctx, tx, doubles.Projection)
		if err != nil {
			return err
		}
		all, err = nearby{tx: tx, table: qualified(schema, doubles.Traces.Name), owner: ownerIn(scope, uuid.Nil), unit: scope.Unit}.known(ctx, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the traces of incidents: %w", err)
	}
	return all, nil
}

// nearby asks in one transaction, which sees the read model as of one position.
type nearby struct {
	tx       pgx.Tx
	table    string
	employer uuid.UUID
	owner    uuid.UUID // of what others were merged into
	unit     string    // to which whoever asks is kept; "" is none
}

// longest is how long before its end a stretch of each precision can begin: that
// much is what the index is asked for. An hour that came twice lasts one more.
var longest = map[moment.Precision]time.Duration{
	moment.Minute: 2 * time.Hour, moment.Hour: 3 * time.Hour, moment.Day: 26 * time.Hour, moment.Month: 32 * 24 * time.Hour,
}

// mostNear bounds what one question brings, on a day without hours in a large city.
const mostNear = 60

func (q nearby) all(ctx context.Context, at eventlog.Position, of []doubles.Seen) ([]doubles.Nearby, error) {
	var batch pgx.Batch
	for _, one := range of {
		batch.Queue(q.nearSQL(), q.arguments(one)...)
	}
	results := q.tx.SendBatch(ctx, &batch)
	near := make([]doubles.Nearby, len(of))
	for i := range of {
		rows, err := results.Query()
		if err == nil {
			near[i].Position = at
			near[i].Traces, err = collectTraces(rows)
		}
		if err != nil {
			_ = results.Close() // the first error is the one to tell
			return nil, err
		}
	}
	if err := results.Close(); err != nil {
		return nil, err
	}
	return near, q.follow(ctx, of, near)
}

// arguments are those of nearSQL. Of what has no time nothing is near.
func (q nearby) arguments(one doubles.Seen) []any {
	from, until, known := one.Window()
	at := from
	if known {
		at = *one.From
	}
	return []any{
		q.employer, from, until, one.Place, one.Gemeente, one.Unit, at, one.ID, mostNear,
		from.Add(-longest[moment.Minute]), from.Add(-longest[moment.Hour]), from.Add(-longest[moment.Day]), from.Add(-longest[moment.Month]), one.Regime, q.unit,
	}
}

// nearSQL has a branch per precision, so that each is a short stretch of the index.
func (q nearby) nearSQL() string {
	var branches []string
	for i, precision := range []moment.Precision{moment.Minute, moment.Hour, moment.Day, moment.Month} {
		branches = append(branches, fmt.Sprintf(`
	SELECT key, position, %[1]s
	FROM %[2]s
	WHERE employer = $1
		AND occurred_precision = '%[3]s'
		AND from_at >= $%[4]d
		AND from_at <= $3
		AND until_at >= $2`, traceColumns, q.table, precision, 10+i))
	}
	return fmt.Sprintf(`
SELECT near.key, %[1]s
FROM (%[2]s
) AS near
WHERE near.key <> $8
	AND NOT near.withdrawn
	AND near.regime = $14
	AND ($15 = '' OR unit = $15)
	AND NOT EXISTS (SELECT FROM %[3]s AS later WHERE later.key = near.key AND later.position > near.position)
ORDER BY (place_type = $4 AND place_type <> '')::int + (gemeente = $5 AND gemeente <> '')::int + (unit = $6 AND unit <> '')::int DESC,
	abs(extract(epoch FROM from_at - $7)),
	near.key
LIMIT $9`, traceColumns, strings.Join(branches, "\n\tUNION ALL"), q.table)
}

var traceColumns = namesOf(doubles.Traces.Columns)

func namesOf(columns []projections.Column) string {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

func collectTraces(rows pgx.Rows) ([]doubles.Seen, error) {
	defer rows.Close()
	var list []doubles.Seen
	for rows.Next() {
		var s doubles.Seen
		if err := rows.Scan(append([]any{&s.ID}, doubles.Traces.Refs(&s.Trace)...)...); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// known gives the newest version of these.
func (q nearby) known(ctx context.Context, ids []uuid.UUID) ([]doubles.Seen, error) {
	rows, err := q.tx.Query(ctx, fmt.Sprintf(`
SELECT *
FROM (
	SELECT DISTINCT ON (key) key, %s
	FROM %s
	WHERE key = ANY ($1)
		AND %s
	ORDER BY key, position DESC
) AS newest
WHERE $3 = '' OR unit = $3
ORDER BY key`, traceColumns, q.table, ofOwnerSQL), ids, q.owner, q.unit)
	if err != nil {
		return nil, err
	}
	return collectTraces(rows)
}

// mostSteps bounds how long a chain of merges is followed.
const mostSteps = 8

// follow finds what was merged into what, a step of all chains at a time.
func (q nearby) follow(ctx context.Context, of []doubles.Seen, near []doubles.Nearby) error {
	others := make(map[uuid.UUID]doubles.Trace)
	next := targets(others, of)
	for i := range near {
		near[i].Others = others
		next = append(next, targets(others, near[i].Traces)...)
	}
	for range mostSteps {
		if len(next) == 0 {
			return nil
		}
		found, err := q.known(ctx, next)
		if err != nil {
			return err
		}
		for _, s := range found {
			others[s.ID] = s.Trace
		}
		next = targets(others, found)
	}
	return nil
}

func targets(known map[uuid.UUID]doubles.Trace, of []doubles.Seen) []uuid.UUID {
	var list []uuid.UUID
	for _, s := range of {
		if _, there := known[s.Into]; s.Into != uuid.Nil && !there {
			list = append(list, s.Into)
		}
	}
	return list
}
