package bus_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// works is everything that projects in one program.
type works struct {
	db     *postgrestest.Database
	log    *postgres.Log
	runner *postgres.Runner
	alarms *alarms
}

func open(t testing.TB) *works {
	w := &works{db: postgrestest.New(t), alarms: &alarms{}}
	w.log = postgres.OpenLog(w.db.DB, postgres.LogOptions{})
	t.Cleanup(w.log.Close)
	w.runner = w.newRunner(t)
	return w
}

func (w *works) newRunner(t testing.TB) *postgres.Runner {
	r := postgres.OpenRunner(w.db.DB, w.log, postgrestest.DecodeTally,
		postgres.RunnerOptions{LeaseTime: time.Second, Logger: slog.New(w.alarms)})
	t.Cleanup(r.Close)
	return r
}

// start registers a projection and runs a bus for it until the test ends or
// stop is called.
func (w *works) start(t testing.TB, r *postgres.Runner, decode projections.Decoder, p projections.Projection) (stop func()) {
	t.Helper()
	if _, err := r.Register(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return w.follow(t, r, decode, p)
}

// follow runs a bus for a projection as it is.
func (w *works) follow(t testing.TB, r *postgres.Runner, decode projections.Decoder, p projections.Projection) (stop func()) {
	t.Helper()
	return w.run(t, r, decode, p, r.Apply)
}

// run is follow with another way of writing.
func (w *works) run(t testing.TB, r *postgres.Runner, decode projections.Decoder, p projections.Projection, apply bus.Apply) (stop func()) {
	t.Helper()
	b, err := bus.New(r, w.log, decode, apply, bus.Options{LeaseTime: time.Second, Backoff: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	b.Project(p)
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := b.Run(context.Background()); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	var once sync.Once
	stop = func() {
		once.Do(func() {
			<-b.Running()
			if err := b.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
			ended.Wait()
		})
	}
	t.Cleanup(stop)
	return stop
}

func (w *works) await(t testing.TB, name string, at eventlog.Position) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := w.runner.Projected(ctx, name, at); err != nil {
		t.Fatal(err)
	}
}

// status waits until a projection is as wanted.
func (w *works) status(t *testing.T, want projections.Status) postgres.ProjectionStatus {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(5 * time.Millisecond) { // polls: the bus decides
		all, err := w.runner.Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 1 && all[0].Status == want {
			return all[0]
		}
		if time.Now().After(deadline) {
			t.Fatalf("never became %s: %+v", want, all)
		}
	}
}

// alarms keeps what was logged as an error.
type alarms struct {
	mu    sync.Mutex
	lines []string
}

func (a *alarms) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }
func (a *alarms) WithAttrs([]slog.Attr) slog.Handler               { return a }
func (a *alarms) WithGroup(string) slog.Handler                    { return a }
func (a *alarms) Handle(_ context.Context, r slog.Record) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	line := r.Message
	r.Attrs(func(attr slog.Attr) bool { line += " " + attr.String(); return true })
	a.lines = append(a.lines, line)
	return nil
}

func (a *alarms) all() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.lines
}

func TestWhatIsRecordedIsProjected(t *testing.T) {
	t.Parallel()
	w := open(t)
	p := postgrestest.Tally("tally", 1, nil)
	stop := w.start(t, w.runner, postgrestest.DecodeTally, p)
	for range 20 {
		w.await(t, "tally", postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(1+rand.IntN(900), 20, rand.IntN)...))
	}
	stop()
	w.db.CheckProjected(t, w.log, p)
	if s := w.status(t, projections.Running); s.Behind != 0 || s.OwnerAlive {
		t.Errorf("after an orderly stop at the end of the log: %+v", s)
	}
}

func TestAnEventThatCannotBeTakenStopsItsProjectionExactlyThere(t *testing.T) {
	t.Parallel()
	const poison = "poison"
	cases := map[string]struct {
		step   projections.Step
		decode func(healed *atomic.Bool) projections.Decoder
		harm   func(healed *atomic.Bool) func(projections.Event)
		forbid string // a change of the table that the fold knows nothing of
		permit string
	}{
		"when it is opened": {step: projections.Decode, decode: refusing(poison)},
		"when it is folded": {step: projections.Fold, harm: panicking(poison)},
		"when it is written": {step: projections.Write,
			forbid: `ALTER TABLE tally_r1.tallies ADD CONSTRAINT no_poison CHECK (NOT 'poison' = ANY (words))`,
			permit: `ALTER TABLE tally_r1.tallies DROP CONSTRAINT no_poison`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			var healed atomic.Bool
			decode, harm := projections.Decoder(postgrestest.DecodeTally), func(projections.Event) {}
			if c.decode != nil {
				decode = c.decode(&healed)
			}
			if c.harm != nil {
				harm = c.harm(&healed)
			}
			p := postgrestest.Tally("tally", 1, harm)
			if _, err := w.runner.Register(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			if c.forbid != "" {
				w.db.Exec(t, c.forbid)
			}
			postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(300+rand.IntN(200), 9, rand.IntN)...)
			bad := postgrestest.AppendTally(t, w.log, postgrestest.Happened{Stream: uuid.New(), Tallied: postgrestest.Tallied{Word: poison}})
			head := postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(300, 9, rand.IntN)...)

			w.start(t, w.runner, decode, p)
			s := w.status(t, projections.Stopped)
			if s.StoppedAt != bad || s.Position != bad-1 || !strings.HasPrefix(s.StopReason, string(c.step)) || !strings.HasSuffix(s.StopReason, " test.tallied.v1") {
				t.Errorf("stopped at %d, position %d, reason %q; want at %d", s.StoppedAt, s.Position, s.StopReason, bad)
			}
			w.db.CheckProjected(t, w.log, p)
			if lines := w.alarms.all(); len(lines) != 1 || strings.Contains(lines[0], poison) || !strings.Contains(lines[0], "tally") {
				t.Errorf("want one alarm without what was read, got %q", lines)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			defer cancel()
			if err := w.runner.Projected(ctx, "tally", bad); err == nil || !strings.Contains(err.Error(), "resume tally") {
				t.Errorf("waiting in vain does not say what to do: %v", err)
			}

			healed.Store(true)
			if c.permit != "" {
				w.db.Exec(t, c.permit)
			}
			if err := w.runner.Resume(t.Context(), "tally"); err != nil {
				t.Fatal(err)
			}
			w.await(t, "tally", head)
			w.db.CheckProjected(t, w.log, p)
		})
	}
}

// refusing decodes until it meets a word, and says no more than it may.
func refusing(word string) func(*atomic.Bool) projections.Decoder {
	return func(healed *atomic.Bool) projections.Decoder {
		return func(ctx context.Context, events []eventlog.Recorded) ([]projections.Event, error) {
			opened, err := postgrestest.DecodeTally(ctx, events)
			for _, e := range opened {
				if e.Body.(postgrestest.Tallied).Word == word && !healed.Load() {
					return nil, errors.New("an event cannot be opened")
				}
			}
			return opened, err
		}
	}
}

// panicking folds until it meets a word, which it cries out.
func panicking(word string) func(*atomic.Bool) func(projections.Event) {
	return func(healed *atomic.Bool) func(projections.Event) {
		return func(e projections.Event) {
			if e.Body.(postgrestest.Tallied).Word == word && !healed.Load() {
				panic(word)
			}
		}
	}
}

// BenchmarkVisible is the time from an append to its being read, at 200 a second.
func BenchmarkVisible(b *testing.B) {
	w := open(b)
	p := postgrestest.Tally("tally", 1, nil)
	w.start(b, w.runner, postgrestest.DecodeTally, p)
	times := make([]time.Duration, 0, b.N)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	b.ResetTimer()
	for range b.N {
		<-tick.C
		began := time.Now()
		at := postgrestest.AppendTally(b, w.log, postgrestest.RandomHistory(1, 50, rand.IntN)...)
		w.await(b, "tally", at)
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}
