package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"ruggensteun/domain/decider"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
)

// Goals from the call of an append until it is visible, in milliseconds.
const (
	visibleP50 = 5
	visibleP99 = 25
)

// sighting is how long after its call an append was acknowledged, and seen in
// the rows and in the figures.
type sighting struct{ recorded, rows, figures time.Duration }

// measureVisible lets the read model follow on the router and the figures
// follow the read model, as in a server, and appends at a steady pace.
func (b *bench) measureVisible(ctx context.Context) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	v := &server{store: b.store, desk: newDesk(b.store)}
	var parts sync.WaitGroup
	defer parts.Wait()
	defer func() {
		_ = v.closeBuses() // what they could not finish is no longer measured
		fail(nil)
	}()
	if err := b.prepareTraces(ctx); err != nil {
		return err
	}
	if err := v.project(ctx, b.program, &parts, fail); err != nil {
		return err
	}
	if err := v.desk.load(ctx); err != nil {
		return err
	}
	parts.Go(func() { v.desk.follow(ctx) })
	all, err := b.sightings(ctx, v)
	if err != nil {
		return fmt.Errorf("follow appends until they are visible: %w", err)
	}
	b.visibleLines(all)
	return nil
}

// prepareTraces has them made of all there is: catching up beside the appends would
// be measured otherwise.
func (b *bench) prepareTraces(ctx context.Context) error {
	if _, err := b.tracer.Register(ctx, doubles.Projection); err != nil {
		return err
	}
	bar := b.progressBar("preparing the traces")
	defer bar.done()
	_, err := b.tracer.Rebuild(ctx, doubles.Projection, bar.at)
	return err
}

// sightings appends at the pace of a clock, whether the one before is visible
// by then or not.
func (b *bench) sightings(ctx context.Context, v *server) ([]sighting, error) {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	bar := b.progressBar("append to visible")
	defer bar.done()
	j, every := b.journal(), time.Second/time.Duration(b.size.perSecond)
	all := make([]sighting, int(b.size.visible/every))
	tick := time.NewTicker(every)
	defer tick.Stop()
	var waiting sync.WaitGroup
	for i := range all {
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
		waiting.Go(func() {
			var err error
			if all[i], err = b.sight(ctx, v, j); err != nil {
				fail(err)
			}
		})
		bar.at(int64(i), int64(len(all)))
	}
	waiting.Wait()
	return all, context.Cause(ctx)
}

func (b *bench) sight(ctx context.Context, v *server, j decider.Journal) (s sighting, err error) {
	began := time.Now()
	receipt, err := b.works.register(ctx, j)
	if err != nil {
		return s, err
	}
	s.recorded = time.Since(began)
	if err := b.runner.Projected(ctx, facts.Projection.Name, receipt.Last); err != nil {
		return s, err
	}
	s.rows = time.Since(began)
	err = v.desk.Await(ctx, receipt.Last)
	s.figures = time.Since(began)
	return s, err
}

func (b *bench) visibleLines(all []sighting) {
	var recorded, rows, figures []time.Duration
	for _, s := range all {
		recorded, rows, figures = append(recorded, s.recorded), append(rows, s.rows), append(figures, s.figures)
	}
	for _, line := range []struct {
		where   string
		times   []time.Duration
		percent int
		most    float64
	}{
		{"rows", rows, 50, visibleP50}, {"rows", rows, 99, visibleP99},
		{"figures", figures, 50, visibleP50}, {"figures", figures, 99, visibleP99},
	} {
		b.report.add(benchLine{
			Name: fmt.Sprintf("append to visible in %s, p%d", line.where, line.percent),
			Ours: quantity{percentile(line.times, line.percent), "ms"},
			Goal: &goal{Of: "ours", Most: line.most}, Promises: slices.Concat(appendPromises, projectPromises),
			// A disk that stalls shows in both: what was built just before is still being written out.
			Note: fmt.Sprintf("%d appends at %d/s, recorded after %.1f ms", len(all), b.size.perSecond, percentile(recorded, line.percent)),
		})
	}
}
