package figures_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/survival"
)

// trials are a register with what hangs on it, and cases that go their way: of each, what
// is heard of it step by step, as of the epochs.
type trials struct {
	*dossiers
	heard map[uuid.UUID][]hearing
}

type hearing struct {
	from    eventlog.Position
	step    codes.Code
	outcome codes.Code
	on      time.Time
}

var someCourses = [][]string{
	{"INV_START", "PV_OM", "SUMMONS", "VERDICT CONV", "FINAL"},
	{"INV_START", "SUSP_ID", "INV_STOP"},
	{"PV_OM", "SEPOT"},
	{"SUSP_ID", "ARRESTED", "PV_OM", "SB", "SB_VERZET", "VERDICT ACQ", "APPEAL", "ARREST_HOF"},
	{"VERDICT CONV", "PV_OM"},
	{},
}

func newTrials(t *rapid.T) *trials {
	r := newRegister(t, 1, 4, 9, 20, 60)
	d := newDossiers(r)
	d.beside.Steps = nil
	d.everyIncident()
	all := &trials{dossiers: d, heard: map[uuid.UUID][]hearing{}}
	seed := rapid.IntRange(0, 100).Draw(t, "courses")
	opened := map[uuid.UUID]bool{}
	for i := range d.beside.Cases {
		v := &d.beside.Cases[i]
		v.Row.Withdrawn, v.Row.Aangiften, v.Row.Workers = nil, nil, nil
		if n := int(v.Key[1])<<8 | int(v.Key[2]); !opened[v.Key] {
			opened[v.Key] = true
			all.goes(v, n/2, seed)
		}
	}
	slices.SortStableFunc(d.beside.Steps, func(a, b facts.Version[facts.Step]) int { return int(a.Position - b.Position) })
	return all
}

// everyIncident has a case, also the others.
func (d *dossiers) everyIncident() {
	seen, all := map[uuid.UUID]bool{}, []facts.Version[facts.Case](nil)
	for _, v := range d.beside.Cases {
		if !slices.Contains(v.Row.Withdrawn, uuid.UUID{15: 1}) { // it comes again to tell that
			all = append(all, v)
		}
	}
	for n, v := range d.versions {
		if odd := v.Key[2]%2 == 1; odd && !seen[v.Key] {
			of := uuid.UUID{0xC, v.Key[1], v.Key[2]}
			all = append(all, facts.Version[facts.Case]{
				Head: projections.Head{Key: of, Position: d.versions[n].Position, Parent: of, Employer: v.Employer}, Row: facts.Case{Suspect: uuid.UUID{0xF, v.Key[1], v.Key[2] >> 2}, Incidents: []uuid.UUID{v.Key}},
			})
		}
		seen[v.Key] = true
	}
	slices.SortStableFunc(all, func(a, b facts.Version[facts.Case]) int { return int(a.Position - b.Position) })
	d.beside.Cases = all
}

// goes tells of a case one step every few epochs, for groups of cases at once.
func (a *trials) goes(v *facts.Version[facts.Case], n, seed int) {
	course := someCourses[(n/(1+seed%7)+seed)%len(someCourses)]
	pace := (n/3 + seed) % 3
	first := slices.IndexFunc(a.epochs, func(e figures.Epoch) bool { return e.Position >= v.Position })
	for k, told := range course {
		epoch := first + k*pace
		if first < 0 || epoch >= len(a.epochs) {
			return
		}
		step, outcome, _ := strings.Cut(told, " ")
		h := hearing{max(v.Position, a.epochs[epoch].Position), codes.Code(step), codes.Code(outcome), day(2026, 1, 1).AddDate(0, 0, n%40+k*20)}
		a.heard[v.Key] = append(a.heard[v.Key], h)
		a.beside.Steps = append(a.beside.Steps, stepAt(h, v.Key, byte(k)))
	}
}

func stepAt(h hearing, of uuid.UUID, k byte) facts.Version[facts.Step] {
	notice := uuid.UUID{14: 1, 15: k}
	told := prosecution.Told{Step: h.step, Effect: moment.Moment{Instant: h.on, Precision: moment.Day, Finer: codes.Unknown}, Details: prosecution.Details{Outcome: h.outcome}}
	return facts.Version[facts.Step]{
		Head: projections.Head{Key: facts.StepKey(of, notice), Position: h.from, Parent: of, Employer: rotterdam},
		Row:  facts.Step{Case: of, Notice: notice, Told: facts.ToldText(told)},
	}
}

// far is how far cases came together that are all there is of one thing, as the exact funnel
// of an employer with nothing else has it, which its own tests hold to a table.
func (a *trials) far(unit figures.Unit, at eventlog.Position, aangifte bool, cases ...uuid.UUID) figures.FunnelGroup {
	key := fmt.Sprint(unit, aangifte)
	var known [][]hearing
	for _, id := range cases {
		h := slices.DeleteFunc(slices.Clone(a.heard[id]), func(h hearing) bool { return h.from > at })
		known = append(known, h)
		for i := range h {
			h[i].from = 10
		}
		key += fmt.Sprint(h)
	}
	oneThing.Lock()
	defer oneThing.Unlock()
	if g, there := oneThing.all[key]; there {
		return g
	}
	g := alone(unit, aangifte, known)
	oneThing.all[key] = g
	return g
}

var oneThing = struct {
	sync.Mutex
	all map[string]figures.FunnelGroup
}{all: map[string]figures.FunnelGroup{}}

func alone(unit figures.Unit, aangifte bool, known [][]hearing) figures.FunnelGroup {
	i := incidentAt(2, 0, rotterdam)
	i.Row.RecordedAt = day(2040, 1, 1) // until then everything was seen
	b := figures.Batch{Through: 20, Incidents: []facts.Version[facts.Incident]{i}, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")}}
	for n, heard := range known {
		of := uuid.UUID{0xC, byte(n)}
		b.Cases = append(b.Cases, facts.Version[facts.Case]{
			Head: projections.Head{Key: of, Position: 5, Parent: of, Employer: rotterdam}, Row: facts.Case{Suspect: uuid.UUID{0xF}, Incidents: []uuid.UUID{i.Key}},
		})
		for k, h := range heard {
			b.Steps = append(b.Steps, stepAt(h, of, byte(k)))
		}
	}
	if aangifte {
		of := uuid.UUID{0xA}
		b.Aangiften = append(b.Aangiften, facts.Version[facts.Aangifte]{Head: projections.Head{Key: of, Position: 5, Parent: of, Employer: rotterdam}, Row: facts.Aangifte{Incidents: []uuid.UUID{i.Key}}})
	}
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		panic(err)
	}
	if err := engine.Apply(b); err != nil {
		panic(err)
	}
	f, err := engine.Funnel(figures.Question{Unit: unit}, everybody)
	if err != nil || f.Groups[0].N != 1 {
		panic(fmt.Sprint(unit, known, f.Groups, err))
	}
	return f.Groups[0]
}

// courseOf is how far something of the unit came, by the cases that are of it.
func (a *trials) courseOf(unit figures.Unit, id string, at eventlog.Position) figures.FunnelGroup {
	of := func(holds func(uuid.UUID, facts.Case) bool) (all []uuid.UUID) {
		rows := map[uuid.UUID]facts.Case{}
		for _, v := range a.beside.Cases {
			if v.Position <= at {
				rows[v.Key] = v.Row
			}
		}
		for _, key := range slices.SortedFunc(maps.Keys(rows), func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) }) {
			if holds(key, rows[key]) {
				all = append(all, key)
			}
		}
		return all
	}
	id, _, _ = strings.Cut(id, "#")
	me := uuid.MustParse(id)
	switch unit {
	case figures.CountCases:
		return a.far(unit, at, false, me)
	case figures.CountSuspects:
		return a.far(unit, at, false, of(func(_ uuid.UUID, c facts.Case) bool { return c.Suspect == me })...)
	case figures.CountWorkers: // no case names one as its victim, no aangifte is for one
		return a.far(figures.CountIncidents, at, false)
	}
	stated := slices.ContainsFunc(a.beside.Aangiften, func(v facts.Version[facts.Aangifte]) bool {
		return v.Position <= at && !v.Row.Retracted && slices.Contains(v.Row.Incidents, me)
	})
	return a.far(unit, at, stated, of(func(_ uuid.UUID, c facts.Case) bool { return slices.Contains(c.Incidents, me) })...)
}

// saidOf are the numbers of a stage that somebody who is not the owner is told of.
func saidOf(s figures.FunnelStage) map[codes.Code]figures.Count {
	return map[codes.Code]figures.Count{"REACHED": s.Reached, "NOT_RECEIVED": s.NotReceived, "OPEN": s.Open}
}

// standing are the members of a question's cells, with those of every stage.
func (a *trials) standing(p *pencil, q figures.Question, filters figures.Filters, at eventlog.Position) members {
	in := members{}
	q.Columns = figures.All
	for cell, all := range a.members(p, q, filters, at) {
		if cell[1] != "" {
			continue
		}
		for short := range all {
			id := p.names[short]
			p.note(in, id, cell)
			for _, s := range a.courseOf(q.Unit, id, at).Stages {
				for reach, n := range saidOf(s) {
					if n == 1 {
						p.note(in, id, [2]codes.Code{cell[0], s.Stage + " " + reach})
					}
				}
			}
		}
	}
	return in
}

// members are those of dossiers, and incidents by themselves.
func (a *trials) members(p *pencil, q figures.Question, filters figures.Filters, at eventlog.Position) members {
	if q.Unit != figures.CountIncidents {
		return a.dossiers.members(p, q, filters, at)
	}
	in := members{}
	for cell, all := range a.register.members(q, filters, at) {
		for id := range all {
			p.note(in, id.String(), cell)
		}
	}
	return in
}

func funnelNames() map[figures.Unit]disclosure.Unit {
	names := maps.Clone(unitNames)
	names[figures.CountIncidents] = "incident"
	return names
}

func (a *trials) question(t *rapid.T) figures.Question {
	q := a.register.question(t)
	q.Columns = figures.All
	for len(q.Filters) > 1 && q.Rows != figures.All && q.Rows != figures.Month || len(q.Filters) > 2 { // a stage is one of three
		delete(q.Filters, slices.Sorted(maps.Keys(q.Filters))[0])
	}
	q.Unit = rapid.SampledFrom(figures.FunnelUnits).Draw(t, "unit")
	return q
}

// A register in which groups of cases go their way, epoch by epoch: every number is that of
// a clerk who puts everything on the table for each.
func TestAProtectedFunnelIsWhatSomebodyFindsWithAPencil(t *testing.T) {
	t.Parallel()
	shown := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		a := newTrials(t)
		engine := a.engineWith(t, a.beside)
		q := a.question(t)
		f, err := engine.Funnel(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		last := slices.IndexFunc(q.Epochs, func(e figures.Epoch) bool { return e.Position == f.Position })
		p := &pencil{keys: cellKey.Records(funnelNames()[q.Unit]), names: map[uuid.UUID]string{}}
		asked := q
		asked.Columns = "stage"
		want := printedByHand(asked, func(filters figures.Filters, epoch int) members {
			return a.standing(p, q, filters, q.Epochs[epoch].Position)
		}, last+1, p.keyOf)
		if diff := cmp.Diff(shownIn(want, f), printedIn(f)); diff != "" {
			t.Fatalf("question %+v (-want +got):\n%s", q, diff)
		}
		a.holdTimes(t, p, q, f, last, shown)
	})
	if shown["days"] == 0 || shown["none"] == 0 {
		t.Errorf("of times nothing was tested: %v", shown)
	}
}

// printedIn are the numbers of a funnel that say more than "0–4".
func printedIn(f figures.Funnel) map[[2]codes.Code]string {
	got := map[[2]codes.Code]string{}
	for _, g := range f.Groups {
		row := g.Value
		if row == figures.Everything {
			row = ""
		}
		put := func(column codes.Code, n figures.Count) {
			if n == figures.KeptBack {
				got[[2]codes.Code{row, column}] = disclosure.NotBrokenDownEN
			} else if n > 0 {
				got[[2]codes.Code{row, column}] = fmt.Sprint(n)
			}
		}
		put("", g.N)
		for _, s := range g.Stages {
			for reach, n := range saidOf(s) {
				put(s.Stage+" "+reach, n)
			}
		}
	}
	return got
}

// shownIn leaves out of what is wanted the rows that say nothing, and adds what nobody was
// ever in and that is not broken down either.
func shownIn(want map[[2]codes.Code]string, f figures.Funnel) map[[2]codes.Code]string {
	rows := []codes.Code{""}
	for _, g := range f.Groups[1:] {
		rows = append(rows, g.Value)
	}
	kept := map[[2]codes.Code]string{}
	for c, text := range want {
		if n, small := want[[2]codes.Code{c[0], ""}]; !slices.Contains(rows, c[0]) && (!small || n == disclosure.NotBrokenDownEN) {
			continue
		}
		if c[0] == figures.Everything { // one line of everything
			continue
		}
		kept[c] = text
	}
	for c, text := range printedIn(f) {
		if _, known := want[c]; !known && text == disclosure.NotBrokenDownEN {
			kept[c] = text
		}
	}
	return kept
}

// holdTimes looks at the days from PV_OM to what follows it, which the courses tell of.
func (a *trials) holdTimes(t *rapid.T, p *pencil, q figures.Question, f figures.Funnel, last int, shown map[string]int) {
	type stay struct {
		from, to time.Time
		over     bool
	}
	stays := func(row codes.Code, epoch int) map[uuid.UUID]stay {
		at, all := q.Epochs[epoch].Position, map[uuid.UUID]stay{}
		for short := range a.standing(p, q, q.Filters, at)[[2]codes.Code{row, ""}] {
			one := a.courseOf(q.Unit, p.names[short], at)
			time := stageIn(one, "AT_OM").Time
			if time == nil || time.N != 1 {
				continue
			}
			s := stay{over: time.Left == 1}
			for _, h := range a.heard[uuid.MustParse(p.names[short])] {
				if h.step == "PV_OM" && h.from <= at {
					s.from = h.on
				}
			}
			if s.over {
				s.to = s.from.AddDate(0, 0, *time.Median.Days)
			}
			all[short] = s
		}
		return all
	}
	if q.Unit != figures.CountCases { // of what has several cases the first day counts
		return
	}
	for _, g := range f.Groups {
		row := g.Value
		if row == figures.Everything {
			row = ""
		}
		var printed map[uuid.UUID]stay
		looked := 0
		for epoch := range last + 1 {
			now, moved := stays(row, epoch), 0
			for id, s := range now {
				if was, there := printed[id]; !there || was != s {
					moved++
				}
			}
			for id := range printed {
				if _, there := now[id]; !there {
					moved++
				}
			}
			if epoch == 0 || moved >= 5 {
				printed, looked = now, epoch
			}
		}
		var set disclosure.Set
		var times survival.Times
		until := q.Epochs[looked].End.Truncate(24 * time.Hour)
		for id, s := range printed {
			switch {
			case s.from.After(until):
				continue
			case s.over && !s.to.After(until):
				times.End(int(s.to.Sub(s.from).Hours() / 24))
			default:
				times.Censor(int(until.Sub(s.from).Hours() / 24))
			}
			set.Add(p.keyOf(id))
		}
		s := stageIn(g, "AT_OM")
		enough := disclosure.EnoughForDays(disclosure.Method{Table: disclosure.Default()}.Print(disclosure.Analyst, set))
		if enough && s.Reached >= 15 {
			shown["days"]++
		} else {
			shown["none"]++
		}
		if !enough || s.Reached < 15 {
			if s.Time != nil {
				t.Fatalf("%s tells days of too few: %+v", row, s.Time)
			}
			continue
		}
		if s.Time == nil {
			t.Fatalf("%s tells no days of %+v", row, set)
		}
		curve := survival.Estimate(times)
		for share, got := range map[float64]figures.Lasted{0.25: s.Time.Lower, 0.5: s.Time.Median, 0.75: s.Time.Upper} {
			want := curve.Quantile(share)
			if (got.Days != nil) != want.Reached || want.Reached && *got.Days != want.Day || got.From != nil || got.To != nil {
				t.Fatalf("%v of %s: %+v, want %+v of %+v", share, row, got, want, times)
			}
		}
		if s.Time.N != figures.KeptBack || s.Time.Left != figures.KeptBack || s.Time.Open != figures.KeptBack || s.Time.Undated != figures.KeptBack || len(s.Time.AtRisk) != 0 {
			t.Fatalf("how many a time is of is told: %+v", s.Time)
		}
	}
}

// TestAProtectedFunnelAndATableSayTheSame: the same set by another route, at the same
// epoch, prints the same number.
func TestAProtectedFunnelAndATableSayTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := newTrials(t)
		engine := a.engineWith(t, a.beside)
		q := a.question(t)
		viewer := analyst
		if rapid.Bool().Draw(t, "the public") {
			viewer.For = "public"
		}
		f, err := engine.Funnel(q, viewer)
		if err != nil {
			t.Fatal(err)
		}
		table, err := engine.Ask(q, viewer)
		if err != nil {
			t.Fatal(err)
		}
		want := map[codes.Code]figures.Count{figures.Everything: countIn(table.Total)}
		for i, row := range table.Rows {
			if n := countIn(table.RowTotals[i]); q.Rows != figures.All && n > 0 {
				want[row] = n
			}
		}
		got := map[codes.Code]figures.Count{}
		for _, g := range f.Groups {
			got[g.Value] = g.N
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("question %+v (-table +funnel):\n%s", q, diff)
		}
		if f.Protection == nil || *f.Protection != *table.Protection || f.Position != table.Position || f.Invented != table.Invented {
			t.Fatalf("%+v stands beside a funnel, and %+v beside a table", f.Protection, table.Protection)
		}
		if diff := cmp.Diff(table.Completeness, f.Completeness); diff != "" && q.Rows != figures.Employer {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(table.Coverage, f.Coverage); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestAProtectedFunnelFollowsFromTheEvents: whatever happened, merged, withdrawn and
// forgotten, its base is what a table of the unit prints, and no stage reads more than a
// funnel without anybody's change could have: what nothing was ever in says nothing.
func TestAProtectedFunnelFollowsFromTheEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := history(t)
		engine := follow(t, events)
		var epochs []figures.Epoch
		for at := eventlog.Position(0); at < engine.Position() && len(epochs) < 4; {
			at = eventlog.Position(rapid.IntRange(int(at)+1, int(engine.Position())).Draw(t, "epoch"))
			epochs = append(epochs, figures.Epoch{End: noon, Position: at})
		}
		if len(epochs) == 0 {
			return
		}
		q := figures.Question{Unit: rapid.SampledFrom(figures.FunnelUnits).Draw(t, "unit"), Epochs: epochs}
		q.Rows = rapid.SampledFrom([]figures.Dimension{figures.All, figures.Profession, figures.BehaviourGroup, figures.Month, figures.Employer}).Draw(t, "rows")
		f, err := engine.Funnel(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		table, err := engine.Ask(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := f.Groups[0].N, countIn(table.Total); got != want {
			t.Fatalf("%+v: a funnel of %d, and a table of %d", q, got, want)
		}
		for _, s := range f.Groups[0].Stages {
			ever := false
			for _, e := range epochs {
				exact, err := engine.Funnel(figures.Question{Unit: q.Unit, AsOf: e.Position}, everybody)
				if err != nil {
					t.Fatal(err)
				}
				ever = ever || stageIn(exact.Groups[0], s.Stage).Reached > 0
			}
			if !ever && s.Reached > 0 {
				t.Fatalf("%s reads %d, and nothing ever reached it", s.Stage, s.Reached)
			}
		}
	})
}

func countIn(c figures.Cell) figures.Count {
	if c.NotBrokenDown {
		return figures.KeptBack
	}
	return figures.Count(c.N)
}
