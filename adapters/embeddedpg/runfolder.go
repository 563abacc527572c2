package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// runPrefix makes the folders of our runs recognisable to a later sweep.
const runPrefix = "ruggensteun-pg-"

// maxSocketPath is what fits in sockaddr_un on every system we know: macOS has 104 bytes, Linux 108.
const maxSocketPath = 103

// runFolder holds what one run needs and nobody afterwards: the socket and, for throw-away data, the data. Its owner
// keeps it locked; an unlocked one is what a killed run left.
type runFolder struct {
	path string
	lock *os.File
}

func newRunFolder(as account, log io.Writer) (*runFolder, error) {
	base, err := runBase(as, log)
	if err != nil {
		return nil, err
	}
	for {
		run, err := lockedFolder(base, as)
		if err != nil || run != nil {
			return run, err
		}
		// A sweep took it for a dead one between making and locking: make another.
	}
}

// runBase prefers the folder the user chose for temporary files, unless the socket's path would be too long there or
// the server's user cannot get in.
func runBase(as account, log io.Writer) (string, error) {
	var why string
	for _, base := range runBases() {
		name := filepath.Join(base, runPrefix+"4294967295", ".s.PGSQL."+port)
		closed := as.closedFolder(name)
		switch {
		case len(name) > maxSocketPath:
			why = fmt.Sprintf("the path %s is too long for a socket", base)
		case closed != "":
			why = fmt.Sprintf("user %s may not enter %s", as.name, closed)
		default:
			if why != "" {
				say(log, "using %s for temporary files: %s", base, why)
			}
			return base, nil
		}
	}
	return "", fmt.Errorf("no folder for the database's socket: %s; set TMPDIR to a short path that everyone may enter", why)
}

func runBases() []string {
	if own := filepath.Clean(os.TempDir()); own != "/tmp" {
		return []string{own, "/tmp"}
	}
	return []string{"/tmp"}
}

func lockedFolder(base string, as account) (*runFolder, error) {
	path, err := os.MkdirTemp(base, runPrefix)
	if err != nil {
		return nil, fmt.Errorf("make a folder for temporary files (TMPDIR chooses where): %w", err)
	}
	lock, err := tryLock(path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, errLocked) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	run := &runFolder{path: path, lock: lock}
	if err := as.own(path); err != nil {
		return nil, giveUp(run, err)
	}
	return run, nil
}

// remove takes the folder away while it is still locked, so that no sweep can come in between.
func (r *runFolder) remove() error {
	defer r.lock.Close()
	return os.RemoveAll(r.path)
}

var errLocked = errors.New("locked by another process")

// tryLock locks the folder itself: a lock file inside would have to be made first, and systemd's cleaning of /tmp
// leaves locked folders alone. The lock goes when the file is closed or its process dies, whatever kills it.
func tryLock(folder string) (*os.File, error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errLocked
	} else if err == nil {
		_, err = os.Lstat(folder) // a sweep may have removed it before we had the lock
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func awaitLock(ctx context.Context, folder string) (lock *os.File, err error) {
	err = poll(ctx, func() (bool, error) {
		lock, err = tryLock(folder)
		if errors.Is(err, errLocked) {
			return false, nil
		}
		return true, err
	})
	return lock, err
}

// poll asks often enough that nobody notices, until done, an error or the end of ctx.
func poll(ctx context.Context, done func() (bool, error)) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}
