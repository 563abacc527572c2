package main

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"
)

// trial is many writers doing the same for a while.
type trial struct {
	rate  float64 // per second, all together
	times []time.Duration
}

// errEnough ends a writer before its time: there is nothing left to write.
var errEnough = errors.New("nothing left")

// try lets writers repeat one step for a slice of time. What the other side of
// a comparison left to the garbage collector is collected before.
func try(ctx context.Context, writers int, slice time.Duration, step func(context.Context) error) (trial, error) {
	runtime.GC()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	times := make([][]time.Duration, writers)
	began := time.Now()
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() {
			// At least once: a rate of zero compares with nothing.
			for at := time.Now(); ; at = time.Now() {
				if err := step(ctx); err != nil {
					if !errors.Is(err, errEnough) {
						fail(err)
					}
					return
				}
				times[i] = append(times[i], time.Since(at))
				if time.Since(began) >= slice {
					return
				}
			}
		})
	}
	all.Wait()
	t := trial{times: slices.Concat(times...)}
	t.rate = float64(len(t.times)) / time.Since(began).Seconds()
	return t, context.Cause(ctx)
}

// percentile of times, in milliseconds; 0 when there are none.
func percentile(times []time.Duration, percent int) float64 {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return milliseconds(sorted[min(len(sorted)-1, len(sorted)*percent/100)])
}

func ofRate(n int, took time.Duration) quantity {
	return quantity{Value: float64(n) / took.Seconds(), Unit: "/s"}
}

// medianOf of several rounds' rates.
func medianOf(rates []float64) quantity { return quantity{Value: spreadOf(rates).Median, Unit: "/s"} }

// ratios of two sides, round by round.
func ratios(ours, theirs []float64) *spread {
	each := make([]float64, len(ours))
	for i := range each {
		each[i] = ours[i] / theirs[i]
	}
	s := spreadOf(each)
	return &s
}
