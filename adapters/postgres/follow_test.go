package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// awakes demands that whoever awaits hears of an event; only who never hears is late.
func awakes(t *testing.T, log *postgres.Log, after eventlog.Position) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if head, err := log.Await(ctx, after); err != nil || head <= after {
		t.Errorf("await beyond %d: %d, %v", after, head, err)
	}
}

func TestALostNotificationIsFoundByPolling(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	mustAppend(t, log, plainAppend(uuid.Nil))
	for range 3 {
		last := plant(t, db, log, time.Now()) // without a notification
		awakes(t, log, last.Position-1)
	}
}

func TestAListenerThatIsCutOffPollsAndThenListensAgain(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log, other := openLog(t, db.DB, postgres.LogOptions{}), openLog(t, reconnect(t, db), postgres.LogOptions{})
	admin := session(t, db.Admin)
	mustAppend(t, log, plainAppend(uuid.Nil))
	for range 3 {
		if _, err := admin.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = $1`, postgres.AppRole); err != nil {
			t.Fatal(err)
		}
		r := mustAppend(t, other, plainAppend(uuid.Nil))
		awakes(t, log, r.Last-1)
	}
	heardAgain(t, admin, log)
}

// heardAgain sends notifications of a head that no poll can find, until one is
// heard: only a connection that listens does.
func heardAgain(t *testing.T, admin *pgx.Conn, log *postgres.Log) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for heard := false; !heard; {
		if _, err := admin.Exec(ctx, "SELECT pg_notify('ruggensteun_head', '1000000')"); err != nil {
			t.Fatalf("it never listened again: %v", err)
		}
		short, stop := context.WithTimeout(ctx, 50*time.Millisecond)
		head, err := log.Await(short, 999_999)
		heard = err == nil && head == 1_000_000
		stop()
	}
}

// TestNobodyReadsAPositionBeforeALowerOne follows the log while three processes
// of four writers each append to it.
func TestNobodyReadsAPositionBeforeALowerOne(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	appends := 120
	if testing.Short() {
		appends = 20
	}
	var writers sync.WaitGroup
	outputs := make([][]byte, 3)
	for i := range outputs {
		writers.Go(func() {
			out, err := workload(ctx, db, logtest.Workload{Seed: uint64(i), Writers: 4, Appends: appends}).Output()
			if err != nil {
				t.Errorf("process %d: %v", i, err)
			}
			outputs[i] = out
		})
	}
	reading, stop := context.WithCancel(ctx)
	var readers sync.WaitGroup
	reads := make([]int, 3)
	for i := range reads {
		conn := session(t, db.Logins.App)
		readers.Go(func() {
			for reading.Err() == nil {
				without, err := gaps(reading, conn)
				if err != nil && reading.Err() == nil {
					t.Errorf("reader %d: %v", i, err)
					return
				}
				if without > 0 {
					t.Errorf("reader %d saw the head without %d positions before it", i, without)
				}
				reads[i]++
			}
		})
	}
	readers.Go(func() { follow(reading, t, log) })
	writers.Wait()
	stop()
	readers.Wait()
	tally := logtest.Judge(t, log, outputs...)
	logtest.Invariants(t, log)
	t.Logf("%d attempts acked by 12 writers in 3 processes, looked at %v times", tally.Acked, reads)
}

// gaps counts the positions that are missing below the highest one, in one snapshot.
func gaps(ctx context.Context, conn *pgx.Conn) (n int, err error) {
	err = conn.QueryRow(ctx, "SELECT coalesce(max(position), 0) - count(*) FROM events").Scan(&n)
	return n, err
}

// follow reads page after page: each begins where the one before ended.
func follow(ctx context.Context, t *testing.T, log *postgres.Log) {
	for at := eventlog.Position(0); ; {
		if _, err := log.Await(ctx, at); errors.Is(err, context.Canceled) {
			return
		}
		page, err := log.Read(ctx, at, 50)
		if err != nil {
			return
		}
		for _, e := range page {
			if at++; e.Position != at {
				t.Errorf("read position %d where %d was to come", e.Position, at)
				return
			}
		}
	}
}
