package decider

import (
	"context"
	"errors"
	"fmt"

	"ruggensteun/domain/eventlog"
)

// Sharing is a journal that records what several streams have to say, or nothing of it.
type Sharing interface {
	Journal
	// AppendAll records each share at the version that was read; errors as eventlog.Log.
	AppendAll(ctx context.Context, shares []Share, r Request) (eventlog.Receipt, error)
}

// Share is what is appended to one of several streams.
type Share struct {
	Stream eventlog.Stream
	At     eventlog.Version
	Events []Event
}

// Following says what a command on one thing asks of another one.
type Following[S, C2, S2 any] struct {
	// Stream is whose turn it is after the command; false is nobody's.
	Stream func(after S) (eventlog.Stream, bool)
	// Asks gives the commands that follow, each decided by the other's own rules.
	Asks func(before, after S, other S2) []C2
}

// Both is Run for a command from which something follows for a second thing, in the
// same append: there is no moment at which only one of them knows. When a rule of the
// second refuses, nothing happens to the first. The outcome is that of the first.
func Both[C, S any, E Event, C2, S2 any, E2 Event](
	ctx context.Context, j Sharing, first Decider[C, S, E], second Decider[C2, S2, E2], f Following[S, C2, S2],
	s eventlog.Stream, cmd C, r Request,
) (Outcome[S], error) {
	return All(ctx, j, first, s, cmd, r, Follow(second, f))
}

// Follower gives what a change of a first thing means for another one; no share when it
// means nothing.
type Follower[S any] func(ctx context.Context, j Journal, before, after S) (*Share, error)

// Follow is a follower by the rules of its own kind.
func Follow[S, C2, S2 any, E2 Event](second Decider[C2, S2, E2], f Following[S, C2, S2]) Follower[S] {
	return func(ctx context.Context, j Journal, before, after S) (*Share, error) {
		return following(ctx, j, second, f, before, after)
	}
}

// All is Both for any number of things, each another one than the first and than those
// before it: a stream is in an append once.
func All[C, S any, E Event](
	ctx context.Context, j Sharing, first Decider[C, S, E], s eventlog.Stream, cmd C, r Request, followers ...Follower[S],
) (Outcome[S], error) {
	if o, found, err := first.replay(ctx, j, s, r); err != nil || found {
		return o, err
	}
	for try := 1; ; try++ {
		o, err := allOnce(ctx, j, first, s, cmd, r, followers)
		if err == nil || !eventlog.IsConflict(err) && !outOfPlace(err) || r.Expected != nil && isOf(s, err) || lastTry(try, err) {
			return o, explain(err)
		}
	}
}

func allOnce[C, S any, E Event](
	ctx context.Context, j Sharing, first Decider[C, S, E], s eventlog.Stream, cmd C, r Request, followers []Follower[S],
) (Outcome[S], error) {
	state, version, err := first.Load(ctx, j, s)
	if err != nil {
		return Outcome[S]{}, err
	}
	if r.Expected != nil && *r.Expected != version {
		return Outcome[S]{}, &eventlog.ConflictError{Stream: s, Expected: *r.Expected, Actual: version}
	}
	events, err := first.Decide(state, cmd)
	if err != nil || len(events) == 0 {
		return Outcome[S]{State: state, Version: version}, err
	}
	after := state
	for _, e := range events {
		after = first.Evolve(after, e)
	}
	shares := []Share{{Stream: s, At: version, Events: asEvents(events)}}
	for _, follow := range followers {
		share, err := follow(ctx, j, state, after)
		if err != nil {
			return Outcome[S]{}, err
		}
		if share != nil {
			shares = append(shares, *share)
		}
	}
	receipt, err := j.AppendAll(ctx, shares, r)
	if err != nil {
		return Outcome[S]{}, err
	}
	if receipt.Replayed { // a twin of this very request was first, under the lock
		return first.after(ctx, j, s, receipt)
	}
	return Outcome[S]{Receipt: receipt, State: after, Version: version + eventlog.Version(len(events))}, nil
}

// isOf tells whether it is this stream that somebody else was first on: who expects a
// version of the first thing has never seen the second.
func isOf(s eventlog.Stream, err error) bool {
	var c *eventlog.ConflictError
	return errors.As(err, &c) && c.Stream == s
}

// following is the share of the second thing, when something follows for it.
func following[S, C2, S2 any, E2 Event](
	ctx context.Context, j Journal, second Decider[C2, S2, E2], f Following[S, C2, S2], before, after S,
) (*Share, error) {
	stream, concerns := f.Stream(after)
	if !concerns {
		return nil, nil
	}
	state, version, err := second.Load(ctx, j, stream)
	if err != nil {
		return nil, err
	}
	events, err := Several(second).Decide(state, f.Asks(before, after, state))
	if err != nil {
		return nil, fmt.Errorf("what follows for %s: %w", stream, err)
	}
	if len(events) == 0 {
		return nil, nil
	}
	return &Share{Stream: stream, At: version, Events: asEvents(events)}, nil
}
