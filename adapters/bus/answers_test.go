package bus_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
)

// The consumer of these tests answers every tally with an event of its own. It
// also notes each time that it was asked, without a key.
const (
	answers  = "answers"
	tallied  = "test.tallied"
	answered = "test.answered.v1"
	asking   = "test.asked.v1"
	lethal   = "lethal" // a word that kills the program that has it in hand
)

var answerMoments = []moment{opened, written, writing}

// answer appends the two events about one.
func answer(ctx context.Context, log eventlog.Log, d *bus.Delivery) error {
	if err := note(ctx, log, d, asking, nil); err != nil {
		return err
	}
	token := eventlog.Hash(sha256.Sum256([]byte(d.Key("answer"))))
	return note(ctx, log, d, answered, &eventlog.Key{Token: token, Body: token})
}

func note(ctx context.Context, log eventlog.Log, d *bus.Delivery, eventType string, key *eventlog.Key) error {
	payload, err := json.Marshal(d.Recorded.Position)
	if err != nil {
		return err
	}
	_, err = log.Append(ctx, eventlog.Append{Key: key, Changes: []eventlog.Change{{
		Stream:   eventlog.Stream{Category: "answer", ID: uuid.NewSHA1(uuid.NameSpaceOID, payload)},
		Expected: eventlog.AnyVersion,
		Events:   []eventlog.Proposed{{ID: uuid.Must(uuid.NewV7()), Type: eventType, Payload: payload, Metadata: []byte("{}")}},
	}}})
	return err
}

// answerForEver is another program that answers.
func (o *orders) answerForEver(db *postgres.DB, log *postgres.Log) error {
	h, err := bus.NewHandlers(postgres.OpenConsumers(db), log)
	if err != nil {
		return err
	}
	options := bus.EventOptions{Name: answers, LeaseTime: processLease, Backoff: time.Millisecond, Tries: 2}
	err = h.Handle(tallied, options, func(ctx context.Context, d *bus.Delivery) error {
		o.hold(opened)
		if err := answer(ctx, log, d); err != nil {
			return err
		}
		var said postgrestest.Tallied
		if err := json.Unmarshal(d.Recorded.Payload, &said); err != nil {
			return err
		}
		if said.Word == lethal {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		o.hold(written)
		return nil
	})
	if err != nil {
		return err
	}
	return h.Run(context.Background())
}

func (w *works) answerer(t *testing.T, hold moment, after int) *projector {
	t.Helper()
	return w.program(t, orders{Answer: true, Hold: hold, After: after}, "ruggensteun.consumers")
}

// handle runs a handler in this program until the test ends or stop is called.
func (w *works) handle(t *testing.T, o bus.EventOptions, do bus.Handler) (stop func()) {
	t.Helper()
	h, err := bus.NewHandlers(w.consumers(), w.log)
	if err != nil {
		t.Fatal(err)
	}
	o.Name = answers
	if o.LeaseTime == 0 {
		o.LeaseTime = time.Second
	}
	if o.Backoff == 0 {
		o.Backoff = time.Millisecond
	}
	if err := h.Handle(tallied, o, do); err != nil {
		t.Fatal(err)
	}
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := h.Run(context.Background()); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	stop = sync.OnceFunc(func() {
		<-h.Running()
		if err := h.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		ended.Wait()
	})
	t.Cleanup(stop)
	return stop
}

func (w *works) consumers() *postgres.Consumers { return postgres.OpenConsumers(w.db.DB) }

func (w *works) tally(t *testing.T, n int) eventlog.Position {
	t.Helper()
	return postgrestest.AppendTally(t, w.log, postgrestest.RandomHistory(n, 5, rand.IntN)...)
}

func (w *works) say(t *testing.T, word string) eventlog.Position {
	t.Helper()
	return postgrestest.AppendTally(t, w.log, postgrestest.Happened{Stream: uuid.New(), Tallied: postgrestest.Tallied{Word: word}})
}

// consumer waits until the consumer is as wanted.
func (w *works) consumer(t *testing.T, want func(postgres.ConsumerStatus) bool) postgres.ConsumerStatus {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(5 * time.Millisecond) { // polls: another process decides
		all, err := w.consumers().Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 1 && want(all[0]) {
			return all[0]
		}
		if time.Now().After(deadline) {
			t.Fatalf("it never became so: %+v", all)
		}
	}
}

// past waits until everything up to a position is done.
func (w *works) past(t *testing.T, at eventlog.Position) postgres.ConsumerStatus {
	t.Helper()
	return w.consumer(t, func(c postgres.ConsumerStatus) bool { return c.Position >= at })
}

// told reads the log: which tallies there are, and which were asked and answered.
func (w *works) told(t *testing.T) (tallies, asked, answers []eventlog.Position) {
	t.Helper()
	for at := eventlog.Position(0); ; {
		page, err := w.log.Read(t.Context(), at, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			return tallies, asked, answers
		}
		for _, e := range page {
			at = e.Position
			var about eventlog.Position
			if e.Stream.Category == "answer" {
				if err := json.Unmarshal(e.Payload, &about); err != nil {
					t.Fatal(err)
				}
			}
			switch e.Type {
			case answered:
				answers = append(answers, about)
			case asking:
				asked = append(asked, about)
			default:
				tallies = append(tallies, at)
			}
		}
	}
}

// checkAnswered holds that every tally was answered exactly once, in the order
// of the log, and gives how often one was asked again.
func (w *works) checkAnswered(t *testing.T) (again int) {
	t.Helper()
	tallies, asked, answers := w.told(t)
	if !slices.Equal(tallies, answers) {
		t.Errorf("%d events have %d answers, or in another order", len(tallies), len(answers))
	}
	seen := eventlog.Position(0)
	for _, at := range asked {
		if at <= seen {
			again++
		}
		seen = max(seen, at)
	}
	if len(asked) < len(tallies) {
		t.Errorf("%d events were asked about %d times", len(tallies), len(asked))
	}
	return again
}

func TestAProgramKilledWithAnEventInHandLosesNothingAndNothingIsDoneTwice(t *testing.T) {
	t.Parallel()
	for _, when := range answerMoments {
		t.Run(string(when), func(t *testing.T) {
			t.Parallel()
			w := open(t)
			var last eventlog.Position
			for after := range 3 { // the first event under a lease is not like later ones
				last = w.tally(t, 20)
				child := w.answerer(t, when, after)
				child.at(t, child.kill)
			}
			w.answerer(t, never, 0)
			w.past(t, last)
			again := w.checkAnswered(t)
			if when == written && again != 3 { // it died between handling and acking, each time
				t.Errorf("%d events came again, want 3", again)
			}
		})
	}
}

func TestAProgramThatSleepsWithAnEventInHandIsReplacedAndMovesNothingWhenItWakesUp(t *testing.T) {
	t.Parallel()
	for _, when := range answerMoments {
		t.Run(string(when), func(t *testing.T) {
			t.Parallel()
			w := open(t)
			last := w.tally(t, 30)
			sleeper := w.answerer(t, when, 2)
			sleeper.at(t, func() { sleeper.signal(t, syscall.SIGSTOP) })
			w.answerer(t, never, 0)
			w.past(t, last)
			sleeper.signal(t, syscall.SIGCONT)
			_ = sleeper.goOn.Close() // it goes on in the midst of the other's work
			w.past(t, w.tally(t, 100))
			w.checkAnswered(t)
		})
	}
}

func TestAnEventThatKillsItsProgramsIsPassedOver(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.tally(t, 3)
	bad := w.say(t, lethal)
	last := w.tally(t, 3)
	letters := func() []consumer.DeadLetter {
		all, err := w.consumers().DeadLetters(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for range 3 { // Tries is 2, and the first death may have had another cause
		child := w.answerer(t, never, 0)
		_, _ = child.Wait()
		if len(letters()) > 0 {
			t.Fatal("it was passed over too early")
		}
	}
	w.answerer(t, never, 0)
	w.past(t, last)
	all := letters()
	if len(all) != 1 || all[0].Position != bad || all[0].Reason != "ended test.tallied.v1" || all[0].Tries != 2 {
		t.Errorf("dead letters: %+v", all)
	}
}

func TestABrokenConnectionCostsAConsumerNothingButTime(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.handle(t, bus.EventOptions{}, func(ctx context.Context, d *bus.Delivery) error { return answer(ctx, w.log, d) })
	w.past(t, w.tally(t, 1)) // from here on it is the position that is written
	ctx, enough := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	var last eventlog.Position
	busy.Go(func() {
		for ctx.Err() == nil {
			last = w.tally(t, 5)
		}
	})
	for range 5 { // each in the midst of a statement that moves the position
		release := w.db.Stall(t, "ruggensteun.consumers")
		var cut int
		w.db.Scan(t, []any{&cut}, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE '%UPDATE consumers%' AND wait_event_type = 'Lock'`)
		release()
		if cut == 0 {
			t.Error("no connection was cut: this proves nothing")
		}
	}
	enough()
	busy.Wait()
	w.past(t, last)
	w.checkAnswered(t)
	if letters, err := w.consumers().DeadLetters(t.Context()); err != nil || len(letters) > 0 {
		t.Errorf("a broken connection made dead letters: %v, %v", letters, err)
	}
}

func TestOneOfTwoProgramsWorksAndTheOtherTakesOverWhereItStopped(t *testing.T) {
	t.Parallel()
	w := open(t)
	var mu sync.Mutex
	var order []string
	as := func(name string) bus.Handler {
		return func(ctx context.Context, d *bus.Delivery) error {
			if !mu.TryLock() {
				t.Error("two have an event in hand at the same time")
				return nil
			}
			defer mu.Unlock()
			order = append(order, fmt.Sprint(name, " ", d.Recorded.Position))
			return answer(ctx, w.log, d)
		}
	}
	stopFirst := w.handle(t, bus.EventOptions{}, as("first"))
	w.past(t, w.tally(t, 10))
	w.handle(t, bus.EventOptions{}, as("second"))
	w.past(t, w.tally(t, 10))
	stopFirst()
	w.past(t, w.tally(t, 10))
	if again := w.checkAnswered(t); again > 0 {
		t.Errorf("%d events came again though nobody died", again)
	}
	changed := slices.IndexFunc(order, func(s string) bool { return s[0] == 's' })
	if len(order) != 30 || changed != 20 {
		t.Errorf("of %d events the second took over at the %dth: %q", len(order), changed, order)
	}
}
