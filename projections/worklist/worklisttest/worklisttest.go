// Package worklisttest says what a store of the work list must do, as tests that every
// implementation of it is put through, and invents files to fill one with.
package worklisttest

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/worklist"
)

// Fixture is a store to be tried.
type Fixture struct {
	// Store is new and empty.
	Store worklist.Store
	// Stored gives a file as it stands there; false where there is none.
	Stored func(ctx context.Context, id uuid.UUID) (worklist.File, bool, error)
}

// Run puts a store through every promise of worklist.Store. open gives each subtest a
// fixture of its own.
func Run(t *testing.T, open func(t *testing.T) Fixture) {
	t.Helper()
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.holds(trial{t: t, Fixture: open(t)})
		})
	}
}

var promises = []struct {
	name  string
	holds func(trial)
}{
	{"what was never put is not known", neverPut},
	{"a file comes back whole", whole},
	{"a file takes the place of what was there", replaced},
	{"what was counted further stays", furtherStays},
	{"of two who put the same file at once the one that counted further wins", atOnce},
	{"what waits is found when its moment comes, the earliest first", waits},
	{"open files are found page by page", pages},
	{"files are found by what they rest on", linked},
	{"a context that has ended puts nothing", endedContext},
}

type trial struct {
	t *testing.T
	Fixture
}

func (tr trial) put(f worklist.File, want bool) {
	tr.t.Helper()
	if put, err := tr.Store.Put(tr.t.Context(), f); err != nil || put != want {
		tr.t.Fatalf("put at %d: %v, %v, want %v", f.Position, put, err, want)
	}
}

// holds checks that a file stands there, and nothing else of it.
func (tr trial) holds(want worklist.File) {
	tr.t.Helper()
	got, there, err := tr.Stored(tr.t.Context(), want.ID)
	if err != nil || !there {
		tr.t.Fatalf("the file is there: %v, %v", there, err)
	}
	if diff := cmp.Diff(want, got, alike); diff != "" {
		tr.t.Errorf("(-put +stored):\n%s", diff)
	}
	if at, err := tr.Store.Known(tr.t.Context(), want.ID); err != nil || at != want.Position {
		tr.t.Errorf("known at %d, %v, want %d", at, err, want.Position)
	}
}

// alike: none are none, whatever they are kept in, and a moment has no zone.
var alike = cmp.Options{
	cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }),
	cmp.FilterValues(func(a, b []worklist.Clock) bool { return len(a)+len(b) == 0 }, cmp.Ignore()),
	cmp.FilterValues(func(a, b []uuid.UUID) bool { return len(a)+len(b) == 0 }, cmp.Ignore()),
	cmp.FilterValues(func(a, b []codes.Code) bool { return len(a)+len(b) == 0 }, cmp.Ignore()),
}

func (tr trial) finds(what string, got []uuid.UUID, err error, want ...uuid.UUID) {
	tr.t.Helper()
	if err != nil || !slices.Equal(got, want) {
		tr.t.Errorf("%s: %v, %v, want %v", what, got, err, want)
	}
}

func neverPut(tr trial) {
	ctx, id := tr.t.Context(), uuid.New()
	if at, err := tr.Store.Known(ctx, id); err != nil || at != 0 {
		tr.t.Errorf("known at %d, %v", at, err)
	}
	if at, err := tr.Store.NextAt(ctx); err != nil || !at.IsZero() {
		tr.t.Errorf("next at %s, %v", at, err)
	}
	got, err := tr.Store.Waiting(ctx, noon, 10)
	tr.finds("waiting", got, err)
	got, err = tr.Store.Linked(ctx, id)
	tr.finds("linked", got, err)
	if _, there, err := tr.Stored(ctx, id); there || err != nil {
		tr.t.Errorf("it is there: %v, %v", there, err)
	}
}

var noon = time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC)

func whole(tr trial) {
	full, bare := Full(), worklist.File{ID: uuid.New(), Kind: worklist.OfCare, Employer: uuid.New(), Position: 1}
	// Said of a term that nothing else is known of, each of these is kept too.
	bare.Clocks = append(bare.Clocks, worklist.Clock{}, worklist.Clock{Ended: true}, worklist.Clock{Late: true},
		worklist.Clock{Suspended: true}, worklist.Clock{Notice: true}, worklist.Clock{Right: true})
	tr.put(full, true)
	tr.put(bare, true)
	tr.holds(full)
	tr.holds(bare)
}

// Full is a file with something in every field.
func Full() worklist.File {
	day := calendar.On(2026, 12, 1)
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	clock := worklist.Clock{
		Agreement: "UITKOMST-VERTELLEN", Version: "2026-1", Whose: agreement.Employer, Start: "OUTCOME_KNOWN", StartedOn: day - 3, Victim: uuid.New(), About: uuid.New(),
		Responsible: "CASE_WORKER", TakesOver: "STAND_IN", Because: agreement.Text{NL: "vervalt dinsdag \"1\" dec", EN: "due Tuesday\n1 Dec \\ é"},
		WarnAt: at(1), DueFrom: at(2), TooLate: at(26), TakeOverAt: at(50), DueOn: day, Ended: true, Late: true, Suspended: true, Notice: true, Right: true,
	}
	return worklist.File{
		ID: uuid.New(), Kind: worklist.OfCase, Employer: uuid.New(), Position: 7, Incident: uuid.New(), Closed: true, Invented: true,
		Links: []uuid.UUID{uuid.New(), uuid.New()}, Units: []codes.Code{"NOORD", "ZUID"}, Responsible: uuid.New(), StandIn: uuid.New(), OfferedTo: uuid.New(), SnoozedUntil: day,
		Clocks: []worklist.Clock{clock, {Agreement: "ZSM-6-UUR", Version: "2026-2", Whose: agreement.Program}}, NextAt: at(1),
	}
}

func replaced(tr trial) {
	f := Full()
	tr.put(f, true)
	f.Position++
	f.Closed, f.SnoozedUntil, f.NextAt, f.Responsible, f.Links = false, 0, time.Time{}, uuid.Nil, []uuid.UUID{f.Links[1], uuid.New()}
	f.StandIn, f.OfferedTo, f.Units = uuid.New(), uuid.Nil, f.Units[1:]
	f.Clocks = append(slices.Clone(f.Clocks), f.Clocks[0], f.Clocks[1])
	f.Clocks[1].Because.NL = "anders"
	tr.put(f, true)
	tr.holds(f)
	f.Position++
	f.Clocks, f.Links, f.Units = f.Clocks[2:3], nil, nil
	tr.put(f, true)
	tr.holds(f)
	f.Clocks = nil // at the same position: time has passed
	tr.put(f, true)
	tr.holds(f)
	if got, err := tr.Store.Waiting(tr.t.Context(), noon.AddDate(1, 0, 0), 10); err != nil || len(got) > 0 {
		tr.t.Errorf("it waits all the same: %v, %v", got, err)
	}
}

func furtherStays(tr trial) {
	f := Full()
	tr.put(f, true)
	old := worklist.File{ID: f.ID, Kind: f.Kind, Employer: f.Employer, Position: f.Position - 1, Clocks: []worklist.Clock{{Agreement: "OUD"}}, Links: []uuid.UUID{uuid.New()}}
	tr.put(old, false)
	tr.holds(f)
	got, err := tr.Store.Linked(tr.t.Context(), old.Links[0])
	tr.finds("linked to what was refused", got, err)
}

func atOnce(tr trial) {
	f := Full()
	var all sync.WaitGroup
	files := make([]worklist.File, 12)
	for i := range files {
		files[i] = f
		files[i].Position = eventlog.Position(i + 1)
		files[i].Clocks, files[i].Links = nil, []uuid.UUID{f.Links[0], uuid.New()}
		for range (i * 5) % 7 {
			files[i].Clocks = append(files[i].Clocks, worklist.Clock{Agreement: string(rune('A' + i))})
		}
		all.Go(func() {
			if _, err := tr.Store.Put(tr.t.Context(), files[i]); err != nil {
				tr.t.Errorf("put at %d: %v", i+1, err)
			}
		})
	}
	all.Wait()
	tr.holds(files[11])
	for i, file := range files {
		if got, err := tr.Store.Linked(tr.t.Context(), file.Links[1]); err != nil || (len(got) == 1) != (i == 11) {
			tr.t.Errorf("linked by what was put at %d: %v, %v", i+1, got, err)
		}
	}
}

func waits(tr trial) {
	ctx := tr.t.Context()
	var ids []uuid.UUID
	for _, hours := range []int{3, 1, 2, 0} {
		f := Full()
		if f.NextAt = noon.Add(time.Duration(hours) * time.Hour); hours == 0 {
			f.NextAt = time.Time{}
		}
		tr.put(f, true)
		ids = append(ids, f.ID)
	}
	if at, err := tr.Store.NextAt(ctx); err != nil || !at.Equal(noon.Add(time.Hour)) {
		tr.t.Errorf("next at %s, %v", at, err)
	}
	got, err := tr.Store.Waiting(ctx, noon.Add(time.Hour-time.Microsecond), 10)
	tr.finds("just before the first", got, err)
	got, err = tr.Store.Waiting(ctx, noon.Add(time.Hour), 10)
	tr.finds("at the moment of the first", got, err, ids[1])
	got, err = tr.Store.Waiting(ctx, noon.Add(9*time.Hour), 2)
	tr.finds("the first two", got, err, ids[1], ids[2])
	got, err = tr.Store.Waiting(ctx, noon.Add(9*time.Hour), 10)
	tr.finds("all of them", got, err, ids[1], ids[2], ids[0])
}

func pages(tr trial) {
	employers := []uuid.UUID{uuid.New(), uuid.New()}
	var own, all []uuid.UUID
	for i := range 13 {
		f := Full()
		f.Employer, f.Closed = employers[i%2], i%5 == 0
		tr.put(f, true)
		if !f.Closed {
			if all = append(all, f.ID); i%2 == 0 {
				own = append(own, f.ID)
			}
		}
	}
	for employer, want := range map[uuid.UUID][]uuid.UUID{employers[0]: own, uuid.Nil: all, uuid.New(): nil} {
		slices.SortFunc(want, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
		var got []uuid.UUID
		for after := uuid.Nil; ; after = got[len(got)-1] {
			page, err := tr.Store.Of(tr.t.Context(), employer, after, 3)
			if err != nil || len(page) > 3 {
				tr.t.Fatalf("a page of %d, %v", len(page), err)
			}
			if got = append(got, page...); len(page) < 3 {
				break
			}
		}
		tr.finds("open files", got, nil, want...)
	}
}

func linked(tr trial) {
	ctx := tr.t.Context()
	one, other := Full(), Full()
	one.Closed, other.Closed = true, false
	other.Links = append(other.Links, one.Links[0])
	tr.put(one, true)
	tr.put(other, true)
	both := []uuid.UUID{one.ID, other.ID}
	slices.SortFunc(both, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	got, err := tr.Store.Linked(ctx, one.Links[0])
	slices.SortFunc(got, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	tr.finds("both rest on it", got, err, both...)
	got, err = tr.Store.Linked(ctx, one.Links[1])
	tr.finds("one does", got, err, one.ID)
	got, err = tr.Store.Linked(ctx, one.ID)
	tr.finds("a file rests on no file", got, err)
}

func endedContext(tr trial) {
	ctx, cancel := context.WithCancel(tr.t.Context())
	cancel()
	f := Full()
	if put, err := tr.Store.Put(ctx, f); err == nil || put {
		tr.t.Errorf("put %v, %v", put, err)
	}
	if at, err := tr.Store.Known(tr.t.Context(), f.ID); err != nil || at != 0 {
		tr.t.Errorf("known at %d, %v", at, err)
	}
}
