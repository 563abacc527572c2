package logtest_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
)

// faults are the logs that must not pass, by what each does wrong.
var faults = map[string]fault{
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
	"forgets keys": {
		"a repeat with the same key gives the first outcome and records nothing",
		onAppend(func(a *eventlog.Append) { a.Key = nil }),
	},
	"tells a repeat that it was the first": {
		"a repeat with the same key gives the first outcome and records nothing",
		onReceipt(func(_ eventlog.Append, r *eventlog.Receipt, _ *error) { r.Replayed = false }),
	},
	"looks at the version before the key": {
		"a repeat with the same key gives the first outcome and records nothing",
		checking(func(ctx context.Context, b *broken, a *eventlog.Append) (eventlog.Receipt, error) {
			return eventlog.Receipt{}, stale(ctx, b, a)
		}),
	},
	"does not look at the body of a request": {
		"a key that comes back with another request is refused",
		onAppend(func(a *eventlog.Append) {
			if a.Key != nil {
				a.Key = &eventlog.Key{Token: a.Key.Token}
			}
		}),
	},
	"knows no outcomes": {
		"the outcome of a key is known from the moment it is recorded",
		func(b *broken, _ *logtest.Fixture) {
			b.outcome = func(context.Context, eventlog.Key) (eventlog.Receipt, bool, error) {
				return eventlog.Receipt{}, false, nil
			}
		},
	},
	"stores refusals under their key": {
		"a refused append leaves its key unused",
		func(b *broken, _ *logtest.Fixture) {
			refused := map[eventlog.Hash]error{}
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				if a.Key != nil && refused[a.Key.Token] != nil {
					return eventlog.Receipt{}, refused[a.Key.Token]
				}
				r, err := b.Log.Append(ctx, a)
				if err != nil && a.Key != nil {
					refused[a.Key.Token] = err
				}
				return r, err
			}
		},
	},
	"looks for twins before the lock": {"twins at the same moment are recorded once", checking(keyFirst)},
	"looks for rivals before the lock": {
		"of several requests under one key at the same moment one is recorded", checking(keyFirst),
	},
	"takes like for a repeat": {
		"appends without a key are never taken for repeats",
		onAppend(func(a *eventlog.Append) {
			if a.Key == nil {
				a.Key = &eventlog.Key{Token: eventlog.Hash(append(a.Changes[0].Stream.ID[:], a.Changes[0].Stream.ID[:]...))}
			}
		}),
	},
	"forgets data keys": {
		"data keys and marks are stored with their events",
		onAppend(func(a *eventlog.Append) { a.DataKeys = nil }),
	},
	"stores data keys before it decides": {"data keys and marks of a refused append are not stored", keysApart},
	"stores data keys of repeats":        {"a repeat stores none of its own data keys", keysApart},
	"writes one data key over another": {
		"a data key's id is used once",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				if errors.Is(err, eventlog.ErrInvalid) {
					a.DataKeys = nil
					return b.Log.Append(ctx, a)
				}
				return r, err
			}
		},
	},
	"gives a mark to anybody": {
		"a mark stands for one subject within an employer and kind",
		onAppend(func(a *eventlog.Append) { a.Marks = nil }),
	},
	"knows marks without their employer": {
		"a mark stands for one subject within an employer and kind",
		onAppend(func(a *eventlog.Append) {
			a.Marks = slices.Clone(a.Marks)
			for i := range a.Marks {
				a.Marks[i].Employer = uuid.Nil
			}
		}),
	},
	"looks for a mark before the lock": {
		"of several subjects given one mark at the same moment one gets it",
		func(b *broken, _ *logtest.Fixture) {
			var mu sync.Mutex
			taken, others := map[eventlog.Hash]bool{}, make(meeting)
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				mu.Lock()
				found := len(a.Marks) > 0 && taken[a.Marks[0].Token]
				mu.Unlock()
				if found {
					return eventlog.Receipt{}, eventlog.ErrMarkTaken
				}
				others.wait()
				mu.Lock()
				defer mu.Unlock()
				for _, m := range a.Marks {
					taken[m.Token] = true
				}
				a.Marks = nil
				return b.Log.Append(ctx, a)
			}
		},
	},
	"takes keys that are not well formed": {"data keys and marks that no log may take are refused", forgiving(eventlog.ErrInvalid)},
	"starts counting at one": {
		"an empty log has head 0 and gives nothing",
		func(b *broken, _ *logtest.Fixture) {
			b.head = func(ctx context.Context) (eventlog.Position, error) {
				head, err := b.Log.Head(ctx)
				return max(head, 1), err
			}
		},
	},
	"gives more than the limit": {
		"reading gives at most the limit, from after a position, without gaps",
		func(b *broken, _ *logtest.Fixture) {
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				return b.Log.Read(ctx, after, limit+1)
			}
		},
	},
	"reads from a position instead of after it": {
		"reading gives at most the limit, from after a position, without gaps",
		func(b *broken, _ *logtest.Fixture) {
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				return b.Log.Read(ctx, max(after-1, 0), limit)
			}
		},
	},
	"cuts a stream off that is large": {
		"reading goes on past large events, at least one at a time",
		func(b *broken, _ *logtest.Fixture) {
			b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
				events, err := b.Log.ReadStream(ctx, s, after)
				return events[:min(len(events), 4)], err
			}
		},
	},
	"gives nothing where a page would be large": {
		"reading goes on past large events, at least one at a time",
		func(b *broken, _ *logtest.Fixture) {
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				events, err := b.Log.Read(ctx, after, limit)
				if len(events) > 4 && len(events[0].Payload) == eventlog.MaxPayload {
					events = nil
				}
				return events, err
			}
		},
	},
	"reads a stream from a version instead of after it": {
		"a stream is read from after a version",
		func(b *broken, _ *logtest.Fixture) {
			b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
				return b.Log.ReadStream(ctx, s, max(after-1, 0))
			}
		},
	},
	"finds streams by their id alone": {
		"a stream is read from after a version",
		func(b *broken, _ *logtest.Fixture) {
			b.readStream = func(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
				return b.Log.ReadStream(ctx, eventlog.Stream{Category: "trial", ID: s.ID}, after)
			}
		},
	},
	"answers a wait with what was asked": {
		"waiting ends at once when the log is already further",
		func(b *broken, _ *logtest.Fixture) {
			b.await = func(_ context.Context, after eventlog.Position) (eventlog.Position, error) { return after, nil }
		},
	},
	"hides the end of the context": {
		"waiting ends with the context",
		func(b *broken, _ *logtest.Fixture) {
			b.await = func(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
				head, _ := b.Log.Await(ctx, after)
				return head, nil
			}
		},
	},
	"looks once a second": {
		"waiting ends promptly when the log grows, on every instance",
		func(b *broken, _ *logtest.Fixture) {
			b.await = func(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
				for {
					if head, err := b.Log.Head(ctx); err != nil || head > after {
						return head, err
					}
					select {
					case <-time.After(time.Second):
					case <-ctx.Done():
						return 0, ctx.Err()
					}
				}
			}
		},
	},
	"lets readers see what comes after an append that is under way": {
		"a reader that follows never meets a gap, nor a lower position later",
		func(b *broken, _ *logtest.Fixture) {
			var under atomic.Int64
			readers := make(meeting)
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				under.Store(int64(r.First))
				readers.wait()
				under.CompareAndSwap(int64(r.First), 0)
				return r, err
			}
			b.read = func(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
				hidden := eventlog.Position(under.Load())
				events, err := b.Log.Read(ctx, after, limit)
				seen := slices.DeleteFunc(events, func(e eventlog.Recorded) bool { return e.Position == hidden })
				if len(seen) < len(events) {
					readers.wait()
				}
				return seen, err
			}
		},
	},
	"tells a time finer than it stores": {
		"an event is recorded at the store's time, in whole microseconds",
		onReceipt(func(_ eventlog.Append, r *eventlog.Receipt, _ *error) { r.RecordedAt = r.RecordedAt.Add(789) }),
	},
	"follows a clock that is set back": {
		"a clock that is set back a little is held at the last event",
		func(b *broken, f *logtest.Fixture) {
			set := f.SetClock
			var clock time.Time
			f.SetClock = func(at time.Time) { clock = at; set(at) }
			onReceipt(func(_ eventlog.Append, r *eventlog.Receipt, _ *error) { r.RecordedAt = clock })(b, f)
		},
	},
	"takes a wrong clock": {
		"a clock that is far behind the last event refuses, until it is set right", forgiving(eventlog.ErrClockBehind),
	},
	"tells the head for where an append went": {
		"many writers at once fill the positions without gap or overlap",
		func(b *broken, _ *logtest.Fixture) {
			others := make(meeting)
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				others.wait()
				head, _ := b.Log.Head(ctx)
				r.First, r.Last = r.First+head-r.Last, head
				return r, err
			}
		},
	},
	"looks at the version before the lock": {
		"of several writers at one version exactly one wins, and the others learn where it is",
		checking(func(ctx context.Context, b *broken, a *eventlog.Append) (eventlog.Receipt, error) {
			err := stale(ctx, b, a)
			for i := range a.Changes {
				a.Changes[i].Expected = eventlog.AnyVersion
			}
			return eventlog.Receipt{}, err
		}),
	},
	"fails a whole batch for one bad command": {
		"one bad command among many fails alone",
		func(b *broken, _ *logtest.Fixture) {
			var mu sync.Mutex
			bad := false
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				mu.Lock()
				defer mu.Unlock()
				if bad {
					bad = false
					return eventlog.Receipt{}, eventlog.ErrUnavailable
				}
				r, err := b.Log.Append(ctx, a)
				bad = errors.Is(err, eventlog.ErrInvalid)
				return r, err
			}
		},
	},
	"tells a head that was true a while ago": {
		"one order of all calls explains what every caller was told",
		func(b *broken, _ *logtest.Fixture) {
			var before atomic.Int64
			b.head = func(ctx context.Context) (eventlog.Position, error) {
				head, err := b.Log.Head(ctx)
				return eventlog.Position(before.Swap(int64(head))), err
			}
		},
	},
	"calls what was recorded cancelled": {
		"a caller that stops waiting is told the truth, or that it is unknown",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(context.WithoutCancel(ctx), a)
				select {
				case <-ctx.Done():
					return eventlog.Receipt{}, ctx.Err()
				case <-time.After(10 * time.Millisecond):
					return r, err
				}
			}
		},
	},
	"gives repeats the versions of now": {
		"any script of appends and reads does what a plain list would",
		func(b *broken, _ *logtest.Fixture) {
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				r, err := b.Log.Append(ctx, a)
				if r.Replayed {
					for i := range r.Versions {
						r.Versions[i]++
					}
				}
				return r, err
			}
		},
	},
	"loses an append now and then": {
		"what many callers were told about keyed appends is what is there",
		func(b *broken, _ *logtest.Fixture) {
			var n atomic.Int64
			b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
				if n.Add(1)%50 == 0 {
					return eventlog.Receipt{First: 1, Last: 1}, nil
				}
				return b.Log.Append(ctx, a)
			}
		},
	},
	"drops the lines of other processes' appends": {
		"separate processes append together in one order",
		func(_ *broken, f *logtest.Fixture) {
			f.Process = func(context.Context, logtest.Workload) ([]byte, error) { return nil, nil }
		},
	},
}

// stale looks at the versions, without any lock.
func stale(ctx context.Context, b *broken, a *eventlog.Append) error {
	for _, c := range a.Changes {
		events, err := b.Log.ReadStream(ctx, c.Stream, 0)
		if at := eventlog.Version(len(events)); c.Expected != eventlog.AnyVersion && c.Expected != at {
			return errors.Join(err, &eventlog.ConflictError{Stream: c.Stream, Expected: c.Expected, Actual: at})
		}
	}
	return nil
}

// keyFirst looks for the key, and then appends without it.
func keyFirst(ctx context.Context, b *broken, a *eventlog.Append) (eventlog.Receipt, error) {
	r, _, err := b.Log.Outcome(ctx, *a.Key)
	a.Key = nil
	return r, err
}

// keysApart stores data keys and marks in a transaction of their own.
func keysApart(b *broken, f *logtest.Fixture) {
	apart := memlog.New(time.Now)
	f.Stored = apart
	b.append = func(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
		e := eventlog.Proposed{ID: uuid.New(), Type: "t.v1", Payload: []byte{}, Metadata: []byte{}}
		_, err := apart.Append(ctx, eventlog.Append{
			Changes:  []eventlog.Change{{Stream: eventlog.Stream{Category: "c", ID: e.ID}, Events: []eventlog.Proposed{e}}},
			DataKeys: a.DataKeys, Marks: a.Marks,
		})
		if err != nil {
			return eventlog.Receipt{}, err
		}
		return b.Log.Append(ctx, a)
	}
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
