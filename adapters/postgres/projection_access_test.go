package postgres_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

// as connects with one of the three logins.
func as(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	if _, err := conn.Exec(t.Context(), "SET search_path = ruggensteun"); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestAReaderSeesOneEmployersRowsOrNone(t *testing.T) {
	t.Parallel()
	for name, rebuilt := range map[string]bool{"projected": false, "rebuilt": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(200, 5, rand.IntN))
			if rebuilt {
				if _, err := p.runner.Rebuild(t.Context(), p.tally, nil); err != nil {
					t.Fatal(err)
				}
			}
			reader := as(t, p.Logins.Reader)
			count := func(set string) (n int) {
				tx, err := reader.Begin(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				defer tx.Rollback(context.Background())
				if _, err := tx.Exec(t.Context(), set); err != nil {
					t.Fatal(err)
				}
				schema, at, err := postgres.ActiveSchema(t.Context(), tx, p.tally)
				if err != nil || at != p.head {
					t.Fatal(at, err)
				}
				if err := tx.QueryRow(t.Context(), "SELECT count(*) FROM "+pgx.Identifier{schema, "tallies"}.Sanitize()).Scan(&n); err != nil {
					t.Fatal(err)
				}
				return n
			}
			if n := count("SET LOCAL ruggensteun.employer = '0198a000-0000-7000-8000-000000000001'"); n == 0 {
				t.Error("the employer does not see its own rows")
			}
			if n := count("SET LOCAL ruggensteun.employer = '0198a000-0000-7000-8000-000000000002'"); n != 0 {
				t.Errorf("another employer sees %d rows", n)
			}
			if n := count("SELECT 1"); n != 0 {
				t.Errorf("who did not say whose sees %d rows", n)
			}
		})
	}
}

func TestVersionsOnceWrittenStay(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(50, 5, rand.IntN))
	for login, url := range map[string]string{postgres.AppRole: p.Logins.App, postgres.ReaderRole: p.Logins.Reader} {
		for _, harm := range []string{"UPDATE tally_r1.tallies SET count = 0", "DELETE FROM tally_r1.tallies", "TRUNCATE tally_r1.tallies", "DROP SCHEMA tally_r1 CASCADE"} {
			if _, err := as(t, url).Exec(t.Context(), harm); err == nil || !strings.Contains(err.Error(), "42501") {
				t.Errorf("%s may %s: %v", login, harm, err)
			}
		}
	}
}

func TestProgramsThatStartTogetherMakeTheTablesOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	p := postgrestest.Tally("tally", 1, nil)
	var all sync.WaitGroup
	for range 6 {
		r := openRunner(t, db, nil)
		all.Go(func() {
			if current, err := r.Register(t.Context(), p); err != nil || !current {
				t.Errorf("current %v, %v", current, err)
			}
		})
	}
	all.Wait()
	acquire(t, openRunner(t, db, nil), p)
}

func TestAProjectionThatCannotHaveTablesIsRefused(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	r := openRunner(t, db, nil)
	table := func(name, column string) projections.Projection {
		return projections.Projection{Name: "tally", Revision: 1, Tables: []projections.Table{
			projections.TableOf(projections.Spec[struct{ N int64 }]{Name: name,
				Columns: []projections.Column{{Name: column, Type: "bigint"}},
				Refs:    func(r *struct{ N int64 }) []any { return []any{&r.N} }})}}
	}
	for name, p := range map[string]projections.Projection{
		"no tables":                     {Name: "tally", Revision: 1},
		"no revision":                   {Name: "tally", Tables: table("a", "b").Tables},
		"a name that is more than that": {Name: `x"; DROP SCHEMA ruggensteun CASCADE; --`, Revision: 1, Tables: table("a", "b").Tables},
		"a table likewise":              table(`a (b); --`, "b"),
		"a column of the head":          table("a", "employer"),
	} {
		if _, err := r.Register(t.Context(), p); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestACommandWaitsForWhoeverHasTheLeaseAndSaysWhyInVain(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(20, 3, rand.IntN))
	lease, _, err := p.runner.Acquire(t.Context(), "tally", 1, uuid.New(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	head := postgrestest.AppendTally(t, p.log, postgrestest.RandomHistory(20, 3, rand.IntN)...)
	catchUp := func(d time.Duration) error {
		ctx, cancel := context.WithTimeout(t.Context(), d)
		defer cancel()
		return p.runner.CatchUp(ctx, p.tally, head)
	}
	if err := catchUp(20 * time.Millisecond); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "is being worked on") {
		t.Errorf("while another has the lease: %v", err)
	}
	if err := p.runner.Pause(t.Context(), "tally"); err != nil {
		t.Fatal(err)
	}
	if err := catchUp(20 * time.Millisecond); err == nil || !strings.Contains(err.Error(), "paused") || !strings.Contains(err.Error(), "resume tally") {
		t.Errorf("while paused: %v", err)
	}
	if ok, err := p.runner.Apply(t.Context(), p.tally, lease.Fence, decodeFrom(t, p, p.head)); ok || err != nil {
		t.Errorf("a paused projection moved: %v, %v", ok, err)
	}
	if err := p.runner.Resume(t.Context(), "tally"); err != nil {
		t.Fatal(err)
	}
	if err := catchUp(2 * time.Minute); err != nil {
		t.Errorf("when nobody has the lease: %v", err)
	}
	p.CheckProjected(t, p.log, p.tally)
	if err := p.runner.Projected(t.Context(), "nothing", 1); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a projection that is not built: %v", err)
	}
}

func decodeFrom(t testing.TB, p *projected, after eventlog.Position) []projections.Event {
	t.Helper()
	page, err := p.log.Read(t.Context(), after, 100)
	if err != nil {
		t.Fatal(err)
	}
	events, err := postgrestest.DecodeTally(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	return events
}
