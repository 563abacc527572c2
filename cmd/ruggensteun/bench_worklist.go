package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/worklist"
)

// Goals of the work list: milliseconds of a page, and seconds until the clocks of a
// full table run.
const (
	pageGoal   = 50
	clocksGoal = 5
)

const (
	workClocks  = 6     // terms that stand open in each file
	workActors  = 200   // who follow them, and stand in for one another
	workUnits   = 10    // that the incidents are of
	workShapes  = 2_000 // different files; the others are like one of these
	workWriters = 8
	workRounds  = 60
	workCounted = 400 // real cases whose terms are counted anew
	// workWaiting of the files wait for the time when the clocks start.
	workWaiting = 0.01
)

var workPromises = []string{"in scope", "as known now", "one moment for all pages"}

// benchWork is the work list of one employer that has all the cases.
type benchWork struct {
	*bench
	list  *postgres.Worklist
	ask   *caller
	place agreement.Place
	now   time.Time
	today calendar.Day
	mine  uuid.UUID
}

// measureWorklist fills the list and asks it what a case worker asks, in the engine and
// by the interface.
func (b *bench) measureWorklist(ctx context.Context) error {
	zone, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		return err
	}
	now := time.Now().Truncate(time.Minute)
	w := &benchWork{
		bench: b, list: postgres.OpenWorklist(b.db), now: now, today: calendar.DayOf(now.In(zone)),
		place: agreement.Place{Calendar: calendar.New(calendar.Decrees(), nil), Zone: zone},
	}
	who, err := identity.AtTerminal(access.CaseWorker, benchEmployer.ID)
	if err != nil {
		return err
	}
	handler, err := api.Handler(b.needs(who, newFigures(), b.lookout(catchUpMoment), alwaysReady{}, newHTTPImports(b.store, ""), "bench"))
	if err != nil {
		return err
	}
	w.ask, w.mine = &caller{handler: handler, who: who}, who.Actor.ID
	for _, step := range []func(context.Context) error{w.fillWork, w.list.Settle, w.measurePages, w.measureDigest, w.measureStart, w.measureCounting} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// fillWork puts the files as whoever counts them does, one by one.
func (w *benchWork) fillWork(ctx context.Context) error {
	shapes := w.shapes()
	bar := w.progressBar("filling the work list")
	defer bar.done()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var at atomic.Int64
	var all sync.WaitGroup
	began := time.Now()
	for lane := range workWriters {
		r := rand.New(rand.NewPCG(3, uint64(lane)))
		all.Go(func() {
			for n := at.Add(1); n <= int64(w.size.cases) && ctx.Err() == nil; n = at.Add(1) {
				if _, err := w.list.Put(ctx, w.file(r, shapes[int(n)%len(shapes)], int(n))); err != nil {
					fail(err)
					return
				}
				bar.at(n, int64(w.size.cases))
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return fmt.Errorf("fill the work list: %w", err)
	}
	w.report.add(benchLine{
		Name: fmt.Sprintf("files put, %d writers", workWriters), Ours: ofRate(w.size.cases, time.Since(began)), Promises: []string{"durable", "whole", "what was counted further stays"},
		Note: fmt.Sprintf("%d files of one employer with %d open terms each", w.size.cases, workClocks),
	})
	return nil
}

// shapes are what files look like, with terms as the program counts them.
func (w *benchWork) shapes() [][]worklist.Clock {
	r := rand.New(rand.NewPCG(2, 0))
	facts := []codes.Code{"OCCURRED", "AANG", "ARRESTED", "SEPOT", "SB", "VERDICT", "INV_START", "VICT_INFO_REQ", "OUTCOME_KNOWN", "INV_STOP", "PV_OM", "ARREST_HOF"}
	state := prosecution.Decider.Evolve(prosecution.Decider.Initial, prosecution.Opened{Employer: benchEmployer.ID, Regime: "AVG"})
	shapes := make([][]worklist.Clock, min(workShapes, w.size.cases))
	for i := range shapes {
		for len(shapes[i]) < workClocks {
			var happened []agreement.Happened
			for range 4 {
				at := w.now.Add(-time.Duration(r.IntN(100*24*60)) * time.Minute)
				_, offset := at.In(w.place.Zone).Zone()
				m, err := moment.New(at, offset/60, moment.Minute, "")
				if err != nil {
					panic(err) // only a precision that is none is refused
				}
				happened = append(happened, agreement.Happened{Fact: facts[r.IntN(len(facts))], At: m})
			}
			ground := worklist.Ground{Set: agreement.Together(agreement.Shipped(), nil, nil), Place: w.place, Beside: happened, Now: w.now}
			for _, c := range worklist.Count(worklist.Source{Case: state, Ground: ground}).File.Clocks {
				if c.StandsOpen(w.now) && len(shapes[i]) < workClocks {
					shapes[i] = append(shapes[i], c)
				}
			}
		}
	}
	return shapes
}

func (w *benchWork) file(r *rand.Rand, clocks []worklist.Clock, n int) worklist.File {
	actor := w.actor(n)
	f := worklist.File{
		ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: benchEmployer.ID, Position: 1, Incident: uuid.Must(uuid.NewV7()),
		Responsible: actor, StandIn: w.actor(n + 1), Clocks: clocks, Units: []codes.Code{codes.Code(workUnit(r.IntN(workUnits)))},
	}
	f.Links = []uuid.UUID{f.Incident, uuid.Must(uuid.NewV7())}
	if other := codes.Code(workUnit(r.IntN(workUnits))); r.IntN(20) == 0 && other != f.Units[0] {
		f.Units = append(f.Units, other)
	}
	if r.IntN(5) == 0 {
		f.Kind = worklist.OfCare
	}
	if r.IntN(20) == 0 {
		f.SnoozedUntil = w.today + calendar.Day(1+r.IntN(60))
	}
	f.NextAt = w.now.Add(time.Hour + time.Duration(r.IntN(90*24*60))*time.Minute)
	if r.Float64() < workWaiting {
		f.NextAt = w.now.Add(-time.Duration(1+r.IntN(60)) * time.Minute)
	}
	return f
}

func (w *benchWork) actor(n int) uuid.UUID {
	if other := n % workActors; other > 0 {
		return uuid.NewSHA1(w.mine, []byte{byte(other)})
	}
	return w.mine
}

func workUnit(n int) string { return fmt.Sprintf("POST-%d", n) }

// workQuestions are what a page is asked by, as the interface has it and as the rule has it.
func (w *benchWork) workQuestions() []struct {
	name  string
	query url.Values
	set   func(*worklist.Query)
} {
	return []struct {
		name  string
		query url.Values
		set   func(*worklist.Query)
	}{
		{"work list, first page", url.Values{}, func(*worklist.Query) {}},
		{"work list, mine", url.Values{"mine": {"true"}}, func(q *worklist.Query) { q.Actor = w.mine }},
		{"work list, what was not received", url.Values{"state": {"NOT_RECEIVED"}}, func(q *worklist.Query) { q.States = []agreement.State{agreement.NotReceived} }},
		{"work list, one party", url.Values{"party": {"MANAGER"}}, func(q *worklist.Query) { q.Party = "MANAGER" }},
		{"work list, one agreement", url.Values{"agreement": {"BEKLAG-ART12"}}, func(q *worklist.Query) { q.Agreement = "BEKLAG-ART12" }},
		{"work list, one unit", url.Values{"unit": {workUnit(3)}}, func(q *worklist.Query) { q.Unit = codes.Code(workUnit(3)) }},
		{"work list, one unit, what has lapsed", url.Values{"unit": {workUnit(3)}, "state": {"LAPSED"}}, func(q *worklist.Query) {
			q.Unit, q.States = codes.Code(workUnit(3)), []agreement.State{agreement.Lapsed}
		}},
		{"work list, what has lapsed", url.Values{"state": {"LAPSED"}}, func(q *worklist.Query) { q.States = []agreement.State{agreement.Lapsed} }},
		{"work list, what runs", url.Values{"state": {"RUNNING"}}, func(q *worklist.Query) { q.States = []agreement.State{agreement.Running} }},
		{"work list, care of a stand-in", url.Values{"kind": {"CARE"}, "party": {"STAND_IN"}}, func(q *worklist.Query) { q.Kind, q.Party = worklist.OfCare, "STAND_IN" }},
	}
}

func (w *benchWork) query() worklist.Query {
	return worklist.Query{Now: w.now, Today: w.today, Employer: benchEmployer.ID, Limit: worklist.Usual}
}

func (w *benchWork) measurePages(ctx context.Context) error {
	scope := access.Scope{Employer: benchEmployer.ID}
	for _, one := range w.workQuestions() {
		q := w.query()
		one.set(&q)
		page, err := w.list.List(ctx, scope, q)
		if err != nil {
			return err
		}
		note := fmt.Sprintf("%d rows; of all %v", len(page.Rows), page.Counts)
		if err := w.pages(ctx, one.name, note, func(int) (worklist.Query, string) { return q, one.query.Encode() }); err != nil {
			return err
		}
	}
	return w.measureLaterPages(ctx, scope)
}

// measureLaterPages goes on behind terms all over the list: every 50th of 3,000 in each
// part of it.
func (w *benchWork) measureLaterPages(ctx context.Context, scope access.Scope) error {
	var cursors []worklist.Cursor
	for _, states := range [][]agreement.State{{agreement.Lapsed}, {agreement.DueSoon}, {agreement.NotReceived}, {agreement.Running}} {
		q := w.query()
		q.States, q.Limit = states, worklist.Most
		for range w.size.rounds / 4 {
			page, err := w.list.List(ctx, scope, q)
			if err != nil {
				return err
			}
			if page.Next.Begins() {
				break
			}
			cursors, q.After = append(cursors, page.Next), page.Next
		}
	}
	if len(cursors) == 0 {
		return nil // a list of one page
	}
	return w.pages(ctx, "work list, later pages", fmt.Sprintf("behind %d cursors", len(cursors)), func(round int) (worklist.Query, string) {
		q := w.query()
		q.After = cursors[round%len(cursors)]
		return q, url.Values{"after": {q.After.String()}}.Encode()
	})
}

// pages asks the same by turns in the engine and by the interface.
func (w *benchWork) pages(ctx context.Context, name, note string, of func(round int) (worklist.Query, string)) error {
	var engine, whole []time.Duration
	for round := range w.size.rounds {
		q, text := of(round)
		began := time.Now()
		if _, err := w.list.List(ctx, access.Scope{Employer: benchEmployer.ID}, q); err != nil {
			return err
		}
		engine = append(engine, time.Since(began))
		began = time.Now()
		if _, err := w.ask.call(ctx, http.MethodGet, "/v1/worklist?"+text, nil, nil, nil); err != nil {
			return err
		}
		whole = append(whole, time.Since(began))
	}
	w.report.add(benchLine{
		Name: name + ", p95", Ours: quantity{percentile(engine, 95), "ms"}, Goal: &goal{Of: "ours", Most: pageGoal}, Promises: workPromises,
		Note: fmt.Sprintf("median %.1f ms; %s", percentile(engine, 50), note),
	})
	w.report.add(benchLine{
		Name: name + ", by the interface, p95", Ours: quantity{percentile(whole, 95), "ms"}, Goal: &goal{Of: "ours", Most: pageGoal},
		Promises: append([]string{"reading recorded"}, workPromises...), Note: fmt.Sprintf("median %.1f ms", percentile(whole, 50)),
	})
	return nil
}

func (w *benchWork) measureDigest(ctx context.Context) error {
	var took []time.Duration
	groups := 0
	for range w.size.rounds / 6 {
		began := time.Now()
		digest, err := w.list.Digest(ctx, access.Scope{Employer: benchEmployer.ID}, w.query())
		if err != nil {
			return err
		}
		took, groups = append(took, time.Since(began)), len(digest.Groups)
	}
	w.report.add(benchLine{
		Name: "work list, digest of all alarms, p95", Ours: quantity{percentile(took, 95), "ms"}, Promises: workPromises,
		Note: fmt.Sprintf("median %.1f ms; %d groups", percentile(took, 50), groups),
	})
	return nil
}
