package baseline

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Flat is what a good analyst asks: one table with a row per incident as it is
// known now, with weekday and hour worked out and an index on whatever he filters
// on. It knows nothing of earlier moments.
type Flat struct{ conn *pgx.Conn }

const flatSQL = `
DROP SCHEMA IF EXISTS flat CASCADE;
CREATE SCHEMA flat;
CREATE TABLE flat.incident AS
SELECT key, employer, place_type, behaviours, professions,
    extract(isodow FROM local)::smallint AS weekday, extract(hour FROM local)::smallint AS hour,
    date_trunc('month', local)::date AS month
FROM (
    SELECT DISTINCT ON (key) *, occurred_at AT TIME ZONE 'Europe/Amsterdam' AS local
    FROM %s.incident
    ORDER BY key, position DESC
) AS now
WHERE NOT withdrawn;
CREATE INDEX ON flat.incident (place_type);
CREATE INDEX ON flat.incident (weekday, hour);
CREATE INDEX ON flat.incident (month);
CREATE INDEX ON flat.incident USING gin (behaviours);
CREATE INDEX ON flat.incident USING gin (professions)`

// OpenFlat makes the table from the rows that are being read.
func OpenFlat(ctx context.Context, url string) (*Flat, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, errURL // the driver's text repeats the URL, which can hold a password
	}
	f := &Flat{conn: conn}
	if err := f.fill(ctx); err != nil {
		f.Close(ctx)
		return nil, fmt.Errorf("make the analyst's table: %w", err)
	}
	return f, nil
}

// Close drops the connection; the table goes with the benchmark's database.
func (f *Flat) Close(ctx context.Context) { _ = f.conn.Close(context.WithoutCancel(ctx)) }

func (f *Flat) fill(ctx context.Context) error {
	var schema string
	err := f.conn.QueryRow(ctx, `SELECT schema FROM ruggensteun.projections WHERE name = 'facts' AND active`).Scan(&schema)
	if err != nil {
		return err
	}
	if _, err := f.conn.Exec(ctx, fmt.Sprintf(flatSQL, pgx.Identifier{schema}.Sanitize())); err != nil {
		return err
	}
	_, err = f.conn.Exec(ctx, "VACUUM ANALYZE flat.incident") // not inside the transaction that several statements are
	return err
}

// ByPlace counts by kind of place, and gives the total.
func (f *Flat) ByPlace(ctx context.Context) (total int, err error) {
	return f.total(ctx, `SELECT place_type, count(*) FROM flat.incident GROUP BY 1`)
}

// ByMonth counts by month, and gives the total.
func (f *Flat) ByMonth(ctx context.Context) (total int, err error) {
	return f.total(ctx, `SELECT month::text, count(*) FROM flat.incident GROUP BY month`)
}

// ByWeekdayAndHour counts by weekday and hour what has one of each, and gives the total.
func (f *Flat) ByWeekdayAndHour(ctx context.Context, places, behaviours, professions []string) (total int, err error) {
	return f.total(ctx, `
		SELECT weekday || ' ' || hour, count(*)
		FROM flat.incident
		WHERE place_type = ANY($1) AND behaviours && $2 AND professions && $3
		GROUP BY weekday, hour`, places, behaviours, professions)
}

func (f *Flat) total(ctx context.Context, sql string, args ...any) (total int, err error) {
	rows, err := f.conn.Query(ctx, sql, args...)
	if err != nil {
		return 0, fmt.Errorf("count the analyst's way: %w", err)
	}
	var what *string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&what, &n}, func() error { total += n; return nil })
	if err != nil {
		return 0, fmt.Errorf("count the analyst's way: %w", err)
	}
	return total, nil
}
