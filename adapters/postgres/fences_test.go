package postgres_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

const notAllowed = "42501"

func sqlState(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}

// attempt runs a statement and takes it back.
func attempt(t *testing.T, conn *pgx.Conn, sql string) error {
	t.Helper()
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	_, err = tx.Exec(t.Context(), sql)
	return err
}

// statements are what a login may try, and who may do it: o, a and r. Where
// nobody may, the owner's own rights are not enough either.
var statements = map[string]string{
	"CREATE TABLE mine (n int)":                                    "o",
	"ALTER TABLE events ADD COLUMN note text":                      "o",
	"DROP TABLE events CASCADE":                                    "o",
	"CREATE SCHEMA mine":                                           "o",
	"SELECT count(*) FROM events":                                  "o a r",
	"UPDATE events SET payload = NULL":                             "",
	"UPDATE events SET payload = 'x'":                              "",
	"UPDATE events SET metadata = 'x'":                             "",
	"UPDATE events SET position = position + 100":                  "",
	"UPDATE events SET hash = payload_hash":                        "",
	"DELETE FROM events":                                           "",
	"TRUNCATE events CASCADE":                                      "",
	"UPDATE streams SET version = version":                         "o a",
	"DELETE FROM streams":                                          "o",
	"SELECT count(*) FROM blobs":                                   "o a r",
	"UPDATE blobs SET employer = employer":                         "",
	"DELETE FROM blobs":                                            "",
	"TRUNCATE blobs":                                               "",
	"SELECT count(*) FROM attempts":                                "o a r",
	"UPDATE attempts SET owner = employer":                         "",
	"DELETE FROM attempts":                                         "",
	"TRUNCATE attempts":                                            "",
	"SELECT count(*) FROM commands":                                "o a",
	"DELETE FROM commands":                                         "o",
	"UPDATE commands SET body = token":                             "o",
	"SELECT count(*) FROM keyrings":                                "o a",
	"UPDATE keyrings SET destroyed_at = NULL WHERE false":          "o",
	"DELETE FROM keyrings":                                         "o",
	"SELECT count(*) FROM marks":                                   "o a",
	"UPDATE marks SET subject = employer":                          "o",
	"DELETE FROM marks":                                            "o",
	"SELECT master FROM store":                                     "o a r",
	"UPDATE store SET master = 'x'":                                "o",
	"UPDATE store SET epoch = epoch + 1":                           "o",
	"DELETE FROM store":                                            "o",
	"SELECT count(*) FROM redactions":                              "o a",
	"INSERT INTO redactions (position, recorded_by) VALUES (1, 2)": "", // no event says so
	"SELECT count(*) FROM consumers":                               "o a r",
	"UPDATE consumers SET status = 'paused', position = 0":         "o a",
	"DELETE FROM consumers":                                        "o a",
	"SELECT count(*) FROM dead_letters":                            "o a",
	"DELETE FROM dead_letters":                                     "o a",
	"SELECT count(*) FROM work_files, work_clocks, work_links":     "o a r",
	"DELETE FROM work_clocks":                                      "o a",
	"UPDATE work_files SET position = 0":                           "o a",
	"TRUNCATE work_files, work_clocks, work_links":                 "o",
	"SELECT position_at(now())":                                    "o a",
	"SET ROLE ruggensteun_owner":                                   "o",
}

func TestEachLoginMayDoItsWorkAndNoMore(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	w := newWorld(t, db, postgres.LogOptions{})
	w.report(t, w.newEmployer(t, "GEM-A"), "")
	logins := map[string]string{"o": db.Logins.Owner, "a": db.Logins.App, "r": db.Logins.Reader}
	for letter, url := range logins {
		conn := session(t, url)
		for sql, allowed := range statements {
			err := attempt(t, conn, sql)
			may := strings.Contains(allowed, letter)
			if may && err != nil {
				t.Errorf("login %s: %s: %v", letter, sql, err)
			}
			if !may && sqlState(err) != notAllowed {
				t.Errorf("login %s: %s: got %v, want a refusal", letter, sql, err)
			}
		}
		insert := fmt.Sprintf(`INSERT INTO events VALUES (99, '%[1]s', 's-%[1]s', 1, '%[1]s', 't', now(), '', '', sha256(''), sha256(''))`, uuid.New())
		if err := attempt(t, conn, insert); (err != nil) != (letter == "r") {
			t.Errorf("login %s inserts an event: %v", letter, err)
		}
	}
}

// scoped is a log with a stream of each of two employers and one of the store itself.
type scoped struct {
	*postgrestest.Database
	log     *postgres.Log
	streams map[uuid.UUID]eventlog.Stream
	a, b    uuid.UUID
}

func newScoped(t *testing.T) scoped {
	s := scoped{Database: postgrestest.New(t), a: uuid.New(), b: uuid.New(), streams: map[uuid.UUID]eventlog.Stream{}}
	s.log = openLog(t, s.DB, postgres.LogOptions{})
	for _, owner := range []uuid.UUID{s.a, s.b, uuid.Nil} {
		a := plainAppend(owner)
		mustAppend(t, s.log, a)
		s.streams[owner] = a.Changes[0].Stream
	}
	return s
}

var scopes = map[string]struct {
	scope func(scoped) access.Scope
	sees  func(scoped) []uuid.UUID
}{
	"without a scope nothing is seen": {
		func(scoped) access.Scope { return access.Scope{} }, func(scoped) []uuid.UUID { return nil },
	},
	"an employer sees its own": {
		func(s scoped) access.Scope { return access.Scope{Employer: s.a} }, func(s scoped) []uuid.UUID { return []uuid.UUID{s.a} },
	},
	"an employer without records sees none": {
		func(scoped) access.Scope { return access.Scope{Employer: uuid.New()} }, func(scoped) []uuid.UUID { return nil },
	},
	"the operator sees no record": {
		func(scoped) access.Scope { return operator.Over(access.ReadIncident) }, func(scoped) []uuid.UUID { return nil },
	},
	"nor what an employer took out": {
		func(scoped) access.Scope { return operator.Over(access.ReadExports) }, func(scoped) []uuid.UUID { return nil },
	},
	"all is all, the store's own too": {
		func(scoped) access.Scope { return access.Scope{All: true} }, func(s scoped) []uuid.UUID { return []uuid.UUID{s.a, s.b, uuid.Nil} },
	},
}

// saw checks what can be read of each stream in every scope.
func (s scoped) saw(t *testing.T, log *postgres.Log) {
	t.Helper()
	for name, c := range scopes {
		sees := map[uuid.UUID]bool{}
		for _, owner := range c.sees(s) {
			sees[owner] = true
		}
		for owner, stream := range s.streams {
			events, err := log.ReadStreamAs(t.Context(), c.scope(s), stream)
			if err != nil || (len(events) == 1) != sees[owner] || len(events) > 1 {
				t.Errorf("%s: read %d events of the stream of %s, %v", name, len(events), owner, err)
			}
		}
		all, err := log.ReadCategoryAs(t.Context(), c.scope(s), s.streams[s.a].Category)
		if err != nil || len(all) != len(sees) || slices.ContainsFunc(all, func(e eventlog.Recorded) bool { return !sees[e.Employer] }) {
			t.Errorf("%s: read %d events of the category, want %d, %v", name, len(all), len(sees), err)
		}
		if other, err := log.ReadCategoryAs(t.Context(), c.scope(s), s.streams[s.a].Category[1:]); err != nil || len(other) != 0 {
			t.Errorf("%s: read %d events of another category, %v", name, len(other), err)
		}
	}
}

func TestReadersSeeWhatIsInTheirScope(t *testing.T) {
	t.Parallel()
	s := newScoped(t)
	s.saw(t, s.log)
}

func TestTheQueryFiltersWhenRowSecurityIsOff(t *testing.T) {
	t.Parallel()
	s := newScoped(t)
	if _, err := session(t, s.Logins.Owner).Exec(t.Context(), "ALTER TABLE events DISABLE ROW LEVEL SECURITY"); err != nil {
		t.Fatal(err)
	}
	if n := s.countAs(t, access.Scope{}); n != 3 {
		t.Fatalf("with the fence off the login sees %d events, want all 3: this proves nothing", n)
	}
	s.saw(t, s.log)
}

func TestRowSecurityHoldsWhenTheQueryDoesNotFilter(t *testing.T) {
	t.Parallel()
	s := newScoped(t)
	for name, c := range scopes {
		if got, want := s.countAs(t, c.scope(s)), len(c.sees(s)); got != want {
			t.Errorf("%s: %d events, want %d", name, got, want)
		}
		var left int // for whoever has the connection next and sets no scope
		if err := s.DB.Reader().QueryRow(t.Context(), "SELECT count(*) FROM events").Scan(&left); err != nil || left != 0 {
			t.Errorf("%s: afterwards the connection sees %d events, %v", name, left, err)
		}
	}
}

// countAs reads without any filter of its own, on one pooled connection.
func (s scoped) countAs(t *testing.T, scope access.Scope) (n int) {
	t.Helper()
	err := s.DB.AsReader(t.Context(), scope, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "SELECT count(*) FROM events").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAReaderCannotWriteWhateverItsRightsAre(t *testing.T) {
	t.Parallel()
	s := newScoped(t)
	s.Exec(t, "GRANT ALL ON streams TO ruggensteun_reader")
	err := s.DB.AsReader(t.Context(), access.Scope{All: true}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "DELETE FROM streams")
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "25006") {
		t.Errorf("got %v, want that the transaction only reads", err)
	}
}
