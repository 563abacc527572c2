package bus_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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

func open(t *testing.T) *works {
	w := &works{db: postgrestest.New(t), alarms: &alarms{}}
	w.log = postgres.OpenLog(w.db.DB, postgres.LogOptions{})
	t.Cleanup(w.log.Close)
	w.runner = w.newRunner(t)
	return w
}

func (w *works) newRunner(t *testing.T) *postgres.Runner {
	r := postgres.OpenRunner(w.db.DB, w.log, postgrestest.DecodeTally,
		postgres.RunnerOptions{LeaseTime: time.Second, Logger: slog.New(w.alarms)})
	t.Cleanup(r.Close)
	return r
}

// start runs a bus until the test ends or stop is called.
func (w *works) start(t *testing.T, r *postgres.Runner, decode projections.Decoder, ps ...projections.Projection) (stop func()) {
	t.Helper()
	b, err := bus.New(r, w.log, decode, r.Apply, bus.Options{LeaseTime: time.Second, Backoff: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ps {
		if _, err := r.Register(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		b.Project(p)
	}
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

func (w *works) await(t *testing.T, name string, at eventlog.Position) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := w.runner.Projected(ctx, name, at); err != nil {
		t.Fatal(err)
	}
}

// status waits until a projection is as wanted.
func (w *works) status(t *testing.T, want projections.Status) postgres.ProjectionStatus {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
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

var errBad = errors.New("this event cannot be opened")

// poisoned decodes until it meets a word.
func poisoned(healed *atomic.Bool) projections.Decoder {
	return func(ctx context.Context, events []eventlog.Recorded) ([]projections.Event, error) {
		opened, err := postgrestest.DecodeTally(ctx, events)
		for _, e := range opened {
			if e.Body.(postgrestest.Tallied).Word == "poison" && !healed.Load() {
				return nil, errBad
			}
		}
		return opened, err
	}
}

func TestAnEventThatCannotBeTakenStopsItsProjectionExactlyThere(t *testing.T) {
	t.Parallel()
	for name, where := range map[string]projections.Step{"when it is opened": projections.Decode, "when it is folded": projections.Fold, "when it is written": projections.Write} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			var healed atomic.Bool
			decode, harm, word := projections.Decoder(postgrestest.DecodeTally), func(projections.Event) {}, "poison"
			switch where {
			case projections.Decode:
				decode = poisoned(&healed)
			case projections.Fold:
				harm = func(e projections.Event) {
					if e.Body.(postgrestest.Tallied).Word == "poison" && !healed.Load() {
						panic("Jan Jansen")
					}
				}
			case projections.Write:
				w.db.Exec(t, `CREATE DOMAIN dummy AS text`) // a schema change that the fold knows nothing of
			}
			p := postgrestest.Tally("tally", 1, harm)
			history := postgrestest.RandomHistory(700, 9, rand.IntN)
			bad := 300 + rand.IntN(300)
			history[bad].Word = word
			for i := range history {
				history[i].Stream[15] = byte(i % 7) // several streams per append must not change the order below
			}
			for _, h := range history {
				_ = h
			}
			for i := 0; i < len(history); i += 50 { // one stream per append: the order of the log is that of the history
				for _, h := range history[i : i+50] {
					postgrestest.AppendTally(t, w.log, h)
				}
			}
			if where == projections.Write {
				if _, err := w.runner.Register(t.Context(), p); err != nil {
					t.Fatal(err)
				}
				w.db.Exec(t, `ALTER TABLE tally_r1.tallies ADD CHECK (NOT 'poison' = ANY (words))`)
			}
			w.start(t, w.runner, decode, p)
			s := w.status(t, projections.Stopped)
			at := eventlog.Position(bad + 1)
			if s.StoppedAt != at || s.Position != at-1 || !strings.HasPrefix(s.StopReason, string(where)) || !strings.HasSuffix(s.StopReason, " test.tallied.v1") {
				t.Errorf("stopped at %d, position %d, reason %q; want at %d", s.StoppedAt, s.Position, s.StopReason, at)
			}
			w.db.CheckProjected(t, w.log, p)
			lines := w.alarms.all()
			if len(lines) != 1 || strings.Contains(lines[0], "Jan") || !strings.Contains(lines[0], "tally") {
				t.Errorf("want one alarm without a payload, got %q", lines)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			defer cancel()
			if err := w.runner.Projected(ctx, "tally", at); err == nil || !strings.Contains(err.Error(), "resume tally") {
				t.Errorf("waiting in vain does not say what to do: %v", err)
			}
			healed.Store(true)
			if where == projections.Write {
				w.db.Exec(t, `ALTER TABLE tally_r1.tallies DROP CONSTRAINT tallies_words_check`)
			}
			if err := w.runner.Resume(t.Context(), "tally"); err != nil {
				t.Fatal(err)
			}
			w.await(t, "tally", eventlog.Position(len(history)))
			w.db.CheckProjected(t, w.log, p)
		})
	}
}
