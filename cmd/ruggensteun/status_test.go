package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"ruggensteun/adapters/postgres"
	"ruggensteun/projections"
)

// asked is a status at a clock that stands still, and how often it was asked.
type asked struct {
	*status[postgres.ProjectionStatus]
	clock  time.Time
	times  atomic.Int64
	answer []postgres.ProjectionStatus
	err    error
}

func newAsked() *asked {
	a := &asked{clock: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	a.answer = []postgres.ProjectionStatus{{Name: "facts", Active: true, Status: projections.Running, Behind: 3}}
	a.status = &status[postgres.ProjectionStatus]{
		now: func() time.Time { return a.clock },
		ask: func(context.Context) ([]postgres.ProjectionStatus, error) {
			a.times.Add(1)
			return a.answer, a.err
		},
	}
	return a
}

func TestTheDatabaseIsAskedOnceASecondHowTheReadModelsAre(t *testing.T) {
	t.Parallel()
	a := newAsked()
	steps := []struct {
		after time.Duration
		err   error
		want  int64
	}{
		{0, nil, 1},
		{999 * time.Millisecond, nil, 1},
		{time.Millisecond, errors.New("away"), 2},
		{999 * time.Millisecond, nil, 2}, // that it was away is remembered too
		{time.Millisecond, nil, 3},
		{-time.Hour, nil, 4}, // a clock that was set back does not keep an answer for an hour
	}
	for i, step := range steps {
		a.clock, a.err = a.clock.Add(step.after), step.err
		for range 3 {
			all, err := a.Status(t.Context())
			if failed := i == 2 || i == 3; (err != nil) != failed || err == nil && !cmp.Equal(all, a.answer) {
				t.Errorf("step %d: %v, %v", i, all, err)
			}
		}
		if got := a.times.Load(); got != step.want {
			t.Errorf("step %d: asked %d times, want %d", i, got, step.want)
		}
	}
}

func TestWhoAsksAtTheSameTimeSharesOneAnswer(t *testing.T) {
	t.Parallel()
	a := newAsked()
	asking, answered := make(chan struct{}), make(chan struct{})
	plain := a.ask
	a.ask = func(ctx context.Context) ([]postgres.ProjectionStatus, error) {
		if a.times.Load() == 0 {
			close(asking)
		}
		<-answered
		if ctx.Err() != nil {
			t.Error("the answer for all ended with the one who asked first")
		}
		return plain(ctx)
	}
	first, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	ask := func(ctx context.Context) {
		if got, err := a.Status(ctx); err != nil || len(got) != 1 {
			t.Errorf("%v, %v", got, err)
		}
	}
	all.Go(func() { ask(first) })
	<-asking
	cancel()
	for range 20 {
		all.Go(func() { ask(t.Context()) })
	}
	close(answered)
	all.Wait()
	if got := a.times.Load(); got != 1 {
		t.Errorf("asked %d times, want once", got)
	}
}

func TestHealthAndMetricsShareTheAnswer(t *testing.T) {
	t.Parallel()
	a := newAsked()
	d := &desk{status: a.status}
	d.engine.Store(newFigures())
	registry := prometheus.NewRegistry()
	registry.MustRegister(&projectionGauges{status: a.status})
	for range 5 {
		if err := d.Ready(t.Context()); err != nil {
			t.Error(err)
		}
		families, err := registry.Gather()
		if err != nil || len(families) != 3 || families[0].GetMetric()[0].GetGauge().GetValue() != 3 {
			t.Errorf("gathered %v, %v", families, err)
		}
	}
	if got := a.times.Load(); got != 1 {
		t.Errorf("asked %d times, want once", got)
	}
	a.clock = a.clock.Add(freshness)
	a.answer = []postgres.ProjectionStatus{{Name: "facts", Active: true, Status: projections.Stopped, StoppedAt: 7}}
	if err := d.Ready(t.Context()); err == nil {
		t.Error("a second later it still says ready of a read model that stopped")
	}
}
