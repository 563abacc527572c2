package postgres_test

import (
	"math"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/projections/facts"
)

// TestWhoIsForgottenIsFoundWithoutReadingTheLog, and by all types there are.
func TestWhoIsForgottenIsFoundWithoutReadingTheLog(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	var types []string
	for _, table := range facts.Projection.Tables {
		if e := table.Erasing(); e != nil {
			types = append(types, e.Types...)
		}
	}
	db.Exec(t, `
		INSERT INTO events (position, employer, stream, version, id, type, recorded_at, payload, metadata, payload_hash, hash)
		SELECT p, gen_random_uuid(), 'incident-' || gen_random_uuid(), 1, gen_random_uuid(),
			CASE WHEN p <= cardinality($1::text[]) THEN ($1::text[])[p] ELSE 'incident.registered.v4' END, now(), '', '', sha256(''), sha256('')
		FROM generate_series(1, 20000) p`, types)
	db.Exec(t, "ANALYZE events")
	conn := session(t, db.Logins.App)
	rows, err := conn.Query(t.Context(), "EXPLAIN "+postgres.ErasuresSQL, types, 0, int64(math.MaxInt64))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !strings.Contains(strings.Join(plan, "\n"), "events_erasing") {
		t.Errorf("%v, it looks as follows:\n%s", err, strings.Join(plan, "\n"))
	}
	rows, err = conn.Query(t.Context(), postgres.ErasuresSQL, types, 0, int64(math.MaxInt64))
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToMap)
	if err != nil || len(found) != len(types) || len(found) < 4 {
		t.Errorf("found %d of %d, %v", len(found), len(types), err)
	}
}
