//go:build linux

package postgres_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog/logtest"
)

// TestWhatWasToldWhenTheWALWasFullIsTrue: the server goes down in the middle of
// commits, of which some are in the WAL and some are not.
func TestWhatWasToldWhenTheWALWasFullIsTrue(t *testing.T) {
	t.Parallel()
	server := postgrestest.Durable(t)
	db := postgrestest.NewOn(t, server)
	if err := server.Crash(); err != nil {
		t.Fatal(err)
	}
	wal := filepath.Join(server.Dir(), "pg_wal")
	onDiskOf(t, wal, 72)
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	log := openLog(t, db.DB, postgres.LogOptions{})
	ctx, stop := context.WithCancel(t.Context())
	out := &wholeLines{first: make(chan struct{}), before: 200}
	done := make(chan error, 1)
	go func() { done <- logtest.Workload{Seed: logtest.Apart, Writers: 32}.Run(ctx, log, out) }()
	<-out.first
	if err := fill(t, db.Admin); err == nil {
		t.Fatal("the disk of the WAL was never full")
	}
	stop()
	grow(t, wal, 512)
	_ = server.Crash() // if it is not down yet
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	log.Close()
	db.DB.Reset()
	log = openLog(t, db.DB, postgres.LogOptions{})
	tally := logtest.Judge(t, log, out.complete())
	logtest.Invariants(t, log)
	t.Logf("%+v", tally)
}

// onDiskOf puts a folder on a disk of its own, with what is in it.
func onDiskOf(t *testing.T, dir string, megabytes int) {
	t.Helper()
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	kept := t.TempDir()
	copied := func(from, to string) {
		if text, err := exec.CommandContext(t.Context(), "cp", "-a", from+"/.", to).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
	}
	copied(dir, kept)
	uid := info.Sys().(*syscall.Stat_t).Uid
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=0700,uid=%d", megabytes, uid)); err != nil {
		t.Skipf("needs a disk that can be full: mounting one is not possible here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	copied(kept, dir)
}

// fill writes until the server cannot.
func fill(t *testing.T, url string) error {
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		return err
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "CREATE TABLE filler (b bytea STORAGE EXTERNAL)"); err != nil {
		return err
	}
	for range 200 {
		if _, err := conn.Exec(t.Context(), "INSERT INTO filler VALUES ($1)", incompressible(1<<20)); err != nil {
			return err
		}
	}
	return nil
}
