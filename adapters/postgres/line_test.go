package postgres_test

import (
	"bytes"
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// atOnce appends with so many writers, and insists that each is recorded.
func atOnce(t *testing.T, log *postgres.Log, writers int) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			if _, err := log.Append(ctx, plainAppend(uuid.Nil)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestOneConnectionIsEnough: the second, which stands in line ahead, may be
// refused by the server or by our own pool.
func TestOneConnectionIsEnough(t *testing.T) {
	t.Parallel()
	for name, exhaust := range map[string]func(*testing.T, *postgrestest.Database) (end func()){
		"the server has no more": func(t *testing.T, db *postgrestest.Database) func() {
			db.DB.Reset() // those that nobody uses
			db.Exec(t, "ALTER DATABASE "+db.Name+" CONNECTION LIMIT 1")
			return func() { db.Exec(t, "ALTER DATABASE "+db.Name+" CONNECTION LIMIT -1") }
		},
		"the pool has no more": func(t *testing.T, db *postgrestest.Database) func() {
			var all []*pgxpool.Conn
			for pool := db.App(); pool.Stat().AcquiredConns() < pool.Stat().MaxConns(); {
				conn, err := pool.Acquire(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, conn)
			}
			return func() {
				for _, conn := range all {
					conn.Release()
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.New(t)
			log := openLog(t, db.DB, postgres.LogOptions{Patience: 2 * time.Second})
			mustAppend(t, log, plainAppend(uuid.Nil))
			if _, err := log.Await(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			for db.App().Stat().AcquiredConns() < 2 { // one listens
				runtime.Gosched()
			}
			end := exhaust(t, db)
			for range 10 {
				atOnce(t, log, 8)
			}
			end()
			atOnce(t, log, 8)
			logtest.Invariants(t, log)
		})
	}
}

// placed is somebody else in the line for the append lock.
type placed struct {
	conn *pgx.Conn
	tx   pgx.Tx
	got  chan error
}

// stand asks for the lock, and returns when so many wait for it.
func stand(t *testing.T, db *postgrestest.Database, admin *pgx.Conn, waiting int) *placed {
	t.Helper()
	p := &placed{conn: session(t, db.Admin), got: make(chan error, 1)}
	var err error
	if p.tx, err = p.conn.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	go func() {
		_, err := p.tx.Exec(t.Context(), "SELECT pg_advisory_xact_lock($1)", postgres.AppendLock)
		p.got <- err
	}()
	awaitWaiting(t, admin, waiting)
	return p
}

func awaitWaiting(t *testing.T, admin *pgx.Conn, n int) {
	t.Helper()
	for there := -1; there != n; {
		if err := admin.QueryRow(t.Context(), `
			SELECT count(*) FROM pg_locks
			WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
		).Scan(&there); err != nil {
			t.Fatal(err)
		}
	}
}

func (p *placed) has(t *testing.T) {
	t.Helper()
	if err := <-p.got; err != nil {
		t.Fatal(err)
	}
}

func (p *placed) letGo(t *testing.T) {
	t.Helper()
	if err := p.tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// flushes notes how long each flush waited for the lock.
type flushes struct {
	mu     sync.Mutex
	locked []time.Duration
}

func (f *flushes) Flushed(_, _ int, _, lock time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.locked = append(f.locked, lock)
}

func (*flushes) Refused(string) {}

func (f *flushes) longest() (d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, l := range f.locked {
		d = max(d, l)
	}
	return d
}

// TestAPlaceInLineIsKeptAndTheWaitIsTold: a command that comes while a lock
// that was asked for ahead is still waited for goes along with it, however late.
func TestAPlaceInLineIsKeptAndTheWaitIsTold(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	metrics := &flushes{}
	log, admin := openLog(t, db.DB, postgres.LogOptions{Metrics: metrics}), session(t, db.Admin)
	for there := 0; there < 2; { // both connections are in use
		atOnce(t, log, 8)
		db.Scan(t, []any{&there}, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query IN ('COMMIT', 'ROLLBACK')`)
	}
	awaitWaiting(t, admin, 0)

	one := stand(t, db, admin, 0)
	one.has(t)
	var told []<-chan error
	send := func() {
		done := make(chan error, 1)
		go func() { _, err := log.Append(t.Context(), plainAppend(uuid.Nil)); done <- err }()
		told = append(told, done)
	}
	send()
	awaitWaiting(t, admin, 1)
	two := stand(t, db, admin, 2)
	for range 4 {
		send()
	}
	for log.Queued() < 4 {
		runtime.Gosched()
	}
	one.letGo(t)
	two.has(t)                // the first was recorded
	awaitWaiting(t, admin, 1) // the four
	three := stand(t, db, admin, 2)
	two.letGo(t)
	three.has(t)              // the four were recorded
	awaitWaiting(t, admin, 1) // the flusher, ahead
	for _, done := range told {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	four := stand(t, db, admin, 2)
	short := metrics.longest()
	if _, err := admin.Exec(t.Context(), "SELECT pg_sleep(0.1)"); err != nil { // longer than a place is kept for nothing
		t.Fatal(err)
	}
	told = nil
	send()
	if _, err := admin.Exec(t.Context(), "SELECT pg_sleep(2)"); err != nil {
		t.Fatal(err)
	}
	var before, after int
	const headSQL = "SELECT max(position) FROM events"
	if err := three.tx.QueryRow(t.Context(), headSQL).Scan(&before); err != nil {
		t.Fatal(err)
	}
	three.letGo(t)
	four.has(t)
	if err := four.tx.QueryRow(t.Context(), headSQL).Scan(&after); err != nil {
		t.Fatal(err)
	}
	if after != before+1 {
		t.Error("who asked for the lock later had it before a command that had waited for long")
	}
	four.letGo(t)
	if err := <-told[0]; err != nil {
		t.Error(err)
	}
	if got := metrics.longest(); got < time.Second {
		t.Errorf("a flush waited for the lock for two seconds, and was said to have waited for %s (%s before)", got, short)
	}
	logtest.Invariants(t, log)
}

// TestNothingIsRecordedBeforeItWasAskedFor: a turn that was taken ahead may be
// old, when the program was stopped meanwhile.
func TestNothingIsRecordedBeforeItWasAskedFor(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	var asked time.Time
	r, err := db.AppendAfter(t.Context(), func() {
		db.Exec(t, "SELECT pg_sleep(2)")
		db.Scan(t, []any{&asked}, "SELECT clock_timestamp()")
	}, plainAppend(uuid.Nil))
	if err != nil {
		t.Fatal(err)
	}
	if early := asked.Sub(r.RecordedAt); early > time.Second { // as long as the database's clock was on its way to us
		t.Errorf("recorded %s before it was asked for", early)
	}
}

// TestClosingInTheMiddleLeavesNothingBehind: no connection, no lock, no doubt.
func TestClosingInTheMiddleLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	var outputs [][]byte
	for round := range 25 {
		log := postgres.OpenLog(db.DB, postgres.LogOptions{})
		var out bytes.Buffer
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- logtest.Workload{Seed: uint64(round%2*logtest.Apart + round), Writers: 16}.Run(ctx, log, &out)
		}()
		head, err := log.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Await(t.Context(), head+eventlog.Position(round*7)); err != nil {
			t.Fatal(err)
		}
		log.Close()
		stop()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(2 * time.Minute); db.App().Stat().AcquiredConns() > 0; runtime.Gosched() {
			if time.Now().After(deadline) {
				t.Fatalf("round %d: %d connections are not given back", round, db.App().Stat().AcquiredConns())
			}
		}
		outputs = append(outputs, out.Bytes())
	}
	db.AwaitAlone(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	tally := logtest.Judge(t, log, outputs...)
	logtest.Invariants(t, log)
	if tally.Unknown > 0 {
		t.Errorf("of %d commands nobody knows the outcome, and nothing broke", tally.Unknown)
	}
}

// TestATableThatIsLockedForLongLeavesNoDoubt: the flush runs out of patience in
// the middle of its writing, with the next turn asked for already.
func TestATableThatIsLockedForLongLeavesNoDoubt(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	o := postgres.LogOptions{Patience: 500 * time.Millisecond}.Impatient(200 * time.Millisecond)
	log, admin := openLog(t, db.DB, o), session(t, db.Admin)
	var out bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- logtest.Workload{Seed: logtest.Apart, Writers: 16}.Run(ctx, log, &out) }()
	for range 3 {
		head, err := log.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Await(t.Context(), head+100); err != nil {
			t.Fatal(err)
		}
		if _, err := admin.Exec(t.Context(), "BEGIN; LOCK TABLE commands IN SHARE MODE; SELECT pg_sleep(1.5); COMMIT"); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	log.Close()
	log = openLog(t, db.DB, o)
	tally := logtest.Judge(t, log, out.Bytes())
	logtest.Invariants(t, log)
	if tally.Refused == 0 || tally.Acked == 0 {
		t.Errorf("%+v: nobody was kept waiting", tally)
	}
	appendsAgain(t, log)
}
