package logtest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
)

// The suite is only worth what it finds. Each log here breaks one promise, and
// the subtest of that promise must fail: in a process of its own, because a
// failing subtest fails everything above it.

const brokenVar = "LOGTEST_BROKEN"

// broken is a sound log with some of its methods replaced.
type broken struct {
	eventlog.Log
	append     func(context.Context, eventlog.Append) (eventlog.Receipt, error)
	outcome    func(context.Context, eventlog.Key) (eventlog.Receipt, bool, error)
	read       func(context.Context, eventlog.Position, int) ([]eventlog.Recorded, error)
	readStream func(context.Context, eventlog.Stream, eventlog.Version) ([]eventlog.Recorded, error)
	head       func(context.Context) (eventlog.Position, error)
	await      func(context.Context, eventlog.Position) (eventlog.Position, error)
}

func (b *broken) Append(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
	return b.append(ctx, a)
}

func (b *broken) Outcome(ctx context.Context, k eventlog.Key) (eventlog.Receipt, bool, error) {
	return b.outcome(ctx, k)
}

func (b *broken) Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	return b.read(ctx, after, limit)
}

func (b *broken) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	return b.readStream(ctx, s, after)
}

func (b *broken) Head(ctx context.Context) (eventlog.Position, error) { return b.head(ctx) }

func (b *broken) Await(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	return b.await(ctx, after)
}

// fault is one way to break a log, and the promise that it breaks.
type fault struct {
	promise string
	breaks  func(b *broken, f *logtest.Fixture)
}

// onAppend changes what is appended.
func onAppend(change func(*eventlog.Append)) func(*broken, *logtest.Fixture) {
	return func(b *broken, _ *logtest.Fixture) {
		b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
			a.Changes = slices.Clone(a.Changes)
			change(&a)
			return b.Log.Append(ctx, a)
		}
	}
}

// onReceipt changes what the caller is told.
func onReceipt(change func(eventlog.Append, *eventlog.Receipt, *error)) func(*broken, *logtest.Fixture) {
	return func(b *broken, _ *logtest.Fixture) {
		b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
			r, err := b.Log.Append(ctx, a)
			change(a, &r, &err)
			return r, err
		}
	}
}

// onEvents changes what is read.
func onEvents(change func([]eventlog.Recorded) []eventlog.Recorded) func(*broken, *logtest.Fixture) {
	return func(b *broken, _ *logtest.Fixture) {
		b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
			events, err := b.Log.Read(ctx, after, limit)
			return change(events), err
		}
		b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
			events, err := b.Log.ReadStream(ctx, s, after)
			return change(events), err
		}
	}
}

// forgiving takes one refusal for a success.
func forgiving(refusal error) func(*broken, *logtest.Fixture) {
	return onReceipt(func(_ eventlog.Append, _ *eventlog.Receipt, err *error) {
		if errors.Is(*err, refusal) {
			*err = nil
		}
	})
}

// meeting makes calls wait for each other where a race would have to be lucky.
type meeting chan struct{}

// wait ends when another call comes by, or soon: there may be no other.
func (m meeting) wait() {
	select {
	case m <- struct{}{}:
	case <-m:
	case <-time.After(10 * time.Millisecond):
	}
}

// checking looks before it appends, without a lock in between.
func checking(look func(ctx context.Context, b *broken, a *eventlog.Append) (eventlog.Receipt, error)) func(*broken, *logtest.Fixture) {
	return func(b *broken, _ *logtest.Fixture) {
		others := make(meeting)
		b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
			a.Changes = slices.Clone(a.Changes)
			if r, err := look(ctx, b, &a); err != nil || r.Replayed {
				return r, err
			}
			others.wait()
			return b.Log.Append(ctx, a)
		}
	}
}
func brokenFixture(breaks func(*broken, *logtest.Fixture)) logtest.Fixture {
	clock := &logtest.Clock{}
	log := memlog.New(clock.Now)
	b := &broken{
		Log: log, append: log.Append, outcome: log.Outcome, read: log.Read,
		readStream: log.ReadStream, head: log.Head, await: log.Await,
	}
	f := logtest.Fixture{Log: b, Reopen: func() eventlog.Log { return b }, SetClock: clock.Set, Stored: log}
	breaks(b, &f)
	return f
}

// TestBrokenLog is run by TestTheSuiteFindsBrokenLogs, in another process.
func TestBrokenLog(t *testing.T) {
	broken, found := faults[os.Getenv(brokenVar)]
	if !found {
		t.Skip("there is no broken log to try: TestTheSuiteFindsBrokenLogs names one")
	}
	logtest.Run(t, func(*testing.T) logtest.Fixture { return brokenFixture(broken.breaks) })
}

func TestTheSuiteFindsBrokenLogs(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subtest := strings.ReplaceAll(f.promise, " ", "_")
			cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestBrokenLog$/^"+subtest+"$", "-test.v", "-rapid.nofailfile")
			cmd.Env = append(os.Environ(), brokenVar+"="+name)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || !strings.Contains(string(out), "--- FAIL: TestBrokenLog/"+subtest) || strings.Contains(string(out), "DATA RACE") {
				t.Errorf("a log that %s keeps the promise that %s: %v\n%s", name, f.promise, err, out)
			}
		})
	}
}
