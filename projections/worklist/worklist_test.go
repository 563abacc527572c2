package worklist_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // tests run on machines without a zone database

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/worklisttest"
)

var noon = time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC)

func place(t testing.TB) agreement.Place {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return agreement.Place{Calendar: calendar.New(calendar.Decrees(), nil), Zone: zone}
}

// TestAKeptTermStandsAsTheAgreementSays at every moment until something more happens,
// whatever the version, what happened and the clock change in between.
func TestAKeptTermStandsAsTheAgreementSays(t *testing.T) {
	t.Parallel()
	p, shipped := place(t), agreement.Shipped()
	seen := map[agreement.State]int{}
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		for range 20 {
			keptAsSaid(rt, r, p, shipped, seen)
		}
	})
	for _, s := range append(worklist.Open(), agreement.Met, agreement.MetLate) {
		if seen[s] == 0 {
			t.Errorf("no term stood as %s: this proves little", s)
		}
	}
}

func keptAsSaid(t *rapid.T, r *rand.Rand, p agreement.Place, shipped []agreement.Version, seen map[agreement.State]int) {
	v := agreement.Held{Version: shipped[r.IntN(len(shipped))], Whose: agreement.Program}
	v.Off, v.Notice, v.Each = false, v.Notice != (r.IntN(4) == 0), v.Each != (r.IntN(4) == 0)
	around := time.Date(2026, 10, 1+r.IntN(200), 0, r.IntN(24*60), 0, 0, time.UTC)
	history := worklisttest.AnyHistory(r, v.Version, around)
	counted := agreement.Clocks(v, history, p, around)
	later := around.Add(time.Duration(r.IntN(60*24*60)) * time.Minute)
	for _, h := range history { // until the next thing that happens or becomes known
		for _, at := range []time.Time{h.At.Instant, h.Known} {
			if at.After(around) && !at.After(later) {
				later = at.Add(-time.Nanosecond)
			}
		}
	}
	for i, want := range agreement.Clocks(v, history, p, later) {
		if want.State == agreement.NotStarted {
			continue
		}
		seen[want.State]++
		if got := worklisttest.ClockOf(counted[i], p.Zone).State(later); got != want.State {
			t.Fatalf("%s counted at %s stands as %s at %s, want %s: %+v", v.Code, around, got, later, want.State, history)
		}
	}
}

// row is a term of a file of its own with this number, in this state at noon.
func row(n byte, s agreement.State, hours int) worklist.File {
	at := noon.Add(time.Duration(hours) * time.Hour)
	c := worklist.Clock{Agreement: "A", StartedOn: 1, Responsible: "CASE_WORKER", DueFrom: at.Add(-time.Hour), TooLate: at, DueOn: calendar.DayOf(at)}
	switch s {
	case agreement.DueSoon:
		c.WarnAt = noon
	case agreement.NotReceived:
		c.Notice = true
	case agreement.Suspended:
		c.Suspended, c.TooLate, c.DueFrom = true, time.Time{}, time.Time{}
	}
	return worklist.File{ID: uuid.UUID{n}, Employer: uuid.UUID{0xe}, Kind: worklist.OfCase, Clocks: []worklist.Clock{c}}
}

func ids(rows []worklist.Row) (list []byte) {
	for _, r := range rows {
		list = append(list, r.ID[0])
	}
	return list
}

func TestWhatIsOverdueComesFirst(t *testing.T) {
	t.Parallel()
	files := []worklist.File{
		row(1, agreement.Running, 50), row(2, agreement.Suspended, 0), row(3, agreement.Lapsed, -1), row(4, agreement.DueSoon, 40), row(5, agreement.DueNow, 1),
		row(6, agreement.NotReceived, -90), row(7, agreement.Lapsed, -30), row(8, agreement.Running, 45), row(9, agreement.Lapsed, -30),
		{ID: uuid.UUID{10}, Clocks: []worklist.Clock{{Agreement: "A"}}}, // nobody knows when it began
	}
	page := worklist.Query{Now: noon, Limit: 50}.PageOf(files)
	if want := []byte{7, 9, 3, 5, 4, 6, 10, 8, 1, 2}; !slices.Equal(ids(page.Rows), want) {
		t.Errorf("%v, want %v", ids(page.Rows), want)
	}
}

func TestWhatBelongsInTheList(t *testing.T) {
	t.Parallel()
	me, other, today := uuid.UUID{0xaa}, uuid.UUID{0xbb}, calendar.DayOf(noon)
	change := func(f worklist.File, change func(*worklist.File)) worklist.File { change(&f); return f }
	lapsed, running := row(1, agreement.Lapsed, -30), row(2, agreement.Running, 50)
	away := func(f worklist.File) worklist.File { f.SnoozedUntil = today + 1; return f }
	for name, c := range map[string]struct {
		file  worklist.File
		query worklist.Query
		want  bool
	}{
		"everything":                            {running, worklist.Query{}, true},
		"closed":                                {change(lapsed, func(f *worklist.File) { f.Closed = true }), worklist.Query{}, false},
		"done":                                  {change(lapsed, func(f *worklist.File) { f.Clocks[0].Ended = true }), worklist.Query{}, false},
		"a right that can still be used":        {change(row(2, agreement.Running, 50), func(f *worklist.File) { f.Clocks[0].Right = true }), worklist.Query{}, true},
		"a right that passed":                   {change(row(1, agreement.Lapsed, -30), func(f *worklist.File) { f.Clocks[0].Right = true }), worklist.Query{}, false},
		"put away until tomorrow":               {away(running), worklist.Query{}, false},
		"put away, and asked for":               {away(running), worklist.Query{Snoozed: true}, true},
		"put away until today":                  {change(running, func(f *worklist.File) { f.SnoozedUntil = today }), worklist.Query{}, true},
		"put away, and lapsed":                  {away(row(1, agreement.Lapsed, -30)), worklist.Query{}, true},
		"in this state":                         {row(1, agreement.Lapsed, -30), worklist.Query{States: []agreement.State{agreement.Lapsed}}, true},
		"in another state":                      {running, worklist.Query{States: []agreement.State{agreement.Lapsed}}, false},
		"of this employer":                      {running, worklist.Query{Employer: running.Employer}, true},
		"of another employer":                   {running, worklist.Query{Employer: other}, false},
		"mine":                                  {change(running, func(f *worklist.File) { f.Responsible = me }), worklist.Query{Actor: me}, true},
		"offered to me":                         {change(running, func(f *worklist.File) { f.Responsible, f.OfferedTo = other, me }), worklist.Query{Actor: me}, true},
		"somebody else's":                       {change(running, func(f *worklist.File) { f.Responsible = other }), worklist.Query{Actor: me}, false},
		"nobody's":                              {running, worklist.Query{Actor: me}, false},
		"I stand in, and it is not my turn yet": {change(running, func(f *worklist.File) { f.StandIn = me }), worklist.Query{Actor: me}, false},
		"this party's":                          {running, worklist.Query{Party: "CASE_WORKER"}, true},
		"another party's":                       {running, worklist.Query{Party: "OM"}, false},
		"another agreement":                     {running, worklist.Query{Agreement: "B"}, false},
		"of care":                               {running, worklist.Query{Kind: worklist.OfCare}, false},
		"on this incident":                      {change(running, func(f *worklist.File) { f.Links = []uuid.UUID{other, me} }), worklist.Query{Incident: me}, true},
		"on another incident":                   {running, worklist.Query{Incident: me}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := c.query
			q.Now, q.Today, q.Limit = noon, today, 10
			if got := len(q.PageOf([]worklist.File{c.file}).Rows) == 1; got != c.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestWhoTakesOverHasTheTurnOnceItIsTime(t *testing.T) {
	t.Parallel()
	me := uuid.UUID{0xaa}
	f := row(1, agreement.Lapsed, -30)
	f.StandIn, f.Clocks[0].TakesOver, f.Clocks[0].TakeOverAt = me, "STAND_IN", noon
	for now, want := range map[time.Time]bool{noon: true, noon.Add(-time.Second): false} {
		q := worklist.Query{Now: now, Limit: 10, Actor: me, Party: "STAND_IN"}
		if got := len(q.PageOf([]worklist.File{f}).Rows) == 1; got != want {
			t.Errorf("at %s it is mine: %v", now, got)
		}
		if got := f.Clocks[0].Turn(now) == "STAND_IN"; got != want {
			t.Errorf("at %s it is the turn of the stand-in: %v", now, got)
		}
		q.Actor, q.Party = uuid.Nil, "CASE_WORKER" // whose it was shows what became of it
		if len(q.PageOf([]worklist.File{f}).Rows) != 1 {
			t.Errorf("at %s the case worker does not see it", now)
		}
	}
}

// TestPagesTogetherAreTheList, each term once and in order, at the moment of the first.
func TestPagesTogetherAreTheList(t *testing.T) {
	t.Parallel()
	crowd := worklisttest.NewCrowd(place(t))
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		var files []worklist.File
		for range r.IntN(20) {
			files = append(files, crowd.AnyFile(r, noon))
		}
		q := crowd.AnyQuery(r, noon)
		limit := q.Limit
		q.Limit = 1000
		want := q.PageOf(files)
		q.Limit = limit
		var got []worklist.Row
		for {
			page := q.PageOf(files)
			if (page.Counts != nil) != q.After.Begins() {
				rt.Fatal("the counts stand on the first page and no other")
			}
			if got = append(got, page.Rows...); page.Next.Begins() {
				break
			}
			next, err := worklist.ParseCursor(page.Next.String())
			if err != nil {
				rt.Fatal(err)
			}
			q.After = next
		}
		same := func(a, b worklist.Row) bool { return a.ID == b.ID && a.N == b.N }
		if !slices.EqualFunc(want.Rows, got, same) {
			rt.Fatalf("pages of %d: %d rows, want %d", limit, len(got), len(want.Rows))
		}
		if !slices.IsSortedFunc(got, func(a, b worklist.Row) int { return worklist.Compare(q.CursorAt(a), q.CursorAt(b)) }) {
			rt.Fatal("not in order")
		}
	})
}

func TestWhatCannotBeAskedIsRefusedWithItsName(t *testing.T) {
	t.Parallel()
	good := worklist.Query{Limit: worklist.Usual}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*worklist.Query){
		"limit": func(q *worklist.Query) { q.Limit = 201 }, "state": func(q *worklist.Query) { q.States = []agreement.State{agreement.Met} },
		"party": func(q *worklist.Query) { q.Party = "NEIGHBOUR" }, "kind": func(q *worklist.Query) { q.Kind = "BIRD" },
		"agreement": func(q *worklist.Query) { q.Agreement = "A\x00" },
	} {
		q := good
		change(&q)
		if err := q.Check(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"x", "AAAA", "%", worklist.Cursor{Now: noon, File: uuid.UUID{1}, Urgency: 9}.String(), worklist.Cursor{File: uuid.UUID{1}}.String()} {
		if _, err := worklist.ParseCursor(text); err == nil {
			t.Errorf("%q is read as a cursor", text)
		}
	}
}

func TestAStoreInMemoryKeepsTheWorkList(t *testing.T) {
	t.Parallel()
	worklisttest.Run(t, func(*testing.T) worklisttest.Fixture {
		store := &worklisttest.Memory{}
		return worklisttest.Fixture{Store: store, Stored: func(ctx context.Context, id uuid.UUID) (worklist.File, bool, error) {
			return store.File(ctx, access.Scope{All: true}, id)
		}}
	})
}
