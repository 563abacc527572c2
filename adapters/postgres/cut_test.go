package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// cut ends one session of the app, as a failing network or an administrator
// does, and tells how many there were to end: one or none.
func cut(ctx context.Context, conn *pgx.Conn) (n int, err error) {
	tag, err := conn.Exec(ctx, `
		SELECT pg_terminate_backend(pid)
		FROM (
			SELECT pid FROM pg_stat_activity
			WHERE datname = current_database() AND usename = $1
			ORDER BY random()
			LIMIT 1
		) AS victim`, postgres.AppRole)
	return int(tag.RowsAffected()), err
}

func TestWhatCallersWereToldIsTrueWhenConnectionsAreCut(t *testing.T) {
	t.Parallel()
	type work struct {
		postgres.LogOptions
		logtest.Workload
	}
	all := map[string]work{"as hoped": {Workload: logtest.Workload{Seed: logtest.Apart, Writers: 32}}}
	for lane, o := range lanes {
		all[lane] = work{o, logtest.Workload{Seed: 1, Writers: 8}}
	}
	for name, work := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := work.LogOptions
			db := postgrestest.New(t)
			log := openLog(t, db.DB, o)
			admin := session(t, db.Admin)
			var out bytes.Buffer
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- work.Run(ctx, log, &out) }()
			for cuts := 0; cuts < 60; {
				head, err := log.Head(t.Context())
				if err != nil {
					continue // its own session was the victim
				}
				if _, err := log.Await(t.Context(), head); err != nil {
					t.Fatal(err)
				}
				n, err := cut(t.Context(), admin)
				if err != nil {
					t.Fatal(err)
				}
				cuts += n
			}
			stop()
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			log.Close() // what was under way when we stopped asking is finished now
			db.DB.Reset()
			log = openLog(t, db.DB, o)
			tally := logtest.Judge(t, log, out.Bytes())
			logtest.Invariants(t, log)
			t.Logf("60 connections cut: %d attempts acked, %d refused, %d unknown", tally.Acked, tally.Refused, tally.Unknown)
		})
	}
}

func TestAReadIsRepeatedWhenItsConnectionTurnsOutToBeDead(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	a := keyed(plainAppend(uuid.Nil))
	mustAppend(t, log, a)
	admin := session(t, db.Admin)
	for range 5 {
		for n := 1; n > 0; {
			var err error
			if n, err = cut(t.Context(), admin); err != nil {
				t.Fatal(err)
			}
		}
		for name, read := range map[string]func() error{
			"head":        func() error { _, err := log.Head(t.Context()); return err },
			"read":        func() error { _, err := log.Read(t.Context(), 0, 1); return err },
			"stream":      func() error { _, err := log.ReadStream(t.Context(), a.Changes[0].Stream, 0); return err },
			"outcome":     func() error { _, _, err := log.Outcome(t.Context(), *a.Key); return err },
			"position at": func() error { _, err := log.PositionAt(t.Context(), time.Now()); return err },
		} {
			if err := read(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestARowThatWasChangedFromOutsideIsNoMatterOfTryingAgain(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	mustAppend(t, log, plainAppend(uuid.Nil))
	db.Exec(t, "ALTER TABLE events DISABLE TRIGGER USER; UPDATE events SET stream = 'Zwaanhilde'")
	_, err := log.Read(t.Context(), 0, 1)
	if err == nil || errors.Is(err, eventlog.ErrUnavailable) || !strings.Contains(err.Error(), "backup") || strings.Contains(err.Error(), "Zwaan") {
		t.Errorf("got %v", err)
	}
}

// waiting is an append whose flusher waits for the append lock, which the test holds.
type waiting struct {
	*postgrestest.Database
	log   *postgres.Log
	admin *pgx.Conn
	free  func() // lets go of the lock
}

func newWaiting(t *testing.T, o postgres.LogOptions) *waiting {
	return waitingOn(t, postgrestest.New(t), o)
}

func waitingOn(t *testing.T, db *postgrestest.Database, o postgres.LogOptions) *waiting {
	w := &waiting{Database: db, log: openLog(t, db.DB, o), admin: session(t, db.Admin)}
	holder := session(t, db.Admin)
	tx, err := holder.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "SELECT pg_advisory_xact_lock($1)", postgres.AppendLock); err != nil {
		t.Fatal(err)
	}
	w.free = func() {
		if err := tx.Rollback(context.Background()); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
			t.Error(err)
		}
	}
	t.Cleanup(w.free) // before the log closes
	return w
}

// append begins an append and returns when n of them wait in the database.
func (w *waiting) append(t *testing.T, ctx context.Context, a eventlog.Append, n int) <-chan error {
	t.Helper()
	done := make(chan error, 1)
	go func() { _, err := w.log.Append(ctx, a); done <- err }()
	for there := -1; there < n; {
		if err := w.admin.QueryRow(t.Context(), `
			SELECT count(*) FROM pg_locks
			WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
		).Scan(&there); err != nil {
			t.Fatal(err)
		}
	}
	return done
}

// together has appends flushed as one batch, and gives what each was told.
func (w *waiting) together(t *testing.T, appends ...eventlog.Append) []error {
	t.Helper()
	first := w.append(t, t.Context(), plainAppend(uuid.Nil), 1) // is sent, and waits for the lock
	told := make([]<-chan error, len(appends))
	for i, a := range appends {
		told[i] = w.append(t, t.Context(), a, 1)
		for w.log.Queued() <= i {
			runtime.Gosched()
		}
	}
	w.free()
	if err := <-first; err != nil {
		t.Errorf("the append before them was told %v", err)
	}
	errs := make([]error, len(appends))
	for i := range errs {
		errs[i] = <-told[i]
	}
	return errs
}

func keyed(a eventlog.Append) eventlog.Append {
	id := a.Changes[0].Stream.ID
	a.Key = &eventlog.Key{Token: eventlog.Hash(append(id[:], id[:]...))}
	return a
}

func TestWhoStopsWaitingIsToldWhetherItWasSent(t *testing.T) {
	t.Parallel()
	w := newWaiting(t, postgres.LogOptions{})
	ctx, stop := context.WithCancel(t.Context())
	var appends []eventlog.Append
	for range 5 {
		appends = append(appends, keyed(plainAppend(uuid.Nil)))
	}
	queue := func(ctx context.Context, i int) <-chan error {
		done := w.append(t, ctx, appends[i], 1) // the first is sent, the others queue
		for w.log.Queued() < i {
			runtime.Gosched()
		}
		return done
	}
	impatient := map[int]<-chan error{0: queue(ctx, 0), 1: queue(ctx, 1), 2: queue(ctx, 2)}
	patient := queue(t.Context(), 3)
	impatient[4] = queue(ctx, 4)
	stop()
	for i, done := range impatient {
		want := map[bool]error{true: eventlog.ErrUnknownOutcome, false: eventlog.ErrUnavailable}[i == 0]
		if err := <-done; !errors.Is(err, want) || !errors.Is(err, context.Canceled) {
			t.Errorf("append %d was told %v, want %v", i, err, want)
		}
	}
	w.free()
	if err := <-patient; err != nil {
		t.Errorf("who waited on was told %v", err)
	}
	w.log.Close()
	again := openLog(t, w.DB, postgres.LogOptions{})
	for i, a := range appends {
		_, found, err := again.Outcome(t.Context(), *a.Key)
		if found != (i == 0 || i == 3) || err != nil {
			t.Errorf("append %d is there: %t, %v", i, found, err)
		}
	}
	logtest.Invariants(t, again)
}

// TestACommitWhoseAnswerWasLostIsFoundAgain has the server commit and then end
// the session before it answers: it waits for a standby that does not exist.
func TestACommitWhoseAnswerWasLostIsFoundAgain(t *testing.T) {
	t.Parallel()
	server := postgrestest.Durable(t)
	db := postgrestest.NewOn(t, server)
	guarded := plainAppend(uuid.Nil)
	guarded.Changes = append(guarded.Changes, plainAppend(uuid.Nil).Changes[0],
		eventlog.Change{Stream: eventlog.Stream{Category: "trial", ID: uuid.New()}, Expected: eventlog.AnyVersion})
	for name, a := range map[string]eventlog.Append{
		"alone": plainAppend(uuid.Nil), "alone with a key": keyed(plainAppend(uuid.Nil)), "several streams": guarded,
	} {
		log := openLog(t, db.DB, postgres.LogOptions{})
		before := mustAppend(t, log, plainAppend(uuid.Nil)).Last
		standby(t, db, "nowhere")
		done := make(chan eventlog.Receipt, 1)
		go func() {
			r, err := log.Append(t.Context(), a)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			done <- r
		}()
		for ended := 0; ended == 0; {
			db.Scan(t, []any{&ended}, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
		}
		r := <-done
		standby(t, db, "")
		events := len(a.Changes[:max(1, len(a.Changes)-1)])
		if r.First != before+1 || int(r.Last-before) != events || r.Replayed || len(r.Versions) != len(a.Changes) || r.Versions[0] != 1 {
			t.Errorf("%s: told %+v, after %d", name, r, before)
		}
		if len(r.Versions) == 3 && r.Versions[2] != 0 {
			t.Errorf("%s: a stream that does not exist is told to be at %d", name, r.Versions[2])
		}
		logtest.Invariants(t, log)
	}
}

// standby makes every commit wait for a standby of that name, or for none.
func standby(t *testing.T, db *postgrestest.Database, name string) {
	t.Helper()
	db.Exec(t, fmt.Sprintf("ALTER SYSTEM SET synchronous_standby_names = '%s'", name))
	for set := "?"; set != name; {
		db.Exec(t, "SELECT pg_reload_conf()")
		db.Scan(t, []any{&set}, "SHOW synchronous_standby_names")
	}
}

// TestARefusalAfterAnUncertainTryIsUncertain cuts the connection of an append
// that was sent, and has the next try refused for good.
func TestARefusalAfterAnUncertainTryIsUncertain(t *testing.T) {
	t.Parallel()
	w := newWaiting(t, postgres.LogOptions{})
	done := w.append(t, t.Context(), plainAppend(uuid.Nil), 1)
	w.Exec(t, "REVOKE INSERT ON events FROM "+postgres.AppRole)
	w.Exec(t, `
		SELECT pg_terminate_backend(pid) FROM pg_locks
		WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	w.free()
	if err := <-done; !errors.Is(err, eventlog.ErrUnknownOutcome) || !strings.Contains(err.Error(), "ruggensteun migrate") {
		t.Errorf("got %v, want %v and the remedy", err, eventlog.ErrUnknownOutcome)
	}
	if _, err := w.log.Append(t.Context(), plainAppend(uuid.Nil)); !errors.Is(err, eventlog.ErrUnavailable) {
		t.Errorf("a refusal at the first try: got %v, want %v", err, eventlog.ErrUnavailable)
	}
}

func TestAServerWithoutAConnectionLeftIsWaitedFor(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{Patience: 300 * time.Millisecond})
	appendsAgain(t, log)
	db.Exec(t, "ALTER DATABASE "+db.Name+" CONNECTION LIMIT 0")
	db.Exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()", postgres.AppRole)
	for range 3 {
		_, err := log.Append(t.Context(), plainAppend(uuid.Nil))
		told := errors.Is(err, eventlog.ErrUnavailable) || errors.Is(err, eventlog.ErrUnknownOutcome)
		if !told || !strings.Contains(err.Error(), "max_connections") {
			t.Fatalf("got %v, want the remedy", err)
		}
	}
	db.Exec(t, "ALTER DATABASE "+db.Name+" CONNECTION LIMIT -1")
	appendsAgain(t, log)
	logtest.Invariants(t, log)
}

func TestAClosedLogLeavesNobodyWaiting(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	mustAppend(t, log, plainAppend(uuid.Nil))
	woken := make(chan error, 1)
	go func() { _, err := log.Await(context.Background(), 1); woken <- err }()
	log.Close()
	if err := <-woken; !errors.Is(err, eventlog.ErrUnavailable) {
		t.Errorf("await: %v", err)
	}
	if _, err := log.Append(t.Context(), plainAppend(uuid.Nil)); !errors.Is(err, eventlog.ErrUnavailable) {
		t.Errorf("append: %v", err)
	}
	var sessions int
	db.Scan(t, []any{&sessions}, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'listen%'")
	if sessions != 0 {
		t.Errorf("%d sessions still listen", sessions)
	}
}

// TestADatabaseThatIsAwayIsToldAndComesBack crashes the server under load for
// longer than an append is patient.
func TestADatabaseThatIsAwayIsToldAndComesBack(t *testing.T) {
	t.Parallel()
	server := postgrestest.Durable(t)
	db := postgrestest.NewOn(t, server)
	log := openLog(t, db.DB, postgres.LogOptions{Patience: 400 * time.Millisecond})
	ctx, stop := context.WithCancel(t.Context())
	out := &wholeLines{first: make(chan struct{})}
	done := make(chan error)
	go func() { done <- logtest.Workload{Seed: 1, Writers: 8}.Run(ctx, log, out) }()
	for range 2 {
		head, err := log.Await(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Await(t.Context(), head+20); err != nil {
			t.Fatal(err)
		}
		if err := server.Crash(); err != nil {
			t.Fatal(err)
		}
		for told := false; !told; { // the first to ask may be the one whose connection broke
			begun := time.Now()
			_, err := log.Append(t.Context(), plainAppend(uuid.Nil))
			if told = errors.Is(err, eventlog.ErrUnavailable); !told && !errors.Is(err, eventlog.ErrUnknownOutcome) {
				t.Fatalf("while the database is away: %v", err)
			}
			if took := time.Since(begun); took > time.Minute { // where an append is patient for less than a second
				t.Errorf("was told after %s", took)
			}
		}
		if _, err := log.Read(t.Context(), 0, 10); !errors.Is(err, eventlog.ErrUnavailable) {
			t.Errorf("read while the database is away: %v", err)
		}
		if err := server.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	appendsAgain(t, log) // by itself, without being opened again
	logtest.Invariants(t, log)
}
