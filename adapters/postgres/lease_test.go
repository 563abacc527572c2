package postgres_test

import (
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/projections"
)

func TestALeaseHasOneOwnerAtATime(t *testing.T) {
	t.Parallel()
	r := openRunner(t, postgrestest.New(t), nil)
	p := postgrestest.Tally("tally", 1, nil)
	if _, err := r.Register(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	var owners atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, ok, err := r.Acquire(t.Context(), p.Name, 1, uuid.New(), time.Minute); err != nil {
				t.Error(err)
			} else if ok {
				owners.Add(1)
			}
		})
	}
	all.Wait()
	if owners.Load() != 1 {
		t.Errorf("%d owners", owners.Load())
	}
}

func TestALeaseThatLapsedIsTakenOverAndItsLateBatchHasNoEffect(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	r := openRunner(t, db, nil)
	p := postgrestest.Tally("tally", 1, nil)
	old := register(t, r, p)
	events := opened(postgrestest.RandomHistory(40, 5, rand.IntN))
	if ok, err := r.Apply(t.Context(), p, old.Fence, events[:10]); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, ok, _ := r.Acquire(t.Context(), p.Name, 1, uuid.New(), time.Minute); ok {
		t.Fatal("a lease that is held was taken")
	}
	db.Exec(t, `UPDATE projections SET lease_until = clock_timestamp() - interval '1 ms'`)
	if _, ok, err := r.Renew(t.Context(), old, time.Millisecond); !ok || err != nil {
		t.Fatalf("a lapsed lease that nobody took is lost: %v, %v", ok, err)
	}
	db.Exec(t, `UPDATE projections SET lease_until = clock_timestamp() - interval '1 ms'`)
	next := acquire(t, r, p)
	if next.Position != 10 || next.Fence <= old.Fence {
		t.Errorf("taken over at %d under fence %d after %d", next.Position, next.Fence, old.Fence)
	}
	for name, late := range map[string]func() (bool, error){
		"apply": func() (bool, error) { return r.Apply(t.Context(), p, old.Fence, events[10:20]) },
		"renew": func() (bool, error) { _, ok, err := r.Renew(t.Context(), old, time.Minute); return ok, err },
		"stop":  func() (bool, error) { return r.Stop(t.Context(), old, 11, "late") },
	} {
		if ok, err := late(); ok || err != nil {
			t.Errorf("%s by the old owner: %v, %v", name, ok, err)
		}
	}
	if err := r.Release(t.Context(), old); err != nil {
		t.Error(err)
	}
	if ok, err := r.Apply(t.Context(), p, next.Fence, events[10:]); !ok || err != nil {
		t.Errorf("the new owner cannot apply: %v, %v", ok, err)
	}
	if diff := cmp.Diff(postgrestest.FoldAll(p, events), db.Rows(t, "tally_r1", p)); diff != "" {
		t.Error(diff)
	}
}

func TestABatchIsAppliedOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	p := postgrestest.Tally("tally", 1, nil)
	one, two := openRunner(t, db, nil), openRunner(t, db, nil)
	lease := register(t, one, p)
	events := opened(postgrestest.RandomHistory(2000, 30, rand.IntN))
	for i := 0; i < len(events); i += 50 {
		var applied atomic.Int32
		var both sync.WaitGroup
		for _, r := range []*postgres.Runner{one, two, one} {
			both.Go(func() {
				ok, err := r.Apply(t.Context(), p, lease.Fence, events[i:i+50])
				if err != nil {
					t.Error(err)
				}
				if ok {
					applied.Add(1)
				}
			})
		}
		both.Wait()
		if applied.Load() != 1 {
			t.Fatalf("the batch from %d was applied %d times", i, applied.Load())
		}
	}
	if diff := cmp.Diff(postgrestest.FoldAll(p, events), db.Rows(t, "tally_r1", p)); diff != "" {
		t.Error(diff)
	}
}

func TestABatchThatSkipsAnEventIsRefused(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	r := openRunner(t, db, nil)
	p := postgrestest.Tally("tally", 1, nil)
	lease := register(t, r, p)
	events := opened(postgrestest.RandomHistory(10, 2, rand.IntN))
	gap := append(append([]projections.Event(nil), events[:3]...), events[4:]...)
	if _, err := r.Apply(t.Context(), p, lease.Fence, gap); err == nil || !strings.Contains(err.Error(), "gap") {
		t.Errorf("a batch with a gap: %v", err)
	}
	if ok, err := r.Apply(t.Context(), p, lease.Fence, events[3:]); ok || err != nil {
		t.Errorf("a batch that does not follow the position: %v, %v", ok, err)
	}
	if rows := db.Rows(t, "tally_r1", p); len(rows) > 0 {
		t.Errorf("%d rows were written", len(rows))
	}
}
