package bus

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// nothing is leases that nobody gets and a log without events.
type nothing struct{ Leases }

func (nothing) Acquire(context.Context, string, int, uuid.UUID, time.Duration) (projections.Lease, bool, error) {
	return projections.Lease{}, false, nil
}

func (nothing) Read(context.Context, eventlog.Position, int) ([]eventlog.Recorded, error) {
	return nil, nil
}

func (nothing) Await(ctx context.Context, _ eventlog.Position) (eventlog.Position, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestTheBusGoesOnWhenItsLastProjectionEnds(t *testing.T) {
	t.Parallel()
	b, err := New(nothing{}, nothing{}, nil, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.Project(projections.Projection{Name: "tally", Revision: 1})
	ended := make(chan error, 1)
	go func() { ended <- b.Run(context.Background()) }()
	<-b.Running()
	if err := b.subscriber.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		t.Fatalf("the router closed by itself: %v", err)
	case <-time.After(200 * time.Millisecond): // it would have within a few
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	<-ended
}
