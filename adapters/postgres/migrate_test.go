package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog/logtest"
)

// bare is a server that nobody has migrated, with one login that owns one
// database and may do nothing else, as a provider hands it out.
type bare struct {
	server *embeddedpg.Server
	admin  string
}

const tenant = `"huurder-1"` // a name that must be quoted

func newBare(t *testing.T) bare {
	postgrestest.Server(t) // skips where there is no PostgreSQL
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	server, err := embeddedpg.Start(ctx, embeddedpg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("stop the server: %v", err)
		}
	})
	b := bare{server: server, admin: server.URL(embeddedpg.Superuser, "postgres")}
	b.exec(t, "CREATE ROLE "+tenant+" LOGIN")
	b.exec(t, "CREATE DATABASE register OWNER "+tenant)
	return b
}

func (b bare) exec(t *testing.T, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), b.admin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func (b bare) url() string { return b.server.URL("huurder-1", "register") }

func TestAnAdministratorWhoRunsWhatTheErrorsSayCanMigrate(t *testing.T) {
	t.Parallel()
	b := newBare(t)
	b.exec(t, "ALTER DATABASE register OWNER TO postgres") // not even the database is the login's own
	asked := 0
	for {
		err := postgres.Migrate(t.Context(), b.url())
		if err == nil {
			break
		}
		_, sql, found := strings.Cut(err.Error(), "let an administrator run: ")
		if asked++; !found || asked > 4 {
			t.Fatalf("after %d statements by the administrator: %v", asked, err)
		}
		b.exec(t, sql)
	}
	if asked != 4 { // three logins and the right to make a schema
		t.Errorf("the administrator was asked %d times, want 4", asked)
	}
	b.exec(t, "REVOKE CREATE ON DATABASE register FROM "+postgres.OwnerRole)
	b.exec(t, "GRANT CREATE ON DATABASE register TO "+postgres.OwnerRole)
	if err := postgres.Migrate(t.Context(), b.url()); err != nil {
		t.Errorf("once more, with nothing left to do: %v", err)
	}
}

// TestOneLoginKeepsTheFences: one URL that is a member of the three logins, and
// no superuser.
func TestOneLoginKeepsTheFences(t *testing.T) {
	t.Parallel()
	b := newBare(t)
	b.exec(t, "ALTER ROLE "+tenant+" CREATEROLE")
	if err := postgres.Migrate(t.Context(), b.url()); err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Connect(t.Context(), postgres.OneLogin(b.url()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	log := openLog(t, db, postgres.LogOptions{})
	mustAppend(t, log, plainAppend(operator.ID))
	logtest.Invariants(t, log)
	for name, scope := range map[string]access.Scope{"nobody": {}, "the employer": {Employer: operator.ID}} {
		err := db.AsReader(t.Context(), scope, func(tx pgx.Tx) error {
			var seen int
			var role string
			err := tx.QueryRow(t.Context(), "SELECT current_user::text, count(*) FROM events GROUP BY 1 UNION ALL SELECT current_user::text, 0").
				Scan(&role, &seen)
			if role != postgres.ReaderRole || (seen == 1) != (scope != access.Scope{}) {
				t.Errorf("%s sees %d events as %s", name, seen, role)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestALoginThatIsNoMemberIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	b := newBare(t)
	for i, want := range []string{"does not exist", "permission denied"} {
		if i > 0 {
			b.exec(t, "CREATE ROLE "+postgres.OwnerRole)
		}
		_, err := postgres.Connect(t.Context(), postgres.OneLogin(b.url()))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "ruggensteun migrate") {
			t.Errorf("got %v, want %q and the remedy", err, want)
		}
	}
}

func TestManyProgramsMigrateAtOnce(t *testing.T) {
	t.Parallel()
	b := newBare(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if err := postgres.Migrate(t.Context(), b.server.URL(embeddedpg.Superuser, "register")); err != nil {
				t.Errorf("program %d: %v", i, err)
			}
		})
	}
	all.Wait()
}

// TestManyDatabasesOfOneServerAreMigratedAtOnce: the logins belong to all of
// them, the lock to each.
func TestManyDatabasesOfOneServerAreMigratedAtOnce(t *testing.T) {
	t.Parallel()
	b := newBare(t)
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range 6 {
		name := fmt.Sprintf("register_%d", i)
		b.exec(t, "CREATE DATABASE "+name+" STRATEGY FILE_COPY")
		all.Go(func() {
			<-start
			if err := postgres.Migrate(t.Context(), b.server.URL(embeddedpg.Superuser, name)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	close(start)
	all.Wait()
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	var before, after []string
	ran := "SELECT array_agg(name || ' ' || at ORDER BY name) FROM migrations"
	db.Scan(t, []any{&before}, ran)
	if err := postgres.Migrate(t.Context(), db.Admin); err != nil {
		t.Fatal(err)
	}
	db.Scan(t, []any{&after}, ran)
	if len(before) < 7 || strings.Join(before, "\n") != strings.Join(after, "\n") {
		t.Errorf("before: %q\nafter: %q", before, after)
	}
}

func TestADatabaseOfANewerVersionIsRefused(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	db.Exec(t, "INSERT INTO migrations (name) VALUES ('9999_from_the_future.sql')")
	err := postgres.Migrate(t.Context(), db.Admin)
	if err == nil || !strings.Contains(err.Error(), "newer version") || !strings.Contains(err.Error(), "9999_from_the_future.sql") {
		t.Errorf("got %v", err)
	}
}

func TestAServerThatWillNotDoIsRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		version  int
		encoding string
		want     string
	}{
		"the oldest that will do":       {150000, "UTF8", ""},
		"a version before":              {140011, "UTF8", "PostgreSQL 14: Ruggensteun needs 15"},
		"a database in another charset": {170002, "LATIN1", "create one with ENCODING 'UTF8'"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := postgres.Suits(tt.version, tt.encoding)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestADatabaseInAnotherEncodingIsRefusedWhenConnecting(t *testing.T) {
	t.Parallel()
	server := postgrestest.Server(t)
	admin := session(t, server.URL(embeddedpg.Superuser, "template1"))
	for _, sql := range []string{
		"DROP DATABASE IF EXISTS latin", // of the run before, with -count
		"CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
	} {
		if _, err := admin.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	url := server.URL(embeddedpg.Superuser, "latin")
	for name, err := range map[string]error{
		"migrate": postgres.Migrate(t.Context(), url),
		"connect": func() error { _, err := postgres.Connect(t.Context(), postgres.OneLogin(url)); return err }(),
	} {
		if err == nil || !strings.Contains(err.Error(), "ENCODING 'UTF8'") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAPasswordInTheURLIsNeverRepeated(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"dial postgres://user:bijlzwaaier@host/x: refused", "postgresql://user:bijlzwaaier@host/x"} {
		if err := postgres.Scrub(errors.New(text)); strings.Contains(err.Error(), "bijlzwaaier") {
			t.Errorf("got %v", err)
		}
	}
	for _, url := range []string{
		"postgres://user:bijlzwaaier@/tmp/nowhere:99/x",
		"postgres://user:bijlzwaaier@127.0.0.1:1/x?sslmode=disable",
		"postgresql://user:bijlzwaaier@127.0.0.1:99999/x",
		"user=u password=bijlzwaaier host=/nowhere port=x",
		"postgres://user:bijlzwaaier@[::1/x",
	} {
		for name, try := range map[string]func() error{
			"connect": func() error { _, err := postgres.Connect(t.Context(), postgres.OneLogin(url)); return err },
			"migrate": func() error { return postgres.Migrate(t.Context(), url) },
		} {
			if err := try(); err == nil || strings.Contains(err.Error(), "bijlzwaaier") {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
}
