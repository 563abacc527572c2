package figures_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

var (
	cellKey = func() disclosure.Key {
		key, err := disclosure.NewKey([]byte("an invented key, of 32 bytes too"))
		if err != nil {
			panic(err)
		}
		return key
	}()
	analyst = access.Scope{All: true, For: access.ForAnalysts}
)

// members are which incidents lie in each cell.
type members map[[2]codes.Code]map[uuid.UUID]bool

// byHand prints one cell as disclosure says it, from nothing but who was in it at each
// epoch.
func byHand(epochs []map[uuid.UUID]bool, keyOf func(uuid.UUID) uint64) disclosure.Printed {
	var printed map[uuid.UUID]bool
	for i, now := range epochs {
		differ := 0
		for id := range now {
			if !printed[id] {
				differ++
			}
		}
		for id := range printed {
			if !now[id] {
				differ++
			}
		}
		if i == 0 || differ >= 5 {
			printed = now
		}
	}
	var set disclosure.Set
	for id := range printed {
		set.Add(keyOf(id))
	}
	return disclosure.Method{Table: disclosure.Default()}.Print(disclosure.Analyst, set)
}

// printedByHand is what a table must show, cell by cell: below every filter left out and
// every total it must print ten.
func printedByHand(q figures.Question, at func(figures.Filters, int) members, epochs int, keyOf func(uuid.UUID) uint64) map[[2]codes.Code]string {
	type above struct {
		filters figures.Filters
		history []members
	}
	var tables []above
	named := q.Filters
	for mask := range 1 << len(named) {
		kept := figures.Filters{}
		for i, d := range sortedFilters(named) {
			if mask>>i&1 == 1 {
				kept[d] = named[d]
			}
		}
		a := above{filters: kept}
		for e := range epochs {
			a.history = append(a.history, at(kept, e))
		}
		tables = append(tables, a)
	}
	cell := func(a above, cell [2]codes.Code) disclosure.Printed {
		var history []map[uuid.UUID]bool
		for _, m := range a.history {
			history = append(history, m[cell])
		}
		return byHand(history, keyOf)
	}
	cells := map[[2]codes.Code]bool{{}: true}
	for _, m := range tables[len(tables)-1].history {
		for c := range m {
			cells[c] = true
		}
	}
	want := map[[2]codes.Code]string{}
	for c := range cells {
		rows, columns := withTotal(c[0], q.Rows), withTotal(c[1], q.Columns)
		var ways []disclosure.Printed
		for _, table := range tables {
			for _, row := range rows {
				for _, column := range columns {
					ways = append(ways, cell(table, [2]codes.Code{row, column}))
				}
			}
		}
		if text := disclosure.Drill(ways).String(); text != disclosure.FewLabel {
			want[c] = text
		}
	}
	return want
}

func sortedFilters(f figures.Filters) (list []figures.Dimension) {
	for d := range f {
		list = append(list, d)
	}
	slices.Sort(list)
	return list
}

func withTotal(code codes.Code, d figures.Dimension) []codes.Code {
	if code == "" || d == figures.All || d == figures.Month || d == figures.Year {
		return []codes.Code{code}
	}
	return []codes.Code{"", code}
}

// asPrinted are the cells of an answer that say more than "0–4".
func asPrinted(a figures.Answer) map[[2]codes.Code]string {
	got := map[[2]codes.Code]string{}
	put := func(row, column codes.Code, c figures.Cell) {
		switch {
		case c.NotBrokenDown:
			got[[2]codes.Code{row, column}] = disclosure.NotBrokenDownEN
		case c.N > 0:
			got[[2]codes.Code{row, column}] = fmt.Sprint(c.N)
		}
	}
	for i, row := range a.Rows {
		for j, column := range a.Columns {
			put(row, column, a.Cells[i][j])
		}
		put(row, "", a.RowTotals[i])
	}
	for j, column := range a.Columns {
		put("", column, a.ColumnTotals[j])
	}
	put("", "", a.Total)
	return got
}

// compare leaves out, of what is not broken down, what no list makes appear.
func compare(want map[[2]codes.Code]string, a figures.Answer) string {
	shown := func(c [2]codes.Code) bool {
		return (c[0] == "" || slices.Contains(a.Rows, c[0])) && (c[1] == "" || slices.Contains(a.Columns, c[1]))
	}
	got := asPrinted(a)
	for c, text := range want {
		if text == disclosure.NotBrokenDownEN && !shown(c) {
			delete(want, c)
		}
	}
	for c, text := range got {
		if _, known := want[c]; !known && text == disclosure.NotBrokenDownEN { // nothing was ever there, below something small
			delete(got, c)
		}
	}
	return cmp.Diff(want, got)
}

// A register in which whole groups come, go and are corrected between the epochs.
func TestProtectedFiguresAreWhatSomebodyFindsWithAPencil(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := newRegister(t)
		q := r.question(t)
		got, err := r.engine(t).Ask(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		last := slices.IndexFunc(q.Epochs, func(e figures.Epoch) bool { return e.Position == got.Position })
		want := printedByHand(q, func(f figures.Filters, epoch int) members { return r.members(q, f, q.Epochs[epoch].Position) }, last+1, cellKey.Records(disclosure.Incident).Of)
		if diff := compare(want, got); diff != "" {
			t.Fatalf("question %+v (-want +got):\n%s", q, diff)
		}
	})
}

// register is versions of incidents of two kinds of place and three professions.
type register struct {
	versions []facts.Version[facts.Incident]
	epochs   []figures.Epoch
}

var (
	somePlaces      = []codes.Code{"ROAD", "HOME"}
	someProfessions = []codes.Code{"POL", "AMB", "BOA1"}
	someBehaviours  = []codes.Code{"HIT", "SPIT"}
)

func newRegister(t *rapid.T, sizes ...int) *register {
	if len(sizes) == 0 {
		sizes = []int{1, 2, 4, 5, 8, 9, 10, 30}
	}
	r := &register{}
	at := eventlog.Position(1) // the employer
	var known []facts.Incident
	for range rapid.IntRange(1, 6).Draw(t, "epochs") {
		for range rapid.IntRange(0, 4).Draw(t, "groups") {
			place, professions := rapid.SampledFrom(somePlaces).Draw(t, "place"), rapid.SliceOfNDistinct(rapid.SampledFrom(someProfessions), 1, 2, rapid.ID[codes.Code]).Draw(t, "professions")
			behaviour, withdrawn := rapid.SampledFrom(someBehaviours).Draw(t, "behaviour"), rapid.IntRange(0, 4).Draw(t, "withdrawn") == 0
			first := rapid.IntRange(0, len(known)).Draw(t, "from the one")
			for i := range rapid.SampledFrom(sizes).Draw(t, "size") {
				n := first + i
				if n >= len(known) {
					n, known = len(known), append(known, facts.Incident{})
				}
				at++
				v := incidentAt(at, 0, rotterdam)
				v.Key = uuid.UUID{0x2, byte(n >> 8), byte(n)}
				v.Parent = v.Key
				v.Row.PlaceType, v.Row.Professions, v.Row.Behaviours, v.Row.Withdrawn = place, professions, []codes.Code{behaviour}, withdrawn
				when := noon.AddDate(0, n%3, 0)
				v.Row.OccurredAt = &when
				r.versions = append(r.versions, v)
			}
		}
		r.epochs = append(r.epochs, figures.Epoch{End: noon.AddDate(0, len(r.epochs)+1, 0), Position: at})
	}
	return r
}

func (r *register) engine(t rapid.TB) *figures.Engine {
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	through := r.epochs[len(r.epochs)-1].Position + 1
	b := figures.Batch{Through: through, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")}, Incidents: r.versions}
	if err := engine.Apply(b); err != nil {
		t.Fatal(err)
	}
	return engine
}

func (r *register) question(t *rapid.T) figures.Question {
	laid := []figures.Dimension{figures.All, figures.Place, figures.Profession, figures.Behaviour, figures.Month}
	q := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{}, Epochs: r.epochs}
	q.Rows = rapid.SampledFrom(laid).Draw(t, "rows")
	q.Columns = rapid.SampledFrom(laid).Filter(func(d figures.Dimension) bool { return d == figures.All || d != q.Rows }).Draw(t, "columns")
	for _, d := range []figures.Dimension{figures.Place, figures.Profession, figures.Behaviour} {
		values := map[figures.Dimension][]codes.Code{figures.Place: somePlaces, figures.Profession: someProfessions, figures.Behaviour: someBehaviours}[d]
		if q.Rows != d && q.Columns != d && rapid.Bool().Draw(t, "filter on "+string(d)) {
			q.Filters[d] = []codes.Code{rapid.SampledFrom(values).Draw(t, string(d))}
		}
	}
	if rapid.Bool().Draw(t, "asked as of") {
		q.AsOf = rapid.SampledFrom(r.epochs).Draw(t, "as of").Position
	}
	return q
}

func (r *register) members(q figures.Question, filters figures.Filters, at eventlog.Position) members {
	last := map[uuid.UUID]facts.Incident{}
	for _, v := range r.versions {
		if v.Position <= at {
			last[v.Key] = v.Row
		}
	}
	in := members{}
	for id, row := range last {
		values := map[figures.Dimension][]codes.Code{
			figures.All: {figures.Everything}, figures.Place: {row.PlaceType}, figures.Profession: row.Professions, figures.Behaviour: row.Behaviours,
			figures.Month: {codes.Code(row.OccurredAt.Format("2006-01"))},
		}
		kept := !row.Withdrawn
		for d, any := range filters {
			kept = kept && slices.Contains(values[d], any[0])
		}
		if !kept {
			continue
		}
		for _, a := range append([]codes.Code{""}, values[q.Rows]...) {
			for _, b := range append([]codes.Code{""}, values[q.Columns]...) {
				cell := [2]codes.Code{a, b}
				if in[cell] == nil {
					in[cell] = map[uuid.UUID]bool{}
				}
				in[cell][id] = true
			}
		}
	}
	return in
}

// Whatever happened, the epochs are those of a clerk who reads all events again for each.
func TestProtectedFiguresFollowFromTheEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := factstest.History(t)
		engine := follow(t, events)
		var epochs []figures.Epoch
		for at := eventlog.Position(0); at < engine.Position() && len(epochs) < 5; { // a recount each
			at = eventlog.Position(rapid.IntRange(int(at)+1, int(engine.Position())).Draw(t, "epoch"))
			epochs = append(epochs, figures.Epoch{End: noon, Position: at})
		}
		if len(epochs) == 0 {
			return
		}
		q := publishedQuestion(t)
		q.Epochs = epochs
		got, err := engine.Ask(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		want := printedByHand(q, func(f figures.Filters, epoch int) members {
			in, asked := members{}, q
			asked.Filters, asked.AsOf = f, epochs[epoch].Position
			recountEach(events, asked, epochs[len(epochs)-1].Position, access.Scope{All: true}, func(id uuid.UUID, cell [2]codes.Code) {
				if in[cell] == nil {
					in[cell] = map[uuid.UUID]bool{}
				}
				in[cell][id] = true
			})
			return in
		}, len(epochs), cellKey.Records(disclosure.Incident).Of)
		if diff := compare(want, got); diff != "" {
			t.Fatalf("question %+v (-want +got):\n%s", q, diff)
		}
	})
}

// publishedQuestion is one that an analyst may ask.
func publishedQuestion(t *rapid.T) figures.Question {
	own := []figures.Dimension{figures.Area, figures.OwnUnit, figures.Invented}
	dated := []figures.Dimension{figures.Month, figures.Year}
	q := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{}}
	allowed := func(d figures.Dimension) bool { return !slices.Contains(own, d) }
	q.Rows = rapid.SampledFrom(axes).Filter(allowed).Draw(t, "rows")
	q.Columns = rapid.SampledFrom(axes).Filter(func(d figures.Dimension) bool {
		return allowed(d) && (d != q.Rows || d == figures.All) && (!slices.Contains(dated, q.Rows) || !slices.Contains(dated, d))
	}).Draw(t, "columns")
	room := 3
	for _, d := range []figures.Dimension{q.Rows, q.Columns} {
		if d != figures.All && !slices.Contains(dated, d) {
			room--
		}
	}
	for range rapid.IntRange(0, room).Draw(t, "filters") {
		d := rapid.SampledFrom(slices.Sorted(maps.Keys(filterable))).Filter(func(d figures.Dimension) bool {
			return allowed(d) && d != q.Rows && d != q.Columns && !slices.Contains(dated, d)
		}).Draw(t, "filter")
		q.Filters[d] = []codes.Code{rapid.SampledFrom(filterable[d]).Draw(t, string(d))}
	}
	if rapid.Bool().Draw(t, "in a period") {
		q.Period = figures.Period{From: day(2026, 1, 1), Before: day(2027, 1, 1)}
	}
	return q
}
