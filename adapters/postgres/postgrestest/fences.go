package postgrestest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
)

// WithoutRowSecurity switches the second fence off: what comes now is what the queries themselves
// ask for.
func (d *Database) WithoutRowSecurity(t testing.TB) {
	t.Helper()
	for _, table := range d.texts(t, `
		SELECT oid::regclass::text
		FROM pg_class
		WHERE relrowsecurity
		ORDER BY 1`) {
		d.Exec(t, "ALTER TABLE "+table+" DISABLE ROW LEVEL SECURITY")
	}
}

// HoldReadersTo switches the first fence off: whatever scope the program says, row-level security
// goes by this employer. So what comes is what the second lets through where the first forgot to
// ask. The policies stay as they are but for whose word they take.
func (d *Database) HoldReadersTo(t testing.TB, employer uuid.UUID) {
	t.Helper()
	held := strings.NewReplacer(
		"current_setting('ruggensteun.scope'::text, true)", "''::text", "current_setting('ruggensteun.scope', true)", "''",
		"current_setting('ruggensteun.employer'::text, true)", "'"+employer.String()+"'::text", "current_setting('ruggensteun.employer', true)", "'"+employer.String()+"'",
	)
	for _, function := range d.texts(t, `SELECT pg_get_functiondef('ruggensteun.may_read'::regproc)`) {
		d.Exec(t, held.Replace(function))
	}
	for _, change := range d.texts(t, `
		SELECT format('ALTER POLICY %I ON %I.%I USING (%s)', policyname, schemaname, tablename, qual)
		FROM pg_policies
		WHERE roles @> ARRAY[$1]::name[] AND qual LIKE '%current_setting%'
		ORDER BY 1`, postgres.ReaderRole) {
		d.Exec(t, held.Replace(change))
	}
	if left := d.texts(t, `
		SELECT tablename || ': ' || qual
		FROM pg_policies
		WHERE roles @> ARRAY[$1]::name[] AND qual NOT LIKE '%may_read(%' AND qual NOT LIKE '%' || $2 || '%'`,
		postgres.ReaderRole, employer.String()); len(left) > 0 {
		t.Fatalf("these policies cannot be held to an employer: %q", left)
	}
}

func (d *Database) texts(t testing.TB, sql string, arguments ...any) (list []string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), d.Admin)
	if err != nil {
		t.Fatalf("connect as the superuser: %v", err)
	}
	defer conn.Close(context.Background())
	rows, err := conn.Query(t.Context(), sql, arguments...)
	if err == nil {
		list, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil {
		t.Fatalf("as the superuser: %v", err)
	}
	return list
}

// HoldReadersToUnit is HoldReadersTo for a unit: whatever unit the program says, and also where it says
// none, row-level security goes by this one.
func (d *Database) HoldReadersToUnit(t testing.TB, unit string) {
	t.Helper()
	held := strings.NewReplacer("current_setting('ruggensteun.unit'::text, true)", "'"+unit+"'::text", "current_setting('ruggensteun.unit', true)", "'"+unit+"'")
	for _, function := range d.texts(t, `SELECT pg_get_functiondef('ruggensteun.may_read_unit'::regproc)`) {
		d.Exec(t, held.Replace(function))
	}
	for _, change := range d.texts(t, `
		SELECT format('ALTER POLICY %I ON %I.%I USING (%s)', policyname, schemaname, tablename, qual)
		FROM pg_policies
		WHERE roles @> ARRAY[$1]::name[] AND qual LIKE '%ruggensteun.unit%'
		ORDER BY 1`, postgres.ReaderRole) {
		d.Exec(t, held.Replace(change))
	}
	if left := d.texts(t, `
		SELECT tablename || ': ' || qual
		FROM pg_policies
		WHERE roles @> ARRAY[$1]::name[] AND tablename <> 'blobs' AND qual NOT LIKE '%may_read_unit(%' AND qual NOT LIKE '%of_unit(%' || $2 || '%'`,
		postgres.ReaderRole, unit); len(left) > 0 {
		t.Fatalf("these policies do not know of units: %q", left)
	}
}

// SeenByReaders counts as the reader's login, for which nobody said whose rows.
func (d *Database) SeenByReaders(t testing.TB, table string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), d.Logins.Reader)
	need(t, err)
	defer conn.Close(context.Background())
	need(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM ruggensteun."+table).Scan(&n))
	return n
}
