package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// asking are those who asked what is kept of them and have no answer yet, with the last day on which
// they are to have it, or today where that has passed. What they asked for is not erased before they
// had it: who erases it would answer that there is nothing (AVG 12, 15). The rules of erasing ask
// this, whoever may read a request.
func (a *api) asking(ctx context.Context, owner uuid.UUID, today calendar.Day) (holding, error) {
	of := map[uuid.UUID]accessrequest.Request{}
	var after eventlog.Place
	for {
		page, err := a.Records.ReadKindAs(ctx, access.Scope{Employer: owner}, owner, accessrequest.Category, after, endOfLog, aPage)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		bodies, err := a.Closed.Decode(ctx, page)
		if err != nil {
			return nil, err
		}
		for i, body := range bodies {
			if e, ours := body.(accessrequest.Event); ours {
				id := page[i].Stream.ID
				of[id] = accessrequest.Decider.Evolve(of[id], e)
			}
		}
		after = eventlog.PlaceOf(page[len(page)-1])
	}
	waiting := holding{}
	for _, r := range of {
		if r.State() == accessrequest.Pending {
			waiting.keep(r.On.ID, max(r.Due(), today.String()))
		}
	}
	return waiting, nil
}

// notErasable is what a hold or a request for access keeps from being erased.
func (a *api) notErasable(ctx context.Context, e employer.Employer) (holding, error) {
	held, err := a.holding(ctx, e)
	if err != nil {
		return nil, err
	}
	today, err := a.todayAt(e)
	if err != nil {
		return nil, err
	}
	waiting, err := a.asking(ctx, e.ID, today)
	for id, until := range waiting {
		held.keep(id, until)
	}
	return held, err
}

// nobodyAsks refuses to erase of whom it was asked what is kept of him.
func (a *api) nobodyAsks(ctx context.Context, owner uuid.UUID, of []uuid.UUID) error {
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return err
	}
	today, err := a.todayAt(e)
	if err != nil {
		return err
	}
	waiting, err := a.asking(ctx, owner, today)
	if err != nil {
		return err
	}
	for _, id := range of {
		if due := waiting.until(id); due != "" {
			return fault.New(fault.Refused, "whom this is about asked what is kept of him (AVG 15) and is to be answered by "+due+", so it is not erased before: let the privacy officer deliver or refuse his request first")
		}
	}
	return nil
}
