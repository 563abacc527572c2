// Package embeddedpg gives Ruggensteun a database of its own on a computer that has none: it is made, started and tidied
// away without anyone having to know what PostgreSQL is.
//
// A server listens on a unix socket in a folder that only its user can enter; that is why it asks for no password. It
// lives no longer than the process that started it, however that process ends.
package embeddedpg

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"sync"
)

// Superuser is the login that owns every cluster made here.
const Superuser = "postgres"

// port is only the last part of the socket's name: nothing listens on the network.
const port = "5432"

// Options says which server is wanted. The zero value is a server on throw-away data.
type Options struct {
	// Binaries is the folder that holds initdb and postgres. When empty, Find's order applies, and an existing Data
	// folder gets the binaries of its own major version.
	Binaries string

	// Data is the folder of the data. When empty the data is temporary, and removed at Stop.
	Data string

	// Durable makes temporary data survive Crash and Restart as real data would. With Data it is always on.
	Durable bool

	// Settings are further PostgreSQL settings, such as max_connections. They cannot loosen durability, open a network
	// port or let the server's log repeat what is in the data.
	Settings map[string]string

	// Log gets a line for people before each step that takes a while. May be nil.
	Log io.Writer
}

// Server is a running private PostgreSQL.
type Server struct {
	plan     plan
	attached bool

	mu     sync.Mutex // one Stop, Crash or Restart at a time
	run    *runFolder // nil when attached, or once stopped
	keeper *keeper    // nil when attached, crashed or stopped
	socket string     // folder of the socket
}

// plan is all that stays the same when a server is started again.
type plan struct {
	as       account
	bin      Binaries
	data     string
	keeps    bool // the data outlives the server
	durable  bool
	settings map[string]string
	log      io.Writer
}

func say(w io.Writer, format string, args ...any) {
	if w != nil {
		// A lost progress line is no reason to stop.
		_, _ = fmt.Fprintf(w, format+"\n", args...)
	}
}

// Start returns once the server answers. Ending ctx gives up and leaves nothing behind; it does not stop a server that
// has started. First it clears away what killed runs left.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Data != "" {
		return startOnData(ctx, o)
	}
	return startTemporary(ctx, o)
}

func startTemporary(ctx context.Context, o Options) (*Server, error) {
	as, err := serviceAccount()
	if err != nil {
		return nil, err
	}
	bin, err := find(o.Binaries, as)
	if err != nil {
		return nil, err
	}
	sweep(as, o.Log)
	run, err := newRunFolder(as, o.Log)
	if err != nil {
		return nil, err
	}
	p := plan{as: as, bin: bin, data: filepath.Join(run.path, "data"), durable: o.Durable, settings: o.Settings, log: o.Log}
	if err := p.initdb(ctx, p.data, run.lock); err != nil {
		return nil, giveUp(run, err)
	}
	return launchIn(ctx, p, run)
}

func startOnData(ctx context.Context, o Options) (*Server, error) {
	as, data, err := claimData(o.Data)
	if err != nil {
		return nil, err
	}
	sweep(as, o.Log)
	lock, err := awaitLock(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("wait for another start on %s: %w", data, err)
	}
	defer lock.Close()

	running, err := settle(ctx, data)
	if err != nil {
		return nil, err
	}
	if running != nil {
		say(o.Log, "joining the database server that already runs on %s", data)
		return &Server{plan: plan{data: data}, attached: true, socket: running.socket}, nil
	}
	bin, err := findFor(data, o.Binaries, as)
	if err != nil {
		return nil, err
	}
	p := plan{as: as, bin: bin, data: data, keeps: true, durable: true, settings: o.Settings, log: o.Log}
	if err := p.prepareData(ctx, lock); err != nil {
		return nil, err
	}
	run, err := newRunFolder(as, o.Log)
	if err != nil {
		return nil, err
	}
	return launchIn(ctx, p, run)
}

func launchIn(ctx context.Context, p plan, run *runFolder) (*Server, error) {
	s := &Server{plan: p, run: run, socket: run.path}
	if err := s.launch(ctx); err != nil {
		return nil, giveUp(run, err)
	}
	return s, nil
}

func giveUp(run *runFolder, why error) error {
	if err := run.remove(); err != nil {
		return fmt.Errorf("%w (and removing %s: %v)", why, run.path, err)
	}
	return why
}
