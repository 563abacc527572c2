package bus_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

const poison = "poison"

// unless answers what does not hold the word, and does something else about what does.
func (w *works) unless(healed *atomic.Bool, otherwise func(context.Context) error) bus.Handler {
	return func(ctx context.Context, d *bus.Delivery) error {
		var said postgrestest.Tallied
		if err := json.Unmarshal(d.Recorded.Payload, &said); err != nil {
			return err
		}
		if said.Word == poison && !healed.Load() {
			return otherwise(ctx)
		}
		return answer(ctx, w.log, d)
	}
}

func (w *works) letters(t *testing.T) []consumer.DeadLetter {
	t.Helper()
	all, err := w.consumers().DeadLetters(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (w *works) decide(t *testing.T, at eventlog.Position, to consumer.LetterStatus) {
	t.Helper()
	if err := w.consumers().Decide(t.Context(), answers, at, to); err != nil {
		t.Fatal(err)
	}
}

func TestAnEventThatCannotBeTakenGoesToTheDeadLettersWithItsReasonAndNothingElse(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		otherwise func(context.Context) error
		reason    string
	}{
		"an error": {func(context.Context) error { return errors.New("Jansen") }, "handler test.tallied.v1"},
		"a rule that says no": {func(context.Context) error { return fault.New(fault.Refused, "Jansen") },
			"handler " + string(fault.Refused) + " test.tallied.v1"},
		"an event that does not open": {func(context.Context) error {
			return &projections.StepError{Step: projections.Decode, Cause: errors.New("Jansen")}
		}, "decode test.tallied.v1"},
		"a panic": {func(context.Context) error { panic("Jansen") }, "panic test.tallied.v1"},
		"a handler that takes too long": {func(ctx context.Context) error { <-ctx.Done(); return errors.New("Jansen") },
			"timeout test.tallied.v1"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			var healed atomic.Bool
			var tries atomic.Int64
			w.handle(t, bus.EventOptions{Tries: 3, AckTime: 200 * time.Millisecond}, w.unless(&healed, func(ctx context.Context) error {
				tries.Add(1)
				return c.otherwise(ctx)
			}))
			w.tally(t, 5)
			bad := w.say(t, poison)
			if s := w.past(t, w.tally(t, 5)); s.Status != consumer.Running {
				t.Errorf("it did not go on: %+v", s)
			}
			all := w.letters(t)
			if len(all) != 1 || all[0].Position != bad || all[0].Reason != c.reason || all[0].Tries != 3 || all[0].Status != consumer.Dead {
				t.Errorf("dead letters %+v, want one at %d, %q", all, bad, c.reason)
			}
			if n := tries.Load(); n != 3 {
				t.Errorf("it was tried %d times, want 3", n)
			}
			w.decide(t, bad, consumer.Retrying) // in vain
			w.eventually(t, func() bool { all := w.letters(t); return all[0].Tries == 4 && all[0].Status == consumer.Dead })
			healed.Store(true)
			w.decide(t, bad, consumer.Retrying)
			w.eventually(t, func() bool { return len(w.letters(t)) == 0 })
			tallies, _, answers := w.told(t)
			slices.Sort(answers)
			if !slices.Equal(tallies, answers) {
				t.Errorf("of %d events %d were answered", len(tallies), len(answers))
			}
		})
	}
}

func (w *works) eventually(t *testing.T, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !is(); time.Sleep(5 * time.Millisecond) { // polls: the bus decides
		if time.Now().After(deadline) {
			t.Fatal("it never became so")
		}
	}
}

func TestADeadLetterThatWasDroppedIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	w := open(t)
	var healed atomic.Bool
	stop := w.handle(t, bus.EventOptions{Tries: 1}, w.unless(&healed, func(context.Context) error { return errors.New("no") }))
	bad := w.say(t, poison)
	w.past(t, bad)
	healed.Store(true)
	w.decide(t, bad, consumer.Dropped)
	w.past(t, w.tally(t, 3))
	stop()
	w.handle(t, bus.EventOptions{}, w.unless(&healed, nil))
	s := w.past(t, w.tally(t, 3))
	all := w.letters(t)
	if len(all) != 1 || all[0].Status != consumer.Dropped || s.DeadLetters != 0 {
		t.Errorf("%+v, %+v", all, s)
	}
	if _, _, answers := w.told(t); slices.Contains(answers, bad) {
		t.Error("what was dropped was answered")
	}
	err := w.consumers().Decide(t.Context(), answers, bad+1, consumer.Dropped)
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("a letter that is none: %v", err)
	}
}

func TestAConsumerThatStopsAtABadEventTakesItWhenItIsResumed(t *testing.T) {
	t.Parallel()
	w := open(t)
	var healed atomic.Bool
	w.handle(t, bus.EventOptions{Tries: 2, StopAtBad: true}, w.unless(&healed, func(context.Context) error { return errors.New("no") }))
	w.tally(t, 3)
	bad := w.say(t, poison)
	last := w.tally(t, 3)
	s := w.consumer(t, func(c postgres.ConsumerStatus) bool { return c.Status == consumer.Stopped })
	if s.StoppedAt != bad || s.Position >= bad || s.StopReason != "handler test.tallied.v1" || len(w.letters(t)) > 0 {
		t.Errorf("stopped: %+v", s)
	}
	healed.Store(true)
	if err := w.consumers().Resume(t.Context(), answers); err != nil {
		t.Fatal(err)
	}
	w.past(t, last)
	w.checkAnswered(t)
}

func TestWhatMayPassByItselfIsTriedForAsLongAsItTakes(t *testing.T) {
	t.Parallel()
	w := open(t)
	var failures atomic.Int64
	var healed atomic.Bool
	w.handle(t, bus.EventOptions{Tries: 2, Backoff: time.Microsecond}, w.unless(&healed, func(context.Context) error {
		if failures.Add(1) == 50 {
			healed.Store(true)
		}
		return fmt.Errorf("answer: %w", eventlog.ErrUnavailable)
	}))
	w.past(t, w.say(t, poison))
	if len(w.letters(t)) > 0 || failures.Load() != 50 {
		t.Errorf("after %d failures: %+v", failures.Load(), w.letters(t))
	}
}

// TestTriesAreCountedAcrossPrograms: a program that is started again after each
// refusal does not try for ever.
func TestTriesAreCountedAcrossPrograms(t *testing.T) {
	t.Parallel()
	w := open(t)
	var healed atomic.Bool
	bad := w.say(t, poison)
	for range 2 {
		refused := make(chan struct{}, 10)
		stop := w.handle(t, bus.EventOptions{Tries: 3, Backoff: time.Hour}, w.unless(&healed, func(context.Context) error {
			refused <- struct{}{}
			return errors.New("no")
		}))
		<-refused
		w.eventually(t, func() bool {
			var tries int
			w.db.Scan(t, []any{&tries}, `SELECT tries FROM consumers WHERE tried = $1 UNION ALL SELECT 0 LIMIT 1`, int64(bad))
			return tries > 0
		})
		stop()
	}
	w.handle(t, bus.EventOptions{Tries: 3}, w.unless(&healed, func(context.Context) error { return errors.New("no") }))
	w.past(t, bad)
	if all := w.letters(t); len(all) != 1 || all[0].Tries != 3 {
		t.Errorf("%+v", all)
	}
}

func TestClosingFinishesTheEventInHand(t *testing.T) {
	t.Parallel()
	w := open(t)
	begun, finish := make(chan struct{}), make(chan struct{})
	var cancelled atomic.Bool
	stop := w.handle(t, bus.EventOptions{}, func(ctx context.Context, d *bus.Delivery) error {
		close(begun) // a second event would panic here
		<-finish
		cancelled.Store(ctx.Err() != nil)
		return answer(ctx, w.log, d)
	})
	first := w.say(t, "one")
	w.say(t, "two")
	<-begun
	time.AfterFunc(50*time.Millisecond, func() { close(finish) }) // closing has begun by then
	stop()
	s := w.past(t, first)
	if s.Position != first || cancelled.Load() || s.OwnerAlive {
		t.Errorf("closed at %d, want %d; cancelled %v; still owned %v", s.Position, first, cancelled.Load(), s.OwnerAlive)
	}
}

// TestAnEventInHandIsNotPassed: the lease is renewed many times while it is in
// hand, which also keeps how far the consumer came; then there is no more time for it.
func TestAnEventInHandIsNotPassed(t *testing.T) {
	t.Parallel()
	w := open(t)
	before := w.say(t, "before")
	begun := make(chan struct{}, 10)
	slow := bus.EventOptions{LeaseTime: 150 * time.Millisecond, CloseTime: time.Millisecond}
	stop := w.handle(t, slow, func(ctx context.Context, d *bus.Delivery) error {
		if d.Recorded.Position == before {
			return answer(ctx, w.log, d)
		}
		begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	})
	last := w.say(t, "in hand")
	<-begun
	for range 3 {
		var until time.Time
		w.db.Scan(t, []any{&until}, `SELECT lease_until FROM consumers`)
		w.eventually(t, func() bool {
			var now time.Time
			w.db.Scan(t, []any{&now}, `SELECT lease_until FROM consumers`)
			return now.After(until)
		})
	}
	stop()
	if s := w.past(t, before); s.Position >= last || s.OwnerAlive || len(w.letters(t)) > 0 {
		t.Errorf("closed without an answer: %+v", s)
	}
	w.handle(t, bus.EventOptions{}, func(ctx context.Context, d *bus.Delivery) error { return answer(ctx, w.log, d) })
	w.past(t, last)
	w.checkAnswered(t)
}

// TestEventsOfOthersPassWithoutBeingHandled: the position passes them with the next renewal
// of the lease, so that the lag of a quiet consumer is that of the log.
func TestEventsOfOthersPassWithoutBeingHandled(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.handle(t, bus.EventOptions{}, func(ctx context.Context, d *bus.Delivery) error {
		if !strings.HasPrefix(d.Recorded.Type, tallied+".") {
			t.Errorf("it got a %s", d.Recorded.Type)
		}
		return answer(ctx, w.log, d)
	})
	w.past(t, w.tally(t, 3))
	head, err := w.log.Head(t.Context()) // behind its own answers
	if err != nil {
		t.Fatal(err)
	}
	if s := w.past(t, head); s.Behind != 0 || s.Late != 0 {
		t.Errorf("at the end of the log: %+v", s)
	}
}

func TestAConsumerOfWhatIsToComeBeginsAtTheEnd(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.tally(t, 20)
	sub, err := bus.NewEventSubscriber(w.consumers(), w.log, bus.EventOptions{Name: answers, Start: consumer.FromNow})
	if err != nil {
		t.Fatal(err)
	}
	if err := sub.SubscribeInitialize(tallied); err != nil {
		t.Fatal(err)
	}
	first := w.say(t, "first")
	messages, err := sub.Subscribe(t.Context(), tallied)
	if err != nil {
		t.Fatal(err)
	}
	msg := <-messages
	msg.Ack()
	if got := msg.Metadata.Get("position"); got != first.String() {
		t.Errorf("it began at %s, want %d", got, first)
	}
	for range 2 {
		if err := sub.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := sub.Subscribe(t.Context(), tallied); err == nil {
		t.Error("a closed subscriber can be subscribed to")
	}
}

func TestAConsumerSaysWhatItsNameAndTopicShouldBe(t *testing.T) {
	t.Parallel()
	w := open(t)
	if _, err := bus.NewEventSubscriber(w.consumers(), w.log, bus.EventOptions{Name: "De Klok"}); err == nil {
		t.Error("a name with a blank was taken")
	}
	sub, err := bus.NewEventSubscriber(w.consumers(), w.log, bus.EventOptions{Name: answers})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sub.Subscribe(t.Context(), "Jansen"); err == nil || strings.Contains(err.Error(), "Jansen") {
		t.Errorf("topic: %v", err)
	}
	if err := sub.SubscribeInitialize(""); err == nil {
		t.Error("an empty topic was taken")
	}
}
