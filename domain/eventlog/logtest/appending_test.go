package logtest_test

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
)

// appendingFaults do wrong by what is appended.
var appendingFaults = map[string]fault{
	"forgets the employer": {
		"the first event has position 1, version 1 and everything it was given",
		onAppend(func(a *eventlog.Append) { a.Employer = uuid.Nil }),
	},
	"takes empty bytes for none": {
		"payload and metadata come back byte for byte",
		onEvents(func(events []eventlog.Recorded) []eventlog.Recorded {
			for i := range events {
				if len(events[i].Payload) == 0 {
					events[i].Payload = nil
				}
			}
			return events
		}),
	},
	"changes a byte of metadata": {
		"a stream is read from after a version", // and every other: each ends with the chain
		onEvents(func(events []eventlog.Recorded) []eventlog.Recorded {
			for i := range events {
				events[i].Metadata[0] ^= 1
			}
			return events
		}),
	},
	"turns the changes around": {
		"an append takes the next positions, in the order of its changes",
		onAppend(func(a *eventlog.Append) { slices.Reverse(a.Changes) }),
	},
	"ignores the expected version": {
		"a stream that is not where it was seen refuses, and says where it is",
		onAppend(func(a *eventlog.Append) {
			for i := range a.Changes {
				a.Changes[i].Expected = eventlog.AnyVersion
			}
		}),
	},
	"names a wrong version in conflicts": {
		"a stream that is not where it was seen refuses, and says where it is",
		onReceipt(func(_ eventlog.Append, _ *eventlog.Receipt, err *error) {
			var c *eventlog.ConflictError
			if errors.As(*err, &c) {
				*err = &eventlog.ConflictError{Stream: c.Stream, Expected: c.Expected, Actual: c.Expected + 1}
			}
		}),
	},
	"takes any version for a new stream": {
		"any version appends wherever the stream is",
		onAppend(func(a *eventlog.Append) {
			for i := range a.Changes {
				a.Changes[i].Expected = max(a.Changes[i].Expected, 0)
			}
		}),
	},
	"appends to one stream after the other": {
		"several streams are appended to together or not at all",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (r eventlog.Receipt, err error) {
				for _, c := range a.Changes {
					if r, err = b.Log.Append(ctx, eventlog.Append{Changes: []eventlog.Change{c}}); err != nil {
						return eventlog.Receipt{}, err
					}
				}
				return r, nil
			}
		},
	},
	"ignores changes without events": {
		"a change without events only holds its stream to a version",
		onAppend(func(a *eventlog.Append) {
			a.Changes = slices.DeleteFunc(a.Changes, func(c eventlog.Change) bool { return len(c.Events) == 0 })
		}),
	},
	"asks nobody whose stream it is": {
		"a stream stays with the employer of its first event",
		onAppend(func(a *eventlog.Append) { a.Employer = uuid.Nil }),
	},
	"says where a stream of another employer is": {
		"a stream stays with the employer of its first event",
		onReceipt(func(a eventlog.Append, _ *eventlog.Receipt, err *error) {
			if c := a.Changes[0]; errors.Is(*err, eventlog.ErrInvalid) && c.Expected > 1 {
				*err = &eventlog.ConflictError{Stream: c.Stream, Expected: c.Expected, Actual: 1}
			}
		}),
	},
	"takes what is not well formed": {"what no log may take is refused and leaves nothing behind", forgiving(eventlog.ErrInvalid)},
	"takes what is too large":       {"the limits are what they say", forgiving(eventlog.ErrTooLarge)},
	"has smaller limits than it says": {
		"the limits are what they say",
		onReceipt(func(a eventlog.Append, _ *eventlog.Receipt, err *error) {
			if len(a.Changes[0].Events) == eventlog.MaxEvents {
				*err = eventlog.ErrTooLarge
			}
		}),
	},
	"records an event id twice": {
		"an event id is used once in the whole log",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				if errors.Is(err, eventlog.ErrInvalid) {
					return b.Log.Append(ctx, again(a))
				}
				return r, err
			}
		},
	},
	"records what nobody waits for any more": {
		"a context that has ended records nothing",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(context.WithoutCancel(ctx), a)
				return r, errors.Join(err, ctx.Err())
			}
		},
	},
	"gives the same memory to everybody": {
		"the log keeps its own copy of what it is given and gives",
		func(b *broken, _ *logtest.Fixture) {
			var kept []eventlog.Recorded
			b.read = func(ctx context.Context, after eventlog.Position, limit int) (_ []eventlog.Recorded, err error) {
				if kept == nil {
					kept, err = b.Log.Read(ctx, after, limit)
				}
				return kept, err
			}
		},
	},
	"is empty in every new instance": {
		"another instance finds everything that was accepted",
		func(_ *broken, f *logtest.Fixture) {
			f.Reopen = func() eventlog.Log { return memlog.New(time.Now) }
		},
	},
}

// again is the same append with other event ids.
func again(a eventlog.Append) eventlog.Append {
	a.Changes = slices.Clone(a.Changes)
	for i, c := range a.Changes {
		a.Changes[i].Events = slices.Clone(c.Events)
		for j := range c.Events {
			a.Changes[i].Events[j].ID = uuid.New()
		}
	}
	return a
}
