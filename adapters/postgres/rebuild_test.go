package postgres_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

// projected is a log, a projection that was brought up to its end, and who did it.
type projected struct {
	*postgrestest.Database
	log    *postgres.Log
	runner *postgres.Runner
	tally  projections.Projection
	head   eventlog.Position
}

func project(t testing.TB, o postgres.RunnerOptions, history []postgrestest.Happened) *projected {
	t.Helper()
	p := &projected{Database: postgrestest.New(t), tally: postgrestest.Tally("tally", 1, nil)}
	p.log = postgres.OpenLog(p.DB, postgres.LogOptions{})
	t.Cleanup(p.log.Close)
	p.runner = postgres.OpenRunner(p.DB, p.log, postgrestest.DecodeTally, o)
	t.Cleanup(p.runner.Close)
	if _, err := p.runner.Register(t.Context(), p.tally); err != nil {
		t.Fatal(err)
	}
	p.head = postgrestest.AppendTally(t, p.log, history...)
	if err := p.runner.CatchUp(t.Context(), p.tally, p.head); err != nil {
		t.Fatal(err)
	}
	return p
}

// schemas are those that hold read models.
func (p *projected) schemas(t testing.TB) (names []string) {
	t.Helper()
	p.Scan(t, []any{&names}, `SELECT coalesce(array_agg(nspname::text ORDER BY nspname), '{}') FROM pg_namespace WHERE nspname ~ '_r[0-9]'`)
	return names
}

func TestRebuildingGivesTheSameRows(t *testing.T) {
	t.Parallel()
	for name, budget := range map[string]int64{"in one pass": 0, "in many passes for lack of memory": 9000} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := project(t, postgres.RunnerOptions{Memory: budget}, postgrestest.RandomHistory(6000, 40, rand.IntN))
			var total int64
			compared, err := p.runner.Rebuild(t.Context(), p.tally, func(_, of int64) { total = of })
			if err != nil {
				t.Fatal(err)
			}
			if passes := total / int64(p.head); (passes > 1) != (budget > 0) {
				t.Errorf("the log was read %d times", passes)
			}
			if compared.Wrong() || compared.Position != p.head || len(compared.Tables) != 2 || compared.Tables[0].Read < 1000 {
				t.Errorf("compared with the rows that were read: %+v", compared)
			}
			schemas := p.schemas(t)
			if len(schemas) != 1 || schemas[0] == "tally_r1" {
				t.Fatalf("want the new schema only, got %q", schemas)
			}
			if at := p.CheckProjected(t, p.log, p.tally); at != p.head {
				t.Errorf("at %d of %d", at, p.head)
			}
		})
	}
}

func TestARaisedRevisionIsBuiltBesideTheOldOneWhileAppendsAndReadsGoOn(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(20_000, 50, rand.IntN))
	ctx, stop := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	busy.Go(func() { // who appends, projects the old revision and reads one's own write
		for ctx.Err() == nil {
			at := postgrestest.AppendTally(t, p.log, postgrestest.RandomHistory(20, 50, rand.IntN)...)
			if err := p.runner.CatchUp(ctx, p.tally, at); err != nil && ctx.Err() == nil && p.revision(t) == 1 {
				t.Errorf("project the old revision: %v", err)
			}
		}
	})
	next := postgrestest.Tally("tally", 2, nil)
	if err := p.runner.Prepare(t.Context(), next, nil); err != nil {
		t.Fatal(err)
	}
	stop()
	busy.Wait()
	if p.revision(t) != 2 || !cmp.Equal(p.schemas(t), []string{"tally_r2"}) {
		t.Errorf("revision %d is read, schemas %q", p.revision(t), p.schemas(t))
	}
	head, err := p.log.Head(t.Context())
	if err != nil || head <= p.head {
		t.Fatalf("nothing was appended meanwhile: head %d, %v", head, err)
	}
	if err := p.runner.CatchUp(t.Context(), next, head); err != nil {
		t.Fatal(err)
	}
	if at := p.CheckProjected(t, p.log, next); at != head {
		t.Errorf("at %d of %d", at, head)
	}
	if _, err := p.runner.Register(t.Context(), p.tally); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("the old program may go on: %v", err)
	}
}

func TestAProjectionThatNobodyHasSeenIsBuiltInBulkFromALongLog(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(20_100, 300, rand.IntN))
	late := postgrestest.Tally("late", 1, nil)
	var starting sync.WaitGroup
	for range 3 { // servers that start together
		starting.Go(func() {
			if err := p.runner.Prepare(t.Context(), late, nil); err != nil {
				t.Error(err)
			}
		})
	}
	starting.Wait()
	if at := p.CheckProjected(t, p.log, late); at != p.head {
		t.Errorf("at %d of %d", at, p.head)
	}
}

func TestTablesThatAreNotThisProgramsAreNotWrittenTo(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(10, 3, rand.IntN))
	p.Exec(t, `ALTER TABLE tally_r1.tallies RENAME note TO remark`)
	head := postgrestest.AppendTally(t, p.log, postgrestest.RandomHistory(10, 3, rand.IntN)...)
	err := p.runner.CatchUp(t.Context(), p.tally, head)
	if err == nil || !strings.Contains(err.Error(), "raise the projection's revision") || errors.Is(err, eventlog.ErrUnavailable) {
		t.Errorf("projected to other columns: %v", err)
	}
}

func (p *projected) revision(t testing.TB) (number int) {
	t.Helper()
	p.Scan(t, []any{&number}, `SELECT revision FROM projections WHERE name = 'tally' AND active`)
	return number
}

func TestAComparisonNamesWhatIsNotWhatTheLogSays(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		harm    string
		table   string
		column  string
		problem string
	}{
		"nothing":            {harm: `SELECT 1`},
		"a changed cell":     {harm: `UPDATE tally_r1.tallies SET count = count + 1 WHERE (key, position) = (SELECT key, position FROM tally_r1.tallies ORDER BY position DESC OFFSET 7 LIMIT 1)`, table: "tallies", column: "count", problem: "is not what follows from the log"},
		"a list in a cell":   {harm: `UPDATE tally_r1.tallies SET words = words || 'x'::text WHERE position = (SELECT min(position) FROM tally_r1.tallies)`, table: "tallies", column: "words", problem: "is not what follows from the log"},
		"an emptied cell":    {harm: `UPDATE tally_r1.tallies SET note = NULL WHERE position = (SELECT min(position) FROM tally_r1.tallies WHERE note IS NOT NULL)`, table: "tallies", column: "note", problem: "is not what follows from the log"},
		"another employer":   {harm: `UPDATE tally_r1.belows SET employer = key WHERE position = (SELECT min(position) FROM tally_r1.belows) AND key = (SELECT min(key::text)::uuid FROM tally_r1.belows b WHERE b.position = belows.position)`, table: "belows", column: "employer", problem: "is not what follows from the log"},
		"a missing version":  {harm: `DELETE FROM tally_r1.tallies WHERE position = (SELECT max(position) FROM tally_r1.tallies)`, table: "tallies", problem: "is missing"},
		"a version too many": {harm: `INSERT INTO tally_r1.tallies SELECT gen_random_uuid(), position, parent, employer, count, words, last, note FROM tally_r1.tallies LIMIT 1`, table: "tallies", problem: "does not follow from the log"},
		"a version to come":  {harm: `INSERT INTO tally_r1.tallies SELECT gen_random_uuid(), 99999, parent, employer, count, words, last, note FROM tally_r1.tallies LIMIT 1`, table: "tallies", problem: "lies beyond the projection's position"},
		"a missing table":    {harm: `DROP TABLE tally_r1.belows`, table: "belows", problem: "is missing"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(800, 20, rand.IntN))
			p.Exec(t, c.harm)
			compared, err := p.runner.Compare(t.Context(), p.tally, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := []postgres.Difference{{Table: c.table, Column: c.column, Problem: c.problem}}
			if c.table == "" {
				want = nil
			}
			got := compared.Differences
			for i := range got {
				if got[i].Key == uuid.Nil && c.column != "" {
					t.Errorf("%s does not name the row", got[i])
				}
				got[i].Key, got[i].Position = uuid.Nil, 0
			}
			if diff := cmp.Diff(want, got); diff != "" || compared.Wrong() != (want != nil) {
				t.Errorf("wrong %v, differences (-want +got):\n%s", compared.Wrong(), diff)
			}
			if schemas := p.schemas(t); !cmp.Equal(schemas, []string{"tally_r1"}) {
				t.Errorf("a comparison left %q", schemas)
			}
			if c.table == "" {
				return
			}
			if _, err := p.runner.Rebuild(t.Context(), p.tally, nil); err != nil {
				t.Fatal(err)
			}
			if compared, err := p.runner.Compare(t.Context(), p.tally, nil); err != nil || compared.Wrong() {
				t.Errorf("after a rebuild: %v, %v", compared.Differences, err)
			}
		})
	}
}

// TestARebuildNeedsOneConnectionOfThePool: one that took a connection for every
// table waited for ever for the next, and with it whoever else needed one.
func TestARebuildNeedsOneConnectionOfThePool(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(2000, 30, rand.IntN))
	for pool := p.App(); pool.Stat().AcquiredConns() < pool.Stat().MaxConns()-1; {
		conn, err := pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if compared, err := p.runner.Rebuild(ctx, p.tally, nil); err != nil || compared.Wrong() {
		t.Errorf("a rebuild finds %v, %v", compared.Differences, err)
	}
}

func TestARebuildThatIsCancelledLeavesNothing(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(8000, 30, rand.IntN))
	for _, after := range []int64{1, 2000, 8000} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := p.runner.Rebuild(ctx, p.tally, func(done, _ int64) {
			if done >= after {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled after %d events: %v", after, err)
		}
		if schemas := p.schemas(t); !cmp.Equal(schemas, []string{"tally_r1"}) {
			t.Errorf("cancelled after %d events it left %q", after, schemas)
		}
	}
	if _, err := p.runner.Rebuild(t.Context(), p.tally, nil); err != nil {
		t.Errorf("run again: %v", err)
	}
}

func TestTwoProgramsDoNotBuildTheSame(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(4000, 30, rand.IntN))
	var second error
	var once sync.Once
	_, err := p.runner.Rebuild(t.Context(), p.tally, func(int64, int64) {
		once.Do(func() {
			all, err := p.runner.Status(t.Context())
			if err != nil || len(all) != 2 || all[1].Status != projections.Building {
				t.Errorf("a build is not shown: %+v, %v", all, err)
			}
			_, second = p.runner.Rebuild(t.Context(), p.tally, nil)
		})
	})
	if err != nil || !errors.Is(second, postgres.ErrBuilding) {
		t.Errorf("first %v, second %v", err, second)
	}
}

func TestWhatAKilledBuildLeftIsSweptAway(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(100, 3, rand.IntN))
	p.Exec(t, `CREATE SCHEMA tally_r1_dead AUTHORIZATION ruggensteun_owner`)
	p.Exec(t, `INSERT INTO builds VALUES ('tally_r1_dead', 'tally', 1, true, clock_timestamp() - interval '1 second')`)
	p.Exec(t, `CREATE SCHEMA tally_r1_alive AUTHORIZATION ruggensteun_owner`)
	p.Exec(t, `INSERT INTO builds VALUES ('tally_r1_alive', 'tally', 1, false, clock_timestamp() + interval '1 minute')`)
	if err := p.runner.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if schemas := p.schemas(t); !cmp.Equal(schemas, []string{"tally_r1", "tally_r1_alive"}) {
		t.Errorf("left: %q", schemas)
	}
}

// A switch can be committed without its program being told, and a name can be
// taken over between listing what to sweep and sweeping it.
func TestWhatIsBeingReadIsNeverSweptAway(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(100, 3, rand.IntN))
	p.Exec(t, `INSERT INTO builds VALUES ('tally_r1', 'tally', 1, true, '-infinity')`)
	if err := p.runner.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if at := p.CheckProjected(t, p.log, p.tally); at != p.head {
		t.Errorf("at %d of %d", at, p.head)
	}
	var left int
	if p.Scan(t, []any{&left}, `SELECT count(*) FROM builds`); left != 0 {
		t.Errorf("%d entries are left, and swept again every time", left)
	}
}

func TestARebuildThatMeetsABadEventSaysWhichAndChangesNothing(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(3000, 30, rand.IntN))
	bad := postgrestest.Tally("tally", 2, func(e projections.Event) {
		if e.Position == 2345 {
			panic("Jan Jansen")
		}
	})
	_, err := p.runner.Rebuild(t.Context(), bad, nil)
	if err == nil || !strings.Contains(err.Error(), "2345") || strings.Contains(err.Error(), "Jan") {
		t.Errorf("%v", err)
	}
	if p.revision(t) != 1 || len(p.schemas(t)) != 1 {
		t.Errorf("revision %d, schemas %q", p.revision(t), p.schemas(t))
	}
}

func TestAStoppedProjectionRunsAgainAfterARebuildThatGetsPastTheEvent(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(100, 3, rand.IntN))
	head := postgrestest.AppendTally(t, p.log, postgrestest.RandomHistory(10, 3, rand.IntN)...)
	bad := postgrestest.Tally("tally", 1, func(e projections.Event) {
		if e.Position == head-3 {
			panic("bad")
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := p.runner.CatchUp(ctx, bad, head); err == nil || !strings.Contains(err.Error(), "resume") {
		t.Fatalf("caught up past a bad event: %v", err)
	}
	if at := p.CheckProjected(t, p.log, p.tally); at != head-4 {
		t.Errorf("stopped at %d, want everything before %d", at, head-3)
	}
	if _, err := p.runner.Rebuild(ctx, p.tally, nil); err != nil {
		t.Fatal(err)
	}
	if err := p.runner.CatchUp(ctx, p.tally, head); err != nil {
		t.Errorf("after the rebuild: %v", err)
	}
}

func TestABuildSaysHowFarItIsAndIsCancelledByAnotherProgram(t *testing.T) {
	t.Parallel()
	p := project(t, postgres.RunnerOptions{}, postgrestest.RandomHistory(4000, 30, rand.IntN))
	other := postgres.OpenRunner(p.DB, p.log, postgrestest.DecodeTally, postgres.RunnerOptions{})
	t.Cleanup(other.Close)
	if err := other.Cancel(t.Context(), "tally"); fault.KindOf(err) != fault.Refused {
		t.Errorf("with nothing to cancel it says %v", err)
	}
	var shown postgres.ProjectionStatus
	var once sync.Once
	_, err := p.runner.Rebuild(t.Context(), p.tally, func(done, total int64) {
		once.Do(func() {
			if err := other.Cancel(t.Context(), "tally"); err != nil {
				t.Error(err)
			}
			for ended := time.Now().Add(time.Minute); shown.ToBuild == 0 && time.Now().Before(ended); { // until the next beat
				all, err := other.Status(t.Context())
				if err != nil || len(all) != 2 {
					t.Fatal(all, err)
				}
				shown = all[1]
			}
		})
	})
	if !errors.Is(err, postgres.ErrCancelled) {
		t.Errorf("cancelled, it says %v", err)
	}
	if shown.ToBuild != int64(p.head) {
		t.Errorf("it showed %d of %d, want of %d", shown.Built, shown.ToBuild, p.head)
	}
	if schemas := p.schemas(t); !cmp.Equal(schemas, []string{"tally_r1"}) {
		t.Errorf("left: %q", schemas)
	}
	if at := p.CheckProjected(t, p.log, p.tally); at != p.head {
		t.Errorf("what is read is at %d of %d", at, p.head)
	}
}
