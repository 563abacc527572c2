package logtest

import (
	"context"
	"errors"
	"slices"

	"ruggensteun/domain/eventlog"
)

var contending = []promise{
	{"many writers at once fill the positions without gap or overlap", manyWriters},
	{"of several writers at one version exactly one wins, and the others learn where it is", contenders},
	{"one bad command among many fails alone", badNeighbours},
	{"one order of all calls explains what every caller was told", oneOrder},
	{"a caller that stops waiting is told the truth, or that it is unknown", impatient},
}

func manyWriters(tr *trial) {
	const writers, each = 12, 25
	receipts := make([][]eventlog.Receipt, writers)
	tr.together(writers, func(i int, log eventlog.Log) {
		for n := range each {
			r, err := log.Append(tr.ctx, changes(tr.to(tr.stream(), 0, 1+n%3), tr.to(tr.stream(), 0, 1)))
			if err != nil {
				tr.t.Errorf("writer %d: %v", i, err)
				return
			}
			receipts[i] = append(receipts[i], r)
		}
	})
	for i, own := range receipts {
		if !slices.IsSortedFunc(own, func(a, b eventlog.Receipt) int { return int(a.Last - b.First) }) {
			tr.t.Errorf("writer %d: a later append got a lower position", i)
		}
	}
	tr.tile(slices.Concat(receipts...))
}

// tile holds that receipts cover the log, each position once.
func (tr *trial) tile(receipts []eventlog.Receipt) {
	slices.SortFunc(receipts, func(a, b eventlog.Receipt) int { return int(a.First - b.First) })
	next := eventlog.Position(1)
	for _, r := range receipts {
		if r.First != next || r.Last < r.First {
			tr.t.Fatalf("a receipt says %d to %d where %d was to come", r.First, r.Last, next)
		}
		next = r.Last + 1
	}
	if head := tr.head(); head != next-1 {
		tr.t.Errorf("head is %d, the receipts end at %d", head, next-1)
	}
}

func contenders(tr *trial) {
	s := tr.stream()
	for round := range eventlog.Version(10) {
		errs := make([]error, crowd)
		tr.together(crowd, func(i int, log eventlog.Log) {
			_, errs[i] = log.Append(tr.ctx, changes(tr.to(s, round, 1), tr.to(tr.stream(), 0, 1)))
		})
		won := 0
		for i, err := range errs {
			var c *eventlog.ConflictError
			switch {
			case err == nil:
				won++
			case !errors.As(err, &c):
				tr.t.Errorf("contender %d: got %v, want a conflict", i, err)
			case *c != eventlog.ConflictError{Stream: s, Expected: round, Actual: round + 1}:
				tr.t.Errorf("contender %d was told: %v", i, c)
			}
		}
		if v := tr.version(s); won != 1 || v != round+1 {
			tr.t.Fatalf("%d won, the stream is at %d; want 1 and %d", won, v, round+1)
		}
	}
	if head := tr.head(); head != 20 {
		tr.t.Errorf("head is %d, want 20: the losers' second streams must be empty", head)
	}
}

// badNeighbours mixes commands that only the store can refuse, because their
// ids are in it already, with good ones that are likely to share its batch.
func badNeighbours(tr *trial) {
	used, usedKey := tr.to(tr.stream(), 0, 1), tr.dataKey()
	tr.accept(eventlog.Append{Changes: []eventlog.Change{used}, DataKeys: []eventlog.DataKey{usedKey}})
	shared := tr.event()
	const commands = 60
	errs := make([]error, commands)
	tr.together(commands, func(i int, log eventlog.Log) {
		s := tr.stream()
		a := changes(tr.to(s, 0, 2))
		switch i % 6 {
		case 1: // an event that was recorded before
			a.Changes[0].Events[1] = used.Events[0]
		case 3: // an event that another command of the same moment has too
			a.Changes[0].Events[1] = shared
		case 5:
			a.DataKeys = []eventlog.DataKey{usedKey}
		}
		_, errs[i] = log.Append(tr.ctx, a)
	})
	sharers := 0
	for i, err := range errs {
		switch {
		case i%6 == 3 && err == nil:
			sharers++
		case i%2 == 0 && err != nil:
			tr.t.Errorf("a good command failed: %v", err)
		case i%2 == 1 && !errors.Is(err, eventlog.ErrInvalid):
			tr.t.Errorf("a bad command: got %v, want %v", err, eventlog.ErrInvalid)
		}
	}
	if sharers != 1 {
		tr.t.Errorf("%d commands recorded the same event, want 1", sharers)
	}
	if head := tr.head(); head != 1+commands/2*2+2 {
		tr.t.Errorf("head is %d, want %d", head, 1+commands/2*2+2)
	}
}

func impatient(tr *trial) {
	const callers, each = 8, 25
	type asked struct {
		stream eventlog.Stream
		key    *eventlog.Key
		err    error
	}
	all := make([][]asked, callers)
	tr.together(callers, func(i int, log eventlog.Log) {
		for range each {
			a := asked{stream: tr.stream()}
			a.key = keyOf(a.stream.String(), "body")
			ctx, stop := context.WithCancel(tr.ctx)
			go stop() // before, during or after: as it happens
			_, a.err = log.Append(ctx, keyed(a.key, tr.to(a.stream, 0, 1)))
			all[i] = append(all[i], a)
		}
	})
	// Appends are taken in order: those still under way come before this one.
	tr.accept(changes(tr.to(tr.stream(), 0, 1)))
	for _, a := range slices.Concat(all...) {
		before := tr.version(a.stream)
		certain := a.err != nil && !errors.Is(a.err, eventlog.ErrUnknownOutcome)
		again := tr.accept(keyed(a.key, tr.to(a.stream, 0, 1)))
		switch {
		case a.err == nil && before != 1:
			tr.t.Errorf("accepted, but the stream was at %d", before)
		case certain && (before != 0 || again.Replayed):
			tr.t.Errorf("%v, but it was recorded", a.err)
		case certain && !errors.Is(a.err, context.Canceled):
			tr.t.Errorf("got %v, want %v", a.err, context.Canceled)
		}
		if after := tr.version(a.stream); after != 1 {
			tr.t.Errorf("repeated with its key: the stream is at %d, want 1", after)
		}
	}
}
