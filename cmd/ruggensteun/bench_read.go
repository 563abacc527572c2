package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/eventlog"
)

// measureReading first makes the log as long as it is to be.
func (b *bench) measureReading(ctx context.Context) error {
	if err := b.fill(ctx, eventlog.Position(b.size.events)); err != nil {
		return err
	}
	raw, err := b.readLog(ctx, "reading", func(context.Context, []eventlog.Recorded) error { return nil })
	if err != nil {
		return err
	}
	b.report.add(benchLine{Name: "log read in order", Ours: raw, Promises: readPromises})
	open := b.opens()
	opened, err := b.readLog(ctx, "reading and opening", func(ctx context.Context, page []eventlog.Recorded) error {
		_, err := open(ctx, page)
		return err
	})
	if err != nil {
		return err
	}
	b.report.add(benchLine{
		Name: "log read in order, opened", Ours: opened, Promises: slices.Concat([]string{"sealed"}, readPromises),
		Note: "as the read models see it: health codes opened, every key read and unlocked",
	})
	return nil
}

func (b *bench) readLog(ctx context.Context, what string, each func(context.Context, []eventlog.Recorded) error) (quantity, error) {
	head, err := b.log.Head(ctx)
	if err != nil {
		return quantity{}, err
	}
	bar := b.progressBar(what)
	defer bar.done()
	began := time.Now()
	for at := eventlog.Position(0); at < head; {
		page, err := b.log.Read(ctx, at, verifyPage)
		if err != nil {
			return quantity{}, err
		}
		if err := each(ctx, page); err != nil {
			return quantity{}, err
		}
		at = page[len(page)-1].Position
		bar.at(int64(at), int64(head))
	}
	return ofRate(int(head), time.Since(began)), nil
}

// verifyChain is a measurement and the proof that all the others were of an
// honest log.
func (b *bench) verifyChain(ctx context.Context) error {
	var chain eventlog.Verifier
	folds := newFolds()
	rate, err := b.readLog(ctx, "verifying", func(ctx context.Context, page []eventlog.Recorded) error {
		for _, e := range page {
			chain.Next(e)
		}
		bodies, err := b.closed.Decode(ctx, page)
		if err != nil {
			return err
		}
		for i, e := range page {
			if err := folds.take(e.Stream, bodies[i]); err != nil {
				return fmt.Errorf("position %d: %w", e.Position, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	result := chainResult{Findings: []string{}}
	for _, f := range chain.Findings() {
		result.Findings = append(result.Findings, f.String())
	}
	at, hash := chain.Tail()
	result.Events, result.Head = at, hash.String()
	b.report.Chain = &result
	b.report.add(benchLine{
		Name: "verify", Ours: rate, Promises: []string{"order", "versions", "chain", "every event decoded", "every stream folded"},
	})
	if len(result.Findings) > 0 {
		return fmt.Errorf("the chain is broken: %s: %w", result.Findings[0], errFaults)
	}
	return nil
}
