package embeddedpg

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestACrashLosesNothingThatWasCommitted(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Durable: true})
	url := s.URL(Superuser, "postgres")
	exec1(t, connect(t, url), "CREATE TABLE kept AS SELECT 'kept' AS word")
	for range 3 {
		if err := s.Crash(); err != nil {
			t.Fatal(err)
		}
		wantError(t, s.Crash(), "does not run")
		if err := s.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, connect(t, url), "SELECT word FROM kept"); got != "kept" {
			t.Errorf("got %q back", got)
		}
	}
	wantError(t, s.Restart(t.Context()), "crash it first")
}

func TestACrashedServerCanBeStopped(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	if err := s.Crash(); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	wantError(t, s.Restart(t.Context()), "start a new one")
}

func TestStopManagesWhenTheServerOrItsKeeperWasKilled(t *testing.T) {
	t.Parallel()
	for name, victim := range map[string]func(server int) int{
		"server": func(server int) int { return server },
		"keeper": func(server int) int { return parentOf(t, server) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, Options{})
			server := serverOf(t, s.Dir()).pid
			if err := syscall.Kill(victim(server), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			if err := s.Stop(); err != nil {
				t.Error(err)
			}
			eventually(t, "the server is gone", func() bool { return !processExists(server) })
			if exists(filepath.Dir(s.Dir())) {
				t.Error("the temporary folder is still there")
			}
		})
	}
}

func TestAServerThatDoesNotStartShowsTheEndOfItsLog(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	data := openFolder(t)
	_, err := Start(t.Context(), Options{Data: data, Settings: map[string]string{"max_connections": "many"}})
	wantError(t, err, "stopped while starting", "max_connections", "many")

	s := start(t, Options{Data: data}) // and nothing is in the way of a better start
	connect(t, s.URL(Superuser, "postgres"))
}

func TestAStaleProcessNumberThatAnotherProgramHasNowDoesNotPreventAStart(t *testing.T) {
	t.Parallel()
	data := openFolder(t)
	s := start(t, Options{Data: data})
	if err := s.Crash(); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	other := programOf(t, s.plan.as)
	if err := writeExisting(filepath.Join(data, "postmaster.pid"), other+"\n"+rest); err != nil {
		t.Fatal(err)
	}
	start(t, Options{Data: data})
}

func TestTheServersLogRepeatsNothingOfTheData(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Durable: true})
	conn := connect(t, s.URL(Superuser, "postgres"))
	exec1(t, conn, "CREATE TABLE people (name text PRIMARY KEY)")
	exec1(t, conn, "INSERT INTO people VALUES ('canary')")
	for _, sql := range []string{
		"INSERT INTO people VALUES ('canary')",         // DETAIL: Key (name)=(canary) already exists
		"SELECT 'canary'::int",                         // the message itself
		"SELECT '{\"canary'::jsonb",                    // CONTEXT
		"DO $$ BEGIN RAISE WARNING 'canary'; END $$",   // no error
		"DO $$ BEGIN RAISE EXCEPTION 'canary'; END $$", // of our own making
	} {
		_, _ = conn.Exec(t.Context(), sql) // the server's log is asked, not the client
	}
	_, _ = conn.Exec(t.Context(), "INSERT INTO people VALUES ($1)", "canary")

	log, err := os.ReadFile(filepath.Join(s.Dir(), serverLogName))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(log), "canary") {
		t.Errorf("the log tells:\n%s", log)
	}
	if !strings.Contains(string(log), "ready to accept connections") {
		t.Errorf("the log does not tell of the server's own fate:\n%s", log)
	}
}
