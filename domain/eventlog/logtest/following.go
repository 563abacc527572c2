package logtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"ruggensteun/domain/eventlog"
)

var following = []promise{
	{"waiting ends at once when the log is already further", awaitPast},
	{"waiting ends with the context", awaitContext},
	{"waiting ends promptly when the log grows, on every instance", awaitGrowth},
	{"a reader that follows never meets a gap, nor a lower position later", followers},
}

func awaitPast(tr *trial) {
	tr.accept(changes(tr.to(tr.stream(), 0, 3)))
	for _, after := range []eventlog.Position{0, 2} {
		if head, err := tr.log.Await(tr.ctx, after); head != 3 || err != nil {
			tr.t.Errorf("await after %d: %d, %v; want 3", after, head, err)
		}
	}
}

func awaitContext(tr *trial) {
	tr.accept(changes(tr.to(tr.stream(), 0, 1)))
	ctx, end := context.WithCancel(tr.ctx)
	ended := make(chan error, 1)
	go func() {
		_, err := tr.log.Await(ctx, 1)
		ended <- err
	}()
	tr.accept(changes(tr.to(tr.stream(), 0, 1)))
	if err := tr.within(ended); err != nil {
		tr.t.Errorf("await: %v", err)
	}
	go func() {
		_, err := tr.log.Await(ctx, 2)
		ended <- err
	}()
	end()
	if err := tr.within(ended); !errors.Is(err, context.Canceled) {
		tr.t.Errorf("await: got %v, want %v", err, context.Canceled)
	}
}

func (tr *trial) within(ended <-chan error) error {
	select {
	case err := <-ended:
		return err
	case <-tr.ctx.Done():
		return fmt.Errorf("it never ended: %w", tr.ctx.Err())
	}
}

// promptly is far more than a wake-up takes on a loaded machine, and far less
// than as many turns of a poll once a second would.
const (
	turns    = 20
	promptly = 10 * time.Second
)

func awaitGrowth(tr *trial) {
	for _, waiting := range tr.instances() {
		ctx, stop := context.WithTimeout(tr.ctx, promptly)
		for range turns {
			head, woken := tr.head(), make(chan error, 1)
			go func() {
				reached, err := waiting.Await(ctx, head)
				if err == nil && reached != head+1 {
					err = fmt.Errorf("woken at %d, want %d", reached, head+1)
				}
				woken <- err
			}()
			tr.quiet(waiting, head)
			tr.accept(changes(tr.to(tr.stream(), 0, 1)))
			if err := tr.within(woken); err != nil {
				tr.t.Fatalf("await: %v", err)
			}
		}
		stop()
	}
}

// quiet holds that waiting does not end by itself. Meanwhile the other waiter
// has begun to wait: it would not prove much if it came after the append.
func (tr *trial) quiet(log eventlog.Log, head eventlog.Position) {
	tr.t.Helper()
	ctx, stop := context.WithTimeout(tr.ctx, 10*time.Millisecond)
	defer stop()
	if reached, err := log.Await(ctx, head); !errors.Is(err, context.DeadlineExceeded) {
		tr.t.Fatalf("await in a log at rest: %d, %v; want %v", reached, err, context.DeadlineExceeded)
	}
}

// followers read while many write: at the head with Await, and back and forth
// without it. What they saw must be what is there in the end.
func followers(tr *trial) {
	const writers, each = 8, 40
	ctx, stop := context.WithCancel(tr.ctx)
	defer stop()
	var readers sync.WaitGroup
	seen := make(chan []eventlog.Recorded, 8)
	for _, log := range tr.instances() {
		readers.Go(func() { seen <- tr.follow(ctx, log, writers*each) })
		readers.Go(func() { seen <- tr.peek(ctx, log, writers*each) })
	}
	tr.together(writers, func(i int, log eventlog.Log) {
		s := tr.stream()
		for range each {
			if _, err := log.Append(ctx, changes(tr.to(s, eventlog.AnyVersion, 1))); err != nil {
				tr.t.Errorf("writer %d: %v", i, err)
				stop() // the readers would wait for ever
				return
			}
		}
	})
	readers.Wait()
	close(seen)
	all := tr.all()
	for events := range seen {
		for _, e := range events {
			if int(e.Position) > len(all) || e.Hash != all[e.Position-1].Hash || e.ID != all[e.Position-1].ID {
				tr.t.Fatalf("position %d was read with another event than stands there now", e.Position)
			}
		}
	}
}

// follow reads from the first event to the last, waiting at the head.
func (tr *trial) follow(ctx context.Context, log eventlog.Log, total int) []eventlog.Recorded {
	var seen []eventlog.Recorded
	for len(seen) < total {
		at := eventlog.Position(len(seen))
		head, err := log.Await(ctx, at)
		if err != nil {
			tr.t.Errorf("await after %d: %v", at, err)
			return seen
		}
		page, err := log.Read(ctx, at, 7)
		if err != nil || len(page) == 0 {
			tr.t.Errorf("read after %d: %d events, %v, though the head was %d", at, len(page), err, head)
			return seen
		}
		tr.contiguous(page, at)
		seen = append(seen, page...)
	}
	return seen
}

// peek reads the last few events again and again: there a position would come
// late, if one could.
func (tr *trial) peek(ctx context.Context, log eventlog.Log, total int) []eventlog.Recorded {
	var seen []eventlog.Recorded
	for head := eventlog.Position(0); int(head) < total; {
		at := max(head-5, 0)
		page, err := log.Read(ctx, at, 50)
		if err != nil {
			tr.t.Errorf("read after %d: %v", at, err)
			return seen
		}
		if at+eventlog.Position(len(page)) < head {
			tr.t.Errorf("read up to %d before, now only %d events after %d", head, len(page), at)
			return seen
		}
		tr.contiguous(page, at)
		head = at + eventlog.Position(len(page))
		seen = append(seen, page...)
	}
	return seen
}

func (tr *trial) contiguous(page []eventlog.Recorded, after eventlog.Position) {
	for i, e := range page {
		if want := after + eventlog.Position(i) + 1; e.Position != want {
			tr.t.Errorf("read position %d where %d was to come", e.Position, want)
			return
		}
	}
}
