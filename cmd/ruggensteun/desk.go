package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// desk keeps the figures of a running server: columns in memory that follow the
// facts, and made anew when another revision of the facts comes into use or somebody
// is forgotten.
type desk struct {
	store  *store
	status *status[postgres.ProjectionStatus]
	engine atomic.Pointer[figures.Engine] // nil until the first load is done
	source *postgres.FactsSource          // of the engine; only load and follow use it
	newer  atomic.Pointer[error]          // why nothing is answered: a newer program made the facts
}

func newDesk(s *store) *desk {
	return &desk{store: s, status: &status[postgres.ProjectionStatus]{ask: s.runner.Status, now: time.Now}}
}

// load fills new columns with all there is up to the head of the log, and then
// puts them in place of the old.
func (d *desk) load(ctx context.Context) error {
	head, err := d.store.log.Head(ctx)
	if err != nil {
		return err
	}
	if err := d.store.runner.Projected(ctx, facts.Projection.Name, head); err != nil {
		return err
	}
	engine, source := d.store.newFigures(), postgres.OpenFacts(d.store.db)
	if err := engine.CatchUp(ctx, source); err != nil {
		return err
	}
	d.source = source
	d.engine.Store(engine)
	return nil
}

// follow takes in what is projected, until the context ends. It never gives up:
// while the database is away the figures stay as they were, with their position.
func (d *desk) follow(ctx context.Context) {
	for ctx.Err() == nil {
		err := d.step(ctx)
		if errors.Is(err, postgres.ErrSwitched) || errors.Is(err, postgres.ErrErased) {
			err = d.load(ctx)
		}
		if d.outdated(err) {
			wait(ctx, time.Second)
			continue
		}
		if err != nil && ctx.Err() == nil {
			d.store.logger.Warn("the figures wait for the read model", "error", err)
			wait(ctx, time.Second)
		}
	}
}

// outdated takes this program's figures out of use while a newer one has made the
// facts: they would get no news, or be counted by rules that hold no more.
func (d *desk) outdated(err error) bool {
	if err == nil {
		d.newer.Store(nil)
	}
	if !errors.Is(err, postgres.ErrNewer) {
		return false
	}
	if d.newer.Swap(&err) == nil {
		d.store.logger.Error("this program answers no more figures", "error", err)
	}
	return true
}

// step waits for the next batch and takes it in. Now and then it looks without
// having been told, so that a change of revision is seen without new events.
func (d *desk) step(ctx context.Context) error {
	engine := d.engine.Load()
	waiting, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err := d.store.runner.Projected(waiting, facts.Projection.Name, engine.Position()+1)
	if err != nil && waiting.Err() == nil {
		return err
	}
	return engine.CatchUp(ctx, d.source)
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// Ask implements api.Figures.
func (d *desk) Ask(q figures.Question, s access.Scope) (figures.Answer, error) {
	engine, err := d.loaded()
	if err != nil {
		return figures.Answer{}, err
	}
	return engine.Ask(q, s)
}

// Plain implements api.Figures.
func (d *desk) Plain(q figures.Question, s access.Scope) (figures.Answer, error) {
	engine, err := d.loaded()
	if err != nil {
		return figures.Answer{}, err
	}
	return engine.Plain(q, s)
}

// Deviation implements api.Figures. Who asks it was answered before, so that an engine is there.
func (d *desk) Deviation(s access.Scope) float64 {
	engine, err := d.loaded()
	if err != nil {
		return 0
	}
	return engine.Deviation(s)
}

// Funnel implements api.Figures.
func (d *desk) Funnel(q figures.Question, s access.Scope) (figures.Funnel, error) {
	engine, err := d.loaded()
	if err != nil {
		return figures.Funnel{}, err
	}
	return engine.Funnel(q, s)
}

// Change implements api.Figures.
func (d *desk) Change(q figures.Question, since figures.Moment, s access.Scope) (figures.Change, error) {
	engine, err := d.loaded()
	if err != nil {
		return figures.Change{}, err
	}
	return engine.Change(q, since, s)
}

// Await implements api.Figures.
func (d *desk) Await(ctx context.Context, at eventlog.Position) error {
	engine, err := d.loaded()
	if err != nil {
		return err
	}
	return engine.Await(ctx, at)
}

// Method implements api.Figures.
func (d *desk) Method() (figures.Method, error) {
	engine, err := d.loaded()
	if err != nil {
		return figures.Method{}, err
	}
	return engine.Method()
}

// Classifications implements api.Figures.
func (d *desk) Classifications(q figures.Question) ([]figures.Classification, error) {
	engine, err := d.loaded()
	if err != nil {
		return nil, err
	}
	return engine.Classifications(q)
}

func (d *desk) loaded() (*figures.Engine, error) {
	if why := d.newer.Load(); why != nil {
		return nil, *why
	}
	if engine := d.engine.Load(); engine != nil {
		return engine, nil
	}
	return nil, errLoading
}

var errLoading = fault.New(fault.Unavailable, "the figures are still being loaded: ask again in a moment; /v1/health/ready tells when")

// Ready implements api.Health: everything is loaded and visible, the database
// answers, and the read model has not stopped, nor is it a newer program's. Doubles are a help: without them
// everything else is answered.
func (d *desk) Ready(ctx context.Context) error {
	if _, err := d.loaded(); err != nil {
		return err
	}
	all, err := d.status.Status(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Active && one.Name == facts.Projection.Name && one.Status == projections.Stopped {
			return fmt.Errorf("%s stopped at event %d", one.Name, one.StoppedAt)
		}
	}
	return nil
}
