package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// recalling is the journal of a log that was empty: it remembers what was told lately,
// so that most commands need not read first. What was told long ago is read again. The
// log itself still looks at versions and keys, and as soon as it shows that somebody
// else tells the same world, nothing is taken for granted any more.
type recalling struct {
	decider.Sharing
	shared  atomic.Bool // somebody else writes here
	mu      sync.Mutex
	streams map[eventlog.Stream][]decider.Event
	told    []eventlog.Stream // in the order in which they were begun; the next one to forget at oldest
	oldest  int
}

// recalled is for how many streams: some thirty megabytes.
const recalled = 16_384

func newRecalling(j decider.Sharing) *recalling {
	return &recalling{Sharing: j, streams: make(map[eventlog.Stream][]decider.Event)}
}

func (r *recalling) Outcome(ctx context.Context, q decider.Request) (eventlog.Receipt, bool, error) {
	if r.shared.Load() {
		return r.Sharing.Outcome(ctx, q)
	}
	return eventlog.Receipt{}, false, nil
}

func (r *recalling) Load(ctx context.Context, s eventlog.Stream) ([]decider.Event, eventlog.Version, error) {
	r.mu.Lock()
	events, known := r.streams[s]
	r.mu.Unlock()
	if known && !r.shared.Load() {
		return events, eventlog.Version(len(events)), nil
	}
	return r.Sharing.Load(ctx, s)
}

func (r *recalling) Append(ctx context.Context, s eventlog.Stream, at eventlog.Version, events []decider.Event, q decider.Request) (eventlog.Receipt, error) {
	return r.AppendAll(ctx, []decider.Share{{Stream: s, At: at, Events: events}}, q)
}

func (r *recalling) AppendAll(ctx context.Context, shares []decider.Share, q decider.Request) (eventlog.Receipt, error) {
	receipt, err := r.Sharing.AppendAll(ctx, shares, q)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, share := range shares {
		r.take(share, receipt, err)
	}
	return receipt, err
}

// take remembers what was appended to a stream, where the rest of it is remembered too.
func (r *recalling) take(share decider.Share, receipt eventlog.Receipt, err error) {
	have, known := r.streams[share.Stream]
	switch {
	case err != nil || receipt.Replayed:
		r.shared.Store(r.shared.Load() || receipt.Replayed || eventlog.IsConflict(err))
		delete(r.streams, share.Stream)
	case known || share.At == 0:
		r.streams[share.Stream] = slices.Concat(have, share.Events)
		if !known {
			r.forget(share.Stream)
		}
	}
}

// forget makes room for a stream that was begun.
func (r *recalling) forget(begun eventlog.Stream) {
	if len(r.told) < recalled {
		r.told = append(r.told, begun)
		return
	}
	delete(r.streams, r.told[r.oldest])
	r.told[r.oldest] = begun
	r.oldest = (r.oldest + 1) % recalled
}

// beginning is the journal of a stream that has just got its id.
type beginning struct{ decider.Journal }

func (beginning) Load(context.Context, eventlog.Stream) ([]decider.Event, eventlog.Version, error) {
	return nil, 0, nil
}
