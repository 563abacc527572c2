package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

var lanes = map[string]postgres.LogOptions{"alone": {}, "together": {OneLane: true}, "with looking": {OneLane: true, Careful: true}}

// plant puts an event at the end of the log as if it had been recorded at a
// time; the chain holds.
func plant(t testing.TB, db *postgrestest.Database, log *postgres.Log, at time.Time) eventlog.Recorded {
	t.Helper()
	head, err := log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var previous eventlog.Hash
	if head > 0 {
		last, err := log.Read(t.Context(), head-1, 1)
		if err != nil {
			t.Fatal(err)
		}
		previous = last[0].Hash
	}
	a := plainAppend(uuid.Nil)
	e := eventlog.Record(a.Changes[0].Events[0], previous, eventlog.Recorded{
		Position: head + 1, Version: 1, Stream: a.Changes[0].Stream, RecordedAt: at,
	})
	db.Exec(t, `INSERT INTO events VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10)`,
		int64(e.Position), e.Employer, e.Stream.String(), e.ID, e.Type, e.RecordedAt, e.Payload, e.Metadata, e.PayloadHash[:], e.Hash[:])
	db.Exec(t, `INSERT INTO streams VALUES ($1, $2, 1)`, e.Stream.String(), e.Employer)
	return e
}

func TestAClockThatIsFarBehindRefuses(t *testing.T) {
	t.Parallel()
	for lane, o := range lanes {
		t.Run(lane, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.New(t)
			log := openLog(t, db.DB, o)
			plant(t, db, log, time.Now().Add(time.Hour))
			if _, err := log.Append(t.Context(), plainAppend(uuid.Nil)); !errors.Is(err, eventlog.ErrClockBehind) {
				t.Errorf("got %v, want %v", err, eventlog.ErrClockBehind)
			}
			if head, err := log.Head(t.Context()); head != 1 || err != nil {
				t.Errorf("head %d, %v: want the one that was there", head, err)
			}
			logtest.Invariants(t, log)
		})
	}
}

func TestAClockThatIsALittleBehindIsHeldAtTheLastEvent(t *testing.T) {
	t.Parallel()
	for lane, o := range lanes {
		t.Run(lane, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.New(t)
			log := openLog(t, db.DB, o)
			last := plant(t, db, log, time.Now().Add(eventlog.MaxClockStep-30*time.Second))
			for range 2 {
				if r := mustAppend(t, log, plainAppend(uuid.Nil)); !r.RecordedAt.Equal(last.RecordedAt) {
					t.Errorf("recorded at %s, want that it is held at %s", r.RecordedAt, last.RecordedAt)
				}
			}
			logtest.Invariants(t, log)
		})
	}
}

// TestAPositionIsFoundByItsTime holds the binary search in the database against
// reading everything.
func TestAPositionIsFoundByItsTime(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log := openLog(t, db.DB, postgres.LogOptions{})
	if at, err := log.PositionAt(t.Context(), time.Now()); at != 0 || err != nil {
		t.Errorf("in an empty log: %d, %v", at, err)
	}
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var times []time.Time
	for i, step := range []int{0, 0, 1, 1, 1, 5, 0, 0, 1000, 2, 0} { // microseconds; several events at one time
		if i > 0 {
			step += int(times[i-1].Sub(start) / time.Microsecond)
		}
		times = append(times, start.Add(time.Duration(step)*time.Microsecond))
		plant(t, db, log, times[i])
	}
	rapid.Check(t, func(rt *rapid.T) {
		asked := start.Add(time.Duration(rapid.Int64Range(-3_000, 1_100_000).Draw(rt, "nanoseconds after the first")))
		want := 0
		for i, at := range times {
			if !at.After(asked) {
				want = i + 1
			}
		}
		got, err := log.PositionAt(t.Context(), asked)
		if err != nil || got != eventlog.Position(want) {
			rt.Fatalf("at %s: %d, %v; want %d", asked, got, err, want)
		}
	})
	for name, asked := range map[string]time.Time{"the zero time": {}, "far away": time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)} {
		want := map[bool]int{true: 0, false: len(times)}[asked.IsZero()]
		if got, err := log.PositionAt(t.Context(), asked); err != nil || int(got) != want {
			t.Errorf("%s: %d, %v; want %d", name, got, err, want)
		}
	}
}
