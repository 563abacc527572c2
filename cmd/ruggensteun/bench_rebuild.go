package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"ruggensteun/adapters/postgres/baseline"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

// Goals of a rebuild: events per second, and its memory in MiB.
const (
	rebuildGoal = 80_000
	memoryGoal  = 1024
)

// rebuilt is how a rebuild went.
type rebuilt struct {
	events       int
	folded, read time.Duration // until all was folded and copied; until it is what is read
	before, most uint64        // bytes of memory when it began, and at its peak
}

// measureRebuild makes the read model anew from the whole log, beside a program
// that folds a part of it the same way and writes with INSERT.
func (b *bench) measureRebuild(ctx context.Context) error {
	theirs, err := b.insertInstead(ctx)
	if err != nil {
		return err
	}
	ours, err := b.rebuildFacts(ctx)
	if err != nil {
		return err
	}
	folded, read := ofRate(ours.events, ours.folded), ofRate(ours.events, ours.read)
	b.report.add(benchLine{
		Name: "rebuild, folded and copied", Ours: folded, Promises: rebuildPromises,
		Comparator: &comparator{"the same with INSERTs of 200 rows", theirs, historyPromises},
		Ratio:      ratios([]float64{folded.Value}, []float64{theirs.Value}),
		Goal:       &goal{Of: "ours", Least: rebuildGoal},
	})
	b.report.add(benchLine{
		Name: "rebuild, until it is read", Ours: read, Promises: rebuildPromises,
		Goal: &goal{Of: "ours", Least: rebuildGoal},
		Note: fmt.Sprintf("%d events; indexed, compared with the rows before and switched too", ours.events),
	})
	b.report.add(benchLine{
		Name: "rebuild, most memory", Ours: quantity{mebibytes(ours.most), "MiB"}, Promises: rebuildPromises,
		Goal: &goal{Of: "ours", Most: memoryGoal},
		Note: fmt.Sprintf("of this program; %.0f MiB of it before the rebuild began", mebibytes(ours.before)),
	})
	return nil
}

func mebibytes(n uint64) float64 { return float64(n) / (1 << 20) }

func (b *bench) rebuildFacts(ctx context.Context) (r rebuilt, err error) {
	head, err := b.log.Head(ctx)
	if err != nil {
		return r, err
	}
	debug.FreeOSMemory() // what earlier measurements held is not the rebuild's
	bar := b.progressBar("rebuild")
	defer bar.done()
	r.events, r.before = int(head), memoryNow()
	peak, began := peakMemory(), time.Now()
	compared, err := b.runner.Rebuild(ctx, facts.Projection, func(done, total int64) {
		bar.at(done, total)
		r.folded = time.Since(began)
	})
	r.read, r.most = time.Since(began), peak()
	if err == nil && len(compared.Differences) > 0 {
		err = fmt.Errorf("the rebuild differs from the rows before it: %s", compared.Differences[0])
	}
	return r, err
}

func (b *bench) insertInstead(ctx context.Context) (quantity, error) {
	rows, err := baseline.OpenRows(ctx, b.url, facts.Projection)
	if err != nil {
		return quantity{}, err
	}
	defer rows.Close(ctx)
	open, began, n := b.opens(), time.Now(), 0
	for at := eventlog.Position(0); n < b.size.sample; {
		page, err := b.log.Read(ctx, at, projectBatch)
		if err != nil || len(page) == 0 {
			return ofRate(n, time.Since(began)), err
		}
		batch, err := open(ctx, page)
		if err != nil {
			return quantity{}, err
		}
		if err := rows.Batched(ctx, batch); err != nil {
			return quantity{}, err
		}
		n, at = n+len(page), page[len(page)-1].Position
	}
	return ofRate(n, time.Since(began)), nil
}
