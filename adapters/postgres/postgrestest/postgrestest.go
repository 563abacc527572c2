// Package postgrestest gives each test a PostgreSQL database of its own: a copy
// of a migrated template, on a private server that ends with the test binary.
package postgrestest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/postgres"
)

// Required is the environment variable that turns a missing PostgreSQL from a
// skipped test into a failed one; CI sets it to "required".
const Required = "RUGGENSTEUN_TEST_POSTGRES"

const template = "ruggensteun_template"

// Database is one test's database.
type Database struct {
	*postgres.DB
	Logins postgres.Logins
	Admin  string // URL of the superuser, to do what no program of ours may
	Name   string
}

// New clones the template for one test and drops the clone afterwards.
func New(t testing.TB) *Database {
	t.Helper()
	return NewOn(t, Server(t))
}

var shared struct {
	once   sync.Once
	server *embeddedpg.Server
	err    error
}

// Server is the test binary's own server, on data that nobody will miss.
func Server(t testing.TB) *embeddedpg.Server {
	t.Helper()
	shared.once.Do(func() {
		shared.server, shared.err = start(embeddedpg.Options{
			Settings: map[string]string{"max_connections": "300", "shared_buffers": "64MB"},
		})
	})
	need(t, shared.err)
	return shared.server
}

// Durable starts a server of the test's own that keeps its promises through a
// crash, for tests that crash it.
func Durable(t testing.TB) *embeddedpg.Server {
	t.Helper()
	server, err := start(embeddedpg.Options{Durable: true, Settings: map[string]string{"max_connections": "150", "max_prepared_transactions": "4"}})
	need(t, err)
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("stop the database server: %v", err)
		}
	})
	return server
}

func start(o embeddedpg.Options) (*embeddedpg.Server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	server, err := embeddedpg.Start(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := makeTemplate(ctx, server); err != nil {
		return nil, fmt.Errorf("make the template database: %w", err)
	}
	return server, nil
}

func makeTemplate(ctx context.Context, server *embeddedpg.Server) error {
	err := execute(ctx, server.URL(embeddedpg.Superuser, "postgres"), "CREATE DATABASE "+template)
	if err != nil {
		return err
	}
	return postgres.Migrate(ctx, server.URL(embeddedpg.Superuser, template))
}

// need skips a test where there is no PostgreSQL, and fails it where there must be one.
func need(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if os.Getenv(Required) == "required" {
		t.Fatalf("this test needs PostgreSQL: %v", err)
	}
	t.Skipf("needs PostgreSQL, which could not be started here: %v", err)
}

var serial atomic.Int64

// cloning: PostgreSQL refuses to copy a template that another copy is using.
var cloning sync.Mutex

// NewOn clones the template of a given server.
func NewOn(t testing.TB, server *embeddedpg.Server) *Database {
	t.Helper()
	ctx := t.Context()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), serial.Add(1))
	admin := server.URL(embeddedpg.Superuser, "postgres")
	cloning.Lock()
	err := execute(ctx, admin, fmt.Sprintf(
		"CREATE DATABASE %s TEMPLATE %s OWNER %s STRATEGY FILE_COPY", name, template, postgres.OwnerRole))
	cloning.Unlock()
	if err != nil {
		t.Fatalf("clone the template database: %v", err)
	}
	t.Cleanup(func() { drop(t, admin, name) })
	d := &Database{
		Name:  name,
		Admin: server.URL(embeddedpg.Superuser, name),
		Logins: postgres.Logins{
			Owner:  server.URL(postgres.OwnerRole, name),
			App:    server.URL(postgres.AppRole, name),
			Reader: server.URL(postgres.ReaderRole, name),
		},
	}
	if d.DB, err = postgres.Connect(ctx, d.Logins); err != nil {
		t.Fatalf("connect to the clone: %v", err)
	}
	t.Cleanup(d.DB.Close)
	return d
}

func drop(t testing.TB, admin, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	err := execute(ctx, admin, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	if err != nil && !strings.Contains(err.Error(), "connect") { // a crash test may have ended the server
		t.Errorf("drop the test database: %v", err)
	}
}

// Exec runs statements as the superuser: the way for a test to do harm.
func (d *Database) Exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), d.Admin)
	if err != nil {
		t.Fatalf("connect as the superuser: %v", err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "SET search_path = ruggensteun"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("as the superuser: %v", err)
	}
}

// AwaitAlone returns once nobody but the test is connected, as after killing
// others: the server goes on for a while with what the dead had asked.
func (d *Database) AwaitAlone(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	d.DB.Reset()
	conn, err := pgx.Connect(ctx, d.Admin)
	if err != nil {
		t.Fatalf("connect as the superuser: %v", err)
	}
	defer conn.Close(context.Background())
	for others := 1; others > 0; {
		err := conn.QueryRow(ctx, `
			SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01) -- the dead need the processor too
			WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&others)
		if err != nil {
			t.Fatalf("wait until the dead are gone: %v", err)
		}
	}
}

func execute(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	_, err = conn.Exec(ctx, sql)
	return err
}
