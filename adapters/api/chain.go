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
	PictureInput
}

type chainAnswer struct {
	Position string `header:"Position" doc:"The figure is as known at this position in the log; for asOf, to get the same figure again."`
	Link     string `header:"Link" doc:"Of a picture: where the same stands as a table."`
	Body     funnelPage
}

// funnelPage is a funnel, or a picture of it.
type funnelPage struct {
	figures.Funnel
	drawing
}

func (a *api) chain(ctx context.Context, in *chainInput) (*chainAnswer, error) {
	scope, err := callOf(ctx).actor.Figures()
	if err != nil {
		return nil, err
	}
	at := source{"/views/chain", map[string]string{"unit": in.Unit, "by": in.By}, in.PictureInput}
	shown, err := at.shown(callOf(ctx).svg)
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
	shown.table = at.table(&in.ViewInput, funnel.Position.String())
	out := &chainAnswer{Position: funnel.Position.String(), Link: shown.link(), Body: funnelPage{Funnel: funnel}}
	if shown.svg {
		out.Body.drawing, err = drawFunnel(funnel, shown)
	}
	return out, err
}
