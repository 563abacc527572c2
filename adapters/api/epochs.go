package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

// epochs are the month ends so far, with how far the log had come at each. One that has
// passed never changes, so each is looked up once.
type epochs struct {
	mu       sync.Mutex
	first    time.Time // when the first event was recorded
	invented bool      // it is of a demonstration
	known    []figures.Epoch
}

// settling is how long after its end a month counts as over: what was being recorded just
// before it may become visible a moment later.
const settling = time.Minute

// upTo gives them, once the figures have come as far as the last.
func (e *epochs) upTo(ctx context.Context, a *api) ([]figures.Epoch, error) {
	list, err := e.soFar(ctx, a)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list, a.await(ctx, list[len(list)-1].Position)
}

func (e *epochs) soFar(ctx context.Context, a *api) ([]figures.Epoch, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.first.IsZero() {
		events, err := a.Log.Read(ctx, 0, 1)
		if err != nil || len(events) == 0 {
			return nil, err
		}
		e.first, e.invented = events[0].RecordedAt, eventlog.Invented(events[0].Metadata)
	}
	country, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		return nil, fmt.Errorf("find the clock of the country: %w", err)
	}
	ends, err := e.ended(ctx, a, country)
	if err != nil {
		return nil, err
	}
	for _, end := range ends {
		at, err := a.History.PositionAt(ctx, end.Add(-time.Microsecond))
		if err != nil {
			return nil, fmt.Errorf("find the position at the end of a month: %w", err)
		}
		e.known = append(e.known, figures.Epoch{End: end, Position: max(at, eventlog.Position(1))})
	}
	if len(e.known) == 0 && e.invented {
		return demonstrated(ctx, a)
	}
	return e.known[:len(e.known):len(e.known)], nil
}

// ended are the months that are over and not known yet: by the log's clock, because that
// stamps what still comes into them. Our own only says when to look at it.
func (e *epochs) ended(ctx context.Context, a *api, country *time.Location) ([]time.Time, error) {
	overBy := func(now time.Time) []time.Time {
		ends := disclosure.MonthEnds(e.first, now.Add(-settling), country)
		return ends[min(len(e.known), len(ends)):] // a clock that was set back has fewer
	}
	if len(overBy(a.Clock())) == 0 {
		return nil, nil
	}
	now, err := a.History.Now(ctx)
	if err != nil {
		return nil, fmt.Errorf("find out which months are over: %w", err)
	}
	return overBy(now), nil
}

// demonstrated lets a demonstration be asked as it is now. All of it was told today, and
// there is nobody in it to protect from two moments being compared.
func demonstrated(ctx context.Context, a *api) ([]figures.Epoch, error) {
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the head of the log: %w", err)
	}
	return []figures.Epoch{{End: a.Clock(), Position: head}}, nil
}
