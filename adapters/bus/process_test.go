package bus_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
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
// the logins of the database, and the moment to hold at.
const asProjector = "RUGGENSTEUN_TEST_PROJECTOR"

const processLease = 400 * time.Millisecond

// moment is a point in the work on a batch.
type moment string

const (
	never   moment = ""
	opened  moment = "opened"  // its rows are not loaded yet
	writing moment = "writing" // the statement is under way in the database
	written moment = "written" // durable, and nobody was told
)

var moments = []moment{opened, writing, written}

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == restartServer {
		askToRestart(os.Args[2])
	}
	if orders := os.Getenv(asProjector); orders != "" {
		fmt.Fprintln(os.Stderr, workForEver(orders))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// orders are what another program is to do.
type orders struct {
	Logins postgres.Logins
	Answer bool   // answers events one by one instead of projecting them in batches
	Hold   moment // says so and waits there until it is told to go on
	After  int    // so many batches went by
}

// hold says that the moment has come and waits for a word, or for the end of
// standard input.
func (o *orders) hold(at moment) {
	if o.Hold != at {
		return
	}
	if o.After--; o.After < 0 {
		fmt.Println(at)
		_, _ = os.Stdin.Read(make([]byte, 1))
	}
}

func workForEver(encoded string) error {
	var o orders
	if err := json.Unmarshal([]byte(encoded), &o); err != nil {
		return err
	}
	db, err := postgres.Connect(context.Background(), o.Logins)
	if err != nil {
		return err
	}
	log := postgres.OpenLog(db, postgres.LogOptions{})
	if o.Answer {
		return o.answerForEver(db, log)
	}
	return o.projectForEver(db, log)
}

func (o *orders) projectForEver(db *postgres.DB, log *postgres.Log) error {
	runner := postgres.OpenRunner(db, log, postgrestest.DecodeTally, postgres.RunnerOptions{LeaseTime: processLease})
	apply := func(ctx context.Context, p projections.Projection, fence int64, batch []projections.Event) (bool, error) {
		o.hold(opened)
		applied, err := runner.Apply(ctx, p, fence, batch)
		o.hold(written)
		return applied, err
	}
	b, err := bus.New(runner, log, postgrestest.DecodeTally, apply, bus.Options{LeaseTime: processLease, Backoff: time.Millisecond})
	if err != nil {
		return err
	}
	b.Project(postgrestest.Tally("tally", 1, nil))
	return b.Run(context.Background())
}

// projector is another program that projects.
type projector struct {
	*os.Process
	works *works
	hold  moment
	table string // which it writes to at the moment that it writes
	said  *bufio.Reader
	goOn  io.Closer
}

// projector starts another program that projects, and kills it in the end. When
// so many batches went by it holds at a moment; at returns then.
func (w *works) projector(t *testing.T, hold moment, after int) *projector {
	t.Helper()
	return w.program(t, orders{Hold: hold, After: after}, "tally_r1.tallies")
}

func (w *works) program(t *testing.T, o orders, table string) *projector {
	t.Helper()
	o.Logins = w.db.Logins
	encoded, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), asProjector+"="+string(encoded))
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	said, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	goOn, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &projector{Process: command.Process, works: w, hold: o.Hold, table: table, said: bufio.NewReader(said), goOn: goOn}
	t.Cleanup(p.kill)
	return p
}

// at does something to the program at its moment; what comes of a statement
// under way is the database's business from then on.
func (p *projector) at(t *testing.T, do func()) {
	t.Helper()
	if p.hold == writing {
		release := p.works.db.Stall(t, p.table)
		do()
		release()
		return
	}
	if _, err := p.said.ReadString('\n'); err != nil {
		t.Fatalf("it never came to the moment %q: %v", p.hold, err)
	}
	do()
}

func (p *projector) kill() {
	_ = p.Kill() // it may be dead already
	_, _ = p.Wait()
}

func (p *projector) signal(t *testing.T, s os.Signal) {
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
	for deadline := time.Now().Add(2 * time.Minute); w.fence(t) <= fence; time.Sleep(5 * time.Millisecond) { // polls: another process decides
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
	for _, when := range moments {
		t.Run(string(when), func(t *testing.T) {
			t.Parallel()
			w := open(t)
			p := w.registered(t)
			stop := w.appending(t)
			sleeper := w.projector(t, when, 2)
			w.ownerSince(t, 0)
			fence := w.fence(t)
			sleeper.at(t, func() { sleeper.signal(t, syscall.SIGSTOP) })
			w.projector(t, never, 0)
			w.ownerSince(t, fence)
			w.await(t, "tally", stop())
			stop = w.appending(t)
			sleeper.signal(t, syscall.SIGCONT)
			_ = sleeper.goOn.Close() // it goes on in the midst of the other's work
			w.await(t, "tally", stop())
			w.db.CheckProjected(t, w.log, p)
			if s := w.status(t, projections.Running); s.StoppedAt != 0 {
				t.Errorf("stopped: %+v", s)
			}
		})
	}
}

func TestAProjectorKilledAtAnyMomentLeavesRowsThatFollowFromTheLog(t *testing.T) {
	t.Parallel()
	for _, when := range moments {
		t.Run(string(when), func(t *testing.T) {
			t.Parallel()
			w := open(t)
			p := w.registered(t)
			for after := range 3 { // the first batch under a lease is not like later ones
				postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(1800, 15, rand.IntN)...) // of at most 500 each
				child := w.projector(t, when, after)
				child.at(t, child.kill)
				w.db.CheckProjected(t, w.log, p)
			}
			w.projector(t, never, 0)
			head, err := w.log.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			w.await(t, "tally", head)
			w.db.CheckProjected(t, w.log, p)
		})
	}
}

// TestTwoProgramsThatTakeTheLeaseFromEachOtherNeverApplyTwice: each loses its
// lease to the other at one moment after the other, and goes on as if it had it.
func TestTwoProgramsThatTakeTheLeaseFromEachOtherNeverApplyTwice(t *testing.T) {
	t.Parallel()
	const thefts = 12
	w := open(t)
	p := w.registered(t)
	var theft sync.Mutex // one at a time: the other one has to take what was stolen
	var stolen atomic.Int32
	steal := func(at moment) {
		if !theft.TryLock() {
			return
		}
		defer theft.Unlock()
		if n := stolen.Load(); n >= thefts || at != []moment{opened, written}[n%2] {
			return
		}
		defer stolen.Add(1)
		for fence := w.fence(t); w.fence(t) <= fence; { // its owner may renew it first
			w.db.Exec(t, `UPDATE projections SET lease_until = clock_timestamp() - interval '1 second' WHERE owner IS NOT NULL`)
		}
	}
	for range 2 {
		runner := w.newRunner(t)
		w.run(t, runner, postgrestest.DecodeTally, p, func(ctx context.Context, p projections.Projection, fence int64, batch []projections.Event) (bool, error) {
			steal(opened)
			applied, err := runner.Apply(ctx, p, fence, batch)
			steal(written)
			return applied, err
		})
	}
	stop := w.appending(t)
	for at := eventlog.Position(1); stolen.Load() < thefts; at++ {
		w.await(t, "tally", at)
	}
	w.await(t, "tally", stop())
	theft.Lock() // none is under way any more
	defer theft.Unlock()
	if changes := w.fence(t); changes < thefts {
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
	stop := w.appending(t)
	for range 10 { // each in the midst of a statement that writes
		release := w.db.Stall(t, "tally_r1.tallies")
		var cut int
		w.db.Scan(t, []any{&cut}, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE 'WITH moved%' AND wait_event_type = 'Lock'`)
		release()
		if cut == 0 {
			t.Error("no connection was cut: this proves nothing")
		}
	}
	w.await(t, "tally", stop())
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
	for deadline := time.Now().Add(2 * time.Minute); w.status(t, projections.Paused).OwnerAlive; time.Sleep(5 * time.Millisecond) { // polls: another process decides
		if time.Now().After(deadline) {
			t.Fatal("an idle projection that is paused is still owned")
		}
	}
	resume()

	stop := w.appending(t)
	pause()
	at := w.db.Position(t, p)
	if _, err := w.log.Await(t.Context(), at+500); err != nil { // a batch that it would have taken
		t.Fatal(err)
	}
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
