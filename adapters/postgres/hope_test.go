package postgres_test

import (
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// TestWhatIsNotAsHopedFailsOnlyWhoHopedIt lets another program change what the
// commands of one batch rely on, each in one way. The batch is written without
// looking, so only the database can object.
func TestWhatIsNotAsHopedFailsOnlyWhoHopedIt(t *testing.T) {
	t.Parallel()
	token := func() eventlog.Hash { id := uuid.New(); return eventlog.Hash(append(id[:], id[:]...)) }
	owner, stranger := uuid.New(), uuid.New()
	for name, c := range map[string]struct {
		hoped func(a *eventlog.Append)                   // what the command relies on
		other func(mine eventlog.Append) eventlog.Append // what was there before it
		want  error
	}{
		"a stream that was not there is": {
			other: func(mine eventlog.Append) eventlog.Append { return on(mine.Changes[0].Stream, owner, 0, 1) },
			want:  errConflict,
		},
		"a stream is further than it was": {
			hoped: func(a *eventlog.Append) { a.Changes[0].Expected = 1 },
			other: func(mine eventlog.Append) eventlog.Append { return on(mine.Changes[0].Stream, owner, 0, 2) },
			want:  errConflict,
		},
		"a stream is not as far": {
			hoped: func(a *eventlog.Append) { a.Changes[0].Expected = 3 },
			other: func(mine eventlog.Append) eventlog.Append { return on(mine.Changes[0].Stream, owner, 0, 1) },
			want:  errConflict,
		},
		"a stream is not there": {
			hoped: func(a *eventlog.Append) { a.Changes[0].Expected = 1 },
			want:  errConflict,
		},
		"a stream is another employer's": {
			hoped: func(a *eventlog.Append) { a.Changes[0].Expected = 1 },
			other: func(mine eventlog.Append) eventlog.Append { return on(mine.Changes[0].Stream, stranger, 0, 1) },
			want:  eventlog.ErrInvalid,
		},
		"a key was used for another request": {
			hoped: func(a *eventlog.Append) { a.Key = &eventlog.Key{Token: token(), Body: token()} },
			other: func(mine eventlog.Append) eventlog.Append {
				a := plainAppend(owner)
				a.Key = &eventlog.Key{Token: mine.Key.Token, Body: token()}
				return a
			},
			want: eventlog.ErrKeyReused,
		},
		"a mark stands for somebody else": {
			hoped: func(a *eventlog.Append) {
				a.Marks = []eventlog.Mark{{Employer: owner, Kind: "staff-number", Token: token(), Subject: uuid.New()}}
			},
			other: func(mine eventlog.Append) eventlog.Append {
				a := plainAppend(owner)
				a.Marks = slices.Clone(mine.Marks)
				a.Marks[0].Subject = uuid.New()
				return a
			},
			want: eventlog.ErrMarkTaken,
		},
		"a mark stands for the same subject, as for most": {
			hoped: func(a *eventlog.Append) {
				a.Marks = []eventlog.Mark{{Employer: owner, Kind: "staff-number", Token: token(), Subject: uuid.New()}}
			},
			other: func(mine eventlog.Append) eventlog.Append {
				a := plainAppend(owner)
				a.Marks = mine.Marks
				return a
			},
		},
		"a data key's ring is in use": {
			hoped: func(a *eventlog.Append) {
				a.DataKeys = []eventlog.DataKey{{ID: uuid.New(), Kind: "person", Wrapped: []byte{1}}}
			},
			other: func(mine eventlog.Append) eventlog.Append {
				a := plainAppend(owner)
				a.DataKeys = []eventlog.DataKey{{ID: eventlog.NextInRing(mine.DataKeys[0].ID), Kind: "person", Wrapped: []byte{2}}}
				return a
			},
			want: eventlog.ErrInvalid,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.New(t)
			mine := plainAppend(owner)
			if c.hoped != nil {
				c.hoped(&mine)
			}
			if c.other != nil {
				other := openLog(t, reconnect(t, db), postgres.LogOptions{})
				mustAppend(t, other, c.other(mine))
			}
			w := waitingOn(t, db, postgres.LogOptions{})
			errs := w.together(t, plainAppend(owner), mine, plainAppend(stranger))
			if errs[0] != nil || errs[2] != nil {
				t.Errorf("the neighbours were told %v and %v", errs[0], errs[2])
			}
			if got := errs[1]; c.want == errConflict && !eventlog.IsConflict(got) || c.want != errConflict && !errors.Is(got, c.want) {
				t.Errorf("told %v, want %v", got, c.want)
			}
			logtest.Invariants(t, w.log)
		})
	}
}

// errConflict stands for any *eventlog.ConflictError.
var errConflict = errors.New("conflict")

// on is some events of a stream.
func on(s eventlog.Stream, owner uuid.UUID, expected eventlog.Version, events int) eventlog.Append {
	a := plainAppend(owner)
	a.Changes[0].Stream, a.Changes[0].Expected = s, expected
	for len(a.Changes[0].Events) < events {
		e := a.Changes[0].Events[0]
		e.ID = uuid.Must(uuid.NewV7())
		a.Changes[0].Events = append(a.Changes[0].Events, e)
	}
	return a
}

// TestALockTakenAheadIsLetGoWhenNothingFollows: after a busy moment nobody else
// waits for a program that has nothing to append.
func TestALockTakenAheadIsLetGoWhenNothingFollows(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	busy, other := openLog(t, db.DB, postgres.LogOptions{}), openLog(t, reconnect(t, db), postgres.LogOptions{})
	for range 20 {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := busy.Append(t.Context(), plainAppend(uuid.Nil)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		mustAppend(t, other, plainAppend(uuid.Nil)) // or waits until the server throws the other out
	}
	for held := -1; held != 0; {
		db.Scan(t, []any{&held}, `
			SELECT count(*) FROM pg_locks
			WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	}
	var ended int
	db.Scan(t, []any{&ended}, "SELECT sessions_fatal + sessions_killed FROM pg_stat_database WHERE datname = current_database()")
	if ended > 0 {
		t.Errorf("the server had to throw out %d sessions that sat on the lock", ended)
	}
	logtest.Invariants(t, other)
}

// TestAKnownKeyIsAnsweredWhateverElseIsWrong: of a batch that is written without
// looking, nothing may be refused that was recorded long ago.
func TestAKnownKeyIsAnsweredWhateverElseIsWrong(t *testing.T) {
	t.Parallel()
	known := keyed(plainAppend(uuid.Nil))
	again := keyed(plainAppend(uuid.Nil)) // decided anew
	again.Key = known.Key
	mark := func(subject uuid.UUID) []eventlog.Mark {
		return []eventlog.Mark{{Kind: "staff-number", Token: eventlog.Hash{1}, Subject: subject}}
	}
	again.Marks = mark(uuid.New())
	other := plainAppend(uuid.Nil)
	for name, c := range map[string]struct {
		marks []eventlog.Mark // of another command in the batch
		clock time.Duration   // of the last event, before ours
		want  error           // for that command
	}{
		"the clock":                      {clock: time.Hour, want: eventlog.ErrClockBehind},
		"a mark given in the same batch": {marks: mark(uuid.New())},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.New(t)
			before := openLog(t, reconnect(t, db), postgres.LogOptions{})
			mustAppend(t, before, known)
			if c.clock != 0 {
				plant(t, db, before, time.Now().Add(c.clock))
			}
			w := waitingOn(t, db, postgres.LogOptions{})
			first := w.append(t, t.Context(), plainAppend(uuid.Nil), 1)
			mine := other
			mine.Marks = c.marks
			told := w.append(t, t.Context(), mine, 1)
			for w.log.Queued() < 1 {
				runtime.Gosched()
			}
			replayed := w.append(t, t.Context(), again, 1)
			for w.log.Queued() < 2 {
				runtime.Gosched()
			}
			w.free()
			for _, got := range []error{<-first, <-told} {
				if !errors.Is(got, c.want) {
					t.Errorf("the others were told %v, want %v", got, c.want)
				}
			}
			if err := <-replayed; err != nil {
				t.Errorf("told %v of what is recorded", err)
			}
			logtest.Invariants(t, w.log)
		})
	}
}

// TestOneRingOfTwoCommandsIsOneOfThemOnly: their keys lie in one place, under
// one parent and for one employer.
func TestOneRingOfTwoCommandsIsOneOfThemOnly(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]postgres.LogOptions{"hoped": {}, "looked": {Careful: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWaiting(t, o)
			key := eventlog.DataKey{ID: uuid.New(), Kind: "person", Subject: uuid.New(), Wrapped: []byte{1}}
			one, two := plainAppend(uuid.New()), plainAppend(uuid.New())
			key.Parent, key.Employer = uuid.New(), one.Employer
			one.DataKeys = []eventlog.DataKey{key}
			key.ID, key.Parent, key.Employer = eventlog.NextInRing(key.ID), uuid.New(), two.Employer
			two.DataKeys = []eventlog.DataKey{key}
			errs := w.together(t, one, two, plainAppend(uuid.Nil))
			if errs[0] != nil || !errors.Is(errs[1], eventlog.ErrInvalid) || errs[2] != nil {
				t.Errorf("told %v, want that the second is refused", errs)
			}
			logtest.Invariants(t, w.log)
		})
	}
}
