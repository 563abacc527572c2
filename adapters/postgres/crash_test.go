package postgres_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog/logtest"
)

// kills is how many processes die in mid-append. With -short a few, to see
// that the test itself works.
func kills() int {
	if testing.Short() {
		return 6
	}
	return 52
}

func TestWhatAKilledProcessWasToldIsTrue(t *testing.T) {
	t.Parallel()
	server := postgrestest.Durable(t)
	db := postgrestest.NewOn(t, server)

	var mu sync.Mutex
	var outputs [][]byte
	var both sync.WaitGroup
	for lane := range 2 { // two at a time: one's death must not touch the other's commit
		both.Go(func() {
			for i := lane; i < kills(); i += 2 {
				// Every other one of many writers whose batches are written without looking,
				// with the lock taken ahead.
				w := logtest.Workload{Seed: uint64(i), Writers: 6}
				if i/2%2 == 1 {
					w = logtest.Workload{Seed: logtest.Apart + uint64(i), Writers: 32}
				}
				out := killed(t, db, w)
				mu.Lock()
				outputs = append(outputs, out)
				mu.Unlock()
			}
		})
	}
	both.Wait()
	db.AwaitAlone(t) // the server may still be committing for the dead

	log := openLog(t, db.DB, postgres.LogOptions{})
	tally := logtest.Judge(t, log, outputs...)
	logtest.Invariants(t, log)
	t.Logf("%d processes killed: %d attempts acked, %d refused, %d unknown", len(outputs), tally.Acked, tally.Refused, tally.Unknown)
	if tally.Acked == 0 || tally.Unknown == 0 {
		t.Error("no process died between asking and being answered: this proved nothing")
	}
	settled, err := logtest.Settle(t.Context(), log, outputs...)
	if err != nil {
		t.Fatalf("repeat what was unknown: %v", err)
	}
	logtest.Judge(t, log, append(outputs, settled)...)
}

// killed starts a workload and kills it at a random moment: after so many lines,
// however slow the machine is, and so many microseconds.
func killed(t *testing.T, db *postgrestest.Database, w logtest.Workload) []byte {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	child := workload(ctx, db, w)
	out := &wholeLines{first: make(chan struct{}), before: rand.IntN(20 * w.Writers)}
	child.Stdout = out
	if err := child.Start(); err != nil {
		t.Fatalf("start a process: %v", err)
	}
	select {
	case <-out.first:
	case <-ctx.Done():
		t.Errorf("process %s never began", w)
	}
	timer := time.NewTimer(time.Duration(rand.Int64N(int64(5 * time.Millisecond))))
	<-timer.C
	_ = child.Process.Kill()
	_ = child.Wait() // killed, as intended
	return out.complete()
}

// wholeLines collects what a process wrote and says when it wrote the first line
// after some others.
type wholeLines struct {
	mu     sync.Mutex
	text   bytes.Buffer
	begun  sync.Once
	before int
	first  chan struct{}
}

func (o *wholeLines) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(b)
	if bytes.Count(o.text.Bytes(), []byte("\n")) > o.before {
		o.begun.Do(func() { close(o.first) })
	}
	return len(b), nil
}

// complete leaves out a last line that death cut off.
func (o *wholeLines) complete() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := o.text.Bytes()
	return text[:bytes.LastIndexByte(text, '\n')+1]
}

func TestWhatWasToldBeforeTheServerCrashedIsTrue(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]logtest.Workload{
		"looked at": {Seed: 1, Writers: 8},
		"as hoped":  {Seed: logtest.Apart, Writers: 32},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			crashUnder(t, w)
		})
	}
}

// crashUnder crashes the server three times while a workload goes on.
func crashUnder(t *testing.T, w logtest.Workload) {
	server := postgrestest.Durable(t)
	db := postgrestest.NewOn(t, server)
	log := openLog(t, db.DB, postgres.LogOptions{})

	ctx, stop := context.WithCancel(t.Context())
	out := &wholeLines{first: make(chan struct{})}
	done := make(chan error)
	go func() { done <- w.Run(ctx, log, out) }()
	<-out.first
	for range 3 {
		head, err := log.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Await(t.Context(), head+50); err != nil {
			t.Fatal(err)
		}
		if err := server.Crash(); err != nil {
			t.Fatalf("crash the server: %v", err)
		}
		if err := server.Restart(t.Context()); err != nil {
			t.Fatalf("start the server again: %v", err)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	log.Close() // what was under way when we stopped asking is finished now
	log = openLog(t, db.DB, postgres.LogOptions{})
	tally := logtest.Judge(t, log, out.complete())
	logtest.Invariants(t, log)
	t.Logf("three crashes: %d attempts acked, %d refused, %d unknown", tally.Acked, tally.Refused, tally.Unknown)
}

// TestWhatIsAcknowledgedIsOnDiskWhateverWasSet: a database may be set to commit
// without waiting. An append waits all the same, which shows where commits wait
// for a standby that does not exist.
func TestWhatIsAcknowledgedIsOnDiskWhateverWasSet(t *testing.T) {
	t.Parallel()
	server := postgrestest.Durable(t)
	for lane, o := range lanes {
		db := postgrestest.NewOn(t, server)
		db.Exec(t, "ALTER DATABASE "+db.Name+" SET synchronous_commit = off")
		db.DB.Reset() // what was connected before does not know of it
		log := openLog(t, db.DB, o)
		standby(t, db, "nowhere")
		done := make(chan error, 1)
		go func() { _, err := log.Append(t.Context(), plainAppend(uuid.Nil)); done <- err }()
		for waits := 0; waits == 0; {
			select {
			case err := <-done:
				t.Fatalf("%s: it was acknowledged before it was on disk: %v", lane, err)
			default:
				db.Scan(t, []any{&waits}, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
			}
		}
		standby(t, db, "")
		if err := <-done; err != nil {
			t.Errorf("%s: %v", lane, err)
		}
	}
}
