package figures_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

var (
	rotterdam = uuid.UUID{0xE, 1}
	utrecht   = uuid.UUID{0xE, 2}
	everybody = access.Scope{All: true}
	noon      = time.Date(2026, 11, 21, 11, 0, 0, 0, time.UTC) // a Saturday, 12:00 in Amsterdam
)

func employerAt(p eventlog.Position, id uuid.UUID, code, zone string) facts.Version[facts.Employer] {
	return facts.Version[facts.Employer]{
		Head: projections.Head{Key: id, Position: p, Parent: id, Employer: id},
		Row:  facts.Employer{Code: code, Name: "Gemeente " + code, Zone: zone},
	}
}

func incidentAt(p eventlog.Position, id byte, of uuid.UUID, change ...func(*facts.Incident)) facts.Version[facts.Incident] {
	at := noon
	v := facts.Version[facts.Incident]{
		Head: projections.Head{Key: uuid.UUID{0x1, id}, Position: p, Parent: uuid.UUID{0x1, id}, Employer: of},
		Row:  facts.Incident{OccurredAt: &at, Precision: moment.Minute, PlaceType: "ROAD", Gemeente: "GM0599"},
	}
	for _, c := range change {
		c(&v.Row)
	}
	return v
}

func withdrawn(r *facts.Incident) { r.Withdrawn = true }

func at(place codes.Code) func(*facts.Incident) {
	return func(r *facts.Incident) { r.PlaceType = place }
}

func behaved(list ...codes.Code) func(*facts.Incident) {
	return func(r *facts.Incident) { r.Behaviours = list }
}

// two employers, two incidents of one and one of the other.
func small(t *testing.T) *figures.Engine {
	t.Helper()
	return loaded(t, figures.Batch{
		Through: 10,
		Employers: []facts.Version[facts.Employer]{
			employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam"), employerAt(2, utrecht, "GEM-UTRECHT", "Europe/Amsterdam"),
		},
		Incidents: []facts.Version[facts.Incident]{
			incidentAt(3, 1, rotterdam, behaved("HIT", "SPIT")), incidentAt(4, 2, rotterdam, at("HOME"), behaved("HIT")), incidentAt(5, 3, utrecht),
		},
	})
}

func loaded(t *testing.T, batches ...figures.Batch) *figures.Engine {
	t.Helper()
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	for _, b := range batches {
		if err := engine.Apply(b); err != nil {
			t.Fatal(err)
		}
	}
	return engine
}

func ask(t *testing.T, engine *figures.Engine, q figures.Question, scope access.Scope) figures.Answer {
	t.Helper()
	q.Unit = figures.CountIncidents
	a, err := engine.Ask(q, scope)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTotals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		q     figures.Question
		scope access.Scope
		total int
	}{
		"everybody sees all":                          {figures.Question{}, everybody, 3},
		"an employer sees its own":                    {figures.Question{}, access.Scope{Employer: rotterdam}, 2},
		"an empty scope sees nothing":                 {figures.Question{}, access.Scope{}, 0},
		"the scope of the zero employer sees nothing": {figures.Question{}, access.Scope{Employer: uuid.Nil}, 0},
		"a total is not the sum of its rows":          {figures.Question{Rows: figures.Behaviour, Filters: figures.Filters{figures.Behaviour: {"HIT", "SPIT"}}}, everybody, 2},
		"values of one filter are alternatives":       {figures.Question{Filters: figures.Filters{figures.Place: {"ROAD", "HOME"}}}, everybody, 3},
		"two filters must both hold":                  {figures.Question{Filters: figures.Filters{figures.Place: {"ROAD"}, figures.Behaviour: {"HIT"}}}, everybody, 1},
		"as of before the last":                       {figures.Question{AsOf: 4}, everybody, 2},
		"as of before the first":                      {figures.Question{AsOf: 2}, everybody, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := ask(t, small(t), c.q, c.scope); a.Total.N != c.total {
				t.Errorf("total %d, want %d", a.Total.N, c.total)
			}
		})
	}
}

func TestAValueToldTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 9, Incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, rotterdam, behaved("SPIT", "HIT", "SPIT"))}})
	want := map[codes.Code]int{"HIT": 1, "SPIT": 1}
	if diff := cmp.Diff(want, rowsOf(ask(t, engine, figures.Question{Rows: figures.Behaviour}, everybody))); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestWithdrawnCountsUntilItsWithdrawal(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 9, Incidents: []facts.Version[facts.Incident]{
		incidentAt(3, 1, rotterdam), incidentAt(7, 1, rotterdam, withdrawn),
	}})
	for asOf, want := range map[eventlog.Position]int{2: 0, 3: 1, 6: 1, 7: 0, 9: 0, 0: 0} {
		if a := ask(t, engine, figures.Question{AsOf: asOf}, everybody); a.Total.N != want {
			t.Errorf("as of %d: %d, want %d", asOf, a.Total.N, want)
		}
	}
}

// What an analyst-to-be or another employer could learn from a table's margins,
// labels or errors is as secret as the number itself.
func TestAnotherEmployersRecordsShowNowhere(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{
		Through:   9,
		Employers: []facts.Version[facts.Employer]{employerAt(1, utrecht, "GEM-UTRECHT", "UTC"), employerAt(2, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, utrecht, func(r *facts.Incident) { r.Gemeente, r.PlaceType = "GM9999", codes.Unknown })},
	})
	own := access.Scope{Employer: rotterdam}
	for _, q := range []figures.Question{{Rows: figures.Employer, Columns: figures.Gemeente}, {Rows: figures.Place}, {Rows: figures.Hour}} {
		shown := fmt.Sprintf("%+v", ask(t, engine, q, own))
		for _, secret := range []string{"UTRECHT", "GM9999", "UNKNOWN", "UTC", utrecht.String()} {
			if strings.Contains(shown, secret) {
				t.Errorf("%s shows in %s", secret, shown)
			}
		}
	}
	other := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{figures.Employer: {"GEM-UTRECHT"}}}
	nobody := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{figures.Employer: {"GEM-NOWHERE"}}}
	_, errOther := engine.Ask(other, own)
	_, errNobody := engine.Ask(nobody, own)
	if fault.KindOf(errOther) != fault.Invalid || errOther.Error() != errNobody.Error() {
		t.Errorf("another's code gives %v, nobody's %v", errOther, errNobody)
	}
}

func TestQuestionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		q    figures.Question
		kind fault.Kind
	}{
		"no unit":                           {figures.Question{}, fault.Invalid},
		"an unknown dimension":              {figures.Question{Unit: figures.CountIncidents, Rows: "moon"}, fault.Invalid},
		"the same dimension twice":          {figures.Question{Unit: figures.CountIncidents, Rows: figures.Hour, Columns: figures.Hour}, fault.Invalid},
		"a filter on an unknown dimension":  {figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{"moon": {"FULL"}}}, fault.Invalid},
		"a filter without a value":          {figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{figures.Place: {}}}, fault.Invalid},
		"a filter on an unknown code":       {figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{figures.Place: {"road"}}}, fault.Invalid},
		"a gemeente of the wrong shape":     {figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{figures.Gemeente: {"Rotterdam"}}}, fault.Invalid},
		"an hour that no clock shows":       {figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{figures.Hour: {"24"}}}, fault.Invalid},
		"a period that ends first":          {figures.Question{Unit: figures.CountIncidents, Period: figures.Period{From: day(2026, 2, 1), Before: day(2026, 1, 1)}}, fault.Invalid},
		"a period that begins in the day":   {figures.Question{Unit: figures.CountIncidents, Period: figures.Period{From: noon}}, fault.Invalid},
		"a position before the first event": {figures.Question{Unit: figures.CountIncidents, AsOf: -1}, fault.Invalid},
		"a position not reached yet":        {figures.Question{Unit: figures.CountIncidents, AsOf: 11}, fault.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := small(t).Ask(c.q, everybody)
			if fault.KindOf(err) != c.kind {
				t.Errorf("error %v, want kind %s", err, c.kind)
			}
		})
	}
}

// An employer that moves takes its whole history to the new clock, but what was
// answered before its move can be asked for again.
func TestTheZoneIsTheOneKnownAtThePosition(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{
		Through:   9,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam"), employerAt(5, rotterdam, "R", "America/Curacao")},
		Incidents: []facts.Version[facts.Incident]{incidentAt(2, 1, rotterdam), incidentAt(7, 2, rotterdam)},
	})
	for asOf, want := range map[eventlog.Position]map[codes.Code]int{4: {"12": 1}, 5: {"7": 1}, 9: {"7": 2}} {
		if diff := cmp.Diff(want, rowsOf(ask(t, engine, figures.Question{Rows: figures.Hour, AsOf: asOf}, everybody))); diff != "" {
			t.Errorf("hours as of %d (-want +got):\n%s", asOf, diff)
		}
		for hour, n := range want {
			filters := figures.Filters{figures.Hour: {hour}}
			if a := ask(t, engine, figures.Question{AsOf: asOf, Filters: filters}, everybody); a.Total.N != n {
				t.Errorf("only hour %s as of %d: %d, want %d", hour, asOf, a.Total.N, n)
			}
		}
	}
}

// rowsOf gives the rows above zero.
func rowsOf(a figures.Answer) map[codes.Code]int {
	rows := map[codes.Code]int{}
	for i, row := range a.Rows {
		if n := a.RowTotals[i].N; n > 0 {
			rows[row] = n
		}
	}
	return rows
}

func TestApplyTakesAllOrNothing(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]figures.Batch{
		"what was taken in before":          {Through: 9},
		"a version from before":             {Through: 12, Incidents: []facts.Version[facts.Incident]{incidentAt(10, 9, rotterdam)}},
		"a version beyond its end":          {Through: 12, Incidents: []facts.Version[facts.Incident]{incidentAt(13, 9, rotterdam)}},
		"versions out of order":             {Through: 12, Incidents: []facts.Version[facts.Incident]{incidentAt(12, 9, rotterdam), incidentAt(11, 8, rotterdam)}},
		"employers out of order":            {Through: 12, Employers: []facts.Version[facts.Employer]{employerAt(12, rotterdam, "R", "UTC"), employerAt(11, utrecht, "U", "UTC")}},
		"a zone that does not exist":        {Through: 12, Incidents: []facts.Version[facts.Incident]{incidentAt(11, 1, rotterdam, withdrawn)}, Employers: []facts.Version[facts.Employer]{employerAt(12, uuid.UUID{0xE, 3}, "N", "Mars/Phobos")}},
		"a new employer in such a zone":     {Through: 12, Employers: []facts.Version[facts.Employer]{employerAt(11, uuid.UUID{0xE, 4}, "O", "UTC"), employerAt(12, uuid.UUID{0xE, 3}, "N", "Mars/Phobos")}},
		"a known employer beside one there": {Through: 12, Employers: []facts.Version[facts.Employer]{employerAt(11, rotterdam, "RENAMED", "UTC"), employerAt(12, uuid.UUID{0xE, 3}, "N", "Mars/Phobos")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := small(t)
			before := ask(t, engine, figures.Question{Rows: figures.Employer, Columns: figures.Place}, everybody)
			if err := engine.Apply(b); err == nil {
				t.Fatal("was taken in")
			}
			if diff := cmp.Diff(before, ask(t, engine, figures.Question{Rows: figures.Employer, Columns: figures.Place}, everybody)); diff != "" {
				t.Errorf("the answer changed (-before +after):\n%s", diff)
			}
			next := figures.Batch{
				Through: 12, Employers: []facts.Version[facts.Employer]{employerAt(11, uuid.UUID{0xE, 5}, "LATE", "UTC")},
				Incidents: []facts.Version[facts.Incident]{incidentAt(12, 7, uuid.UUID{0xE, 5})},
			}
			if err := engine.Apply(next); err != nil {
				t.Fatalf("apply what comes next: %v", err)
			}
			if got := rowsOf(ask(t, engine, figures.Question{Rows: figures.Employer}, everybody)); got["LATE"] != 1 || got["GEM-ROTTERDAM"] != 2 {
				t.Errorf("afterwards: %v", got)
			}
		})
	}
}

func TestAwait(t *testing.T) {
	t.Parallel()
	engine := small(t)
	if err := engine.Await(t.Context(), 10); err != nil {
		t.Errorf("a position that is reached: %v", err)
	}
	reached := make(chan error)
	go func() { reached <- engine.Await(t.Context(), 12) }()
	for _, through := range []eventlog.Position{11, 12} {
		if err := engine.Apply(figures.Batch{Through: through}); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-reached; err != nil {
		t.Errorf("a position that is reached later: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := engine.Await(gone, 13); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who left: %v", err)
	}
}

func TestCatchingUpAgainTakesInWhatIsNew(t *testing.T) {
	t.Parallel()
	source := &pages{size: 2, head: 3, incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, rotterdam)}}
	engine := loaded(t)
	catchUp := func(incidents int, position eventlog.Position) {
		t.Helper()
		if err := engine.CatchUp(t.Context(), source); err != nil {
			t.Fatal(err)
		}
		if a := ask(t, engine, figures.Question{}, everybody); a.Total.N != incidents || a.Position != position {
			t.Errorf("%d incidents as of %d", a.Total.N, a.Position)
		}
	}
	catchUp(1, 3)
	source.incidents = append(source.incidents, incidentAt(8, 2, rotterdam))
	source.head = 9
	catchUp(2, 9)
}

// narrow is a source that lets in one at a time, and notices a second.
type narrow struct {
	*pages
	inside  atomic.Int32
	crowded atomic.Bool
}

func (n *narrow) Head(context.Context) (eventlog.Position, error) {
	if n.inside.Add(1) > 1 {
		n.crowded.Store(true)
	}
	defer n.inside.Add(-1)
	for range 1000 { // whoever else is on the way comes in now
		runtime.Gosched()
	}
	return n.head, nil
}

func TestWhoCatchesUpTogetherTakesTurns(t *testing.T) {
	t.Parallel()
	source := &narrow{pages: &pages{size: 1, head: 3, incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, rotterdam)}}}
	engine := loaded(t)
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() {
			if err := engine.CatchUp(t.Context(), source); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	if source.crowded.Load() {
		t.Error("two read at once, and one of them would find its batch out of order")
	}
}

type broken struct {
	pages
	err error
}

func (b *broken) Incidents(ctx context.Context, after, through eventlog.Position, yield func([]facts.Version[facts.Incident]) error) error {
	if err := b.pages.Incidents(ctx, after, after+5, yield); err != nil {
		return err
	}
	return b.err
}

func TestASourceThatFailsIsTakenUpAgainWithoutDoubles(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost the database")
	source := &broken{err: lost, pages: pages{size: 1, head: 9, incidents: []facts.Version[facts.Incident]{
		incidentAt(1, 1, rotterdam), incidentAt(2, 2, rotterdam), incidentAt(2, 3, rotterdam), incidentAt(3, 1, rotterdam), incidentAt(9, 4, utrecht),
	}}}
	engine := loaded(t)
	if err := engine.CatchUp(t.Context(), source); !errors.Is(err, lost) {
		t.Fatalf("error %v", err)
	}
	if at := engine.Position(); at != 2 {
		t.Errorf("stands at %d, want 2: what stood at 3 may not have been all", at)
	}
	if err := engine.CatchUp(t.Context(), &source.pages); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, engine, figures.Question{}, everybody); a.Total.N != 4 {
		t.Errorf("%d incidents, want 4", a.Total.N)
	}
}

// Readers run beside the writer and each sees one position: every incident is
// on the road until a position and at home after it, never both and never none.
func TestReadersSeeOnePosition(t *testing.T) {
	t.Parallel()
	const incidents, moves = 50, 400
	first := figures.Batch{Through: incidents}
	for i := range byte(incidents) {
		first.Incidents = append(first.Incidents, incidentAt(eventlog.Position(i)+1, i, rotterdam))
	}
	engine := loaded(t, first)
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for engine.Position() < incidents+moves {
				rows := rowsOf(ask(t, engine, figures.Question{Rows: figures.Place}, everybody))
				if rows["ROAD"]+rows["HOME"] != incidents {
					t.Errorf("%v, want %d in all", rows, incidents)
					return
				}
			}
		})
	}
	for i := range moves {
		p := eventlog.Position(incidents + i + 1)
		place := []codes.Code{"HOME", "ROAD"}[i%2]
		if err := engine.Apply(figures.Batch{Through: p, Incidents: []facts.Version[facts.Incident]{incidentAt(p, byte(i%incidents), rotterdam, at(place))}}); err != nil {
			t.Fatal(err)
		}
	}
	readers.Wait()
}

// More than one chunk, so that several cores count where there are some, and
// successors across chunks.
func TestManyVersions(t *testing.T) {
	t.Parallel()
	const n = 40_000
	b := figures.Batch{Through: 2 * n}
	for i := range 2 * n {
		v := incidentAt(eventlog.Position(i+1), 0, rotterdam)
		v.Key = uuid.UUID{2, byte(i % n), byte(i % n >> 8)}
		if i >= n {
			v.Row.PlaceType = "HOME"
		}
		b.Incidents = append(b.Incidents, v)
	}
	engine := loaded(t, b)
	for asOf, want := range map[eventlog.Position]map[codes.Code]int{
		n:         {"ROAD": n},
		n + 1:     {"ROAD": n - 1, "HOME": 1},
		n + 16384: {"ROAD": n - 16384, "HOME": 16384},
		2 * n:     {"HOME": n},
	} {
		answer := ask(t, engine, figures.Question{Rows: figures.Place, AsOf: asOf, Filters: figures.Filters{figures.Place: {"ROAD", "HOME"}}}, everybody)
		if diff := cmp.Diff(want, rowsOf(answer)); diff != "" {
			t.Errorf("as of %d (-want +got):\n%s", asOf, diff)
		}
		if answer.Completeness[0].Answered != n || answer.Total.N != n {
			t.Errorf("as of %d: %d of which %d say the place, want %d", asOf, answer.Total.N, answer.Completeness[0].Answered, n)
		}
	}
}

func ofUnit(code codes.Code) func(*facts.Incident) {
	return func(r *facts.Incident) { r.Unit = code }
}
