// Package postgres keeps the log, the keys and the read models in PostgreSQL.
// It is the only package that knows the driver.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The three logins. Roles belong to the whole server, so their names are fixed.
const (
	OwnerRole  = "ruggensteun_owner"
	AppRole    = "ruggensteun_app"
	ReaderRole = "ruggensteun_reader"
	schema     = "ruggensteun"
)

// Logins are the connection URLs of the three logins. With one URL for all
// three the roles are taken by SET ROLE: a fence against our own mistakes, not
// against somebody who has taken over the process.
type Logins struct {
	Owner  string
	App    string
	Reader string
}

// OneLogin uses the same URL for all three roles.
func OneLogin(url string) Logins { return Logins{Owner: url, App: url, Reader: url} }

// DB is the three pools.
type DB struct {
	owner  *pgxpool.Pool
	app    *pgxpool.Pool
	reader *pgxpool.Pool
	logins Logins
}

// Connect opens the pools and checks that each login can be used and that the
// server is one that we know: PostgreSQL 15 or newer, UTF-8. It does not migrate.
func Connect(ctx context.Context, logins Logins) (*DB, error) {
	db := &DB{logins: logins}
	for _, login := range []struct {
		pool **pgxpool.Pool
		url  string
		role string
		size int32
	}{
		{&db.owner, logins.Owner, OwnerRole, 4},
		{&db.app, logins.App, AppRole, 16},
		{&db.reader, logins.Reader, ReaderRole, 8},
	} {
		pool, err := openPool(ctx, login.url, login.role, login.size)
		if err != nil {
			db.Close()
			return nil, err
		}
		*login.pool = pool
	}
	return db, nil
}

// Close ends all connections.
func (db *DB) Close() {
	for _, pool := range []*pgxpool.Pool{db.owner, db.app, db.reader} {
		if pool != nil {
			pool.Close()
		}
	}
}

// Reset drops all connections that are not in use, and the others when they are
// handed back: after a failover, or when roles changed.
func (db *DB) Reset() {
	for _, pool := range []*pgxpool.Pool{db.owner, db.app, db.reader} {
		pool.Reset()
	}
}

func openPool(ctx context.Context, url, role string, size int32) (*pgxpool.Pool, error) {
	config, err := poolConfig(url, role)
	if err != nil {
		return nil, err
	}
	config.MaxConns = max(config.MaxConns, size)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect as %s: %w", role, unavailable(err))
	}
	if err := pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error { return checkServer(ctx, conn.Conn()) }); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect as %s: %w", role, unusable(err))
	}
	return pool, nil
}

// unusable adds what to do when it is the login, or the server as such, that
// will not do.
func unusable(err error) error {
	var wrong *wrongServerError
	if errors.As(err, &wrong) {
		return err
	}
	if isCode(err, "22023", "28000", "42501") { // no such role, or the login is not a member of it
		return fmt.Errorf("%w; run `ruggensteun migrate` with a login that may create roles", unavailable(err))
	}
	return unavailable(err)
}

// poolConfig puts every connection into our schema and role. Waiting for a lock
// or sitting in an open transaction is bounded, because one stuck holder of the
// append lock stops all writers.
func poolConfig(url, role string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("the database URL cannot be read: want postgres://user@host/database (%w)", scrub(err))
	}
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	// Rows are read in their binary form (wire.go), which only prepared statements give.
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error { takeWire(conn); return nil }
	params := config.ConnConfig.RuntimeParams
	maps.Copy(params, sessionSettings)
	if config.ConnConfig.User != role {
		params["role"] = role
	}
	return config, nil
}

// sessionSettings are what our statements rely on, whatever was set for the
// database or the login.
var sessionSettings = map[string]string{
	"application_name": "ruggensteun",
	"search_path":      schema,
	"timezone":         "UTC",
	// Each statement must see what was committed before it began; the functions
	// of migrations/ rely on it under the append lock.
	"default_transaction_isolation":       "read committed",
	"standard_conforming_strings":         "on",
	"idle_in_transaction_session_timeout": "5s",
	"client_connection_check_interval":    "1s",
}

// scrub leaves out what a driver's error may repeat of the URL: it can hold a
// password.
func scrub(err error) error {
	for _, scheme := range []string{"postgres://", "postgresql://"} {
		if before, _, found := strings.Cut(err.Error(), scheme); found {
			return errors.New(before + "[URL left out]")
		}
	}
	return err
}
