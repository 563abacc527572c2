package logtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// patience bounds every subtest: a log that hangs fails, it does not stall the run.
const patience = 2 * time.Minute

// trial is one log being put through one promise.
type trial struct {
	t    *testing.T
	ctx  context.Context
	f    Fixture
	log  eventlog.Log
	made atomic.Uint64
}

func begin(t *testing.T, f Fixture) *trial {
	ctx, stop := context.WithTimeout(t.Context(), patience)
	t.Cleanup(stop)
	return &trial{t: t, ctx: ctx, f: f, log: f.Log}
}

// id gives ids that are the same at every run, so that a failure can be repeated.
func (tr *trial) id() uuid.UUID {
	return idFrom(fmt.Sprintf("%s/%d", tr.t.Name(), tr.made.Add(1)))
}

// idFrom derives an id of the shape of a UUIDv7 from a text.
func idFrom(text string) uuid.UUID {
	sum := sha256.Sum256([]byte(text))
	id := uuid.UUID(sum[:16])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

func (tr *trial) stream() eventlog.Stream {
	return eventlog.Stream{Category: "trial", ID: tr.id()}
}

func (tr *trial) event() eventlog.Proposed {
	return eventlog.Proposed{ID: tr.id(), Type: "trial.noted.v1", Payload: []byte(`{"n":1}`), Metadata: []byte(`{}`)}
}

// to is a change of n events.
func (tr *trial) to(s eventlog.Stream, expected eventlog.Version, n int) eventlog.Change {
	c := eventlog.Change{Stream: s, Expected: expected}
	for range n {
		c.Events = append(c.Events, tr.event())
	}
	return c
}

func keyOf(token, body string) *eventlog.Key {
	return &eventlog.Key{Token: sha256.Sum256([]byte(token)), Body: sha256.Sum256([]byte(body))}
}

func changes(list ...eventlog.Change) eventlog.Append { return eventlog.Append{Changes: list} }

// accept appends and demands success.
func (tr *trial) accept(a eventlog.Append) eventlog.Receipt {
	tr.t.Helper()
	r, err := tr.log.Append(tr.ctx, a)
	if err != nil {
		tr.t.Fatalf("append: %v", err)
	}
	return r
}

// refuse appends and demands this error, and that the log is as it was.
func (tr *trial) refuse(a eventlog.Append, want error) {
	tr.t.Helper()
	before := tr.head()
	r, err := tr.log.Append(tr.ctx, a)
	if !errors.Is(err, want) {
		tr.t.Fatalf("append: got %v, want %v", err, want)
	}
	if !cmp.Equal(r, eventlog.Receipt{}) {
		tr.t.Errorf("a refused append gave a receipt: %+v", r)
	}
	if after := tr.head(); after != before {
		tr.t.Errorf("a refused append moved the head from %d to %d", before, after)
	}
}

// conflict appends and demands this conflict, and that the log is as it was.
func (tr *trial) conflict(a eventlog.Append, want eventlog.ConflictError) {
	tr.t.Helper()
	before := tr.head()
	_, err := tr.log.Append(tr.ctx, a)
	var got *eventlog.ConflictError
	if !errors.As(err, &got) {
		tr.t.Fatalf("append: got %v, want a conflict", err)
	}
	if *got != want {
		tr.t.Errorf("got %v, want %v", got, &want)
	}
	if after := tr.head(); after != before {
		tr.t.Errorf("a refused append moved the head from %d to %d", before, after)
	}
}

func (tr *trial) head() eventlog.Position {
	tr.t.Helper()
	head, err := tr.log.Head(tr.ctx)
	if err != nil {
		tr.t.Fatalf("head: %v", err)
	}
	return head
}

func (tr *trial) read(after eventlog.Position, limit int) []eventlog.Recorded {
	tr.t.Helper()
	events, err := tr.log.Read(tr.ctx, after, limit)
	if err != nil {
		tr.t.Fatalf("read after %d: %v", after, err)
	}
	return events
}

func (tr *trial) readStream(s eventlog.Stream, after eventlog.Version) []eventlog.Recorded {
	tr.t.Helper()
	events, err := tr.log.ReadStream(tr.ctx, s, after)
	if err != nil {
		tr.t.Fatalf("read %s: %v", s, err)
	}
	return events
}

func (tr *trial) all() []eventlog.Recorded {
	tr.t.Helper()
	events, err := readAll(tr.ctx, tr.log)
	if err != nil {
		tr.t.Fatalf("read everything: %v", err)
	}
	return events
}

// version is where a stream is now.
func (tr *trial) version(s eventlog.Stream) eventlog.Version {
	tr.t.Helper()
	events := tr.readStream(s, 0)
	return eventlog.Version(len(events))
}

// same compares receipts, and times as instants.
func (tr *trial) same(what string, got, want any) {
	tr.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		tr.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (tr *trial) sameEvents(what string, got, want []eventlog.Recorded) {
	tr.t.Helper()
	if diff := difference(want, got); diff != "" {
		tr.t.Errorf("%s: %s", what, diff)
	}
}

// instances gives the log, and a second instance on its store if there can be one.
func (tr *trial) instances() []eventlog.Log {
	if tr.f.Reopen == nil {
		return []eventlog.Log{tr.log}
	}
	return []eventlog.Log{tr.log, tr.f.Reopen()}
}

// together runs n calls at the same moment, spread over the instances, and
// waits for all of them.
func (tr *trial) together(n int, call func(i int, log eventlog.Log)) {
	logs := tr.instances()
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			call(i, logs[i%len(logs)])
		})
	}
	close(start)
	wg.Wait()
}
