package postgres_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // tests run on machines without a zone database

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/worklisttest"
)

func TestTheWorkListIsKept(t *testing.T) {
	t.Parallel()
	worklisttest.Run(t, func(t *testing.T) worklisttest.Fixture {
		store := postgres.OpenWorklist(postgrestest.New(t).DB)
		return worklisttest.Fixture{Store: store, Stored: func(ctx context.Context, id uuid.UUID) (worklist.File, bool, error) {
			return store.File(ctx, access.Scope{All: true}, id)
		}}
	})
}

func amsterdam(t testing.TB) agreement.Place {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return agreement.Place{Calendar: calendar.New(calendar.Decrees(), nil), Zone: zone}
}

// TestTheWorkListIsWhatTheQueryHolds: every page, the counts and the digest, with
// filters at random, of two employers.
func TestTheWorkListIsWhatTheQueryHolds(t *testing.T) {
	t.Parallel()
	around := time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(rand.Uint64(), 0))
	store, crowd := postgres.OpenWorklist(postgrestest.New(t).DB), worklisttest.NewCrowd(amsterdam(t))
	var files []worklist.File
	for range 150 {
		f := crowd.AnyFile(r, around)
		if put, err := store.Put(t.Context(), f); err != nil || !put {
			t.Fatal(put, err)
		}
		files = append(files, f)
	}
	rows := 0
	for range 80 {
		q, scope := crowd.AnyQuery(r, around), access.Scope{All: true}
		if r.IntN(2) == 0 {
			scope = access.Scope{Employer: crowd.Employers[0]}
		}
		seen := slices.DeleteFunc(slices.Clone(files), func(f worklist.File) bool { return !scope.Includes(f.Employer) })
		rows += samePages(t, store, scope, q, seen)
		got, err := store.Digest(t.Context(), scope, q)
		if diff := cmp.Diff(q.DigestOf(seen), got.Groups, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("digest of %+v: %v (-want +got):\n%s", q, err, diff)
		}
	}
	for range 20 {
		q := worklist.FileQuery{Limit: 1 + r.IntN(9), Kind: worklist.OfCase}
		if closed := r.IntN(2) == 0; r.IntN(2) == 0 {
			q.Closed, q.Incident = &closed, crowd.Incidents[r.IntN(len(crowd.Incidents))]
		} else {
			q.Actor = crowd.Actors[r.IntN(len(crowd.Actors))]
		}
		sameFiles(t, store, q, files)
	}
	if rows < 300 {
		t.Errorf("only %d rows were listed: this proves little", rows)
	}
}

// samePages holds all pages of a list beside those of the rule, and gives how many rows
// they have.
func samePages(t *testing.T, store *postgres.Worklist, scope access.Scope, q worklist.Query, files []worklist.File) (rows int) {
	t.Helper()
	for page := 1; ; page++ {
		want := q.PageOf(files)
		got, err := store.List(t.Context(), scope, q)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); err != nil || diff != "" {
			t.Fatalf("page %d of %+v: %v (-want +got):\n%s", page, q, err, diff)
		}
		rows += len(got.Rows)
		if q.After = got.Next; q.After.Begins() {
			return rows
		}
	}
}

func sameFiles(t *testing.T, store *postgres.Worklist, q worklist.FileQuery, files []worklist.File) {
	t.Helper()
	for {
		want := q.PageOf(files)
		got, err := store.Files(t.Context(), access.Scope{All: true}, q)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); err != nil || diff != "" {
			t.Fatalf("files of %+v: %v (-want +got):\n%s", q, err, diff)
		}
		if q.After = got.Next; q.After == uuid.Nil {
			return
		}
	}
}

// TestTheFenceHidesTheWorkOfAnotherEmployer, also when the query forgets whose it is
// to list.
func TestTheFenceHidesTheWorkOfAnotherEmployer(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	store, file := postgres.OpenWorklist(db.DB), worklisttest.Full()
	if _, err := store.Put(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		scope access.Scope
		sees  bool
	}{
		"nobody":           {access.Scope{}, false},
		"its employer":     {access.Scope{Employer: file.Employer}, true},
		"another employer": {access.Scope{Employer: uuid.New()}, false},
		"all":              {access.Scope{All: true}, true},
	} {
		for table, rows := range map[string]int{"work_files": 1, "work_clocks": len(file.Clocks), "work_links": len(file.Links)} {
			n := 0
			err := db.DB.AsReader(t.Context(), c.scope, func(tx pgx.Tx) error {
				return tx.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n)
			})
			if want := map[bool]int{true: rows}[c.sees]; err != nil || n != want {
				t.Errorf("%s sees %d rows of %s, %v, want %d", name, n, table, err, want)
			}
		}
		if _, there, err := store.File(t.Context(), c.scope, file.ID); err != nil || there != c.sees {
			t.Errorf("%s reads the file: %v, %v", name, there, err)
		}
	}
	left := 0 // for whoever has the connection next and sets no scope
	if err := db.DB.Reader().QueryRow(t.Context(), "SELECT count(*) FROM work_files").Scan(&left); err != nil || left != 0 {
		t.Errorf("afterwards the connection sees %d files, %v", left, err)
	}
}
