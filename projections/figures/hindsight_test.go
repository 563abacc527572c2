package figures

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
)

// straight fills a cube as it is written down: all sets of all epochs, one after the other.
func (p *plan) straight(c *cube, epochs []eventlog.Position) error {
	m, err := p.newMarking(c)
	if err != nil {
		return err
	}
	printed := make([]map[uint32]bool, len(c.sets))
	for i, at := range epochs {
		for cell, now := range m.members(p.snapshot.limit(at)) {
			if i == 0 || apart(now, printed[cell]) >= 5 {
				printed[cell] = now
			}
		}
	}
	for cell, records := range printed {
		for record := range records {
			c.sets[cell].Add(p.keys.at(record))
		}
	}
	return nil
}

// members are the incidents in each cell below a limit.
func (m *marking) members(limit ordinal) []map[uint32]bool {
	in := make([]map[uint32]bool, len(m.cube.sets))
	var work workspace
	marks := make([]uint32, chunkSize)
	for i, c := range m.chunks[:(limit+chunkSize-1)/chunkSize] {
		list := c.visible(ordinal(i*chunkSize), limit, work.list[:0])
		m.read(i, list, marks, &work)
		for k, v := range list {
			if marks[k] == nowhere {
				continue
			}
			for _, cell := range m.appendCells(marks[k], nil) {
				if in[cell] == nil {
					in[cell] = map[uint32]bool{}
				}
				in[cell][c.number[v]] = true
			}
		}
	}
	return in
}

func apart(one, other map[uint32]bool) (n int) {
	for record := range one {
		if !other[record] {
			n++
		}
	}
	for record := range other {
		if !one[record] {
			n++
		}
	}
	return n
}

// Whatever is skipped on the way back, each cell is printed by the set that is written down.
func TestGoingBackQuicklyFindsTheSetsThatAreWrittenDown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		w := newSkewed(r, rapid.IntRange(1, 600).Draw(t, "incidents"), rapid.IntRange(1, 12).Draw(t, "epochs"))
		at := pace{stretch: ordinal(rapid.IntRange(1, 200).Draw(t, "stretch")), few: rapid.IntRange(1, 64).Draw(t, "few")}
		q := w.question(r)
		w.check(t, q, at)
	})
}

func TestSoDoesEachCoreOfAnother(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	w := newSkewed(r, 30_000, 7) // several chunks for each core
	for range 6 {
		q := w.question(r)
		t.Run(q.String(), func(t *testing.T) { w.check(t, q, usualPace) })
	}
}

// skewed is a register in which a few answers are common and most are rare, as they are, and
// of which much is corrected soon and some late.
type skewed struct {
	engine *Engine
	epochs []eventlog.Position
}

func newSkewed(r *rand.Rand, incidents, epochs int) skewed {
	engine, err := New(time.LoadLocation)
	if err != nil {
		panic(err)
	}
	key, err := disclosure.NewKey([]byte("an invented key, of 32 bytes too"))
	if err != nil {
		panic(err)
	}
	engine.Protect(key, disclosure.Default())
	w, owner := skewed{engine: engine}, uuid.UUID{1}
	b := Batch{Employers: []facts.Version[facts.Employer]{{
		Head: projections.Head{Key: owner, Position: 1, Parent: owner, Employer: owner},
		Row:  facts.Employer{Code: "GEM-A", Name: "A", Kind: "EMP_GEM", Zone: "Europe/Amsterdam"},
	}}}
	versions := incidents * 3
	for i := range versions {
		n := i / 3
		if r.IntN(2) == 0 {
			n = int(float64(n+1) * (1 - r.Float64()*r.Float64()*r.Float64()))
		}
		v := facts.Version[facts.Incident]{Head: projections.Head{Key: uuid.UUID{2, byte(n >> 16), byte(n >> 8), byte(n)}, Position: eventlog.Position(i + 2), Employer: owner}}
		v.Parent, v.Row = v.Key, skewedIncident(r, float64(n)/float64(incidents))
		b.Incidents = append(b.Incidents, v)
	}
	b.Through = eventlog.Position(versions + 1)
	if err := engine.Apply(b); err != nil {
		panic(err)
	}
	for i := range epochs {
		w.epochs = append(w.epochs, 1+eventlog.Position(versions*(i+1)/epochs))
	}
	return w
}

func skewedIncident(r *rand.Rand, late float64) facts.Incident {
	at := time.Unix(1_700_000_000+int64(late*600*86_400), 0).UTC().AddDate(0, 0, -r.IntN(1+r.IntN(90)))
	return facts.Incident{
		OccurredAt: &at, Precision: moment.Minute, ReportedAt: at, Withdrawn: r.IntN(20) == 0,
		PlaceType: rare(r, codes.LocationType), Gemeente: codes.Code(fmt.Sprintf("GM%04d", r.IntN(1+r.IntN(300)))),
		Behaviours: rareOnes(r, codes.Behaviour), Professions: rareOnes(r, codes.Profession), Means: []codes.Code{facts.Pair(rare(r, codes.Means), rare(r, codes.MeansStatus))},
	}
}

// rare favours the first codes of a list strongly.
func rare(r *rand.Rand, list codes.List) codes.Code {
	return list.Codes[int(r.ExpFloat64()*1.5)%len(list.Codes)].Code
}

func rareOnes(r *rand.Rand, list codes.List) (all []codes.Code) {
	for range 1 + r.IntN(3) {
		if code := rare(r, list); !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}

func (w skewed) question(r *rand.Rand) Question {
	axes := []Dimension{All, Place, Behaviour, Profession, Month, Weekday, Hour, Gemeente, Means, MeansStatus}
	q := Question{Unit: CountIncidents, Filters: Filters{}, Rows: axes[r.IntN(len(axes))], Columns: axes[r.IntN(len(axes))]}
	if q.Rows == q.Columns {
		q.Columns = All
	}
	for d, values := range map[Dimension][]codes.Code{Place: {"ROAD", "HOME"}, Behaviour: {"HIT", "SPIT"}, Profession: {"POL"}} {
		if q.Rows != d && q.Columns != d && r.IntN(2) == 0 {
			q.Filters[d] = values[:1]
		}
	}
	if r.IntN(3) == 0 {
		q.Period = Period{From: time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC), Before: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)}
	}
	q.AsOf = w.epochs[r.IntN(len(w.epochs))]
	return q
}

type failing interface {
	Helper()
	Fatalf(string, ...any)
}

func (w skewed) check(t failing, q Question, at pace) {
	t.Helper()
	plan, err := newPlan(w.engine.latest.Load(), q, access.Scope{All: true, For: access.ForAnalysts})
	if err != nil {
		t.Fatalf("%v", err)
	}
	epochs := w.epochs[:1+slices.Index(w.epochs, q.AsOf)]
	got, want := plan.newCube(), plan.newCube()
	m, err := plan.newMarking(got)
	if err != nil {
		t.Fatalf("%v", err)
	}
	m.count()
	m.refresh(epochs, at)
	if err := plan.straight(want, epochs); err != nil {
		t.Fatalf("%v", err)
	}
	for cell, set := range want.sets {
		if got.sets[cell] != set {
			t.Fatalf("%s at %+v, cell %d: %+v, want %+v", q, at, cell, got.sets[cell], set)
		}
	}
}
