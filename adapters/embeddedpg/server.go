package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"syscall"
	"time"
)

// Patience before a softer way of stopping gives place to a harder one. A fast shutdown writes all that is in memory to
// disk first, which may take a while on a slow one.
const (
	fastPatience      = time.Minute
	immediatePatience = 10 * time.Second
)

var errNotOwner = errors.New("this server was started by another process, which alone may stop it")

// URL is the address for pgx and psql. The port and sslmode keep PGPORT and PGSSLMODE in the environment from mattering.
func (s *Server) URL(user, database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User(user),
		Path:     "/" + database,
		RawQuery: url.Values{"host": {s.socket}, "port": {port}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// Dir is the data folder.
func (s *Server) Dir() string { return s.plan.data }

// Attached reports whether Start joined a server that another process runs on the same data. Stop then leaves it running,
// and it goes when that process does.
func (s *Server) Attached() bool { return s.attached }

// Stop ends the server and removes its temporary files. Stopping twice is stopping once.
func (s *Server) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == nil {
		return nil
	}
	if s.keeper != nil {
		s.endServer()
		s.keeper = nil
	}
	run := s.run
	s.run = nil
	if err := run.remove(); err != nil {
		return fmt.Errorf("remove the database's temporary files: %w", err)
	}
	return nil
}

// endServer goes from friendly to forceful. Throw-away data needs no friendliness.
func (s *Server) endServer() {
	defer s.keeper.leave()
	if s.plan.keeps && s.order("INT", fastPatience) {
		return
	}
	if s.order("QUIT", immediatePatience) || s.order("KILL", immediatePatience) {
		return
	}
	// The keeper was killed, or cannot reach the server: do its work.
	if pm, err := readPostmaster(s.plan.data); err == nil && pm != nil {
		pm.end()
	}
}

// order reports whether the signal had the server and its children gone in time.
func (s *Server) order(signal string, patience time.Duration) bool {
	if s.keeper.signal(signal) != nil {
		return s.keeper.isGone()
	}
	return s.keeper.awaitGone(patience)
}

// Crash kills the server and its children as a power cut would, but for what the operating system holds in its own
// memory. For tests of what survives; Restart goes on with the same data.
func (s *Server) Crash() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.attached {
		return errNotOwner
	}
	if s.keeper == nil {
		return errors.New("crash a server that does not run")
	}
	pm, err := readPostmaster(s.plan.data)
	if err != nil {
		return err
	}
	if pm == nil {
		return fmt.Errorf("crash the server on %s: it has written no process number", s.plan.data)
	}
	children := childrenOf(pm.pid)
	gone := s.order("KILL", 0)
	for _, pid := range children {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may have followed its parent by itself
	}
	// A child that was just being forked notices by itself that its parent is dead.
	if !gone && !s.keeper.awaitGone(immediatePatience) {
		return fmt.Errorf("a process of the killed server on %s is still there after %s", s.plan.data, immediatePatience)
	}
	s.keeper.leave()
	s.keeper = nil
	return nil
}

// Restart starts a crashed server again on its data, at the same address.
func (s *Server) Restart(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.attached:
		return errNotOwner
	case s.run == nil:
		return errors.New("restart a server that was stopped: start a new one")
	case s.keeper != nil:
		return errors.New("restart a server that runs: crash it first")
	}
	return s.launch(ctx)
}

// launch starts the server process and waits until it answers. After an error no process is left; the run's folder may
// or may not be.
func (s *Server) launch(ctx context.Context) error {
	if err := disown(s.plan.data); err != nil {
		return fmt.Errorf("prepare %s for a start: %w", s.plan.data, err)
	}
	log, err := openServerLog(s.plan)
	if err != nil {
		return err
	}
	defer log.Close()
	command := append([]string{filepath.Join(s.plan.bin.Dir, "postgres"), "-D", s.plan.data},
		serverSettings(s.plan, s.socket)...)
	keeper, err := startKeeper(s.plan.as, s.run.path, log.File, command...)
	if err != nil {
		return err
	}
	if err := s.awaitReady(ctx, keeper, log); err != nil {
		keeper.abandon()
		return err
	}
	s.keeper = keeper
	return nil
}

func (s *Server) awaitReady(ctx context.Context, keeper *keeper, log *serverLog) error {
	err := poll(ctx, func() (bool, error) {
		if keeper.isGone() {
			return false, fmt.Errorf("PostgreSQL %s stopped while starting on %s%s", s.plan.bin.Version, s.plan.data, log.tail())
		}
		pm, err := readPostmaster(s.plan.data)
		return pm != nil && pm.socket == s.socket && pm.pid != noSuchProcess && pm.status == "ready", err
	})
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("start PostgreSQL on %s: %w%s", s.plan.data, err, log.tail())
	}
	return err
}
