package postgrestest

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Stall keeps everybody from writing to a table until release is called, and
// returns when somebody's statement is under way and waits for that.
func (d *Database) Stall(t testing.TB, table string) (release func()) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, d.Admin)
	if err != nil {
		t.Fatal(err)
	}
	release = func() { _ = conn.Close(ctx) } // ends the transaction, and with it the lock
	t.Cleanup(release)
	if _, err := conn.Exec(ctx, "BEGIN; LOCK TABLE "+table+" IN SHARE MODE"); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) { // polls: another process decides
		var waits bool
		d.Scan(t, []any{&waits}, "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted)", table)
		if waits {
			return release
		}
		if time.Now().After(deadline) {
			t.Fatalf("nobody wants to write to %s", table)
		}
	}
}
