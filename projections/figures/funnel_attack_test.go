package figures_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/disclosure/attacktest"
	"ruggensteun/projections/disclosure/attacktest/glpk"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// TestNobodyIsGivenAwayByAFunnel attacks the engine where a stage is one of the dimensions:
// what can be asked of several stages together is nothing, and what is left of each is
// never told.
func TestNobodyIsGivenAwayByAFunnel(t *testing.T) {
	t.Parallel()
	court := newCourt(t, 11)
	for viewer, scope := range map[disclosure.Viewer]access.Scope{disclosure.Analyst: analyst, disclosure.Public: {All: true, For: access.ForPublic}} {
		t.Run(string(scope.For), func(t *testing.T) {
			t.Parallel()
			dimensions := court.world.Dimensions // profession, place, and three stages
			attacktest.Run(t, attacktest.Target{
				Oracle: &funnelOracle{court: court, scope: scope, answers: map[string]any{}}, World: court.world, Viewer: viewer, Table: disclosure.Default(),
				Dimensions: dimensions, Joint: []attacktest.Dimension{dimensions[0], dimensions[2], dimensions[3]}, Periods: []disclosure.Period{{}}, Parts: []disclosure.Period{{}},
				Slices: court.slices(), Epoch: court.world.Epochs - 1, Solve: glpk.Solver(t),
			})
		})
	}
}

// untold is what is left of a stage: nobody is told how many that are.
const untold = "UNTOLD"

var attackedStages = []codes.Code{"AT_OM", "JUDGED", "FINAL"}

// court are cases that were reported and went their way, as the engine has them and as
// records to be judged by.
type court struct {
	engine *figures.Engine
	epochs []figures.Epoch
	world  *attacktest.World
	all    *trials
}

// newCourt has 240 cases at first; then one is reported alone, with all that is heard of
// it, or a group of seven goes on by a step, in turn.
func newCourt(t *testing.T, epochs int) *court {
	r := rand.New(rand.NewPCG(5, 7))
	c := &court{world: &attacktest.World{Epochs: epochs}, all: &trials{heard: map[uuid.UUID][]hearing{}}}
	b := figures.Batch{Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")}}
	at := eventlog.Position(1)
	report := func(epoch, heard int) {
		at++
		n := len(c.world.Records)
		i := incidentAt(at, 0, rotterdam)
		i.Key = uuid.UUID{0x2, byte(n >> 8), byte(n)}
		i.Parent = i.Key
		place := someCode(r, "ROAD", "ROAD", "ROAD", "HOME", "HOME", "HOSPITAL")
		i.Row.PlaceType, i.Row.Professions = place, []codes.Code{someCode(r, "POL", "POL", "POL", "AMB", "AMB", "BRW")}
		b.Incidents = append(b.Incidents, i)
		of := uuid.UUID{0xC, byte(n >> 8), byte(n)}
		b.Cases = append(b.Cases, facts.Version[facts.Case]{Head: projections.Head{Key: of, Position: at, Parent: of, Employer: rotterdam}, Row: facts.Case{Incidents: []uuid.UUID{i.Key}}})
		c.world.Records = append(c.world.Records, attacktest.Record{ID: of, Versions: []attacktest.Version{{
			From: epoch, Values: map[string][]string{"place": {string(place)}, "profession": {string(i.Row.Professions[0])}},
		}}})
		for range heard {
			c.hear(&b, r, n, at)
		}
	}
	for epoch := range epochs {
		switch {
		case epoch == 0:
			for range 240 {
				report(epoch, r.IntN(4))
			}
		case epoch%2 == 1:
			report(epoch, r.IntN(4))
		default:
			at++
			for _, n := range r.Perm(240)[:7] {
				c.hear(&b, r, n, at)
			}
		}
		c.epochs = append(c.epochs, figures.Epoch{End: noon.AddDate(0, epoch+1, 0), Position: at})
		c.note(epoch, at)
	}
	b.Through = at
	c.begin(t, b)
	return c
}

func someCode(r *rand.Rand, list ...codes.Code) codes.Code { return list[r.IntN(len(list))] }

// hear tells the next step of a case.
func (c *court) hear(b *figures.Batch, r *rand.Rand, n int, at eventlog.Position) {
	of := c.world.Records[n].ID
	course := someCourses[n%3]
	known := len(c.all.heard[of])
	if n%3 == 0 {
		course = []string{"PV_OM", "SUMMONS", "VERDICT", "FINAL"}
	}
	if known >= len(course) {
		return
	}
	h := hearing{from: at, step: codes.Code(course[known]), on: day(2026, 1, 1+r.IntN(30)).AddDate(0, known, 0)}
	c.all.heard[of] = append(c.all.heard[of], h)
	b.Steps = append(b.Steps, stepAt(h, of, byte(known)))
}

// note adds what is known of every case at an epoch to its record, where that is something else.
func (c *court) note(epoch int, at eventlog.Position) {
	for i := range c.world.Records {
		of := &c.world.Records[i]
		last := of.Versions[len(of.Versions)-1]
		now := attacktest.Version{From: epoch, Values: map[string][]string{"place": last.Values["place"], "profession": last.Values["profession"]}}
		same := true
		for _, s := range c.all.courseOf(figures.CountCases, of.ID.String(), at).Stages {
			if !slices.Contains(attackedStages, s.Stage) {
				continue
			}
			value := untold
			for reach, n := range saidOf(s) {
				if n == 1 {
					value = string(reach)
				}
			}
			now.Values[string(s.Stage)] = []string{value}
			same = same && slices.Equal(last.Values[string(s.Stage)], now.Values[string(s.Stage)])
		}
		switch {
		case last.From == epoch:
			of.Versions[len(of.Versions)-1] = now
		case !same:
			of.Versions = append(of.Versions, now)
		}
	}
}

func (c *court) begin(t *testing.T, b figures.Batch) {
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	if err := engine.Apply(b); err != nil {
		t.Fatal(err)
	}
	c.engine = engine
	c.world.Dimensions = []attacktest.Dimension{{Name: "profession", Values: []string{"POL", "AMB", "BRW"}}, {Name: "place", Values: []string{"ROAD", "HOME", "HOSPITAL"}}}
	for _, s := range attackedStages {
		c.world.Dimensions = append(c.world.Dimensions, attacktest.Dimension{Name: string(s), Values: []string{"REACHED", "NOT_RECEIVED", "OPEN", untold}})
	}
}

func (c *court) slices() (cells []attacktest.Cell) {
	for _, d := range c.world.Dimensions[:2] {
		for _, value := range d.Values {
			cells = append(cells, attacktest.Cell{}.And(d.Name, value))
		}
	}
	return cells
}

// funnelOracle asks a funnel where a stage is named, and a table else. The first other
// constraint is what it is laid out by, the second a filter: the order is the route.
type funnelOracle struct {
	*court
	scope   access.Scope
	answers map[string]any
}

func (o *funnelOracle) Ask(cell attacktest.Cell, epoch int) attacktest.Seen {
	var stage, reach, row codes.Code
	q := figures.Question{Unit: figures.CountCases, Filters: figures.Filters{}, Epochs: o.epochs, AsOf: o.epochs[epoch].Position}
	var others []attacktest.Constraint
	for _, w := range cell.Where {
		switch is := slices.Contains(attackedStages, codes.Code(w.Dimension)); {
		case is && (stage != "" || w.Value == untold):
			return attacktest.Seen{} // there is no such question
		case is:
			stage, reach = codes.Code(w.Dimension), codes.Code(w.Value)
		default:
			others = append(others, w)
		}
	}
	for i, w := range others {
		if i == 0 && (stage == "" || cell.Where[0] == w) {
			q.Rows, row = figures.Dimension(w.Dimension), codes.Code(w.Value)
			continue
		}
		q.Filters[figures.Dimension(w.Dimension)] = []codes.Code{codes.Code(w.Value)}
	}
	if stage == "" {
		return o.table(q, row)
	}
	g, there := o.group(q, row)
	if !there { // it prints nothing or is not broken down: filters tell which
		q.Filters[q.Rows], q.Rows = []codes.Code{row}, figures.All
		g, _ = o.group(q, "")
	}
	n := saidOf(stageIn(g, stage))[reach]
	return attacktest.Seen{N: max(0, int(n)), OK: n != figures.KeptBack}
}

func (o *funnelOracle) group(q figures.Question, row codes.Code) (figures.FunnelGroup, bool) {
	f := kept(o, "funnel", q, func() (figures.Funnel, error) { return o.engine.Funnel(q, o.scope) })
	if row == "" {
		return f.Groups[0], true
	}
	i := slices.IndexFunc(f.Groups, func(g figures.FunnelGroup) bool { return g.Value == row })
	if i < 0 {
		return figures.FunnelGroup{}, false
	}
	return f.Groups[i], true
}

func (o *funnelOracle) table(q figures.Question, row codes.Code) attacktest.Seen {
	a := kept(o, "table", q, func() (figures.Answer, error) { return o.engine.Ask(q, o.scope) })
	c := a.Total
	if row != "" {
		c = a.RowTotals[slices.Index(a.Rows, row)]
	}
	return attacktest.Seen{N: c.N, OK: !c.NotBrokenDown}
}

func kept[T any](o *funnelOracle, of string, q figures.Question, ask func() (T, error)) T {
	key := of + " " + q.String()
	if a, known := o.answers[key]; known {
		return a.(T)
	}
	a, err := ask()
	if err != nil {
		panic(fmt.Sprint(key, ": ", err))
	}
	o.answers[key] = a
	return a
}

// TestWhatIsLeftOfAStageMayNotBeTold measures what telling it would cost: the parts of
// each of twenty stages would add up to the same number, and their mean would be it more
// often than not.
func TestWhatIsLeftOfAStageMayNotBeTold(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(8, 9))
	table := disclosure.Default()
	right, alone := 0, 0
	const groups, stages, parts = 400, 20, 3
	for range groups {
		n := 60 + r.IntN(200)
		keys := make([]uint64, n)
		var whole disclosure.Set
		for i := range keys {
			keys[i] = r.Uint64()
			whole.Add(keys[i])
		}
		sum, weight := float64(table.Print(whole))/3, 1.0/3
		if table.Print(whole) == n {
			alone++
		}
		for range stages {
			var sets [parts]disclosure.Set
			for _, key := range keys {
				sets[r.IntN(parts)].Add(key)
			}
			printed := 0
			for _, s := range sets {
				printed += table.Print(s)
			}
			sum, weight = sum+float64(printed)/(3*parts), weight+1.0/(3*parts)
		}
		if int(sum/weight+0.5) == n {
			right++
		}
	}
	t.Logf("%d of %d counts are found by adding up all parts of twenty stages, %d by the number itself", right, groups, alone)
	if 2*right <= groups || 2*alone > groups {
		t.Error("then what is left of a stage could as well be told, or not even the number itself: say so in DECISIONS.md")
	}
}
