package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"ruggensteun/projections"
)

// schemaLock keeps two starting programs from making the same tables at once.
const schemaLock int64 = 0x52756770 // "Rugp"

// makeSchema makes a revision's tables, ready to be projected to and read.
func makeSchema(ctx context.Context, tx pgx.Tx, schema string, p projections.Projection) error {
	if err := makeBareSchema(ctx, tx, schema, p); err != nil {
		return err
	}
	return finishSchema(ctx, tx, schema, p)
}

// makeBareSchema makes the tables without keys, indexes and policies: nothing
// that a bulk load would have to keep up. The app may write already, nobody may read.
func makeBareSchema(ctx context.Context, tx pgx.Tx, schema string, p projections.Projection) error {
	statements := []string{
		fmt.Sprintf("CREATE SCHEMA %s", quoted(schema)),
		fmt.Sprintf("GRANT USAGE ON SCHEMA %s TO %s", quoted(schema), AppRole),
	}
	for _, t := range p.Tables {
		name := qualified(schema, t.Name())
		statements = append(statements,
			fmt.Sprintf("CREATE TABLE %s (%s)", name, columnList(t)),
			// Versions are insert-only; the missing rights keep it so.
			fmt.Sprintf("GRANT SELECT, INSERT ON %s TO %s", name, AppRole))
		if t.Erasing() != nil {
			// Rows die only when somebody is forgotten; then they are not left
			// lying about until a fifth of the table is dead.
			statements = append(statements, fmt.Sprintf(
				"ALTER TABLE %s SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)", name))
		}
		statements = append(statements, forgetSQL(schema, t)...)
	}
	return execAll(ctx, tx, "make the tables of "+schema, statements)
}

func columnList(t projections.Table) string {
	columns := []string{
		"key uuid NOT NULL",
		"position bigint NOT NULL",
		"parent uuid NOT NULL",
		"employer uuid NOT NULL",
	}
	for _, c := range t.Columns() {
		columns = append(columns, quoted(c.Name)+" "+c.Type)
	}
	return strings.Join(columns, ",\n\t")
}

// finishSchema adds what makes the tables fast and safe to read.
func finishSchema(ctx context.Context, tx pgx.Tx, schema string, p projections.Projection) error {
	var statements []string
	for _, t := range p.Tables {
		statements = append(statements, finishTable(qualified(schema, t.Name()), t)...)
	}
	statements = append(statements, fmt.Sprintf("GRANT USAGE ON SCHEMA %s TO %s", quoted(schema), ReaderRole))
	return execAll(ctx, tx, "finish the tables of "+schema, statements)
}

// finishTable comes after a bulk load: COPY refuses tables with row security.
func finishTable(name string, t projections.Table) []string {
	statements := []string{
		fmt.Sprintf("ALTER TABLE %s ADD PRIMARY KEY (key, position)", name),
		fmt.Sprintf("CREATE INDEX ON %s (parent, key)", name),
		fmt.Sprintf("CREATE INDEX ON %s (position)", name),
	}
	for _, index := range t.Indexes() {
		statements = append(statements, fmt.Sprintf(index, name))
	}
	return append(statements,
		fmt.Sprintf("GRANT SELECT ON %s TO %s", name, ReaderRole),
		fmt.Sprintf("CREATE POLICY app_sees_all ON %s TO %s USING (true) WITH CHECK (true)", name, AppRole),
		fmt.Sprintf("CREATE POLICY reader_sees_one_employer ON %s FOR SELECT TO %s USING (may_read(employer) AND may_read_unit(key))", name, ReaderRole),
		fmt.Sprintf("ALTER TABLE %s ENABLE ROW LEVEL SECURITY", name))
}

func execAll(ctx context.Context, tx pgx.Tx, doing string, statements []string) error {
	for _, s := range statements {
		if _, err := tx.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", doing, unavailable(err))
		}
	}
	return nil
}
