package figures_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

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
