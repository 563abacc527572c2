package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"ruggensteun/projections"
)

// schemaPlan is the statements for one schema's tables. It holds the tables'
// type numbers, so it is made anew for every lease: a rebuild in between puts
// other tables under the same names.
type schemaPlan struct {
	schema string
	tables []*tablePlan
	types  *pgtype.Map
	apply  string // move the position and write the rows
	both   string // apply, and the lines of the logbook for what was opened for it
	insert string // write the rows only: into a scratch schema, which has no position
}

type tablePlan struct {
	table    projections.Table
	rowType  uint32
	listType uint32 // of an array of rows
	columns  []planColumn
	latest   string // the newest version of each given key
	below    string // the same, and of each row below the given parents
	copyFrom string
}

type planColumn struct {
	oid    uint32
	encode pgtype.EncodePlan // made with the first value
}

func planSchema(ctx context.Context, db querier, schema string, p projections.Projection) (*schemaPlan, error) {
	plan := &schemaPlan{schema: schema, types: pgtype.NewMap()}
	for _, t := range p.Tables {
		t, err := forgetfulTable(ctx, db, t)
		if err != nil {
			return nil, fmt.Errorf("look up who is forgotten in table %s: %w", t.Name(), err)
		}
		tp, err := planTable(ctx, db, schema, t)
		if err != nil {
			return nil, fmt.Errorf("look up table %s.%s: %w", schema, t.Name(), err)
		}
		plan.tables = append(plan.tables, tp)
	}
	plan.apply = applySQL(schema, plan.tables, "")
	plan.both = applySQL(schema, plan.tables, accountSQL(firstTable+len(plan.tables)))
	plan.insert = insertSQL(schema, plan.tables)
	return plan, nil
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

const columnTypesSQL = `
SELECT c.reltype, t.typarray, a.attname, a.atttypid
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = c.reltype
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname = $1
    AND c.relname = $2
ORDER BY a.attnum`

func planTable(ctx context.Context, db querier, schema string, t projections.Table) (*tablePlan, error) {
	rows, err := db.Query(ctx, columnTypesSQL, schema, t.Name())
	if err != nil {
		return nil, unavailable(err)
	}
	tp := &tablePlan{table: t}
	var names []string
	var name string
	var oid uint32
	_, err = pgx.ForEachRow(rows, []any{&tp.rowType, &tp.listType, &name, &oid}, func() error {
		tp.columns = append(tp.columns, planColumn{oid: oid})
		names = append(names, name)
		return nil
	})
	if err != nil {
		return nil, unavailable(err)
	}
	if want := columnNames(t); strings.Join(names, " ") != strings.Join(want, " ") {
		return nil, fmt.Errorf("its columns are not those of this program: raise the projection's revision, "+
			"or rebuild it (here: %s; in the program: %s)", strings.Join(names, " "), strings.Join(want, " "))
	}
	tp.prepare(schema)
	return tp, nil
}

func columnNames(t projections.Table) []string {
	names := append([]string(nil), headColumns...)
	for _, c := range t.Columns() {
		names = append(names, c.Name)
	}
	return names
}

func (t *tablePlan) prepare(schema string) {
	name := qualified(schema, t.table.Name())
	var list []string
	for _, c := range columnNames(t.table) {
		list = append(list, "v."+quoted(c))
	}
	columns := strings.Join(list, ", ")
	// LATERAL with LIMIT 1 is one descent of the primary key per row, however
	// many versions there are and whatever the statistics say.
	newest := `
CROSS JOIN LATERAL (
    SELECT *
    FROM ` + name + ` r
    WHERE r.key = k.key
    ORDER BY r.position DESC
    LIMIT 1
) v`
	t.latest = "SELECT " + columns + "\nFROM unnest($1::uuid[]) AS k (key)" + newest
	// Stepping from key to key in the index (parent, key) costs one descent per
	// row below, where DISTINCT would read all their versions.
	t.below = "SELECT " + columns + `
FROM (
    SELECT unnest($1::uuid[])
    UNION
    SELECT below.key
    FROM unnest($2::uuid[]) AS p (parent)
    CROSS JOIN LATERAL (
        WITH RECURSIVE step (key) AS (
            (SELECT b.key FROM ` + name + ` b WHERE b.parent = p.parent ORDER BY b.key LIMIT 1)
            UNION ALL
            SELECT (SELECT b.key FROM ` + name + ` b WHERE b.parent = p.parent AND b.key > step.key ORDER BY b.key LIMIT 1)
            FROM step
            WHERE step.key IS NOT NULL
        )
        SELECT step.key FROM step WHERE step.key IS NOT NULL
    ) below
) AS k (key)` + newest
	t.copyFrom = "COPY " + name + " FROM STDIN (FORMAT binary)"
}

// firstTable is the number of the first table's parameter in applySQL.
const firstTable = 7

// applySQL is one statement, and so a transaction of its own that no program
// holds open: one that is stopped in mid-work leaves no lock behind. Without a
// moved position nothing is written.
//
// Parameters: to, lease time, name, revision, from, fence, then one array of
// rows per table, and what more is written.
func applySQL(schema string, tables []*tablePlan, more string) string {
	return `WITH moved AS (
    UPDATE projections
    SET position = $1, lease_until = clock_timestamp() + $2::interval, updated_at = clock_timestamp()
    WHERE name = $3
        AND revision = $4
        AND position = $5
        AND fence = $6
        AND owner IS NOT NULL
        AND status = 'running'
    RETURNING name, position
)` + insertsSQL(schema, tables, firstTable) + more + `
SELECT pg_notify('` + projectedChannel + `', name || ':' || position),
    -- Losing the last batches in a crash of the server is harmless: rows and
    -- position are lost together and made again from the log, which is durable.
    set_config('synchronous_commit', 'off', true)
FROM moved`
}

func insertSQL(schema string, tables []*tablePlan) string {
	return "WITH moved AS (SELECT true)" + insertsSQL(schema, tables, 1) +
		"\nSELECT set_config('synchronous_commit', 'off', true) FROM moved"
}

// insertsSQL names the row types' numbers in a comment, so that a statement
// prepared for tables of an earlier build is never used for these.
func insertsSQL(schema string, tables []*tablePlan, parameter int) string {
	var b strings.Builder
	for i, t := range tables {
		name := qualified(schema, t.table.Name())
		fmt.Fprintf(&b, ", rows_%d AS ( -- %d\n    INSERT INTO %s\n    SELECT u.* FROM moved CROSS JOIN unnest($%d::%s[]) AS u\n)",
			i, t.rowType, name, parameter+i, name)
	}
	return b.String()
}
