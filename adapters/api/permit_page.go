package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/permit"
)

type readPermitInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the permit."`
}

type permitAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     permitPage
}

// PermitLine is exported because huma describes only such fields of a struct in a struct.
type PermitLine struct {
	ID       uuid.UUID       `json:"id" format:"uuid"`
	Kind     permit.Kind     `json:"kind"`
	Standing permit.Standing `json:"standing" enum:"WAITING,HOLDS,REFUSED,USED_UP,LAPSED,WITHDRAWN" doc:"As of now."`
	By       uuid.UUID       `json:"by" format:"uuid" doc:"The actor who asked for it, and alone may use it."`
	Role     access.Role     `json:"role"`
	Purpose  access.Purpose  `json:"purpose,omitempty"`
	AskedAt  time.Time       `json:"asked_at"`
	Until    *time.Time      `json:"until,omitempty" doc:"Of one that was granted."`
	UsesLeft int             `json:"uses_left"`
	Own      bool            `json:"own" doc:"Whether you asked for it: then somebody else decides."`
}

type permitPage struct {
	PermitLine
	Version    int64           `json:"version"`
	Reason     textPage        `json:"reason" doc:"Whom a search looks for is kept nowhere."`
	Decided    *decidedPage    `json:"decided,omitempty"`
	Withdrawn  *decidedPage    `json:"withdrawn,omitempty"`
	Uses       []permitUsePage `json:"uses"`
	DecidedFor int             `json:"granted_uses,omitempty" doc:"How often it may be used in all."`
}

type decidedPage struct {
	By     uuid.UUID   `json:"by" format:"uuid"`
	Role   access.Role `json:"role,omitempty"`
	At     time.Time   `json:"at"`
	Reason *textPage   `json:"reason,omitempty"`
}

type permitUsePage struct {
	Number int         `json:"number"`
	At     time.Time   `json:"at"`
	Found  []uuid.UUID `json:"found" doc:"What was found or opened, by pseudonym."`
}

type permitsAnswer struct {
	Position string `header:"Position" doc:"As known at this position in the log."`
	Body     struct {
		Permits []PermitLine `json:"permits" doc:"The newest first: your own, and all where you are a second person."`
	}
}

// readPermit shows one to who asked for it and to who decides about it.
func (a *api) readPermit(ctx context.Context, in *readPermitInput) (*permitAnswer, error) {
	id, _, err := a.named(ctx, aPermit, in.ID, access.ReadPermits)
	if err != nil {
		return nil, err
	}
	history, err := a.history(ctx, permit.Stream(id), access.ReadPermits, true)
	if err != nil {
		return nil, err
	}
	state := folded(permit.Decider, history)
	if !shownTo(callOf(ctx).actor, state) {
		return nil, access.NoSuch("permit")
	}
	last := history[len(history)-1]
	if err := a.record(ctx, access.Reading{What: "permit", ID: id, Personal: true, Position: last.Position}); err != nil {
		return nil, err
	}
	return &permitAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: a.permitPageOf(ctx, id, state, int64(last.Version))}, nil
}

// shownTo: whom others look for is for the second person only.
func shownTo(who access.Actor, p permit.Permit) bool {
	return p.By == who.ID || who.May(access.GrantPermit, p.Employer) == nil
}

func (a *api) permitLineOf(ctx context.Context, id uuid.UUID, p permit.Permit) PermitLine {
	now := a.Clock()
	line := PermitLine{
		ID: id, Kind: p.Kind, Standing: p.Stands(now), By: p.By, Role: p.Role, Purpose: p.Purpose, AskedAt: p.At,
		UsesLeft: p.Left(now), Own: p.By == callOf(ctx).actor.ID,
	}
	if !p.Granted.At.IsZero() {
		line.Until = &p.Granted.Until
	}
	return line
}

func (a *api) permitPageOf(ctx context.Context, id uuid.UUID, p permit.Permit, version int64) permitPage {
	page := permitPage{PermitLine: a.permitLineOf(ctx, id, p), Version: version, Reason: textOf(p.Reason), Uses: []permitUsePage{}, DecidedFor: p.Granted.Uses}
	switch {
	case !p.Granted.At.IsZero():
		page.Decided = &decidedPage{By: p.Granted.By, Role: p.Granted.Role, At: p.Granted.At}
	case !p.Refused.At.IsZero():
		page.Decided = &decidedPage{By: p.Refused.By, Role: p.Refused.Role, At: p.Refused.At, Reason: textIfAny(p.Refused.Reason)}
	}
	if !p.Withdrawn.At.IsZero() {
		page.Withdrawn = &decidedPage{By: p.Withdrawn.By, At: p.Withdrawn.At, Reason: textIfAny(p.Withdrawn.Reason)}
	}
	for _, u := range p.Uses {
		page.Uses = append(page.Uses, permitUsePage{Number: u.Number, At: u.At, Found: append([]uuid.UUID{}, u.Found...)})
	}
	return page
}

// listPermits opens no reason.
func (a *api) listPermits(ctx context.Context, _ *struct{}) (*permitsAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadPermits, actor.Employer); err != nil {
		return nil, err
	}
	recorded, err := a.Records.ReadCategoryAs(ctx, actor.Over(access.ReadPermits), permit.Stream(uuid.Nil).Category)
	if err != nil {
		return nil, err
	}
	bodies, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return nil, err
	}
	states := map[uuid.UUID]permit.Permit{}
	out := &permitsAnswer{}
	out.Body.Permits = []PermitLine{}
	reading := access.Reading{What: "permits"}
	for i, body := range bodies {
		if e, is := body.(permit.Event); is {
			states[recorded[i].Stream.ID] = permit.Decider.Evolve(states[recorded[i].Stream.ID], e)
		}
		reading.Position = recorded[i].Position
	}
	for id, state := range states {
		if state.Employer == actor.Employer && shownTo(actor, state) {
			out.Body.Permits = append(out.Body.Permits, a.permitLineOf(ctx, id, state))
		}
	}
	slices.SortFunc(out.Body.Permits, func(x, y PermitLine) int {
		return cmp.Or(y.AskedAt.Compare(x.AskedAt), cmp.Compare(y.ID.String(), x.ID.String()))
	})
	out.Position = reading.Position.String()
	return out, a.record(ctx, reading)
}
