package logtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"

	"ruggensteun/domain/eventlog"
)

// Workload is many writers at once who say what they are about to do and what
// came of it, line by line, so that Judge can hold the log to it even when the
// process was killed in between:
//
//	intent 7.0.12 4         about to append 4 events, for the first time or again
//	acked 7.0.12 41 44      accepted, at these positions
//	refused 7.0.12          nothing was recorded
//	unknown 7.0.12          the log could not tell
//
// What is appended follows from the name of the attempt (seed, writer,
// number); only the interleaving differs from run to run. Workloads on one
// store need different seeds.
type Workload struct {
	Seed    uint64
	Writers int
	Appends int // of each writer; 0: until the context ends
}

// Apart is the first of the seeds whose writers keep to streams of their own and
// always say where these are, as people do that work on cases of their own. What
// many of them ask at once a log may write without looking first.
const Apart = 1 << 20

// String is the form that travels to another process.
func (w Workload) String() string { return fmt.Sprintf("%d/%d/%d", w.Seed, w.Writers, w.Appends) }

// ParseWorkload reads what String wrote.
func ParseWorkload(text string) (Workload, error) {
	var w Workload
	if _, err := fmt.Sscanf(text, "%d/%d/%d", &w.Seed, &w.Writers, &w.Appends); err != nil {
		return Workload{}, fmt.Errorf("read a workload %q: want seed/writers/appends: %w", text, err)
	}
	return w, nil
}

// Run appends to a log until all is done or the context ends. It fails only
// when it cannot write its lines.
func (w Workload) Run(ctx context.Context, log eventlog.Log, out io.Writer) error {
	diary := &diary{out: out}
	var writers sync.WaitGroup
	for i := range w.Writers {
		writers.Go(func() {
			wr := writer{log: log, diary: diary, seen: map[eventlog.Stream]eventlog.Version{}}
			for n := 0; (w.Appends == 0 || n < w.Appends) && ctx.Err() == nil && !diary.broken(); n++ {
				wr.attempt(ctx, attempt{w.Seed, i, n})
			}
		})
	}
	writers.Wait()
	return diary.err
}

// diary writes each line at once and whole: a line that is torn by the end of
// the process is the last one.
type diary struct {
	mu  sync.Mutex
	out io.Writer
	err error
}

func (d *diary) note(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := fmt.Fprintf(d.out, format+"\n", args...); err != nil && d.err == nil {
		d.err = fmt.Errorf("write the workload's lines: %w", err)
	}
}

func (d *diary) broken() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err != nil
}

// writer is one of a workload. seen is where it last saw each stream.
type writer struct {
	log   eventlog.Log
	diary *diary
	seen  map[eventlog.Stream]eventlog.Version
}

func (w *writer) attempt(ctx context.Context, at attempt) {
	a, err := w.propose(ctx, at)
	if err != nil {
		return // nothing was asked of the log yet
	}
	for range at.times() {
		w.diary.note("intent %s %d", at, events(a))
		r, err := w.log.Append(ctx, a)
		w.diary.outcome(at, r, err)
	}
}

func (d *diary) outcome(at attempt, r eventlog.Receipt, err error) {
	switch {
	case err == nil:
		d.note("acked %s %d %d", at, r.First, r.Last)
	case errors.Is(err, eventlog.ErrUnknownOutcome):
		d.note("unknown %s", at)
	default:
		d.note("refused %s", at)
	}
}

// propose makes the append of an attempt, for the versions that the writer sees now.
func (w *writer) propose(ctx context.Context, at attempt) (eventlog.Append, error) {
	a := at.append()
	for i, c := range a.Changes {
		die := at.draw(3+i) % 8
		if at.apart() && !(die == 7 && at.n%8 == 0) { // seldom refused: a refusal costs the whole batch its hope
			die = 6
		}
		if die < 2 {
			continue // wherever the stream is
		}
		fresh, err := w.log.ReadStream(ctx, c.Stream, w.seen[c.Stream])
		if err != nil {
			return eventlog.Append{}, err
		}
		w.seen[c.Stream] += eventlog.Version(len(fresh))
		a.Changes[i].Expected = w.seen[c.Stream]
		if die == 7 {
			a.Changes[i].Expected += 1 << 20 // refused at every run, however the writers interleave
		}
	}
	return a, nil
}

// attempt names one append of a workload; everything in it follows from the name.
type attempt struct {
	seed      uint64
	writer, n int
}

func (at attempt) String() string { return fmt.Sprintf("%d.%d.%d", at.seed, at.writer, at.n) }

func parseAttempt(text string) (attempt, error) {
	var at attempt
	_, err := fmt.Sscanf(text, "%d.%d.%d", &at.seed, &at.writer, &at.n)
	return at, err
}

// draw gives the i-th of the attempt's 32 die rolls.
func (at attempt) draw(i int) int {
	sum := sha256.Sum256([]byte(at.String()))
	return int(sum[i])
}

// times is how often the same append is sent: now and then twice, as a client
// does that missed the answer.
func (at attempt) times() int {
	if at.draw(0)%8 == 0 {
		return 2
	}
	return 1
}

func (at attempt) apart() bool { return at.seed >= Apart }

// stream is the i-th of an attempt's streams.
func (at attempt) stream(i int) eventlog.Stream {
	if at.apart() {
		name := fmt.Sprintf("apart %d.%d %d", at.seed, at.writer, (at.draw(2)+i)%sharedStreams)
		return eventlog.Stream{Category: "workload", ID: idFrom(name)}
	}
	return eventlog.Stream{Category: "workload", ID: idFrom(fmt.Sprint("shared ", (at.draw(2)+i)%sharedStreams))}
}

// sharedStreams are contested by all workloads on a store.
const sharedStreams = 6

// append gives the events, for streams wherever they are.
func (at attempt) append() eventlog.Append {
	a := eventlog.Append{Key: at.key()}
	for i := range 1 + at.draw(1)%3 {
		c := eventlog.Change{Stream: at.stream(i), Expected: eventlog.AnyVersion}
		for range 1 + at.draw(8+i)%3 {
			c.Events = append(c.Events, at.event(events(a)+len(c.Events)))
		}
		a.Changes = append(a.Changes, c)
	}
	return a
}

// event names its attempt, so that Judge finds it in the log without any key.
func (at attempt) event(i int) eventlog.Proposed {
	return eventlog.Proposed{
		ID:       idFrom(fmt.Sprintf("workload %s/%d", at, i)),
		Type:     "workload.appended.v1",
		Payload:  fmt.Appendf(nil, "%s/%d", at, i),
		Metadata: []byte(`{}`),
	}
}

func (at attempt) key() *eventlog.Key { return keyOf("workload "+at.String(), "workload") }
