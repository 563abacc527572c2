package logtest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
)

// witness takes down what a test would have complained about.
type witness struct {
	testing.TB
	complaints []string
}

func (w *witness) Helper()           {}
func (w *witness) Error(args ...any) { w.complaints = append(w.complaints, fmt.Sprint(args...)) }
func (w *witness) Errorf(f string, a ...any) {
	w.complaints = append(w.complaints, fmt.Sprintf(f, a...))
}
func (w *witness) Fatalf(f string, a ...any) { w.Errorf(f, a...); panic(w) }
func (w *witness) Fatal(args ...any)         { w.Error(args...); panic(w) }

// complaints gives what Judge has to say.
func complaints(t *testing.T, log eventlog.Log, outputs ...[]byte) string {
	t.Helper()
	w := &witness{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(w) {
				panic(r)
			}
		}()
		logtest.Judge(w, log, outputs...)
	}()
	return strings.Join(w.complaints, "\n")
}

// worked is a log that one writer filled, and its lines.
func worked(t *testing.T) (*memlog.Log, []byte) {
	t.Helper()
	log := memlog.New(time.Now)
	var out bytes.Buffer
	if err := (logtest.Workload{Seed: 1, Writers: 1, Appends: 40}).Run(t.Context(), log, &out); err != nil {
		t.Fatal(err)
	}
	return log, out.Bytes()
}

// first changes the first line that a pattern matches.
func first(lines []byte, pattern, replacement string) []byte {
	at := regexp.MustCompile(pattern).FindSubmatchIndex(lines)
	changed := regexp.MustCompile(pattern).ReplaceAll(lines[at[0]:at[1]], []byte(replacement))
	return append(append(append([]byte{}, lines[:at[0]]...), changed...), lines[at[1]:]...)
}

func TestJudgeFindsLies(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lie  func(lines []byte) []byte
		want string // in the complaints; empty: none
	}{
		"the truth":                      {func(l []byte) []byte { return l }, ""},
		"the last line is torn":          {func(l []byte) []byte { return l[:len(l)-3] }, ""},
		"an answer that was never heard": {func(l []byte) []byte { return first(l, `\nacked \S+ \d+ \d+\n`, "\n") }, ""},
		"recorded, but told it was not":  {func(l []byte) []byte { return first(l, `(?m)^acked (\S+) \d+ \d+$`, "refused $1") }, "was refused and stands at"},
		"not recorded, but told it was":  {func(l []byte) []byte { return first(l, `(?m)^refused (\S+)$`, "acked $1 1 1") }, "is not there"},
		"another place than was told":    {func(l []byte) []byte { return first(l, `(?m)^acked (\S+) (\d+) (\d+)$`, "acked $1 1$2 1$3") }, "and stands at"},
		"fewer events than were meant":   {func(l []byte) []byte { return first(l, `(?m)^intent (\S+) (\d+)$`, "intent $1 9") }, "is there in parts"},
		"what nobody set out to do":      {func(l []byte) []byte { return l[bytes.Index(l, []byte("intent 1.0.2 ")):] }, "nobody set out"},
		"an answer before the question":  {func(l []byte) []byte { return append([]byte("acked 9.9.9 1 2\n"), l...) }, "nobody set out"},
		"a line in another language":     {func(l []byte) []byte { return append(l, "perhaps 1.0.1\n"...) }, "no such word"},
		"a line that holds half a name":  {func(l []byte) []byte { return append(l, "acked 1.0\n"...) }, "line"},
		"two answers that contradict": {func(l []byte) []byte {
			return first(l, `(?m)^acked (\S+) (\d+) (\d+)$`, "acked $1 $2 $3\nacked $1 8$2 8$3")
		}, "told"},
		"refused once, then accepted": {func(l []byte) []byte { return first(l, `(?m)^(intent (\S+) \d+)\nacked`, "$1\nrefused $2\n$1\nacked") }, ""},
		"refused once, then never heard": {func(l []byte) []byte {
			return first(l, `(?m)^(intent (\S+) \d+)\nacked \S+ \d+ \d+$`, "$1\nrefused $2\n$1")
		}, ""},
		"unknown once, then refused": {func(l []byte) []byte {
			return first(l, `(?m)^(intent (\S+) \d+)\nacked \S+ \d+ \d+$`, "$1\nunknown $2\n$1\nrefused $2")
		}, ""},
		"the order of one writer's turns": {swapNames, "of the same writer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, lines := worked(t)
			got := complaints(t, log, c.lie(bytes.Clone(lines)))
			if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// swapNames exchanges the names of two attempts, as if the later one had been
// recorded first.
func swapNames(lines []byte) []byte {
	acked := regexp.MustCompile(`(?m)^acked (\S+) `).FindAllSubmatch(lines, -1)
	one, other := string(acked[0][1])+" ", string(acked[len(acked)-1][1])+" "
	return []byte(strings.NewReplacer(one, other, other, one).Replace(string(lines)))
}

func TestJudgeFindsLogsThatLie(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		breaks func(*broken)
		want   string
	}{
		"a key that does not tell": {func(b *broken) {
			b.outcome = func(context.Context, eventlog.Key) (eventlog.Receipt, bool, error) {
				return eventlog.Receipt{}, false, nil
			}
		}, "its key says"},
		"a key that tells of elsewhere": {func(b *broken) {
			b.outcome = func(ctx context.Context, k eventlog.Key) (eventlog.Receipt, bool, error) {
				r, found, err := b.Log.Outcome(ctx, k)
				r.Last++
				return r, found, err
			}
		}, "its key says"},
		"a log that lost its tail": {func(b *broken) {
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				return b.Log.Read(ctx, after, min(limit, max(0, 5-int(after))))
			}
		}, "is not there"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, lines := worked(t)
			b := &broken{Log: log, outcome: log.Outcome, read: log.Read}
			c.breaks(b)
			if got := complaints(t, b, lines); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestInvariantsFindAHarmedLog(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		breaks func(*broken)
		want   string
	}{
		"a payload": {func(b *broken) {
			onEvents(func(events []eventlog.Recorded) []eventlog.Recorded {
				for _, e := range events {
					e.Payload[0] ^= 1
				}
				return events
			})(b, nil)
		}, "payload"},
		"a head": {func(b *broken) {
			b.head = func(context.Context) (eventlog.Position, error) { return 7, nil }
		}, "head: 7"},
		"a stream by itself": {func(b *broken) {
			b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
				return b.Log.ReadStream(ctx, s, after+1)
			}
		}, "by itself"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, _ := worked(t)
			b := &broken{Log: log, outcome: log.Outcome, read: log.Read, readStream: log.ReadStream, head: log.Head}
			c.breaks(b)
			w := &witness{TB: t}
			logtest.Invariants(w, b)
			if got := strings.Join(w.complaints, "\n"); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAWorkloadTravels(t *testing.T) {
	t.Parallel()
	want := logtest.Workload{Seed: 1 << 63, Writers: 4, Appends: 25}
	if got, err := logtest.ParseWorkload(want.String()); got != want || err != nil {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if _, err := logtest.ParseWorkload("four writers"); err == nil {
		t.Error("read a workload out of nothing")
	}
}

func TestAWorkloadIsTheSameAtEveryRun(t *testing.T) {
	t.Parallel()
	log, lines := worked(t)
	other, again := worked(t)
	if !bytes.Equal(lines, again) {
		t.Error("one writer wrote other lines the second time")
	}
	a, err := log.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	b, err := other.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Stream != b[i].Stream || !bytes.Equal(a[i].Payload, b[i].Payload) {
			t.Fatalf("position %d differs", i+1)
		}
	}
}

// full takes some bytes and then no more, like a pipe whose reader went away.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestAWorkloadStopsWhenNobodyListens(t *testing.T) {
	t.Parallel()
	log := memlog.New(time.Now)
	if err := (logtest.Workload{Seed: 1, Writers: 3}).Run(t.Context(), log, &full{left: 500}); err == nil {
		t.Error("it ended as if all was well")
	}
	logtest.Invariants(t, log)
}
