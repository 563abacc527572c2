package logtest_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/eventlog/memlog"
)

// sealingFaults do wrong by data keys and marks.
var sealingFaults = map[string]fault{
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
