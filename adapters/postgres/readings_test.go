package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

func openReadings(db *postgres.DB) *postgres.Readings {
	return postgres.OpenReadings(db, postgres.ReadingOptions{Program: "a test", Code: func(kind string, id uuid.UUID) string { return kind + id.String()[:8] }})
}

// readBy is a reading of an incident of an owner, of which details of two persons were opened.
func readBy(owner uuid.UUID) access.Reading {
	trace := access.Trace{ID: uuid.New(), Called: true}
	copy(trace.Span[:], uuid.New().NodeID())
	copy(trace.Parent[:], uuid.New().NodeID())
	return access.Reading{
		Actor: access.Actor{ID: uuid.New(), Role: access.Registrar, Employer: owner, Purpose: access.Registration},
		At:    time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC), What: "incident", ID: uuid.New(), Personal: true, Owner: owner, Trace: trace,
		Opened: []eventlog.Holder{
			{Kind: "person", Subject: uuid.New(), Purpose: "identity"}, {Kind: "person", Subject: uuid.New(), Purpose: "health"},
		},
	}
}

func TestBothLogsHaveAReadingOrNeither(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	r, reading := openReadings(db.DB), readBy(uuid.New())
	if err := r.Record(t.Context(), reading); err != nil {
		t.Fatal(err)
	}
	conn := session(t, db.Logins.App)
	var fields []string
	var trace []byte
	err := conn.QueryRow(t.Context(), "SELECT fields, trace FROM readings WHERE subject = $1 AND owner = $2", reading.ID, reading.Owner).Scan(&fields, &trace)
	if err != nil || !slices.Equal(fields, []string{"health", "identity"}) {
		t.Errorf("our own log has %v, %v", fields, err)
	}
	var lines, subjects, spans, named int
	err = conn.QueryRow(t.Context(), `
SELECT count(*), count(subject), count(DISTINCT span), count(*) FILTER (WHERE processings::text LIKE '%' || $2 || '%')
FROM processings WHERE trace = $1`, trace, reading.Actor.ID.String()).Scan(&lines, &subjects, &spans, &named)
	if err != nil || lines != 3 || subjects != 2 || spans != 3 || named != 0 {
		t.Errorf("the logbook has %d lines of %d persons in %d spans, %d of them name who read, %v", lines, subjects, spans, named, err)
	}

	// The second log refuses: the first must not have it either.
	db.Exec(t, "ALTER TABLE processings ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
	before := count(t, conn, "readings")
	if err := r.Record(t.Context(), readBy(reading.Owner)); err == nil || count(t, conn, "readings") != before {
		t.Errorf("%v, and our own log went from %d to %d", err, before, count(t, conn, "readings"))
	}
}

func count(t *testing.T, conn *pgx.Conn, table string) (n int) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReadersWhoComeTogetherShareACommit(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	r, conn := openReadings(db.DB), session(t, db.Logins.Owner)
	const readers = 200
	// Nobody can be written down until the table is let go: one is under way, and all others wait for one commit.
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "LOCK TABLE readings IN EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	failed := make(chan error, readers)
	reads := func() { failed <- r.Record(t.Context(), readBy(uuid.New())) }
	comes := func(is func() bool) {
		t.Helper()
		for !is() {
			select {
			case err := <-failed:
				t.Fatal("before the table was let go:", err)
			case <-time.After(time.Millisecond):
			}
		}
	}
	wait.Go(reads)
	comes(func() (under bool) {
		err := conn.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'readings'::regclass AND NOT granted)").Scan(&under)
		return under && err == nil
	})
	for range readers - 1 {
		wait.Go(reads)
	}
	comes(func() bool { return r.Waiting() == readers-1 })
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	for range readers {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	var rows, commits int
	err = conn.QueryRow(t.Context(), "SELECT count(*), count(DISTINCT xmin::text) FROM readings").Scan(&rows, &commits)
	if err != nil || rows != readers || commits > readers/10 {
		t.Errorf("%d readings in %d transactions, %v", rows, commits, err)
	}
}

func TestWhoStopsWaitingIsToldSo(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	conn := session(t, db.Logins.Owner)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	if _, err := tx.Exec(t.Context(), "LOCK TABLE readings IN EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := openReadings(db.DB).Record(ctx, readBy(uuid.New())); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// logs are the tables that are added to, and how a row of an employer comes into each.
var logs = map[string]string{
	"readings":    "INSERT INTO readings (at, actor, role, employer, purpose, what, subject, personal, position, correlation, owner) VALUES (now(), '%[1]s', 'r', '%[1]s', '', 'w', '%[1]s', false, 0, '%[1]s', '%[1]s')",
	"processings": `INSERT INTO processings (trace, span, status, name, began, ended, resource, activity, owner) VALUES ('\x000102030405060708090a0b0c0d0e0f', '\x0001020304050607', 0, 'n', now(), now(), 'r', 'a', '%[1]s')`,
	"authlog":     "INSERT INTO authlog (at, what, actor, role, employer, issuer, route, reason, correlation) VALUES (now(), 'refused', '%[1]s', 'r', '%[1]s', '', '', '', '%[1]s')",
	"role_held":   "INSERT INTO role_held (at, actor, role, employer, issuer, held) VALUES (now(), '%[1]s', 'r', '%[1]s', '', true)",
}

func TestALogIsOnlyAddedToAndEachEmployerSeesItsOwn(t *testing.T) {
	t.Parallel()
	s := newScoped(t)
	app := session(t, s.Logins.App)
	for table, insert := range logs {
		for _, employer := range []uuid.UUID{s.a, s.b} {
			if _, err := app.Exec(t.Context(), fmt.Sprintf(insert, employer)); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range scopes {
			if name == "all is all, the store's own too" {
				continue // there is no row of the store's own here
			}
			var n int
			err := s.DB.AsReader(t.Context(), c.scope(s), func(tx pgx.Tx) error {
				return tx.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n)
			})
			if err != nil || n != len(c.sees(s)) {
				t.Errorf("%s: %s: %d rows, %v", table, name, n, err)
			}
		}
		for login, url := range map[string]string{"owner": s.Logins.Owner, "app": s.Logins.App, "reader": s.Logins.Reader} {
			conn := session(t, url)
			for _, sql := range []string{"UPDATE %s SET id = DEFAULT", "DELETE FROM %s", "TRUNCATE %s"} {
				if err := attempt(t, conn, fmt.Sprintf(sql, table)); sqlState(err) != notAllowed {
					t.Errorf("the %s may "+sql+": %v", login, table, err)
				}
			}
		}
	}
}

// TestReadingsOfBeforeAreToldWhoseRecordsTheyWere: the tables are as they were before there was a logbook.
func TestReadingsOfBeforeAreToldWhoseRecordsTheyWere(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	undo := []string{
		"DROP TABLE processings, authlog, role_held, rules_in_force, rule_sets, processing_copies", "DROP FUNCTION refuse_change_of_logs",
		"DROP POLICY app_sees_all ON readings", "DROP POLICY reader_sees_one_employer ON readings", "ALTER TABLE readings DISABLE ROW LEVEL SECURITY",
		"ALTER TABLE readings DROP COLUMN owner, DROP COLUMN trace, DROP COLUMN span, DROP COLUMN fields, DROP COLUMN changes",
		"DELETE FROM migrations WHERE name = '0023_readlog.sql'",
	}
	for _, sql := range undo {
		db.Exec(t, sql)
	}
	w := newWorld(t, db, postgres.LogOptions{})
	owner := w.newEmployer(t, "GEM-A")
	incident := w.report(t, owner, "").ID
	insert := "INSERT INTO readings (at, actor, role, employer, purpose, what, subject, personal, position, correlation) VALUES (now(), '%s', '%s', '%s', '', '%s', '%s', false, 0, '%[1]s')"
	reader, operator := uuid.New(), uuid.New()
	db.Exec(t, fmt.Sprintf(insert, reader, "registrar", owner.ID, "time-of-day", uuid.Nil))
	db.Exec(t, fmt.Sprintf(insert, operator, "operator", uuid.Nil, "incident", incident))
	db.Exec(t, fmt.Sprintf(insert, operator, "operator", uuid.Nil, "time-of-day", uuid.Nil))
	if err := postgres.Migrate(t.Context(), db.Admin); err != nil {
		t.Fatal(err)
	}
	var got []string
	rows, err := session(t, db.Logins.App).Query(t.Context(), "SELECT what || ' by ' || role || ' is of ' || owner FROM readings ORDER BY id")
	if err == nil {
		got, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	want := []string{
		"time-of-day by registrar is of " + owner.ID.String(), "incident by operator is of " + owner.ID.String(),
		"time-of-day by operator is of " + uuid.Nil.String(),
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("readings are %v, want %v, %v", got, want, err)
	}
	if err := openReadings(db.DB).Record(t.Context(), readBy(owner.ID)); err != nil {
		t.Error("afterwards:", err)
	}
}
