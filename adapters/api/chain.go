package api

import (
	"context"

	"ruggensteun/domain/access"
	"ruggensteun/projections/chain"
	"ruggensteun/projections/figures"
)

type chainInput struct {
	Unit string `query:"unit" doc:"What is counted: case, incident, worker-hit or suspect; case when left out." example:"incident"`
	By   string `query:"by" doc:"What to lay it out by: employer, unit (the employer's own), area, profession, month, year, behaviour-group, region or police-unit; one funnel when left out." example:"profession"`
	ViewInput
}

type chainAnswer struct {
	Position string `header:"Position" doc:"The figure is as known at this position in the log; for asOf, to get the same figure again."`
	Body     figures.Funnel
}

func (a *api) chain(ctx context.Context, in *chainInput) (*chainAnswer, error) {
	scope, err := callOf(ctx).actor.Figures()
	if err != nil {
		return nil, err
	}
	asOf, err := a.reached(ctx, &in.ViewInput)
	if err != nil {
		return nil, err
	}
	q, err := chain.Question(in.Unit, in.By, in.filters(), asOf)
	if err != nil {
		return nil, inQuery(err)
	}
	funnel, err := a.Figures.Funnel(q, scope)
	if err != nil {
		return nil, inQuery(err)
	}
	if err := a.record(ctx, access.Reading{What: q.View, Position: funnel.Position}); err != nil {
		return nil, err
	}
	return &chainAnswer{Position: funnel.Position.String(), Body: funnel}, nil
}
