package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// book is the leases and the log of one projection, in memory: here it is the
// subscriber's judgement that is tested, not the database.
type book struct {
	mu       sync.Mutex
	length   eventlog.Position
	payload  int
	position eventlog.Position
	held     bool
	released int
	stopped  []string
	ended    chan struct{} // closed when the projection stopped or reached the end
}

func newBook(length eventlog.Position) *book {
	return &book{length: length, ended: make(chan struct{})}
}

func (b *book) Acquire(_ context.Context, name string, revision int, owner uuid.UUID, _ time.Duration) (projections.Lease, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held || len(b.stopped) > 0 {
		return projections.Lease{}, false, nil
	}
	b.held = true
	return projections.Lease{Name: name, Revision: revision, Owner: owner, Position: b.position}, true, nil
}

func (b *book) Renew(_ context.Context, l projections.Lease, _ time.Duration) (projections.Lease, bool, error) {
	return l, true, nil
}

func (b *book) Release(context.Context, projections.Lease) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held = false
	b.released++
	return nil
}

func (b *book) Stop(_ context.Context, _ projections.Lease, at eventlog.Position, reason string) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = append(b.stopped, fmt.Sprintf("%d %s", at, reason))
	close(b.ended)
	return true, nil
}

func (b *book) Read(_ context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	var page []eventlog.Recorded
	for at := after + 1; at <= b.length && len(page) < limit; at++ {
		page = append(page, eventlog.Recorded{Position: at, Type: "test.v1", Payload: make([]byte, b.payload)})
	}
	return page, nil
}

func (b *book) Await(ctx context.Context, after eventlog.Position) (eventlog.Position, error) {
	if after < b.length {
		return b.length, nil
	}
	<-ctx.Done()
	return b.length, ctx.Err()
}

func (b *book) applied(batch []projections.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.position = batch[len(batch)-1].Position
	if b.position == b.length {
		close(b.ended)
	}
}

func asTheyAre(_ context.Context, events []eventlog.Recorded) ([]projections.Event, error) {
	opened := make([]projections.Event, len(events))
	for i, e := range events {
		opened[i].Position = e.Position
	}
	return opened, nil
}

// run projects the book until the projection stopped or reached the end.
func run(t *testing.T, b *book, o bus.Options, apply func(context.Context, []projections.Event) error) {
	t.Helper()
	o.Backoff = time.Microsecond
	all, err := bus.New(b, b, asTheyAre, func(ctx context.Context, _ projections.Projection, _ int64, batch []projections.Event) (bool, error) {
		if err := apply(ctx, batch); err != nil {
			return false, err
		}
		b.applied(batch)
		return true, nil
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	all.Project(projections.Projection{Name: "tally", Revision: 1})
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := all.Run(context.Background()); err != nil {
			t.Error(err)
		}
	})
	select {
	case <-b.ended:
	case <-time.After(2 * time.Minute):
		t.Error("neither stopped nor reached the end")
	}
	if err := all.Close(); err != nil {
		t.Error(err)
	}
	ended.Wait()
}

func TestWhatMayPassByItselfNeverStopsAProjection(t *testing.T) {
	t.Parallel()
	cases := map[string]error{
		"a database that is away": fmt.Errorf("project: %w", eventlog.ErrUnavailable),
		"a batch that takes long": context.DeadlineExceeded,
		"an error of our own":     errors.New("not said to be about the event"),
	}
	for name, passing := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(40)
			failures := 50
			run(t, b, bus.Options{}, func(context.Context, []projections.Event) error {
				if failures--; failures >= 0 {
					return passing
				}
				return nil
			})
			if len(b.stopped) > 0 || b.position != 40 {
				t.Errorf("at %d, stopped %q", b.position, b.stopped)
			}
		})
	}
}

func TestABadEventIsFoundByHalvingAndNeighboursAreAppliedOnce(t *testing.T) {
	t.Parallel()
	for _, bad := range []eventlog.Position{1, 2, 333, 499, 500, 501, 700} {
		b := newBook(700)
		var applied []eventlog.Position
		tries := 0
		run(t, b, bus.Options{}, func(_ context.Context, batch []projections.Event) error {
			tries++
			for _, e := range batch {
				if e.Position == bad {
					return &projections.StepError{Step: projections.Fold, Cause: errors.New("bad")}
				}
			}
			for _, e := range batch {
				applied = append(applied, e.Position)
			}
			return nil
		})
		if diff := cmp.Diff([]string{fmt.Sprintf("%d fold test.v1", bad)}, b.stopped); diff != "" {
			t.Error(diff)
		}
		if len(applied) != int(bad-1) || !slices.IsSorted(applied) {
			t.Errorf("%d events before the bad one at %d were applied", len(applied), bad)
		}
		if tries > 70 {
			t.Errorf("it took %d tries to find the event at %d", tries, bad)
		}
	}
}

func TestAPanicOutsideTheFoldIsSurvived(t *testing.T) {
	t.Parallel()
	b := newBook(10)
	first := true
	run(t, b, bus.Options{}, func(context.Context, []projections.Event) error {
		if first {
			first = false
			panic("a mistake in the runner")
		}
		return nil
	})
	if b.position != 10 {
		t.Errorf("at %d", b.position)
	}
}

func TestABatchHoldsNoMoreThanItShould(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ payload, most int }{
		"500 small events":               {payload: 10, most: 500},
		"1 MiB of larger ones":           {payload: 100 << 10, most: 10},
		"one event that is larger alone": {payload: 2 << 20, most: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(1200)
			if c.most < 500 {
				b.length = 30
			}
			b.payload = c.payload
			most := 0
			run(t, b, bus.Options{}, func(_ context.Context, batch []projections.Event) error {
				most = max(most, len(batch))
				return nil
			})
			if most != c.most {
				t.Errorf("a batch of %d events, want %d", most, c.most)
			}
		})
	}
}

func TestClosingFinishesTheBatchUnderWayAndGivesTheLeaseBack(t *testing.T) {
	t.Parallel()
	b := newBook(2000)
	begun, finish := make(chan struct{}), make(chan struct{})
	var finished, cancelled bool
	all, err := bus.New(b, b, asTheyAre, func(ctx context.Context, _ projections.Projection, _ int64, batch []projections.Event) (bool, error) {
		if batch[0].Position == 501 {
			close(begun)
			<-finish
			finished, cancelled = true, ctx.Err() != nil
		}
		b.applied(batch)
		return true, nil
	}, bus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all.Project(projections.Projection{Name: "tally", Revision: 1})
	var ended sync.WaitGroup
	ended.Go(func() { _ = all.Run(context.Background()) })
	<-begun
	ended.Go(func() {
		if err := all.Close(); err != nil {
			t.Error(err)
		}
	})
	time.AfterFunc(20*time.Millisecond, func() { close(finish) }) // Close is waiting by then
	ended.Wait()
	if !finished || cancelled || b.position != 1000 || b.held || b.released != 1 {
		t.Errorf("finished %v, cancelled %v, at %d, lease held %v", finished, cancelled, b.position, b.held)
	}
}

func TestASubscriptionSaysWhatATopicShouldBe(t *testing.T) {
	t.Parallel()
	s := bus.NewBatchSubscriber(newBook(0), newBook(0), asTheyAre, bus.Options{})
	for _, topic := range []string{"", "tally", "projection.tally", "projection..r1", "projection.tally.rx"} {
		if _, err := s.Subscribe(t.Context(), topic); err == nil {
			t.Errorf("topic %q was taken", topic)
		}
	}
	if _, err := s.Subscribe(t.Context(), bus.Topic("tally", 3)); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
