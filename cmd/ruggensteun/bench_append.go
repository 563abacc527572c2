package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres/baseline"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
)

// The sides of the comparison. The plain ways write event, stream and key of
// the same size, but no data keys and no marks: these are the price of sealing.
const (
	sealedTimed = iota
	sealedBefore
	plainPipelined
	plainStepwise
	bareInsert
	sides
)

var sideNames = [sides]string{
	sealedTimed:    "sealed in the timed section",
	sealedBefore:   "sealed beforehand",
	plainPipelined: "plain transactions, pipelined",
	plainStepwise:  "plain transactions, 5 round trips",
	bareInsert:     "bare INSERT of the event only",
}

// appendGoals are the ratios to plain transactions by number of writers.
var appendGoals = map[int]float64{1: 0.5, 32: 1.5, 128: 2.5}

// p99Goal is in milliseconds, at p99Writers.
const (
	p99Goal    = 15
	p99Writers = 32
)

// measureSealing is what encoding and sealing alone cost on one core.
func (b *bench) measureSealing(ctx context.Context) error {
	stream := incident.Stream(uuid.Must(uuid.NewV7()))
	t, err := try(ctx, 1, b.size.slice, func(ctx context.Context) error {
		n := b.works.serial.Add(1)
		_, err := b.opened.Encode(ctx, stream, []decider.Event{b.works.decided[n%benchTemplates]}, b.works.request(n))
		return err
	})
	if err != nil {
		return err
	}
	b.report.add(benchLine{
		Name: "sealing, one writer", Ours: quantity{t.rate, "/s"}, Promises: []string{"sealed"},
		Note: "a narrative of 300 bytes and a worker under three new keys",
	})
	return nil
}

func (b *bench) measureAppends(ctx context.Context) error {
	for _, writers := range b.size.writers {
		if err := b.measureAppend(ctx, writers); err != nil {
			return fmt.Errorf("append with %d writers: %w", writers, err)
		}
	}
	return nil
}

// duel is the rounds of all sides at one number of writers.
type duel struct {
	*bench
	writers int
	plain   *baseline.Plain
	rates   [sides][]float64
	times   []time.Duration // of our appends, sealing included
}

func (b *bench) measureAppend(ctx context.Context, writers int) error {
	plain, err := baseline.OpenPlain(ctx, b.url, writers)
	if err != nil {
		return err
	}
	defer plain.Close()
	bar := b.progressBar(fmt.Sprintf("append, %d writers", writers))
	defer bar.done()
	d := &duel{bench: b, writers: writers, plain: plain}
	for round := range b.size.rounds {
		for side := range sides {
			if err := d.fight(ctx, side); err != nil {
				return err
			}
			bar.at(int64(round*sides+side+1), int64(b.size.rounds*sides))
		}
	}
	bar.done()
	d.lines()
	return nil
}

func (d *duel) fight(ctx context.Context, side int) error {
	step, err := d.step(ctx, side)
	if err != nil {
		return err
	}
	t, err := try(ctx, d.writers, d.size.slice, step)
	if err != nil {
		return err
	}
	d.rates[side] = append(d.rates[side], t.rate)
	if side == sealedTimed {
		d.times = append(d.times, t.times...)
	}
	return nil
}

func (d *duel) step(ctx context.Context, side int) (func(context.Context) error, error) {
	if side == sealedTimed {
		j := d.journal()
		return func(ctx context.Context) error { _, err := d.works.register(ctx, j); return err }, nil
	}
	send := [sides]func(context.Context, eventlog.Append) error{
		sealedBefore:   func(ctx context.Context, a eventlog.Append) error { _, err := d.log.Append(ctx, a); return err },
		plainPipelined: d.plain.Append,
		plainStepwise:  d.plain.AppendStepwise,
		bareInsert:     d.plain.Bare,
	}[side]
	ready, err := d.seal(ctx, d.enough(side))
	if err != nil {
		return nil, err
	}
	var next atomic.Int64
	return func(ctx context.Context) error {
		i := int(next.Add(1)) - 1
		if i >= len(ready) {
			return errEnough
		}
		return send(ctx, ready[i])
	}, nil
}

// enough is how many appends a side may need in its slice, by its earlier rounds.
func (d *duel) enough(side int) int {
	known := d.rates[side]
	if len(known) == 0 {
		known = d.rates[sealedTimed]
	}
	return int(1.5*known[len(known)-1]*d.size.slice.Seconds()) + 2*d.writers
}

func (d *duel) seal(ctx context.Context, n int) ([]eventlog.Append, error) {
	ready := make([]eventlog.Append, n)
	for i := range ready {
		var err error
		if ready[i], err = d.works.sealed(ctx); err != nil {
			return nil, err
		}
	}
	return ready, nil
}

func (d *duel) lines() {
	g := &goal{Of: "ratio", Least: appendGoals[d.writers]}
	if g.Least == 0 {
		g = nil
	}
	for _, ours := range []int{sealedTimed, sealedBefore} {
		d.line(ours, plainPipelined, plainPromises, g)
		d.line(ours, plainStepwise, plainPromises, nil)
	}
	d.line(sealedTimed, bareInsert, barePromises, nil)
	if d.writers == p99Writers {
		d.report.add(benchLine{
			Name: d.name("p99, " + sideNames[sealedTimed]), Ours: quantity{percentile(d.times, 99), "ms"},
			Goal: &goal{Of: "ours", Most: p99Goal}, Promises: appendPromises,
			Note: fmt.Sprintf("p50 %.1f ms", percentile(d.times, 50)),
		})
	}
}

func (d *duel) line(ours, theirs int, promises []string, g *goal) {
	d.report.add(benchLine{
		Name: d.name(sideNames[ours]), Ours: medianOf(d.rates[ours]),
		Comparator: &comparator{sideNames[theirs], medianOf(d.rates[theirs]), promises},
		Ratio:      ratios(d.rates[ours], d.rates[theirs]), Goal: g, Promises: appendPromises,
	})
}

func (d *duel) name(what string) string { return fmt.Sprintf("append, %d, %s", d.writers, what) }

// measureCommands is what a handler does, with the reading before it decides.
func (b *bench) measureCommands(ctx context.Context) error {
	const writers = 32
	j := b.journal()
	t, err := try(ctx, writers, b.size.slice, func(ctx context.Context) error { return b.works.command(ctx, j) })
	if err != nil {
		return fmt.Errorf("register as a handler does: %w", err)
	}
	b.report.add(benchLine{
		Name: fmt.Sprintf("command, %d, read and decided too", writers), Ours: quantity{t.rate, "/s"}, Promises: appendPromises,
		Note: fmt.Sprintf("p50 %.1f ms, p99 %.1f ms", percentile(t.times, 50), percentile(t.times, 99)),
	})
	return nil
}
