package bus_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// asProjector makes this test binary another program that projects: it holds
// the logins of the database.
const asProjector = "RUGGENSTEUN_TEST_PROJECTOR"

const processLease = 400 * time.Millisecond

func TestMain(m *testing.M) {
	if logins := os.Getenv(asProjector); logins != "" {
		fmt.Fprintln(os.Stderr, projectForEver(logins))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func projectForEver(encoded string) error {
	var logins postgres.Logins
	if err := json.Unmarshal([]byte(encoded), &logins); err != nil {
		return err
	}
	db, err := postgres.Connect(context.Background(), logins)
	if err != nil {
		return err
	}
	log := postgres.OpenLog(db, postgres.LogOptions{})
	runner := postgres.OpenRunner(db, log, postgrestest.DecodeTally, postgres.RunnerOptions{LeaseTime: processLease})
	b, err := bus.New(runner, log, postgrestest.DecodeTally, runner.Apply, bus.Options{LeaseTime: processLease, Backoff: time.Millisecond})
	if err != nil {
		return err
	}
	b.Project(postgrestest.Tally("tally", 1, nil))
	return b.Run(context.Background())
}

// projector starts another program that projects, and kills it in the end.
func (w *works) projector(t *testing.T) *os.Process {
	t.Helper()
	logins, err := json.Marshal(w.db.Logins)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), asProjector+"="+string(logins))
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(t, command.Process) })
	return command.Process
}

func kill(t *testing.T, p *os.Process) {
	_ = p.Kill() // it may be dead already
	_, _ = p.Wait()
}

func signal(t *testing.T, p *os.Process, s os.Signal) {
	t.Helper()
	if err := p.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// appending records events until it is stopped, which gives the last position.
func (w *works) appending(t *testing.T) (stop func() eventlog.Position) {
	ctx, cancel := context.WithCancel(t.Context())
	var last eventlog.Position
	var busy sync.WaitGroup
	busy.Go(func() {
		for ctx.Err() == nil {
			last = postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(1+rand.IntN(60), 15, rand.IntN)...)
		}
	})
	return func() eventlog.Position { cancel(); busy.Wait(); return last }
}

// fence is how often the projection changed hands.
func (w *works) fence(t *testing.T) (n int64) {
	t.Helper()
	w.db.Scan(t, []any{&n}, `SELECT fence FROM projections WHERE name = 'tally' AND active`)
	return n
}

// ownerSince waits until the projection has changed hands since a fence.
func (w *works) ownerSince(t *testing.T, fence int64) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); w.fence(t) <= fence; time.Sleep(5 * time.Millisecond) { // polls: another process decides
		if time.Now().After(deadline) {
			t.Fatal("nobody took the projection over")
		}
	}
}

func (w *works) registered(t *testing.T) projections.Projection {
	t.Helper()
	p := postgrestest.Tally("tally", 1, nil)
	if _, err := w.runner.Register(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAnOwnerThatSleepsIsReplacedAndCannotWriteWhenItWakesUp(t *testing.T) {
	t.Parallel()
	w := open(t)
	p := w.registered(t)
	first := w.projector(t)
	w.ownerSince(t, 0)
	second := w.projector(t)
	for range 6 {
		stop := w.appending(t)
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond) // anywhere in the owner's work, a statement under way included
		fence := w.fence(t)
		signal(t, first, syscall.SIGSTOP)
		w.ownerSince(t, fence)
		w.await(t, "tally", stop())
		stop = w.appending(t)
		signal(t, first, syscall.SIGCONT)
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond) // the sleeper wakes up in the midst of work
		w.await(t, "tally", stop())
		w.db.CheckProjected(t, w.log, p)
		first, second = second, first
	}
	if s := w.status(t, projections.Running); s.StoppedAt != 0 {
		t.Errorf("stopped: %+v", s)
	}
}

func TestAProjectorKilledAtAnyMomentLeavesRowsThatFollowFromTheLog(t *testing.T) {
	t.Parallel()
	w := open(t)
	p := w.registered(t)
	for round := range 20 {
		before, fence := w.db.Position(t, p), w.fence(t)
		child := w.projector(t)
		stop := w.appending(t)
		w.ownerSince(t, fence)
		if round%2 == 0 { // in its stride, not while it starts
			for w.db.Position(t, p) == before {
				runtime.Gosched()
			}
		}
		time.Sleep(time.Duration(rand.IntN(30_000)) * time.Microsecond) // anywhere in its work
		kill(t, child)
		stop()
		w.db.CheckProjected(t, w.log, p)
	}
	w.projector(t)
	head, err := w.log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.await(t, "tally", head)
	w.db.CheckProjected(t, w.log, p)
}

func TestTwoProgramsThatTakeTheLeaseFromEachOtherNeverApplyTwice(t *testing.T) {
	t.Parallel()
	w := open(t)
	p := w.registered(t)
	w.projector(t)
	w.start(t, w.newRunner(t), postgrestest.DecodeTally, p)
	w.start(t, w.newRunner(t), postgrestest.DecodeTally, p)
	w.ownerSince(t, 0)
	stop := w.appending(t)
	fence := w.fence(t)
	for range 40 {
		w.db.Exec(t, `UPDATE projections SET lease_until = clock_timestamp() - interval '1 second' WHERE owner IS NOT NULL`)
		time.Sleep(time.Duration(rand.IntN(80)) * time.Millisecond) // each theft falls elsewhere in the owner's work
	}
	w.await(t, "tally", stop())
	if changes := w.fence(t) - fence; changes < 5 {
		t.Errorf("the projection changed hands only %d times: this proves little", changes)
	}
	w.db.CheckProjected(t, w.log, p)
	if s := w.status(t, projections.Running); s.StoppedAt != 0 {
		t.Errorf("stopped: %+v", s)
	}
}

func TestABrokenConnectionCostsNothingButTime(t *testing.T) {
	t.Parallel()
	w := open(t)
	p := w.registered(t)
	w.start(t, w.newRunner(t), postgrestest.DecodeTally, p)
	w.ownerSince(t, 0)
	stop := w.appending(t)
	cut := 0
	for range 60 {
		var n int
		w.db.Scan(t, []any{&n}, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE 'WITH moved%'`)
		cut += n
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond) // each cut falls elsewhere in a statement
	}
	w.await(t, "tally", stop())
	if cut < 10 {
		t.Errorf("only %d connections were cut: this proves little", cut)
	}
	w.db.CheckProjected(t, w.log, p)
	if alarms := w.alarms.all(); len(alarms) > 0 {
		t.Errorf("a broken connection is no reason for an alarm: %q", alarms)
	}
}

func TestAPausedProjectionStandsStillUntilItIsResumed(t *testing.T) {
	t.Parallel()
	w := open(t)
	p := w.registered(t)
	w.start(t, w.runner, postgrestest.DecodeTally, p)
	w.await(t, "tally", postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(300, 5, rand.IntN)...))
	pause := func() {
		if err := w.runner.Pause(t.Context(), "tally"); err != nil {
			t.Fatal(err)
		}
	}
	resume := func() {
		if err := w.runner.Resume(t.Context(), "tally"); err != nil {
			t.Fatal(err)
		}
	}
	pause()
	for deadline := time.Now().Add(20 * time.Second); w.status(t, projections.Paused).OwnerAlive; time.Sleep(5 * time.Millisecond) { // polls: another process decides
		if time.Now().After(deadline) {
			t.Fatal("an idle projection that is paused is still owned")
		}
	}
	resume()

	stop := w.appending(t)
	pause()
	at := w.db.Position(t, p)
	time.Sleep(50 * time.Millisecond) // time in which a paused projection must not move
	head := stop()
	s := w.status(t, projections.Paused)
	if s.Position != at || s.Behind != int64(head-at) || s.Late <= 0 {
		t.Errorf("paused at %d of %d: %+v", at, head, s)
	}
	resume()
	w.await(t, "tally", head)
	w.db.CheckProjected(t, w.log, p)
	if err := w.runner.Pause(t.Context(), "nothing"); err == nil {
		t.Error("a projection that does not exist was paused")
	}
}
