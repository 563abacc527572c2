package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/fault"
)

var clocks = consumer.Consumer{Name: "clocks", Topic: "incident"}

// reacting is a consumer of a log with ten events.
type reacting struct {
	*postgrestest.Database
	*postgres.Consumers
	t *testing.T
}

func newReacting(t *testing.T) reacting {
	r := reacting{Database: postgrestest.New(t), t: t}
	r.Consumers = postgres.OpenConsumers(r.DB)
	log := openLog(t, r.DB, postgres.LogOptions{})
	for range 10 {
		mustAppend(t, log, plainAppend(uuid.New()))
	}
	r.ok(r.Register(t.Context(), clocks, consumer.FromBeginning))
	return r
}

func (r reacting) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r reacting) take() consumer.Lease {
	r.t.Helper()
	l, ok, err := r.Acquire(r.t.Context(), clocks, uuid.New(), time.Minute)
	if err != nil || !ok {
		r.t.Fatalf("take the lease: %v, %v", ok, err)
	}
	return l
}

// lapse is an owner that said nothing for too long.
func (r reacting) lapse() {
	r.Exec(r.t, `UPDATE consumers SET lease_until = clock_timestamp() - interval '1 ms'`)
}

func (r reacting) at() eventlog.Position {
	r.t.Helper()
	return r.status().Position
}

func (r reacting) status() postgres.ConsumerStatus {
	r.t.Helper()
	all, err := r.Status(r.t.Context())
	if err != nil || len(all) != 1 {
		r.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func TestAConsumerHasOneOwnerAndWhoeverLostItMovesNothing(t *testing.T) {
	t.Parallel()
	r := newReacting(t)
	ctx := t.Context()
	first := r.take()
	if _, ok, err := r.Acquire(ctx, clocks, uuid.New(), time.Minute); ok || err != nil {
		t.Fatalf("a second owner: %v, %v", ok, err)
	}
	if ok, err := r.Checkpoint(ctx, first, 3, time.Minute); !ok || err != nil || r.at() != 3 {
		t.Fatalf("at %d: %v, %v", r.at(), ok, err)
	}
	r.lapse()
	if _, held, err := r.Renew(ctx, first, 3, time.Minute); !held || err != nil {
		t.Errorf("one that lapsed without anybody taking it: %v, %v", held, err)
	}
	r.lapse()
	second := r.take()
	if second.Position != 3 || second.Fence <= first.Fence || !second.TakenOver {
		t.Errorf("the next owner gets %+v", second)
	}

	checkpoint, err := r.Checkpoint(ctx, first, 5, time.Minute)
	r.ok(err)
	refused, err := r.Refused(ctx, first, 5, 1, time.Minute)
	r.ok(err)
	pass, err := r.Pass(ctx, first, consumer.DeadLetter{Consumer: clocks, Position: 5, Reason: "handler"}, time.Minute)
	r.ok(err)
	stop, err := r.Stop(ctx, first, 5, "handler")
	r.ok(err)
	_, held, err := r.Renew(ctx, first, 9, time.Minute)
	r.ok(err)
	r.ok(r.Release(ctx, first, 9))
	letters, err := r.DeadLetters(ctx)
	r.ok(err)
	if checkpoint || refused || pass || stop || held || len(letters) > 0 {
		t.Errorf("it still moves things: %v %v %v %v %v %v", checkpoint, refused, pass, stop, held, letters)
	}
	if s := r.status(); s.Position != 3 || !s.OwnerAlive || s.Status != consumer.Running || s.Behind != 7 {
		t.Errorf("%+v", s)
	}
	r.ok(r.Release(ctx, second, 4))
	if third := r.take(); third.TakenOver || third.Position != 4 {
		t.Errorf("after an orderly end: %+v", third)
	}
}

func TestAPositionNeverGoesBack(t *testing.T) {
	t.Parallel()
	r := newReacting(t)
	l := r.take()
	for _, step := range []struct {
		to   eventlog.Position
		want bool
		at   eventlog.Position
	}{{4, true, 4}, {4, true, 4}, {2, false, 4}, {10, true, 10}} {
		ok, err := r.Checkpoint(t.Context(), l, step.to, time.Minute)
		if err != nil || ok != step.want || r.at() != step.at {
			t.Errorf("to %d: %v, at %d, %v", step.to, ok, r.at(), err)
		}
	}
	_, _, err := r.Renew(t.Context(), l, 1, time.Minute)
	r.ok(err)
	r.ok(r.Release(t.Context(), l, 1))
	if r.at() != 10 {
		t.Errorf("at %d", r.at())
	}
}

func TestTriesBelongToAnEventAndEndWithAResumption(t *testing.T) {
	t.Parallel()
	r := newReacting(t)
	l := r.take()
	for tries := 1; tries <= 2; tries++ {
		if ok, err := r.Refused(t.Context(), l, 4, tries, time.Minute); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	r.ok(r.Release(t.Context(), l, 3))
	l = r.take()
	if l.TriesAt(4) != 2 || l.TriesAt(5) != 0 {
		t.Errorf("%+v", l)
	}
	if ok, err := r.Stop(t.Context(), l, 4, "handler test.v1"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, ok, err := r.Acquire(t.Context(), clocks, uuid.New(), time.Minute); ok || err != nil {
		t.Errorf("one that stopped was taken: %v", err)
	}
	if s := r.status(); s.Status != consumer.Stopped || s.StoppedAt != 4 || s.StopReason != "handler test.v1" || s.Position != 3 {
		t.Errorf("%+v", s)
	}
	r.ok(r.Resume(t.Context(), clocks.Name))
	if l = r.take(); l.TriesAt(4) != 0 {
		t.Errorf("after it was resumed: %+v", l)
	}
}

func TestAConsumerThatIsPausedFinishesWhatItHasInHand(t *testing.T) {
	t.Parallel()
	r := newReacting(t)
	ctx := t.Context()
	l := r.take()
	r.ok(r.Pause(ctx, clocks.Name))
	r.ok(r.Pause(ctx, clocks.Name))
	if running, err := r.Checkpoint(ctx, l, 6, time.Minute); running || err != nil || r.at() != 6 {
		t.Errorf("running %v, at %d, %v", running, r.at(), err)
	}
	if _, held, err := r.Renew(ctx, l, 6, time.Minute); held || err != nil {
		t.Errorf("a paused consumer keeps its lease: %v", err)
	}
	r.ok(r.Release(ctx, l, 6))
	if _, ok, err := r.Acquire(ctx, clocks, uuid.New(), time.Minute); ok || err != nil {
		t.Errorf("a paused consumer was taken: %v", err)
	}
	r.ok(r.Resume(ctx, clocks.Name))
	if l := r.take(); l.Position != 6 {
		t.Errorf("%+v", l)
	}
	for _, err := range []error{r.Pause(ctx, "horoscope"), r.Resume(ctx, "horoscope"), r.Decide(ctx, "horoscope", 1, consumer.Dropped)} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("a consumer that is none: %v", err)
		}
	}
}

func TestADeadLetterStaysUntilItIsTakenOrDropped(t *testing.T) {
	t.Parallel()
	r := newReacting(t)
	ctx := t.Context()
	l := r.take()
	if ok, err := r.Pass(ctx, l, consumer.DeadLetter{Consumer: clocks, Position: 2, Reason: "panic test.v1", Tries: 5}, time.Minute); !ok || err != nil || r.at() != 2 {
		t.Fatal(ok, err)
	}
	is := func(want ...consumer.LetterStatus) {
		t.Helper()
		letters, err := r.DeadLetters(ctx)
		r.ok(err)
		var got []consumer.LetterStatus
		for _, one := range letters {
			got = append(got, one.Status)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	is(consumer.Dead)
	if letters, _, err := r.Renew(ctx, l, 2, time.Minute); letters || err != nil {
		t.Errorf("letters to retry: %v, %v", letters, err)
	}
	r.ok(r.Decide(ctx, clocks.Name, 2, consumer.Retrying))
	is(consumer.Retrying)
	if letters, _, err := r.Renew(ctx, l, 2, time.Minute); !letters || err != nil {
		t.Errorf("letters to retry: %v, %v", letters, err)
	}
	r.ok(r.RefusedAgain(ctx, l, 2, "handler test.v1"))
	r.ok(r.RefusedAgain(ctx, l, 2, "handler test.v1")) // once is enough
	letters, err := r.DeadLetters(ctx)
	r.ok(err)
	if len(letters) != 1 || letters[0].Tries != 6 || letters[0].Reason != "handler test.v1" || letters[0].Consumer != clocks {
		t.Errorf("%+v", letters)
	}
	r.ok(r.Decide(ctx, clocks.Name, 2, consumer.Dropped))
	is(consumer.Dropped)
	if s := r.status(); s.DeadLetters != 0 {
		t.Errorf("a dropped one is counted: %+v", s)
	}

	r.ok(r.Decide(ctx, clocks.Name, 2, consumer.Retrying))
	r.lapse()
	next := r.take()
	r.ok(r.Settle(ctx, l, 2)) // by an owner that lost its lease
	is(consumer.Retrying)
	r.ok(r.Settle(ctx, next, 2))
	is()
}

func TestAConsumerIsRemovedWithItsLettersWhenNobodyWorksForIt(t *testing.T) {
	t.Parallel()
	r := newReacting(t)
	ctx := t.Context()
	l := r.take()
	if ok, err := r.Pass(ctx, l, consumer.DeadLetter{Consumer: clocks, Position: 2, Reason: "panic test.v1", Tries: 5}, time.Minute); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := r.Remove(ctx, clocks.Name); fault.KindOf(err) != fault.Refused || r.at() != 2 {
		t.Errorf("one that is at work: %v", err)
	}
	r.lapse()
	r.ok(r.Remove(ctx, clocks.Name))
	all, err := r.Status(ctx)
	r.ok(err)
	letters, err := r.DeadLetters(ctx)
	r.ok(err)
	if len(all) > 0 || len(letters) > 0 {
		t.Errorf("left behind: %+v, %+v", all, letters)
	}
	if err := r.Remove(ctx, clocks.Name); fault.KindOf(err) != fault.NotFound {
		t.Errorf("one that is gone: %v", err)
	}
	r.ok(r.Register(ctx, clocks, consumer.FromNow))
	if r.at() != 10 {
		t.Errorf("one that is new begins at %d", r.at())
	}
}

func TestVerifyNamesAConsumerThatIsAheadOfTheLog(t *testing.T) {
	t.Parallel()
	r := newReacting(t)
	if faults, err := r.CheckSides(t.Context()); err != nil || len(faults) > 0 {
		t.Fatalf("%q, %v", faults, err)
	}
	r.Exec(t, `UPDATE consumers SET position = 11`)
	faults, err := r.CheckSides(t.Context())
	if diff := cmp.Diff([]string{"consumer clocks (incident) stands at position 11, which the log does not hold"}, faults); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
