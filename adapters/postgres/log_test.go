package postgres_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

func TestTheLogKeepsItsPromises(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]postgres.LogOptions{
		"with the lane for one command": {},
		"with the group lane only":      {OneLane: true},
		"with looking before writing":   {OneLane: true, Careful: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logtest.Run(t, func(t *testing.T) logtest.Fixture { return fixture(t, o) })
		})
	}
}

func fixture(t *testing.T, o postgres.LogOptions) logtest.Fixture {
	db := postgrestest.New(t)
	return logtest.Fixture{
		Log:    openLog(t, db.DB, o),
		Reopen: func() eventlog.Log { return openLog(t, reconnect(t, db), o) },
		Process: func(ctx context.Context, w logtest.Workload) ([]byte, error) {
			out, err := workload(ctx, db, w).Output()
			if err != nil {
				return out, fmt.Errorf("workload %s: %w", w, err)
			}
			return out, nil
		},
		Stored: postgres.OpenKeys(db.DB),
	}
}

func openLog(t testing.TB, db *postgres.DB, o postgres.LogOptions) *postgres.Log {
	log := postgres.OpenLog(db, o)
	t.Cleanup(log.Close)
	return log
}

// reconnect gives pools of its own, as another process has.
func reconnect(t *testing.T, db *postgrestest.Database) *postgres.DB {
	again, err := postgres.Connect(t.Context(), db.Logins)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.Close)
	return again
}

// workload is another operating system process that appends to the same database.
func workload(ctx context.Context, db *postgrestest.Database, w logtest.Workload) *exec.Cmd {
	return child(ctx, db, childWorkload+"="+w.String())
}

// child runs this binary again, to do what the environment says on the same database.
func child(ctx context.Context, db *postgrestest.Database, does string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0])
	logins := strings.Join([]string{db.Logins.Owner, db.Logins.App, db.Logins.Reader}, " ")
	c.Env = append(os.Environ(), does, childLogins+"="+logins)
	c.Stderr = os.Stderr
	return c
}
