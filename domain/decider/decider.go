// Package decider is the shape of every change: what is asked, what happened
// before, and which new facts follow. Decide and Evolve are pure; Run is the
// only place where they meet the log.
package decider

import (
	"context"
	"errors"
	"fmt"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Event is a past fact of the trade, in plain values. EventType is its explicit
// name with version; renaming a Go type changes nothing on disk.
type Event interface{ EventType() string }

// Decider is one kind of thing with a history: its rules as three pure functions.
type Decider[C, S any, E Event] struct {
	// Initial is the state before anything happened.
	Initial S
	// Decide gives the facts that follow from a command in a state: none when
	// it is already as asked, a *fault.Fault when a rule says no.
	Decide func(S, C) ([]E, error)
	// Evolve takes a fact in. It cannot fail and does not judge: it happened.
	// It never changes the state it was given, which may be shared.
	Evolve func(S, E) S
}

// Fold is the state after a history.
func (d Decider[C, S, E]) Fold(history []E) S {
	state := d.Initial
	for _, e := range history {
		state = d.Evolve(state, e)
	}
	return state
}

// attempts bounds how often Run decides anew when others were first. With
// group commit a stream that loses eight times in a row is contested by a
// program in a loop, not by people.
const attempts = 8

// places bounds how often it writes down anew when others took its place in an index. Each
// loss is somebody else's gain, so as many lose as write at once; the demonstration is
// told by 64.
const places = 128

// lastTry tells whether another one would be one too many.
func lastTry(try int, err error) bool {
	if outOfPlace(err) {
		return try >= places
	}
	return try >= attempts
}

// Run is the whole of a write in five steps: replay, read, fold, decide,
// append, and again from the second when somebody else was first.
//
// Errors: a *fault.Fault from Decide or for what the person can act on
// (Conflict, KeyReused, TooLarge, Unavailable); anything else is ours to repair.
func (d Decider[C, S, E]) Run(ctx context.Context, j Journal, s eventlog.Stream, cmd C, r Request) (Outcome[S], error) {
	if o, found, err := d.replay(ctx, j, s, r); err != nil || found {
		return o, err
	}
	for try := 1; ; try++ {
		o, err := d.once(ctx, j, s, cmd, r)
		if err == nil || !eventlog.IsConflict(err) && !outOfPlace(err) || eventlog.IsConflict(err) && r.Expected != nil || lastTry(try, err) {
			return o, explain(err)
		}
	}
}

// outOfPlace tells whether somebody took the place in the index that this would have had:
// of what may stand there several times there is a next one, which writing it down again finds.
func outOfPlace(err error) bool { return errors.Is(err, eventlog.ErrMarkTaken) }

// Outcome is what a command led to.
type Outcome[S any] struct {
	eventlog.Receipt
	State   S
	Version eventlog.Version // of the stream afterwards
}

func (d Decider[C, S, E]) once(ctx context.Context, j Journal, s eventlog.Stream, cmd C, r Request) (Outcome[S], error) {
	state, version, err := d.Load(ctx, j, s)
	if err != nil {
		return Outcome[S]{}, err
	}
	if r.Expected != nil && *r.Expected != version {
		return Outcome[S]{}, &eventlog.ConflictError{Stream: s, Expected: *r.Expected, Actual: version}
	}
	events, err := d.Decide(state, cmd)
	if err != nil || len(events) == 0 {
		return Outcome[S]{State: state, Version: version}, err
	}
	receipt, err := j.Append(ctx, s, version, asEvents(events), r)
	if err != nil {
		return Outcome[S]{}, err
	}
	if receipt.Replayed { // a twin of this very request was first, under the lock
		return d.after(ctx, j, s, receipt)
	}
	for _, e := range events {
		state = d.Evolve(state, e)
	}
	return Outcome[S]{Receipt: receipt, State: state, Version: version + eventlog.Version(len(events))}, nil
}

// Load reads and folds one stream.
func (d Decider[C, S, E]) Load(ctx context.Context, j Journal, s eventlog.Stream) (S, eventlog.Version, error) {
	history, version, err := j.Load(ctx, s)
	if err != nil {
		return d.Initial, 0, fmt.Errorf("load %s: %w", s, err)
	}
	state := d.Initial
	for _, e := range history {
		if e == nil {
			continue // its payload was removed by a recorded redaction
		}
		own, ok := e.(E)
		if !ok {
			return d.Initial, 0, fmt.Errorf("stream %s holds a %s, which is not of its kind", s, e.EventType())
		}
		state = d.Evolve(state, own)
	}
	return state, version, nil
}

func (d Decider[C, S, E]) replay(ctx context.Context, j Journal, s eventlog.Stream, r Request) (Outcome[S], bool, error) {
	receipt, found, err := j.Outcome(ctx, r)
	if err != nil || !found {
		return Outcome[S]{}, false, explain(err)
	}
	o, err := d.after(ctx, j, s, receipt)
	return o, true, err
}

// Repeated tells whether this request was answered before, for who must look at something
// besides before deciding. Error: a *fault.Fault of kind KeyReused.
func Repeated(ctx context.Context, j Journal, r Request) (bool, error) {
	_, found, err := j.Outcome(ctx, r)
	return found, explain(err)
}

// after answers a replay with the outcome of the first time and the state as it is now.
func (d Decider[C, S, E]) after(ctx context.Context, j Journal, s eventlog.Stream, receipt eventlog.Receipt) (Outcome[S], error) {
	state, version, err := d.Load(ctx, j, s)
	return Outcome[S]{Receipt: receipt, State: state, Version: version}, explain(err)
}

func asEvents[E Event](events []E) []Event {
	list := make([]Event, len(events))
	for i, e := range events {
		list[i] = e
	}
	return list
}

// explain turns the log's errors into faults that say what to do next.
func explain(err error) error {
	switch {
	case err == nil || fault.KindOf(err) != "":
		return err
	case eventlog.IsConflict(err):
		return fault.Wrap(fault.Conflict, "somebody else changed this first: read it again and repeat your change", err)
	case errors.Is(err, eventlog.ErrMarkTaken):
		return fault.Wrap(fault.Conflict, "somebody else registered the same person or code at this moment: try again", err)
	case errors.Is(err, eventlog.ErrKeyReused):
		return fault.Wrap(fault.KeyReused, "this idempotency key was used for another request: use a new key for each request", err)
	case errors.Is(err, eventlog.ErrTooLarge):
		return fault.Wrap(fault.TooLarge, "the request is larger than can be kept: shorten the texts or send it in parts", err)
	case errors.Is(err, eventlog.ErrClockBehind):
		return fault.Wrap(fault.Unavailable, "nothing was recorded: the clock of the database stands before the last event; the operator must set it right", err)
	case errors.Is(err, eventlog.ErrUnavailable):
		return fault.Wrap(fault.Unavailable, "nothing was recorded: the database cannot be reached or cannot write; try again with the same idempotency key", err)
	case errors.Is(err, eventlog.ErrUnknownOutcome):
		return fault.Wrap(fault.Unavailable, "the connection to the database broke while recording: repeat with the same idempotency key and it is recorded once", err)
	}
	return err
}
