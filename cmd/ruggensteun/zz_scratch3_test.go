package main

import (
	"context"
	"fmt"
	"os"
	"runtime/pprof"
	"strconv"
	"testing"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

func TestScratchRebuild(t *testing.T) {
	if os.Getenv("SCRATCH") != "rebuild" {
		t.Skip()
	}
	ctx := context.Background()
	size := usualBench
	b := scratchBench(t, size)
	n, _ := strconv.Atoi(os.Getenv("N"))
	timed := func(what string, n int, f func() error) {
		g0, p0 := cpu(b)
		at := time.Now()
		if err := f(); err != nil {
			t.Fatal(what, err)
		}
		took := time.Since(at)
		g1, p1 := cpu(b)
		fmt.Printf("%-30s %8.0f/s  go %6.1f µs/ev  pg %6.1f µs/ev\n", what, float64(n)/took.Seconds(), (g1-g0)/float64(n)*1e6, (p1-p0)/float64(n)*1e6)
	}
	if err := b.prepareFacts(ctx); err != nil {
		t.Fatal(err)
	}
	timed("fill", n, func() error { return b.fill(ctx, eventlog.Position(n)) })
	if f := os.Getenv("PROF"); f != "" {
		out, _ := os.Create(f)
		pprof.StartCPUProfile(out)
		defer pprof.StopCPUProfile()
	}
	timed("read", n, func() error {
		_, err := b.readLog(ctx, "x", func(context.Context, []eventlog.Recorded) error { return nil })
		return err
	})
	open := b.opens()
	timed("open", n, func() error {
		_, err := b.readLog(ctx, "x", func(ctx context.Context, p []eventlog.Recorded) error { _, err := open(ctx, p); return err })
		return err
	})
	batches, err := b.batches(ctx, 1, n)
	if err != nil {
		t.Fatal(err)
	}
	timed("apply", n, func() error { _, err := b.apply(ctx, batches); return err })
	batches = nil
	timed("fill more", n, func() error { return b.fill(ctx, eventlog.Position(2*n)) })
	timed("catch up", n, func() error { _, err := b.catchUp(ctx); return err })
	timed("rebuild", 2*n, func() error {
		at := time.Now()
		var folded time.Duration
		_, err := b.runner.Rebuild(ctx, facts.Projection, func(done, total int64) { folded = time.Since(at) })
		fmt.Println("folded after", folded)
		return err
	})
	if os.Getenv("HOLD") != "" {
		fmt.Println("holding")
		time.Sleep(time.Hour)
	}
}
