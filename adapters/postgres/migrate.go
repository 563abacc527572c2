package postgres

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

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
		return fmt.Errorf("connect to migrate: %w", unavailable(err))
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := checkServer(ctx, conn); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("wait for another migration: %w", unavailable(err))
	}
	if err := ensureRoles(ctx, conn); err != nil {
		return err
	}
	if err := ensureSchema(ctx, conn); err != nil {
		return err
	}
	return runMigrations(ctx, conn)
}

// wrongServerError is about a server that will never do, however often it is asked.
type wrongServerError struct{ why string }

func (e *wrongServerError) Error() string { return e.why }

func checkServer(ctx context.Context, conn *pgx.Conn) error {
	var version int
	var encoding string
	err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')").
		Scan(&version, &encoding)
	if err != nil {
		return fmt.Errorf("ask the server for its version: %w", unavailable(err))
	}
	return suits(version, encoding)
}

func suits(version int, encoding string) error {
	if version < 150000 {
		return &wrongServerError{fmt.Sprintf("the server is PostgreSQL %d: Ruggensteun needs 15 or newer", version/10000)}
	}
	if encoding != "UTF8" {
		return &wrongServerError{fmt.Sprintf("the database is encoded in %s: create one with ENCODING 'UTF8'", encoding)}
	}
	return nil
}

func runMigrations(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `
		CREATE TABLE IF NOT EXISTS migrations (
			name text PRIMARY KEY,
			at   timestamptz NOT NULL DEFAULT clock_timestamp()
		)`)
	if err != nil {
		return fmt.Errorf("prepare to migrate: %w", unavailable(err))
	}
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, conn, names); err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		if err := runMigration(ctx, conn, name); err != nil {
			return fmt.Errorf("migration %s (nothing of it was kept; mend the cause and start again): %w", name, unavailable(err))
		}
	}
	return nil
}

// refuseNewer stops a program that is older than the database: it would write
// rows that the newer one no longer expects.
func refuseNewer(ctx context.Context, conn *pgx.Conn, known []string) error {
	var unknown *string
	err := conn.QueryRow(ctx, "SELECT min(name) FROM migrations WHERE name <> ALL($1)", known).Scan(&unknown)
	if err != nil {
		return fmt.Errorf("read which migrations ran: %w", unavailable(err))
	}
	if unknown != nil {
		return fmt.Errorf("this database was made by a newer version of Ruggensteun (migration %s is not known here): install that version or a later one", *unknown)
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
