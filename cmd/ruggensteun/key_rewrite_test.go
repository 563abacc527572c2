package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestWhoHoldsUpThatKeysGoFromFilesIsNamed(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	holder, err := pgx.Connect(t.Context(), c.db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = holder.Close(t.Context()) }()
	for _, sql := range []string{"SET application_name = 'nachtrapport'", "BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT 'een geheime vraag'", "SELECT pg_current_xact_id()"} {
		if _, err := holder.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	end := fmt.Sprintf("pg_terminate_backend(%d)", holder.PgConn().PID())
	said := c.run("key", "rewrite", "--wait", "0")
	said.fails(1, "nachtrapport", "as postgres", end, "say it again")
	if strings.Contains(said.err, "geheime") {
		t.Errorf("it says what somebody asked: %s", said.err)
	}
	t.Log(said.err)
	c.db.Exec(t, "SELECT "+end)
	if said := c.run("key", "rewrite").ok(); !strings.Contains(said, "in its file no more") {
		t.Errorf("it says %q", said)
	}
}
