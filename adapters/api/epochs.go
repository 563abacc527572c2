package api

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/release"
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
	list, _, err := e.soFar(ctx, a)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list, a.await(ctx, list[len(list)-1].Position)
}

// askedAsOf gives the epochs of a protected question, and as of which it is asked. The
// public can ask as of what was published for it and of nothing else: an epoch is one that
// somebody decided to let out (step 2 of disclosure).
func (a *api) askedAsOf(ctx context.Context, audience access.Audience, asOf eventlog.Position) ([]figures.Epoch, eventlog.Position, error) {
	list, demonstration, err := a.epochs.soFar(ctx, a)
	if err != nil || len(list) == 0 {
		return nil, asOf, err
	}
	if audience == access.ForPublic || demonstration && asOf != 0 {
		ledger, _, err := release.LedgerDecider.Load(ctx, a.journal, release.LedgerStream())
		if err != nil {
			return nil, asOf, err
		}
		public := ledger.PublicEpochs()
		if !demonstration {
			public = slices.DeleteFunc(public, func(e release.Epoch) bool { // one of a demonstration that became a register is no month end
				return !slices.ContainsFunc(list, func(end figures.Epoch) bool { return end.Position == e.Position })
			})
			if asOf, err = published(public, asOf, list); err != nil {
				return nil, asOf, err
			}
		}
		is := func(e figures.Epoch) bool { return e.Position == asOf }
		was := func(e release.Epoch) bool { return e.Position == asOf }
		if i := slices.IndexFunc(public, was); i >= 0 && !slices.ContainsFunc(list, is) {
			list = single(public[i]) // of a demonstration
		}
	}
	return list, asOf, a.await(ctx, list[len(list)-1].Position)
}

// endAsked reads as of when somebody asks who is shown month ends only. How far the log has come,
// and between which records another time lies, is not looked up: it would say when
// something was recorded.
func (a *api) endAsked(ctx context.Context, in *ViewInput) (eventlog.Position, error) {
	var wrong fault.Fields
	positionIn(in.MinPosition, "minPosition", anyPosition, &wrong) // every month end includes what there was to wait for
	end, err := a.endIn(ctx, in.AsOf, "asOf", &wrong)
	if err == nil {
		err = wrong.Err()
	}
	return end.Position, err
}

// anyPosition is beyond all that a log can come to.
const anyPosition = eventlog.Position(math.MaxInt64)

// endIn reads the end of a month that is asked for by its position or its time. Any other position is
// left to be refused, with the one that is near, by whoever knows which may be asked for.
func (a *api) endIn(ctx context.Context, text, field string, wrong *fault.Fields) (figures.Epoch, error) {
	if text == "" {
		return figures.Epoch{}, nil
	}
	if strings.Trim(text, "0123456789") == "" {
		return figures.Epoch{Position: positionIn(text, field, anyPosition, wrong)}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		wrong.Add(field, "is neither a position nor a time", "write 1042, or 2026-04-01T00:00:00+02:00 (with %2B for +)")
		return figures.Epoch{}, nil
	}
	list, demonstration, err := a.epochs.soFar(ctx, a)
	if err != nil || len(list) == 0 {
		return figures.Epoch{}, err
	}
	if demonstration { // all of it was told today, and it has no month ends
		return list[0], nil
	}
	near := list[0]
	for _, e := range list {
		if e.End.Equal(at) {
			return e, nil
		}
		if e.End.Before(at) {
			near = e
		}
	}
	notAnEnd(wrong, field, near)
	return figures.Epoch{}, nil
}

func notAnEnd(wrong *fault.Fields, field string, near figures.Epoch) {
	wrong.Add(field, "is not the end of a month", fmt.Sprintf("protected figures are as of the end of a month: use %s (position %d), or leave it out for the last one", near.End.Format(time.RFC3339), near.Position))
}

// published gives the last epoch that is public, or the one that is asked for when it is.
func published(public []release.Epoch, asOf eventlog.Position, ends []figures.Epoch) (eventlog.Position, error) {
	var wrong fault.Fields
	last := ends[len(ends)-1]
	if len(public) == 0 {
		wrong.Add("viewer", "is told what was published for it, and nothing was yet",
			fmt.Sprintf("ask as analyst as of %s (position %d), or publish a release for the public first", last.End.Format(time.RFC3339), last.Position))
		return asOf, wrong.Err()
	}
	if asOf == 0 {
		return public[len(public)-1].Position, nil
	}
	near := public[0]
	for _, e := range public {
		if e.Position == asOf {
			return asOf, nil
		}
		if e.Position < asOf {
			near = e
		}
	}
	wrong.Add("as_of", "is not a moment as of which something was published",
		fmt.Sprintf("figures for the public are as of what was published for it: use %s (position %d), or leave it out for the last one", near.End.Format(time.RFC3339), near.Position))
	return asOf, wrong.Err()
}

func single(e release.Epoch) []figures.Epoch {
	return []figures.Epoch{{End: e.End, Position: e.Position}}
}

// epochOf is the month end that a release is answered as of: the last one, or the one that is
// asked for by its position or its time.
func (a *api) epochOf(ctx context.Context, text string) (figures.Epoch, error) {
	list, err := a.epochs.upTo(ctx, a)
	if err != nil {
		return figures.Epoch{}, err
	}
	if len(list) == 0 {
		return figures.Epoch{}, fault.New(fault.Unavailable, "figures go out as of the end of a month, and no month has ended since the first record: prepare it after that")
	}
	last := list[len(list)-1]
	if text == "" {
		return last, nil
	}
	var wrong fault.Fields
	asked, err := a.endIn(ctx, text, "as_of", &wrong)
	if err != nil {
		return figures.Epoch{}, err
	}
	if i := slices.IndexFunc(list, func(e figures.Epoch) bool { return e.Position == asked.Position }); i >= 0 && wrong.Err() == nil {
		return list[i], nil
	}
	wrong = fault.Fields{}
	wrong.Add("as_of", "is not the end of a month", fmt.Sprintf("use %s (position %d), or leave it out for the last one", last.End.Format(time.RFC3339), last.Position))
	return figures.Epoch{}, wrong.Err()
}

// epochsThrough are those up to one that a release was answered as of. That of a
// demonstration is no month end: it stands alone.
func (a *api) epochsThrough(ctx context.Context, e release.Epoch) ([]figures.Epoch, error) {
	list, err := a.epochs.upTo(ctx, a)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(list, func(end figures.Epoch) bool { return end.Position == e.Position && end.End.Equal(e.End) }); i >= 0 {
		return list[:i+1], nil
	}
	return single(e), a.await(ctx, e.Position)
}

// soFar also tells whether they are those of a demonstration.
func (e *epochs) soFar(ctx context.Context, a *api) (list []figures.Epoch, demonstration bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.first.IsZero() {
		events, err := a.Log.Read(ctx, 0, 1)
		if err != nil || len(events) == 0 {
			return nil, false, err
		}
		e.first, e.invented = events[0].RecordedAt, eventlog.Invented(events[0].Metadata)
	}
	country, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		return nil, false, fmt.Errorf("find the clock of the country: %w", err)
	}
	ends, err := e.ended(ctx, a, country)
	if err != nil {
		return nil, false, err
	}
	for _, end := range ends {
		at, err := a.History.PositionAt(ctx, end.Add(-time.Microsecond))
		if err != nil {
			return nil, false, fmt.Errorf("find the position at the end of a month: %w", err)
		}
		e.known = append(e.known, figures.Epoch{End: end, Position: max(at, eventlog.Position(1))})
	}
	if len(e.known) == 0 && e.invented {
		return demonstrated(ctx, a)
	}
	return e.known[:len(e.known):len(e.known)], false, nil
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

// demonstrated lets a demonstration be asked as it is now, as long as nothing in it is real. All
// of it was told today, and there is nobody in it to protect from two moments being compared.
func demonstrated(ctx context.Context, a *api) (list []figures.Epoch, demonstration bool, err error) {
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("read the head of the log: %w", err)
	}
	if err := a.await(ctx, head); err != nil {
		return nil, false, err
	}
	all, err := a.Figures.Ask(figures.Question{Unit: figures.CountIncidents, AsOf: head}, access.Scope{All: true})
	if err != nil || all.Total.N > all.Invented {
		return nil, false, err
	}
	return []figures.Epoch{{End: a.Clock(), Position: head}}, true, nil
}
