package figures_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// pencil has the record keys of one unit. What is counted stands there by something of the
// size of an id, because who was only counted has none.
type pencil struct {
	keys  *disclosure.RecordKeys
	names map[uuid.UUID]string
}

// unitNames are the names that record keys are made under.
var unitNames = map[figures.Unit]disclosure.Unit{
	figures.CountWorkers: "involvement", figures.CountSuspects: "suspect", figures.CountAangiften: "aangifte", figures.CountCases: "case", figures.CountSteps: "step",
}

func newPencil(unit figures.Unit) *pencil {
	return &pencil{keys: cellKey.Records(unitNames[unit]), names: map[uuid.UUID]string{}}
}

func (p *pencil) note(in members, id string, cell [2]codes.Code) {
	short := uuid.NewSHA1(uuid.Nil, []byte(id))
	p.names[short] = id
	if in[cell] == nil {
		in[cell] = map[uuid.UUID]bool{}
	}
	in[cell][short] = true
}

func (p *pencil) keyOf(short uuid.UUID) uint64 {
	id, nth, counted := strings.Cut(p.names[short], "#")
	if !counted {
		return p.keys.Of(uuid.MustParse(id))
	}
	n, err := strconv.Atoi(nth)
	if err != nil {
		panic(err)
	}
	return p.keys.OfCounted(uuid.MustParse(id), n)
}

// Whatever happened, the epochs are those of a clerk who puts everything on the table for
// each.
func TestProtectedUnitsFollowFromTheEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := history(t)
		engine := follow(t, events)
		var epochs []figures.Epoch
		for at := eventlog.Position(0); at < engine.Position() && len(epochs) < 4; { // a recount each
			at = eventlog.Position(rapid.IntRange(int(at)+1, int(engine.Position())).Draw(t, "epoch"))
			epochs = append(epochs, figures.Epoch{End: noon, Position: at})
		}
		if len(epochs) == 0 {
			return
		}
		q := askable(t, publishedQuestion(t), rapid.SampledFrom(otherUnits).Draw(t, "unit"))
		for _, of := range []*figures.Dimension{&q.Rows, &q.Columns} {
			if *of == figures.Invented {
				*of = figures.All
			}
		}
		delete(q.Filters, figures.Invented)
		for d := range q.Filters {
			if constraints(q) > 3 || d == q.Rows || d == q.Columns {
				delete(q.Filters, d)
			}
		}
		q.Epochs, q.Base = epochs, figures.All
		if q.Rows == figures.All {
			q.Rows, q.Columns = q.Columns, q.Rows
		}
		got, err := engine.Ask(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		p := newPencil(q.Unit)
		want := printedByHand(q, func(f figures.Filters, epoch int) members {
			in, asked := members{}, q
			asked.Filters, asked.AsOf = f, epochs[epoch].Position
			recountUnits(events, asked, epochs[len(epochs)-1].Position, access.Scope{All: true}, func(id string, cell [2]codes.Code) { p.note(in, id, cell) })
			return in
		}, len(epochs), p.keyOf)
		if diff := compare(want, got); diff != "" {
			t.Fatalf("question %+v (-want +got):\n%s", q, diff)
		}
	})
}

// A register in which whole groups come, go and are corrected between the epochs, with
// workers, cases and what was heard of them.
func TestProtectedUnitsAreWhatSomebodyFindsWithAPencil(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := newRegister(t)
		d := newDossiers(r)
		engine := r.engineWith(t, d.beside)
		for _, unit := range otherUnits {
			q := askedOfEach(t, r.question(t), unit)
			got, err := engine.Ask(q, analyst)
			if err != nil {
				t.Fatal(err)
			}
			last := slices.IndexFunc(q.Epochs, func(e figures.Epoch) bool { return e.Position == got.Position })
			p := newPencil(unit)
			want := printedByHand(q, func(f figures.Filters, epoch int) members { return d.members(p, q, f, q.Epochs[epoch].Position) }, last+1, p.keyOf)
			if diff := compare(want, got); diff != "" {
				t.Fatalf("question %+v (-want +got):\n%s", q, diff)
			}
		}
	})
}

func constraints(q figures.Question) int {
	n := len(q.Filters)
	for _, d := range []figures.Dimension{q.Rows, q.Columns} {
		if d != figures.All && d != figures.Month && d != figures.Year {
			n++
		}
	}
	return n
}

// someHarms and someSteps are what the dossiers tell of each worker, and of each step.
var (
	someHarms = []facts.Health{"I1|M1||0", "I2|M1|BLOOD|1-3"}
	someSteps = []codes.Code{"AANG", "SEPOT"}
)

// askedOfEach is a question of a register that rests, as often as not, on what each thing says
// itself.
func askedOfEach(t *rapid.T, q figures.Question, unit figures.Unit) figures.Question {
	q.Unit = unit
	d, value := figures.Injury, codes.Code("I2")
	switch unit {
	case figures.CountWorkers:
	case figures.CountSteps:
		d, value = figures.Step, "SEPOT"
	default:
		return q
	}
	switch {
	case rapid.Bool().Draw(t, "rows of each") || q.Rows == figures.All:
		q.Rows = d
		if unit == figures.CountWorkers && rapid.Bool().Draw(t, "columns too") {
			q.Columns = figures.MindInjury
		}
	case constraints(q) < 3:
		q.Filters[d] = []codes.Code{value}
	}
	for f := range q.Filters {
		if constraints(q) > 3 {
			delete(q.Filters, f)
		}
	}
	return q
}

// dossiers is what hangs on the incidents of a register: one or two named workers and some
// who were only counted, an aangifte each, a case for every two with a suspect for every
// two cases, and two steps of each case, of which one is withdrawn now and then.
type dossiers struct {
	*register
	beside figures.Beside
	hit    map[uuid.UUID]int
}

func newDossiers(r *register) *dossiers {
	d := &dossiers{register: r, hit: map[uuid.UUID]int{}}
	seen := map[uuid.UUID]int{}
	for i := range r.versions {
		v := &r.versions[i]
		n, known := seen[v.Key]
		if !known {
			n = len(seen)
			seen[v.Key] = n
			d.hang(n, v)
		}
		d.hit[v.Key] = n % 4
		hit := n % 4
		v.Row.Hit = &hit
	}
	end := r.epochs[len(r.epochs)-1].Position
	for _, v := range slices.Clone(d.beside.Involvements) {
		if v.Row.Person[2]%5 == 0 && v.Position < end { // worse than it was thought
			v.Position, v.Row.Health = end, someHarms[1]
			d.beside.Involvements = append(d.beside.Involvements, v)
		}
	}
	for _, v := range slices.Clone(d.beside.Cases) {
		if v.Key[2]%3 == 0 && v.Position < end {
			v.Position, v.Row.Withdrawn, v.Row.Incidents = end, []uuid.UUID{{15: 1}}, v.Row.Incidents[:1]
			d.beside.Cases = append(d.beside.Cases, v)
		}
	}
	return d
}

func (d *dossiers) hang(n int, v *facts.Version[facts.Incident]) {
	head := func(key, parent uuid.UUID) projections.Head {
		return projections.Head{Key: key, Position: v.Position, Parent: parent, Employer: v.Employer}
	}
	for w := range n % 3 {
		who := uuid.UUID{0xB, byte(n >> 8), byte(n), byte(w)}
		d.beside.Involvements = append(d.beside.Involvements, facts.Version[facts.Involvement]{Head: head(facts.InvolvementKey(v.Key, who), v.Key), Row: facts.Involvement{Person: who, Health: someHarms[(n+w)%2]}})
	}
	a := uuid.UUID{0xA, byte(n >> 8), byte(n)}
	d.beside.Aangiften = append(d.beside.Aangiften, facts.Version[facts.Aangifte]{Head: head(a, a), Row: facts.Aangifte{Incidents: []uuid.UUID{v.Key}, Retracted: n%7 == 0}})
	if n%2 != 0 {
		return
	}
	of := uuid.UUID{0xC, byte(n >> 8), byte(n)}
	next := uuid.UUID{0x2, byte((n + 1) >> 8), byte(n + 1)} // as the register numbers them; it may never come
	d.beside.Cases = append(d.beside.Cases, facts.Version[facts.Case]{Head: head(of, of), Row: facts.Case{Suspect: uuid.UUID{0xF, byte(n >> 10), byte(n >> 2)}, Incidents: []uuid.UUID{v.Key, next}}})
	for k := range byte(2) {
		notice := uuid.UUID{15: k}
		d.beside.Steps = append(d.beside.Steps, facts.Version[facts.Step]{Head: head(facts.StepKey(of, notice), of), Row: facts.Step{Case: of, Notice: notice, Told: facts.ToldText(prosecution.Told{Step: someSteps[(n/2+int(k))%2]})}})
	}
}

// elements are those of a unit by their ids, with the incidents that they name.
func (d *dossiers) elements(unit figures.Unit, at eventlog.Position) map[string][]uuid.UUID {
	all, cases := map[string][]uuid.UUID{}, map[uuid.UUID]facts.Case{}
	for _, v := range d.beside.Cases {
		if v.Position <= at {
			cases[v.Key] = v.Row
		}
	}
	switch unit {
	case figures.CountWorkers:
		named := map[uuid.UUID]int{}
		for _, v := range d.beside.Involvements {
			if v.Position <= at {
				if all[v.Key.String()] == nil {
					named[v.Parent]++
				}
				all[v.Key.String()] = []uuid.UUID{v.Parent}
			}
		}
		for _, v := range d.versions {
			for n := 1; v.Position <= at && n <= d.hit[v.Key]-named[v.Key]; n++ {
				all[v.Key.String()+"#"+strconv.Itoa(n)] = []uuid.UUID{v.Key}
			}
		}
	case figures.CountSuspects:
		for _, c := range cases {
			all[c.Suspect.String()] = append(all[c.Suspect.String()], c.Incidents...)
		}
	case figures.CountAangiften:
		for _, v := range d.beside.Aangiften {
			if v.Position <= at && !v.Row.Retracted {
				all[v.Key.String()] = v.Row.Incidents
			}
		}
	case figures.CountCases:
		for id, c := range cases {
			all[id.String()] = c.Incidents
		}
	case figures.CountSteps:
		for _, v := range d.beside.Steps {
			if c := cases[v.Row.Case]; v.Position <= at && !slices.Contains(c.Withdrawn, v.Row.Notice) {
				all[v.Key.String()] = c.Incidents
			}
		}
	}
	return all
}

// own is what is told of one of them itself.
func (d *dossiers) own(unit figures.Unit, id string, at eventlog.Position) *element {
	switch unit {
	case figures.CountWorkers:
		says := sideBySide{figures.Injury: {codes.NotRecorded}, figures.MindInjury: {codes.NotRecorded}}
		for _, v := range d.beside.Involvements {
			if v.Position <= at && v.Key.String() == id {
				says[figures.Injury], says[figures.MindInjury] = []codes.Code{v.Row.Health.Injury()}, []codes.Code{v.Row.Health.Mind()}
			}
		}
		says[figures.Absence], says[figures.Exposure] = says[figures.Injury], says[figures.Injury] // nobody asks
		return &element{own: says}
	case figures.CountSteps:
		for _, v := range d.beside.Steps {
			if v.Key.String() == id {
				return &element{own: sideBySide{figures.Step: {v.Row.Told.Held().Value.Step}}}
			}
		}
	}
	return &element{}
}

func (d *dossiers) members(p *pencil, q figures.Question, filters figures.Filters, at eventlog.Position) members {
	of := map[uuid.UUID][][2]codes.Code{}
	whole := q
	whole.Filters = filters
	q = ofIncidents(whole)
	filters = q.Filters
	for cell, ids := range d.register.members(q, filters, at) {
		for id := range ids {
			of[id] = append(of[id], cell)
		}
	}
	there := d.register.members(figures.Question{}, nil, at)[[2]codes.Code{}]
	in := members{}
	for id, incidents := range d.elements(q.Unit, at) {
		none, own := true, d.own(q.Unit, id, at)
		if !own.passes(whole) {
			continue
		}
		lies := map[[2]codes.Code]bool{}
		for _, i := range incidents {
			none = none && !there[i]
			for _, cell := range of[i] {
				lies[cell] = true
			}
		}
		if none && len(filters) == 0 && q.Unit != figures.CountWorkers {
			row, column := ofNone(q.Rows), ofNone(q.Columns)
			for _, cell := range [][2]codes.Code{{}, {row, ""}, {"", column}, {row, column}} {
				lies[cell] = true
			}
		}
		for cell := range own.answering(whole, lies) {
			p.note(in, id, cell)
		}
	}
	return in
}

func (r *register) engineWith(t *rapid.T, beside figures.Beside) *figures.Engine {
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	b := figures.Batch{
		Through: r.epochs[len(r.epochs)-1].Position + 1, Incidents: r.versions, Beside: beside,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")},
	}
	if err := engine.Apply(b); err != nil {
		t.Fatal(err)
	}
	return engine
}
