package postgres_test

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// rebuilt puts other tables in the place of those that are being read, and drops these.
func (p *projected) rebuilt(t testing.TB) {
	t.Helper()
	before := p.schemas(t)
	if _, err := p.runner.Rebuild(t.Context(), p.tally, nil); err != nil {
		t.Fatal(err)
	}
	if after := p.schemas(t); len(after) != 1 || after[0] == before[0] {
		t.Fatalf("the tables of %v are not gone: %v", before, after)
	}
}

// TestAReaderFollowsTheTablesThatAreSwitched between asking where they are and reading
// them: nothing is missing, and nobody has to migrate anything.
func TestAReaderFollowsTheTablesThatAreSwitched(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(30, 5, rand.IntN))
	tries, rows := 0, 0
	err := p.DB.AsReader(t.Context(), access.Scope{All: true}, func(tx pgx.Tx) error {
		schema, _, err := postgres.ActiveSchema(t.Context(), tx, p.tally)
		if err != nil {
			return err
		}
		if tries++; tries == 1 {
			p.rebuilt(t)
		}
		return tx.QueryRow(t.Context(), "SELECT count(*) FROM "+pgx.Identifier{schema, p.tally.Tables[0].Name()}.Sanitize()).Scan(&rows)
	})
	if err != nil || tries != 2 || rows == 0 {
		t.Errorf("after %d tries it read %d rows: %v", tries, rows, err)
	}
	tries = 0
	err = p.DB.AsReader(t.Context(), access.Scope{All: true}, func(tx pgx.Tx) error {
		tries++
		_, err := tx.Exec(t.Context(), "SELECT FROM nowhere")
		return err
	})
	if err == nil || tries > 5 {
		t.Errorf("a table that is missing is asked for %d times: %v", tries, err)
	}
}

// TestWhoCatchesUpFollowsTheTablesThatAreSwitched under the batch that is being applied, as
// when a server begins beside a command that reads.
func TestWhoCatchesUpFollowsTheTablesThatAreSwitched(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(30, 5, rand.IntN))
	var pages atomic.Int32
	decode := func(ctx context.Context, recorded []eventlog.Recorded) ([]projections.Event, error) {
		if pages.Add(1) == 2 { // the first one was applied, so the tables are known
			p.rebuilt(t)
		}
		return postgrestest.DecodeTally(ctx, recorded)
	}
	other := postgres.OpenRunner(p.DB, p.log, decode, postgres.RunnerOptions{})
	t.Cleanup(other.Close)
	head := postgrestest.AppendTally(t, p.log, postgrestest.RandomHistory(700, 20, rand.IntN)...)
	if err := other.CatchUp(t.Context(), p.tally, head); err != nil {
		t.Fatal(err)
	}
	if at := p.CheckProjected(t, p.log, p.tally); at != head || pages.Load() < 2 {
		t.Errorf("at %d of %d after %d pages", at, head, pages.Load())
	}
}
