package logtest_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/memlog"
)

// fileLog is the simplest log that outlives its process and is shared by
// several: a file of the appends that were accepted, under a lock, played into
// a log in memory. It is here so that the parts of the suite for durability,
// instances and killed processes are proved without a database.
type fileLog struct {
	path  string
	clock func() time.Time

	mu     sync.Mutex
	mem    *memlog.Log
	now    time.Time // what mem's clock says: the time of the append being played
	offset int64     // what mem holds of the file
}

// entry is one accepted append.
type entry struct {
	At     time.Time
	Append eventlog.Append
}

func openFileLog(dir string, clock func() time.Time) *fileLog {
	l := &fileLog{path: filepath.Join(dir, "log"), clock: clock}
	l.mem = memlog.New(func() time.Time { return l.now })
	return l
}

// locked runs a function on a log that has taken in the whole file, while
// nobody else writes.
func (l *fileLog) locked(do func(f *os.File) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return errors.Join(eventlog.ErrUnavailable, err)
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return errors.Join(eventlog.ErrUnavailable, err)
	}
	if err := l.catchUp(f); err != nil {
		return err
	}
	return do(f)
}

// catchUp plays what others wrote. A torn entry at the end was never accepted.
func (l *fileLog) catchUp(f *os.File) error {
	rest, err := io.ReadAll(io.NewSectionReader(f, l.offset, 1<<40))
	if err != nil {
		return err
	}
	for len(rest) >= 4 {
		size := 4 + int(binary.BigEndian.Uint32(rest))
		if len(rest) < size {
			return nil
		}
		var e entry
		if err := json.Unmarshal(rest[4:size], &e); err != nil {
			return err
		}
		l.now = e.At
		if _, err := l.mem.Append(context.Background(), e.Append); err != nil {
			return fmt.Errorf("play the file at %d: %w", l.offset, err)
		}
		rest, l.offset = rest[size:], l.offset+int64(size)
	}
	return nil
}

func (l *fileLog) Append(ctx context.Context, a eventlog.Append) (r eventlog.Receipt, err error) {
	err = l.locked(func(f *os.File) error {
		l.now = l.clock()
		if r, err = l.mem.Append(ctx, a); err != nil || r.Replayed {
			return err
		}
		return l.write(f, entry{At: l.now, Append: a})
	})
	return r, err
}

func (l *fileLog) write(f *os.File, e entry) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	framed := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
	if _, err := f.WriteAt(framed, l.offset); err != nil {
		return errors.Join(eventlog.ErrUnknownOutcome, err)
	}
	// What is left beyond is the torn end of a longer entry. No Sync: the death of
	// a process, which is all that is tried here, loses nothing that was written.
	if err := f.Truncate(l.offset + int64(len(framed))); err != nil {
		return errors.Join(eventlog.ErrUnknownOutcome, err)
	}
	l.offset += int64(len(framed))
	return nil
}

func (l *fileLog) Outcome(ctx context.Context, k eventlog.Key) (r eventlog.Receipt, found bool, err error) {
	err = l.locked(func(*os.File) error {
		r, found, err = l.mem.Outcome(ctx, k)
		return err
	})
	return r, found, err
}

func (l *fileLog) Read(ctx context.Context, after eventlog.Position, limit int) (events []eventlog.Recorded, err error) {
	err = l.locked(func(*os.File) error {
		events, err = l.mem.Read(ctx, after, limit)
		return err
	})
	return events, err
}

func (l *fileLog) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) (events []eventlog.Recorded, err error) {
	err = l.locked(func(*os.File) error {
		events, err = l.mem.ReadStream(ctx, s, after)
		return err
	})
	return events, err
}

func (l *fileLog) Head(ctx context.Context) (head eventlog.Position, err error) {
	err = l.locked(func(*os.File) error {
		head, err = l.mem.Head(ctx)
		return err
	})
	return head, err
}

// Await looks again and again: a file wakes nobody.
func (l *fileLog) Await(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	again := time.NewTicker(2 * time.Millisecond)
	defer again.Stop()
	for {
		head, err := l.Head(ctx)
		if err != nil || head > after {
			return head, err
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func TestTheFileLogDropsATornEntry(t *testing.T) {
	t.Parallel()
	l := openFileLog(t.TempDir(), time.Now)
	one := func(n byte) eventlog.Append {
		e := eventlog.Proposed{ID: [16]byte{n}, Type: "t.v1", Payload: bytes.Repeat([]byte{n}, 100*int(n)), Metadata: []byte{}}
		return eventlog.Append{Changes: []eventlog.Change{{Stream: eventlog.Stream{Category: "c"}, Expected: eventlog.AnyVersion, Events: []eventlog.Proposed{e}}}}
	}
	for n := range byte(2) {
		if _, err := l.Append(t.Context(), one(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(l.path, l.offset-1); err != nil {
		t.Fatal(err)
	}
	reopened := openFileLog(filepath.Dir(l.path), time.Now)
	if head, err := reopened.Head(t.Context()); head != 1 || err != nil {
		t.Errorf("head %d, %v; want 1", head, err)
	}
}
