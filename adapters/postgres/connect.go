// Package postgres keeps the log, the keys and the read models in PostgreSQL.
// It is the only package that knows the driver.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

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

// Connect opens the pools and checks that the server can be used: reachable,
// PostgreSQL 15 or newer, UTF-8. It does not migrate.
func Connect(ctx context.Context, logins Logins) (*DB, error) {
	db := &DB{logins: logins}
	var err error
	if db.owner, err = openPool(ctx, logins.Owner, OwnerRole, 4); err != nil {
		return nil, err
	}
	if db.app, err = openPool(ctx, logins.App, AppRole, 16); err != nil {
		db.Close()
		return nil, err
	}
	if db.reader, err = openPool(ctx, logins.Reader, ReaderRole, 8); err != nil {
		db.Close()
		return nil, err
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
		return nil, fmt.Errorf("connect as %s: %w", role, scrub(err))
	}
	return pool, nil
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
	params := config.ConnConfig.RuntimeParams
	params["application_name"] = "ruggensteun"
	params["search_path"] = schema
	params["timezone"] = "UTC"
	params["idle_in_transaction_session_timeout"] = "5s"
	params["client_connection_check_interval"] = "1s"
	if config.ConnConfig.User != role {
		params["role"] = role
	}
	return config, nil
}

// scrub leaves out what a driver's error may repeat of the URL: it can hold a
// password.
func scrub(err error) error {
	if before, _, found := strings.Cut(err.Error(), "postgres://"); found {
		return errors.New(before + "[URL left out]")
	}
	return err
}
