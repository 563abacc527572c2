package baseline

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/projections"
)

// Rows writes a projection's row versions the plain way. Current rows stay in
// memory and are never loaded, so that only the writing is compared.
type Rows struct {
	conn   *pgx.Conn
	tables []*rowTable
}

type rowTable struct {
	projections.Table
	name    string
	columns []string
	rows    map[uuid.UUID]any
	heads   map[uuid.UUID]projections.Head
}

// OpenRows makes the tables anew. Commits do not wait for the disk, as those of
// the real runner do not.
func OpenRows(ctx context.Context, url string, p projections.Projection) (*Rows, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errURL
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect the comparator: %w", err)
	}
	r := &Rows{conn: conn}
	if err := r.makeTables(ctx, p); err != nil {
		r.Close(ctx)
		return nil, fmt.Errorf("make the comparator's tables: %w", err)
	}
	return r, nil
}

// Close drops the connection; the tables go with the benchmark's database.
func (r *Rows) Close(ctx context.Context) { _ = r.conn.Close(context.WithoutCancel(ctx)) }

func (r *Rows) makeTables(ctx context.Context, p projections.Projection) error {
	statements := []string{"SET synchronous_commit = off", "DROP SCHEMA IF EXISTS plain_rows CASCADE", "CREATE SCHEMA plain_rows"}
	for _, t := range p.Tables {
		table := &rowTable{
			Table: t, name: pgx.Identifier{"plain_rows", t.Name()}.Sanitize(),
			columns: []string{"key", "position", "parent", "employer"},
			rows:    map[uuid.UUID]any{}, heads: map[uuid.UUID]projections.Head{},
		}
		definition := "key uuid NOT NULL, position bigint NOT NULL, parent uuid NOT NULL, employer uuid NOT NULL"
		for _, c := range t.Columns() {
			table.columns = append(table.columns, c.Name)
			definition += ", " + c.Name + " " + c.Type
		}
		statements = append(statements, fmt.Sprintf("CREATE TABLE %s (%s, PRIMARY KEY (key, position))", table.name, definition))
		// Those that adapters/postgres gives each table, so that no side maintains more.
		statements = append(statements,
			fmt.Sprintf("CREATE INDEX ON %s (parent, key)", table.name),
			fmt.Sprintf("CREATE INDEX ON %s (position)", table.name))
		for _, index := range t.Indexes() {
			statements = append(statements, fmt.Sprintf(index, table.name))
		}
		r.tables = append(r.tables, table)
	}
	for _, sql := range statements {
		if _, err := r.conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// OneByOne folds a batch and writes each version with a statement of its own,
// in one transaction.
func (r *Rows) OneByOne(ctx context.Context, batch []projections.Event) error {
	return r.write(ctx, batch, 1)
}

// Batched folds a batch and writes it with INSERTs of many rows.
func (r *Rows) Batched(ctx context.Context, batch []projections.Event) error {
	return r.write(ctx, batch, 200)
}

func (r *Rows) write(ctx context.Context, batch []projections.Event, rows int) error {
	return pgx.BeginFunc(ctx, r.conn, func(tx pgx.Tx) error {
		for _, t := range r.tables {
			values := t.fold(batch)
			for len(values) > 0 {
				n := min(rows*len(t.columns), len(values))
				if _, err := tx.Exec(ctx, t.insert(n/len(t.columns)), values[:n]...); err != nil {
					return fmt.Errorf("write rows the plain way: %w", err)
				}
				values = values[n:]
			}
		}
		return nil
	})
}

// fold gives the values of all new versions, one after the other.
func (t *rowTable) fold(batch []projections.Event) (values []any) {
	for _, e := range batch {
		for _, key := range t.Touches(e).Keys {
			head := t.heads[key]
			head.Key = key
			row, head, changed := t.Fold(t.rows[key], head, e)
			if !changed {
				continue
			}
			t.rows[key], t.heads[key] = row, head
			values = append(values, head.Key, int64(head.Position), head.Parent, head.Employer)
			values = append(values, t.Refs(row)...)
		}
	}
	return values
}

func (t *rowTable) insert(rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", t.name, strings.Join(t.columns, ", "))
	for i := range rows * len(t.columns) {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%len(t.columns) == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteString(")")
	return b.String()
}
