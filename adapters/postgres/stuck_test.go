package postgres_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog/logtest"
)

// appendsWithin demands that an append succeeds in spite of whoever has the lock.
func appendsWithin(t *testing.T, log *postgres.Log, limit time.Duration) {
	t.Helper()
	begun := time.Now()
	mustAppend(t, log, plainAppend(uuid.Nil))
	took := time.Since(begun)
	if took < time.Second || took > limit {
		t.Errorf("appended after %s, want that somebody was in the way, for less than %s", took, limit)
	}
	logtest.Invariants(t, log)
}

func TestAProcessThatStopsWithTheAppendLockIsThrownOut(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	holder := child(t.Context(), db, childHolds+"=1")
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = holder.Process.Kill(), holder.Wait() }()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if err := holder.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	appendsWithin(t, log, 10*time.Second)
}

// TestAProcessThatStopsInTheMiddleOfABatchIsThrownOut: no timeout of the
// server's ends such a session, so whoever waits for the lock must.
func TestAProcessThatStopsInTheMiddleOfABatchIsThrownOut(t *testing.T) {
	t.Parallel()
	for name, logins := range map[string]func(*testing.T, *postgrestest.Database) postgres.Logins{
		"with three logins": func(_ *testing.T, db *postgrestest.Database) postgres.Logins { return db.Logins },
		"with one login":    oneLogin,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.New(t)
			own, err := postgres.Connect(t.Context(), logins(t, db))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(own.Close)
			holder, err := own.Hold(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				_ = holder.Conn().Close(context.Background())
				holder.Release()
			}()
			// The first message of a batch, and nothing of what should follow it.
			if _, err := holder.Conn().PgConn().Conn().Write([]byte("P\x00\x00\x00\x10\x00SELECT 1\x00\x00\x00")); err != nil {
				t.Fatal(err)
			}
			warned := &lines{}
			o := postgres.LogOptions{Logger: slog.New(slog.NewTextHandler(warned, nil))}
			log := openLog(t, own, o.Impatient(1200*time.Millisecond))
			appendsWithin(t, log, 4*time.Second) // before an idle transaction would be ended
			if text := warned.String(); strings.Count(text, "sessions ended") != 1 || !strings.Contains(text, `"sessions ended"=1`) {
				t.Errorf("logged:\n%s", text)
			}
		})
	}
}

// oneLogin makes a login that is a member of the three.
func oneLogin(t *testing.T, db *postgrestest.Database) postgres.Logins {
	name := "member_of_" + db.Name
	db.Exec(t, fmt.Sprintf("CREATE ROLE %s LOGIN IN ROLE %s, %s, %s", name, postgres.OwnerRole, postgres.AppRole, postgres.ReaderRole))
	return postgres.OneLogin(postgrestest.Server(t).URL(name, db.Name))
}

// lines is a place for log lines that many write to.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestAHolderThatIsAtWorkIsLeftAlone: slow is not stuck.
func TestAHolderThatIsAtWorkIsLeftAlone(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{}.Impatient(500*time.Millisecond))
	holder, err := db.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Release()
	worked := make(chan error, 1)
	go func() {
		_, err := holder.Exec(t.Context(), "SELECT pg_sleep(2)")
		if err == nil {
			_, err = holder.Exec(t.Context(), "COMMIT")
		}
		worked <- err
	}()
	appendsWithin(t, log, 10*time.Second)
	if err := <-worked; err != nil {
		t.Errorf("the holder was thrown out at its work: %v", err)
	}
}
