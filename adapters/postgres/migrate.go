package postgres

import (
	"context"
	"fmt"
	"io/fs"
	"sort"

	"github.com/jackc/pgx/v5"

	"ruggensteun/migrations"
)

// migrationLock keeps two starting programs from migrating at once. It is
// another lock than the appender's: a migration may take longer than an append.
const migrationLock int64 = 0x5275676d // "Rugm"

// Migrate brings a database to the newest shape: the roles, the schema, then
// every file of migrations/ that has not run yet, each in its own transaction.
// Running it again changes nothing.
func Migrate(ctx context.Context, ownerURL string) error {
	config, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return fmt.Errorf("the database URL cannot be read: %w", scrub(err))
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connect to migrate: %w", scrub(err))
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("wait for another migration: %w", err)
	}
	if err := checkServer(ctx, conn); err != nil {
		return err
	}
	if err := ensureRoles(ctx, conn); err != nil {
		return err
	}
	return runMigrations(ctx, conn)
}

func checkServer(ctx context.Context, conn *pgx.Conn) error {
	var version int
	var encoding string
	err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')").
		Scan(&version, &encoding)
	if err != nil {
		return fmt.Errorf("ask the server for its version: %w", err)
	}
	if version < 150000 {
		return fmt.Errorf("the server is PostgreSQL %d: Ruggensteun needs 15 or newer", version/10000)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the database is encoded in %s: create one with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// ensureRoles makes the three logins and the schema. Where the login may not
// create roles, an administrator runs the statements of the error once.
func ensureRoles(ctx context.Context, conn *pgx.Conn) error {
	for _, role := range []string{OwnerRole, AppRole, ReaderRole} {
		if err := ensureRole(ctx, conn, role); err != nil {
			return fmt.Errorf("create login %s: %w; let an administrator run: CREATE ROLE %[1]s LOGIN; GRANT %[1]s TO CURRENT_USER", role, err)
		}
	}
	_, err := conn.Exec(ctx, fmt.Sprintf(`
		DO $$ BEGIN
			EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %%I TO %[1]s', current_database());
		END $$;
		CREATE SCHEMA IF NOT EXISTS %[2]s AUTHORIZATION %[1]s;`, OwnerRole, schema))
	if err != nil {
		return fmt.Errorf("make the schema %s: %w", schema, err)
	}
	return nil
}

func ensureRole(ctx context.Context, conn *pgx.Conn, role string) error {
	var exists, member bool
	err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)`, role).Scan(&exists)
	if err != nil {
		return err
	}
	if !exists {
		if _, err := conn.Exec(ctx, "CREATE ROLE "+role+" LOGIN"); err != nil {
			return err
		}
	}
	if err := conn.QueryRow(ctx, `SELECT pg_has_role(current_user, $1, 'MEMBER')`, role).Scan(&member); err != nil || member {
		return err
	}
	_, err = conn.Exec(ctx, "GRANT "+role+" TO CURRENT_USER")
	return err
}

func runMigrations(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, fmt.Sprintf(`
		SET ROLE %s;
		SET search_path = %s;
		CREATE TABLE IF NOT EXISTS migrations (
			name text PRIMARY KEY,
			at   timestamptz NOT NULL DEFAULT clock_timestamp()
		);`, OwnerRole, schema))
	if err != nil {
		return fmt.Errorf("prepare to migrate: %w", err)
	}
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		if err := runMigration(ctx, conn, name); err != nil {
			return fmt.Errorf("migration %s (nothing of it was kept; mend the cause and start again): %w", name, err)
		}
	}
	return nil
}

func runMigration(ctx context.Context, conn *pgx.Conn, name string) error {
	text, err := fs.ReadFile(migrations.Files, name)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "INSERT INTO migrations (name) VALUES ($1) ON CONFLICT DO NOTHING", name)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, string(text))
		return err
	})
}

// EnsureDatabase makes a database on a server of our own when it is not there yet.
func EnsureDatabase(ctx context.Context, adminURL, name string) error {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("connect to make the database %s: %w", name, scrub(err))
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	if err == nil && !exists {
		_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	}
	if err != nil {
		return fmt.Errorf("make the database %s: %w", name, plain(err))
	}
	return nil
}
