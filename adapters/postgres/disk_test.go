//go:build linux

package postgres_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// smallDisk mounts a disk in memory that belongs to the server's user.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	info, err := os.Stat(postgrestest.Server(t).Dir())
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "ruggensteun-disk-") // t.TempDir lets only our own user in
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	uid := info.Sys().(*syscall.Stat_t).Uid
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=0700,uid=%d", megabytes, uid)); err != nil {
		t.Skipf("needs a disk that can be full: mounting one is not possible here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func grow(t *testing.T, dir string, megabytes int) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		t.Fatal(err)
	}
}

// onSmallDisk moves a new database to a disk of its own.
func onSmallDisk(t *testing.T, disk string) *postgrestest.Database {
	t.Helper()
	server := postgrestest.Server(t)
	admin := session(t, server.URL("postgres", "postgres"))
	space := "small_" + strings.ReplaceAll(filepath.Base(disk), "-", "_")
	if _, err := admin.Exec(t.Context(), fmt.Sprintf("CREATE TABLESPACE %s LOCATION '%s'", space, disk)); err != nil {
		t.Fatal(err)
	}
	db := postgrestest.New(t)
	db.DB.Close()
	if _, err := admin.Exec(t.Context(), fmt.Sprintf("ALTER DATABASE %s SET TABLESPACE %s", db.Name, space)); err != nil {
		t.Fatal(err)
	}
	var err error
	if db.DB, err = postgres.Connect(t.Context(), db.Logins); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.DB.Close)
	return db
}

func TestAFullDiskRefusesWithTheRemedyAndIsOverWhenThereIsRoom(t *testing.T) {
	t.Parallel()
	for lane, o := range lanes {
		t.Run(lane, func(t *testing.T) {
			t.Parallel()
			disk := smallDisk(t, 24)
			db := onSmallDisk(t, disk)
			log := openLog(t, db.DB, o)
			large := func() eventlog.Append {
				a := keyed(plainAppend(uuid.Nil))
				for range 4 {
					e := plainAppend(uuid.Nil).Changes[0].Events[0]
					e.Payload = incompressible(eventlog.MaxPayload - 100)
					a.Changes[0].Events = append(a.Changes[0].Events[:len(a.Changes[0].Events):len(a.Changes[0].Events)], e)
				}
				return a
			}
			var refused eventlog.Append
			var err error
			recorded := 0
			for ; err == nil && recorded < 100; recorded++ {
				refused = large()
				_, err = log.Append(t.Context(), refused)
			}
			if !errors.Is(err, eventlog.ErrUnavailable) || !strings.Contains(err.Error(), "free space") {
				t.Fatalf("after %d appends: %v", recorded, err)
			}
			grow(t, disk, 64) // before reading: a full disk may take no new session
			logtest.Invariants(t, log)
			if _, found, err := log.Outcome(t.Context(), *refused.Key); found || err != nil {
				t.Errorf("what was refused has an outcome: %t, %v", found, err)
			}
			if _, err := log.Append(t.Context(), refused); err != nil {
				t.Errorf("the same again, with room: %v", err)
			}
			logtest.Invariants(t, log)
		})
	}
}

// incompressible bytes: the database packs others, and the disk stays empty.
func incompressible(n int) []byte {
	var b bytes.Buffer
	for b.Len() < n {
		id := uuid.New()
		b.Write(id[:])
	}
	return b.Bytes()[:n]
}
