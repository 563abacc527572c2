package main

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres/baseline"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
)

// projectGoal is in events per second, in batches of projectBatch.
const (
	projectGoal  = 20_000
	projectBatch = 500
)

// opens is how the runner opens events: what folds may see.
func (b *bench) opens() projections.Decoder {
	return decoder(b.counted())
}

// measureProjecting projects incidents with histories batch by batch, beside
// a program that folds the same and writes row by row.
func (b *bench) measureProjecting(ctx context.Context) error {
	if err := b.prepareFacts(ctx); err != nil {
		return err
	}
	from, err := b.log.Head(ctx)
	if err != nil {
		return err
	}
	if err := b.fill(ctx, from+eventlog.Position(b.size.projects)); err != nil {
		return err
	}
	batches, err := b.batches(ctx, from, b.size.projects)
	if err != nil {
		return err
	}
	ours, err := b.apply(ctx, batches)
	if err != nil {
		return err
	}
	theirs, err := b.rowByRow(ctx, batches[:max(1, b.size.sample/projectBatch)])
	if err != nil {
		return err
	}
	whole, err := b.applyWhole(ctx)
	if err != nil {
		return err
	}
	b.report.add(benchLine{
		Name: "live projection, batches of 500", Ours: ours, Promises: projectPromises,
		Comparator: &comparator{"row by row", theirs, historyPromises},
		Ratio:      ratios([]float64{ours.Value}, []float64{theirs.Value}),
		Goal:       &goal{Of: "ours", Least: projectGoal},
		Note:       "folding, loading and writing of opened events",
	})
	b.report.add(benchLine{
		Name: "live projection, read and opened too", Ours: whole, Promises: projectPromises,
		Note: "one after the other; a server reads and opens the next batch meanwhile",
	})
	return nil
}

// batches reads and opens a stretch of the log as a server hands it on.
func (b *bench) batches(ctx context.Context, after eventlog.Position, n int) (all [][]projections.Event, err error) {
	open := b.opens()
	for n > 0 {
		page, err := b.log.Read(ctx, after, min(n, projectBatch))
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		batch, err := open(ctx, page)
		if err != nil {
			return nil, err
		}
		all, n, after = append(all, batch), n-len(batch), page[len(page)-1].Position
	}
	return all, nil
}

var errLease = errors.New("the benchmark lost the lease of the read model: does another program run on this database?")

func (b *bench) apply(ctx context.Context, batches [][]projections.Event) (quantity, error) {
	lease, ok, err := b.runner.Acquire(ctx, facts.Projection.Name, facts.Projection.Revision, uuid.New(), time.Minute)
	if err != nil || !ok {
		return quantity{}, errors.Join(err, errLease)
	}
	bar := b.progressBar("live projection")
	defer bar.done()
	began, n := time.Now(), 0
	for i, batch := range batches {
		ok, err := b.runner.Apply(ctx, facts.Projection, lease.Fence, batch)
		if err != nil || !ok {
			return quantity{}, errors.Join(err, errLease)
		}
		n += len(batch)
		bar.at(int64(i), int64(len(batches)))
	}
	rate := ofRate(n, time.Since(began))
	return rate, b.runner.Release(ctx, lease)
}

func (b *bench) rowByRow(ctx context.Context, batches [][]projections.Event) (quantity, error) {
	rows, err := baseline.OpenRows(ctx, b.url, facts.Projection)
	if err != nil {
		return quantity{}, err
	}
	defer rows.Close(ctx)
	bar := b.progressBar("row by row")
	defer bar.done()
	began, n := time.Now(), 0
	for i, batch := range batches {
		if err := rows.OneByOne(ctx, batch); err != nil {
			return quantity{}, err
		}
		n += len(batch)
		bar.at(int64(i), int64(len(batches)))
	}
	return ofRate(n, time.Since(began)), nil
}

// applyWhole is the same as seen by a command that brings the read model up to date.
func (b *bench) applyWhole(ctx context.Context) (quantity, error) {
	from, err := b.log.Head(ctx)
	if err != nil {
		return quantity{}, err
	}
	if err := b.fill(ctx, from+eventlog.Position(b.size.projects)); err != nil {
		return quantity{}, err
	}
	began := time.Now()
	to, err := b.catchUp(ctx)
	return ofRate(int(to-from), time.Since(began)), err
}
