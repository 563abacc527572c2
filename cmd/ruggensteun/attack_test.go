package main

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/disclosure/attacktest"
	"ruggensteun/projections/disclosure/attacktest/figurestest"
	"ruggensteun/projections/disclosure/attacktest/glpk"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// TestNobodyIsGivenAwayOverHTTP attacks what an analyst and the public are answered over HTTP, on the
// world that the demonstration shows, as it became known month by month.
func TestNobodyIsGivenAwayOverHTTP(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.demonstrated(t)
	c.toldMonthByMonth(t)
	c.cellKey()
	a := c.afterwards()
	t.Cleanup(a.store.Close)
	analyst, err := a.store.caller(t.Context(), where{as: "analyst"}, a.loaded())
	if err != nil {
		t.Fatal(err)
	}
	d := &asker{t: t, caller: analyst}
	d.epochs = d.monthEnds(time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC))
	world := figurestest.Records(a.incidentsEver(), d.epochs, amsterdam(t))
	years := []disclosure.Period{attacktest.Periods(2025)[1], attacktest.Periods(2026)[1]}
	for name, viewer := range map[access.Audience]disclosure.Viewer{access.ForAnalysts: disclosure.Analyst, access.ForPublic: disclosure.Public} {
		if name == access.ForPublic {
			d.publishEverything()
		}
		t.Run(string(name), func(t *testing.T) {
			attacktest.Run(t, attacktest.Target{
				Oracle: &figurestest.Oracle{Epochs: d.epochs, Answer: d.as(name)}, World: world, Viewer: viewer, Table: disclosure.Default(),
				Dimensions: world.Dimensions[1:], Joint: world.Dimensions[:2], Periods: []disclosure.Period{{}}, Parts: []disclosure.Period{{}},
				Partitions: [][]disclosure.Period{years}, Slices: largeSlices(), Epoch: world.Epochs - 1, Solve: glpk.Solver(t),
			})
		})
	}
	d.anOwnerWouldBeFound(world, c)
}

// toldMonthByMonth makes the log say that it was told evenly from June 2025 to October 2026.
func (c *terminal) toldMonthByMonth(t *testing.T) {
	t.Helper()
	c.db.Exec(t, `SET session_replication_role = replica; UPDATE events SET recorded_at = timestamptz '2025-06-01 12:00Z'
		+ (timestamptz '2026-10-30 12:00Z' - timestamptz '2025-06-01 12:00Z') * (position::float8 / (SELECT max(position) FROM events))`)
}

// largeSlices are quarters of one profession: large enough to be printed.
func largeSlices() (cells []attacktest.Cell) {
	for _, profession := range []string{"POL", "BOA1", "AMB"} {
		cells = append(cells, attacktest.Cell{}.And(string(figures.Profession), profession).Over(attacktest.Periods(2026)[1:6])...)
	}
	return cells
}

// loaded are figures of all that was recorded, protected.
func (a *afterwards) loaded() *figures.Engine {
	a.t.Helper()
	engine := newFigures()
	engine.Protect(a.store.cells, disclosure.Default())
	if _, err := a.store.catchUp(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
	if err := engine.CatchUp(a.t.Context(), postgres.OpenFacts(a.store.db)); err != nil {
		a.t.Fatal(err)
	}
	return engine
}

// incidentsEver are all versions of all incidents.
func (a *afterwards) incidentsEver() (all []facts.Version[facts.Incident]) {
	a.t.Helper()
	source := postgres.OpenFacts(a.store.db)
	head, err := source.Head(a.t.Context())
	if err != nil {
		a.t.Fatal(err)
	}
	if err := source.Incidents(a.t.Context(), 0, head, func(some []facts.Version[facts.Incident]) error {
		all = append(all, some...)
		return nil
	}); err != nil {
		a.t.Fatal(err)
	}
	return all
}

// asker is where questions are asked, and answers come out as JSON.
type asker struct {
	t      *testing.T
	caller *caller
	epochs []figures.Epoch
}

func (d *asker) get(query url.Values) (a figures.Answer) {
	d.t.Helper()
	if _, err := d.caller.call(d.t.Context(), http.MethodGet, "/v1/figures?"+query.Encode(), nil, nil, &a); err != nil {
		d.t.Fatalf("%s: %v", query.Encode(), err)
	}
	return a
}

// monthEnds are those that an analyst can ask as of, with the positions that the answers name.
func (d *asker) monthEnds(first time.Time) (epochs []figures.Epoch) {
	d.t.Helper()
	for _, end := range disclosure.MonthEnds(first, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), amsterdam(d.t)) {
		at := d.get(url.Values{"asOf": {end.Format(time.RFC3339)}}).Position
		epochs = append(epochs, figures.Epoch{End: end, Position: at})
	}
	return epochs
}

// publishEverything opens all month ends for the public.
func (d *asker) publishEverything() {
	d.t.Helper()
	for _, e := range d.epochs {
		var made struct{ ID string }
		body := fmt.Sprintf(`{"title":{"nl":"Stand","en":"Standing"},"viewer":"public","as_of":%q,"questions":["incident"]}`, e.Position)
		d.post("/v1/releases", body, &made)
		d.post("/v1/releases/"+made.ID+"/publication", `{}`, nil)
	}
}

func (d *asker) post(path, body string, out any) {
	d.t.Helper()
	if _, err := d.caller.call(d.t.Context(), http.MethodPost, path, nil, []byte(body), out); err != nil {
		d.t.Fatalf("POST %s: %v", path, err)
	}
}

// as asks as whom a number is for.
func (d *asker) as(viewer access.Audience) func(figures.Question) figures.Answer {
	return func(q figures.Question) figures.Answer {
		query := url.Values{"asOf": {q.AsOf.String()}}
		for name, value := range map[string]string{"rows": string(q.Rows), "columns": string(q.Columns), "period": q.Period.String(), "viewer": string(viewer)} {
			if value != "" {
				query.Set(name, value)
			}
		}
		for dimension, values := range q.Filters {
			for _, value := range values {
				query.Add(string(dimension), string(value))
			}
		}
		return d.get(query)
	}
}

// anOwnerWouldBeFound asks for exact answers over all employers, which no road gives: the attacks that
// find nothing of an analyst's answers must find what is in those.
func (d *asker) anOwnerWouldBeFound(world *attacktest.World, c *terminal) {
	d.t.Helper()
	a := c.afterwards()
	defer a.store.Close()
	engine := a.loaded()
	exact := &figurestest.Oracle{Epochs: d.epochs, Answer: func(q figures.Question) figures.Answer {
		answer, err := engine.Ask(q, access.Scope{All: true})
		if err != nil {
			d.t.Fatal(err)
		}
		return answer
	}}
	found, cells, last := 0, 0, world.Epochs-1
	for _, cell := range attacktest.Cells(world.Dimensions[:1], []disclosure.Period{{}}) {
		e := attacktest.Average(exact, cell, last, world.Dimensions[:2], nil)
		if cells++; e.OK && e.N == world.True(cell, last) {
			found++
		}
	}
	if cells < 3 || found < cells {
		d.t.Errorf("of exact answers averaging finds %d of %d counts: then it proves nothing of others", found, cells)
	}
}
