package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// postmaster is what postmaster.pid says of the server that runs, or ran, on a data folder.
type postmaster struct {
	data   string
	pid    int
	socket string // folder of its socket
	status string // starting, ready or stopping
}

// readPostmaster returns nil when there is no such file, or one that is still being written.
func readPostmaster(data string) (*postmaster, error) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("see whether a server uses %s: %w", data, err)
	}
	// The lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
	lines := append(strings.Split(string(text), "\n"), make([]string, 8)...)
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 1 {
		return nil, nil
	}
	return &postmaster{
		data:   data,
		pid:    pid,
		socket: strings.TrimSpace(lines[4]),
		status: strings.TrimSpace(lines[7]),
	}, nil
}

// alive reports whether a PostgreSQL server has this number now: after a crash another program may have got it.
func (p *postmaster) alive() bool {
	args := commandLine(p.pid)
	return len(args) > 0 && slices.Contains([]string{"postgres", "postmaster"}, filepath.Base(args[0]))
}

// ours reports whether this package started it: we always name the data folder and our own kind of socket folder.
func (p *postmaster) ours() bool {
	return slices.Contains(commandLine(p.pid), p.data) && strings.HasPrefix(filepath.Base(p.socket), runPrefix)
}

// orphaned reports whether the process that started the server is dead.
func (p *postmaster) orphaned() bool {
	lock, err := tryLock(p.socket)
	if err != nil {
		return !errors.Is(err, errLocked)
	}
	lock.Close()
	return true
}

// end stops a server that nobody owns any more, and returns when it is gone. Crash recovery makes good for the haste.
func (p *postmaster) end() {
	for _, signal := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		if !p.alive() || !slices.Contains(commandLine(p.pid), p.data) {
			return
		}
		_ = syscall.Kill(p.pid, signal) // gone already is as good
		p.awaitEnd(10 * time.Second)
	}
}

func (p *postmaster) awaitEnd(limit time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	// Running out of time is answered by the harder signal that follows.
	_ = poll(ctx, func() (bool, error) { return !p.alive(), nil })
}

// noSuchProcess is higher than any system numbers its processes.
const noSuchProcess = 1<<31 - 1

// disown makes a file that a crash left harmless. Its number may by now belong to another program, which PostgreSQL would
// take for a server and refuse to start. The file is not removed: by its other lines PostgreSQL sees whether parts of
// the old server still run. Only for when the server is known to be gone.
func disown(data string) error {
	path := filepath.Join(data, "postmaster.pid")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	return writeExisting(path, fmt.Sprintf("%d\n%s", noSuchProcess, rest))
}

// writeExisting follows no link: as root we would otherwise write wherever the folder's owner points us.
func writeExisting(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
