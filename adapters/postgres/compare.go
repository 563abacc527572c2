package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Comparison is how the rows that are being read differ from rows that were
// made anew from the log, both as of one position.
type Comparison struct {
	Projection  string
	Revision    int // of the new rows
	Against     int // revision of the rows that are being read; 0: there are none
	Position    eventlog.Position
	Tables      []TableCount
	Differences []Difference // at most MaxDifferences
	More        bool         // there are more
}

// TableCount is the number of row versions in a table.
type TableCount struct {
	Table string
	Read  int64 // that are being read
	Built int64 // from the log
}

// Difference is one place where the rows that are being read are not what the
// log says. It names the place, never a value.
type Difference struct {
	Table    string
	Key      uuid.UUID
	Position eventlog.Position // of the version
	Column   string            // "" when the version as a whole is missing or one too many
	Problem  string
}

func (d Difference) String() string {
	if d.Key == uuid.Nil {
		return fmt.Sprintf("table %s: %s", d.Table, d.Problem)
	}
	if d.Column == "" {
		return fmt.Sprintf("table %s, row %s, version of position %d: %s", d.Table, d.Key, d.Position, d.Problem)
	}
	return fmt.Sprintf("table %s, row %s, version of position %d, column %s: %s", d.Table, d.Key, d.Position, d.Column, d.Problem)
}

// MaxDifferences bounds a Comparison: a table that is wrong as a whole is
// described by its first differences.
const MaxDifferences = 100

// Wrong tells whether the rows that are being read are not what the log says.
// Between different revisions differences are what a revision is for.
func (c Comparison) Wrong() bool { return c.Against == c.Revision && len(c.Differences) > 0 }

// comparing is one comparison under way, in a transaction that sees both sides
// at one moment. Versions are insert-only, so what is read as of a position
// does not change while projecting goes on, but for whom an event behind it
// forgets: either side may have done so or not, and his rows are not compared.
type comparing struct {
	tx     pgx.Tx
	read   string // schema
	built  string // schema
	result *Comparison
}

// compared is one table, and what of it both sides have to say.
type compared struct {
	table   string
	columns []string
	settled string // condition that leaves out who is being forgotten
}

func (r *Runner) compare(ctx context.Context, b build, built eventlog.Position) (Comparison, error) {
	result := Comparison{Projection: b.projection.Name, Revision: b.projection.Revision}
	err := pgx.BeginTxFunc(ctx, r.db.app, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		active, err := readRevision(ctx, tx, b.projection.Name)
		if err != nil || active == nil {
			return err
		}
		result.Against, result.Position = active.number, min(active.at, built)
		c := &comparing{tx: tx, read: active.schema, built: b.schema, result: &result}
		for _, t := range b.projection.Tables {
			if err := c.table(ctx, t, active.at); err != nil {
				return fmt.Errorf("table %s: %w", t.Name(), unavailable(err))
			}
		}
		return nil
	})
	if err != nil {
		return Comparison{}, fmt.Errorf("compare the rows of %s with the log: %w", b.projection.Name, err)
	}
	return result, nil
}

func readRevision(ctx context.Context, tx pgx.Tx, name string) (*activeOne, error) {
	rows, err := tx.Query(ctx, `SELECT revision, schema, position FROM projections WHERE name = $1 AND active`, name)
	if err != nil {
		return nil, unavailable(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a activeOne, err error) {
		return a, row.Scan(&a.number, &a.schema, &a.at)
	})
	if err != nil || len(found) == 0 {
		return nil, unavailable(err)
	}
	return &found[0], nil
}

func (c *comparing) table(ctx context.Context, spec projections.Table, at eventlog.Position) error {
	columns, err := c.columns(ctx, spec.Name())
	if err != nil || columns == nil {
		return err
	}
	t := compared{table: spec.Name(), columns: columns, settled: settledSQL(spec, columns)}
	buckets, err := c.buckets(ctx, t)
	if err != nil {
		return err
	}
	if err := c.beyond(ctx, t.table, at); err != nil || len(buckets) == 0 {
		return err
	}
	return c.rows(ctx, t, buckets)
}

func (c *comparing) add(d Difference) {
	if len(c.result.Differences) == MaxDifferences {
		c.result.More = true
		return
	}
	c.result.Differences = append(c.result.Differences, d)
}

// columns are those that both sides have. Within one revision they must be the same.
func (c *comparing) columns(ctx context.Context, table string) ([]string, error) {
	const namesSQL = `
		SELECT coalesce(array_agg(a.attname::text ORDER BY a.attnum), '{}')
		FROM pg_attribute a
		JOIN pg_class t ON t.oid = a.attrelid
		JOIN pg_namespace n ON n.oid = t.relnamespace
		WHERE n.nspname = $1 AND t.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped`
	var read, built []string
	if err := c.tx.QueryRow(ctx, namesSQL, c.read, table).Scan(&read); err != nil {
		return nil, err
	}
	if err := c.tx.QueryRow(ctx, namesSQL, c.built, table).Scan(&built); err != nil {
		return nil, err
	}
	if len(read) == 0 {
		c.add(Difference{Table: table, Problem: "is missing"})
		return nil, nil
	}
	if !slices.Equal(read, built) {
		c.add(Difference{Table: table, Problem: "has other columns"})
	}
	return slices.DeleteFunc(built, func(name string) bool { return !slices.Contains(read, name) }), nil
}

// beyond finds versions that the position does not account for.
func (c *comparing) beyond(ctx context.Context, table string, at eventlog.Position) error {
	rows, err := c.tx.Query(ctx, fmt.Sprintf(`SELECT key, position FROM %s WHERE position > $1 OR position < 1 LIMIT %d`,
		qualified(c.read, table), MaxDifferences), int64(at))
	if err != nil {
		return err
	}
	d := Difference{Table: table, Problem: "lies beyond the projection's position"}
	_, err = pgx.ForEachRow(rows, []any{&d.Key, &d.Position}, func() error { c.add(d); return nil })
	return err
}

// buckets compares counts and checksums of 256 groups of keys and gives the
// groups that differ: one pass over each side, whatever the size.
func (c *comparing) buckets(ctx context.Context, t compared) ([]int32, error) {
	side := func(schema string) string {
		return fmt.Sprintf(`
			SELECT get_byte(uuid_send(key), 15) AS bucket, count(*) AS rows,
				sum(hash_record_extended(ROW(%s), 0)::numeric) AS checksum
			FROM %s r
			WHERE position BETWEEN 1 AND $1%s
			GROUP BY 1`, quotedList("", t.columns), qualified(schema, t.table), t.settled)
	}
	count := TableCount{Table: t.table}
	var different []int32
	err := c.tx.QueryRow(ctx, `
		SELECT coalesce(sum(a.rows), 0)::bigint, coalesce(sum(b.rows), 0)::bigint,
			coalesce(array_agg(bucket) FILTER (WHERE (a.rows, a.checksum) IS DISTINCT FROM (b.rows, b.checksum)), '{}')
		FROM (`+side(c.read)+`) a
		FULL JOIN (`+side(c.built)+`) b USING (bucket)`, int64(c.result.Position)).
		Scan(&count.Read, &count.Built, &different)
	c.result.Tables = append(c.result.Tables, count)
	return different, err
}

// rows names what differs within some buckets.
func (c *comparing) rows(ctx context.Context, t compared, buckets []int32) error {
	var differing []string
	for _, name := range t.columns {
		differing = append(differing, fmt.Sprintf("CASE WHEN a.%s IS DISTINCT FROM b.%[1]s THEN '%s' END", quoted(name), name))
	}
	side := func(schema string) string {
		return fmt.Sprintf("(SELECT * FROM %s r WHERE position BETWEEN 1 AND $1 AND get_byte(uuid_send(key), 15) = ANY ($2::int[])%s)",
			qualified(schema, t.table), t.settled)
	}
	rows, err := c.tx.Query(ctx, fmt.Sprintf(`
		SELECT key, position, a.parent IS NULL, b.parent IS NULL, array_remove(ARRAY[%s], NULL)
		FROM %s a
		FULL JOIN %s b USING (key, position)
		WHERE ROW(%s) IS DISTINCT FROM ROW(%s)
		ORDER BY key, position
		LIMIT %d`, strings.Join(differing, ", "), side(c.read), side(c.built),
		quotedList("a.", t.columns), quotedList("b.", t.columns), MaxDifferences+1), int64(c.result.Position), buckets)
	if err != nil {
		return err
	}
	d := Difference{Table: t.table}
	var missing, extra bool
	var names []string
	_, err = pgx.ForEachRow(rows, []any{&d.Key, &d.Position, &missing, &extra, &names}, func() error {
		c.place(d, missing, extra, names)
		return nil
	})
	return err
}

func (c *comparing) place(d Difference, missing, extra bool, columns []string) {
	switch {
	case missing:
		d.Problem = "is missing"
		c.add(d)
	case extra:
		d.Problem = "does not follow from the log"
		c.add(d)
	default:
		d.Problem = "is not what follows from the log"
		for _, d.Column = range columns {
			c.add(d)
		}
	}
}

// settledSQL leaves out of a table's rows (r) those of whom an event behind
// position $1 says that they are forgotten: one side may have erased them already
// and the other not. A side of an older revision may have no such column.
func settledSQL(t projections.Table, columns []string) string {
	e := t.Erasing()
	if e == nil || !slices.Contains(columns, e.Subject) {
		return ""
	}
	var streams []string
	for _, category := range e.Categories() {
		streams = append(streams, fmt.Sprintf("'%s-' || r.%s", category, quoted(e.Subject)))
	}
	return fmt.Sprintf(`
			AND NOT EXISTS (
				SELECT FROM events e
				WHERE e.position > $1
					AND e.type IN ('%s', '%s')
					AND e.employer = r.employer
					AND (e.stream IN (%s) OR e.type = '%[2]s')
			)`, strings.Join(e.Types, "', '"), projections.EverythingErased, strings.Join(streams, ", "))
}

func quotedList(prefix string, names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = prefix + quoted(name)
	}
	return strings.Join(list, ", ")
}
