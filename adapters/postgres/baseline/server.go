package baseline

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

var errURL = errors.New("the database URL cannot be read: want postgres://user@host/database")

// ServerInfo is what decides how figures of two servers compare.
type ServerInfo struct {
	Version           string `json:"version"`
	Fsync             string `json:"fsync"`
	SynchronousCommit string `json:"synchronous_commit"`
	FullPageWrites    string `json:"full_page_writes"`
}

// Durability is the settings that a fast figure may have been bought with.
func (i ServerInfo) Durability() string {
	return fmt.Sprintf("fsync %s, synchronous_commit %s, full_page_writes %s", i.Fsync, i.SynchronousCommit, i.FullPageWrites)
}

const describeSQL = `
SELECT current_setting('server_version'), current_setting('fsync'),
    current_setting('synchronous_commit'), current_setting('full_page_writes')`

// Describe asks a server what it is.
func Describe(ctx context.Context, url string) (i ServerInfo, err error) {
	err = on(ctx, url, func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, describeSQL).Scan(&i.Version, &i.Fsync, &i.SynchronousCommit, &i.FullPageWrites)
	})
	if err != nil {
		return i, fmt.Errorf("ask the database server what it is: %w", err)
	}
	return i, nil
}

// ErrNotEmpty keeps invented incidents, and what is dropped after them, away
// from somebody's data.
var ErrNotEmpty = errors.New("this database holds tables: a benchmark fills and empties its database, so give it an empty one, or none at all for a private one")

// ours is every schema that is not the server's own. The public schema is there
// in a new database, and is left in place.
const ours = `
SELECT nspname
FROM pg_namespace
WHERE nspname !~ '^pg_'
    AND nspname NOT IN ('information_schema', 'public')`

const emptySQL = `
SELECT NOT EXISTS (` + ours + `)
    AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'public'::regnamespace)`

// Claim refuses a database in which there is anything at all.
func Claim(ctx context.Context, url string) error {
	var empty bool
	err := on(ctx, url, func(conn *pgx.Conn) error { return conn.QueryRow(ctx, emptySQL).Scan(&empty) })
	switch {
	case err != nil:
		return fmt.Errorf("look whether the database is empty: %w", err)
	case !empty:
		return ErrNotEmpty
	}
	return nil
}

// Clear drops everything that a benchmark made in a database that was claimed.
func Clear(ctx context.Context, url string) error {
	err := on(ctx, url, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, ours)
		if err != nil {
			return err
		}
		schemas, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, schema := range schemas {
			if _, err := conn.Exec(ctx, "DROP SCHEMA "+pgx.Identifier{schema}.Sanitize()+" CASCADE"); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("empty the benchmark's database (drop its schemas by hand): %w", err)
	}
	return nil
}

func on(ctx context.Context, url string, fn func(*pgx.Conn) error) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return errURL // the driver's text repeats the URL, which can hold a password
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return fn(conn)
}
