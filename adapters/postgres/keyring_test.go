package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/migrations"
)

// TestKeysFromBeforeTheKeyringsAreStillFound takes a database back to the shape
// in which each key had a row, and migrates it.
func TestKeysFromBeforeTheKeyringsAreStillFound(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	owner := session(t, db.Admin)
	exec := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(t.Context(), "SET search_path = ruggensteun; "+sql); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
	run := func(file string) {
		t.Helper()
		sql, err := migrations.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		exec(string(sql))
	}
	exec("DROP FUNCTION append_alone; DROP TABLE keyrings, marks")
	run("0002_keys.sql")
	run("0003_append_alone.sql")

	boss := eventlog.DataKey{ID: uuid.New(), Employer: uuid.New(), Kind: "employer", Wrapped: []byte("boss")}
	person := eventlog.DataKey{ID: uuid.New(), Parent: boss.ID, Employer: boss.Employer, Kind: "person", Subject: uuid.New(), Purpose: "health", Wrapped: []byte("a")}
	sibling := person // as if by chance of the same ring
	sibling.ID, sibling.Purpose, sibling.Wrapped = eventlog.NextInRing(person.ID), "identity", []byte("b")
	gone := person
	gone.ID, gone.Wrapped = uuid.New(), nil
	keys := []eventlog.DataKey{boss, person, sibling, gone}
	for _, k := range keys {
		if _, err := owner.Exec(t.Context(), `
			INSERT INTO ruggensteun.keys (id, parent, employer, kind, subject, purpose, wrapped, destroyed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7::bytea IS NULL THEN now() END)`,
			k.ID, k.Parent, k.Employer, k.Kind, k.Subject, k.Purpose, k.Wrapped); err != nil {
			t.Fatal(err)
		}
	}
	run("0010_keyrings.sql")
	for _, want := range keys {
		got, found, err := postgres.OpenKeys(db.DB).Key(t.Context(), want.ID)
		if diff := cmp.Diff(want, got); !found || err != nil || diff != "" {
			t.Errorf("found %t, %v (-want +got):\n%s", found, err, diff)
		}
	}
}
