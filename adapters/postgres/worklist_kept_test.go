package postgres_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/worklisttest"
)

// TestWhatWasKeptIsWhatTheRuleCounts, of two employers, open, closed and merged files, told
// apart in all ways and narrowed at random.
func TestWhatWasKeptIsWhatTheRuleCounts(t *testing.T) {
	t.Parallel()
	around := time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(rand.Uint64(), 0))
	store, crowd := postgres.OpenWorklist(postgrestest.New(t).DB), worklisttest.NewCrowd(amsterdam(t))
	var files []worklist.File
	for i := range 150 {
		f := crowd.AnyFile(r, around)
		for n := range f.Clocks {
			if r.IntN(4) == 0 {
				f.Clocks[n].Whose = agreement.Employer
			}
		}
		if i > 0 && i%10 == 0 { // the one before was merged into it
			f.Kind, files[i-1].Kind, files[i-1].Closed = worklist.OfCase, worklist.OfCase, true
			f.Employer, f.Links = files[i-1].Employer, append(f.Links, files[i-1].ID)
		}
		files = append(files, f)
	}
	// Terms that run in a closed file are rare at random: here is one.
	files = append(files, worklist.File{ID: uuid.New(), Kind: worklist.OfCase, Employer: crowd.Employers[0], Position: 1, Closed: true, Clocks: []worklist.Clock{
		{Agreement: "A", StartedOn: calendar.DayOf(around), DueFrom: around.AddDate(0, 0, 5), TooLate: around.AddDate(0, 0, 6)},
	}})
	for _, f := range files {
		if put, err := store.Put(t.Context(), f); err != nil || !put {
			t.Fatal(put, err)
		}
	}
	var seen worklist.Kept
	owners := map[uuid.UUID]bool{}
	for n := range 60 {
		q := anyKeptQuery(r, crowd, around)
		if n == 0 {
			q = worklist.KeptQuery{Now: around} // all there is
		}
		scope, in := access.Scope{All: true}, files
		if r.IntN(2) == 0 {
			scope = access.Scope{Employer: crowd.Employers[0]}
			in = slices.DeleteFunc(slices.Clone(files), func(f worklist.File) bool { return f.Employer != crowd.Employers[0] })
		}
		got, err := store.Kept(t.Context(), scope, q)
		if diff := cmp.Diff(q.KeptOf(in), got.Kept, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("%+v: %v (-want +got):\n%s", q, err, diff)
		}
		for _, k := range got.Kept {
			owners[k.Owner] = true
			if sum := k.Ended() + k.Running + k.DueSoon + k.Due + k.NotReceived + k.Suspended + k.LeftOpen + k.Rights; sum != k.All {
				t.Fatalf("%+v: a term is in no column, or in two", k)
			}
			seen.Met, seen.MetLate, seen.LapsedClosed, seen.NotReceived, seen.LeftOpen = seen.Met+k.Met, seen.MetLate+k.MetLate, seen.LapsedClosed+k.LapsedClosed, seen.NotReceived+k.NotReceived, seen.LeftOpen+k.LeftOpen
		}
	}
	if seen.Met == 0 || seen.MetLate == 0 || seen.LapsedClosed == 0 || seen.NotReceived == 0 || seen.LeftOpen == 0 || len(owners) != 3 {
		t.Errorf("some of it never came up: %+v, of %d owners", seen, len(owners))
	}
}

func anyKeptQuery(r *rand.Rand, crowd worklisttest.Crowd, around time.Time) worklist.KeptQuery {
	q := worklist.KeptQuery{Now: around.Add(time.Duration(r.IntN(30*24)-10*24) * time.Hour)}
	one := func(odds int) bool { return r.IntN(odds) == 0 }
	if one(3) {
		q.Employer = crowd.Employers[r.IntN(2)]
	}
	if one(5) {
		q.Agreement = []string{"UITKOMST-VERTELLEN", "AANGIFTE-2-WERKDAGEN"}[r.IntN(2)]
	}
	if one(4) {
		q.Kind = []worklist.Kind{worklist.OfCase, worklist.OfCare}[r.IntN(2)]
	}
	if one(4) {
		q.From = calendar.DayOf(around) - calendar.Day(r.IntN(60))
	}
	if one(4) {
		q.Until = calendar.DayOf(around) - calendar.Day(r.IntN(20))
	}
	for _, by := range []worklist.Split{worklist.ByVersion, worklist.ByKind, []worklist.Split{worklist.ByMonth, worklist.ByQuarter, worklist.ByYear}[r.IntN(3)]} {
		if one(2) {
			q.By = append(q.By, by)
		}
	}
	return q
}

// TestAClosedFileHidesNoTerm: a plain recount by hand of one agreement.
func TestAClosedFileHidesNoTerm(t *testing.T) {
	t.Parallel()
	store, now, of := postgres.OpenWorklist(postgrestest.New(t).DB), time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC), uuid.New()
	term := func(change func(*worklist.Clock)) worklist.Clock {
		c := worklist.Clock{Agreement: "A", StartedOn: calendar.On(2026, 11, 2), DueFrom: now.AddDate(0, 0, -2), TooLate: now.AddDate(0, 0, -1)}
		change(&c)
		return c
	}
	met, late, never := term(func(c *worklist.Clock) { c.Ended = true }), term(func(c *worklist.Clock) { c.Ended, c.Late = true, true }), term(func(*worklist.Clock) {})
	silent, right := term(func(c *worklist.Clock) { c.Notice = true }), term(func(c *worklist.Clock) { c.Right = true })
	runs := term(func(c *worklist.Clock) { c.DueFrom, c.TooLate = now.AddDate(0, 0, 5), now.AddDate(0, 0, 6) })
	for _, closed := range []bool{false, true} {
		f := worklist.File{ID: uuid.New(), Kind: worklist.OfCase, Employer: of, Position: 1, Closed: closed, Clocks: []worklist.Clock{met, met, late, never, silent, right, runs}}
		if _, err := store.Put(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.Kept(t.Context(), access.Scope{Employer: of}, worklist.KeptQuery{Now: now})
	want := []worklist.Kept{{
		KeptKey: worklist.KeptKey{Agreement: "A"}, Met: 4, MetLate: 2, Lapsed: 2, LapsedClosed: 1, NotReceived: 2, Rights: 2, Running: 1, LeftOpen: 1, All: 14,
	}}
	if diff := cmp.Diff(want, got.Kept); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	if share, any := got.Kept[0].Share(); share != 0.5 || !any {
		t.Errorf("kept is %v, %v: 4 of the 8 that ended", share, any)
	}
	if _, any := (worklist.Kept{Running: 3, NotReceived: 2}).Share(); any {
		t.Error("nothing ended, and there is a share")
	}
	if other, err := store.Kept(t.Context(), access.Scope{Employer: uuid.New()}, worklist.KeptQuery{Now: now, Employer: of}); err != nil || len(other.Kept) > 0 {
		t.Errorf("another employer is shown %v, %v", other.Kept, err)
	}
}
