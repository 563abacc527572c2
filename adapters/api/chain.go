package api

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/domain/export"
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
	Position    string `header:"Position" doc:"The figure is as known at this position in the log; for asOf, to get the same figure again."`
	Disposition string `header:"Content-Disposition" doc:"The name of a file."`
	Link        string `header:"Link" doc:"Of a picture: where the same stands as a table."`
	Body        funnelPage
}

// funnelPage is a funnel, or a picture of it.
type funnelPage struct {
	figures.Funnel
	Pictures *Pictures `json:"pictures,omitempty"`
	drawing
}

func (a *api) chain(ctx context.Context, in *chainInput) (*chainAnswer, error) {
	scope, err := callOf(ctx).actor.FiguresFor(access.Audience(in.Viewer))
	if err != nil {
		return nil, err
	}
	at := source{"/views/chain", map[string]string{"unit": in.Unit, "by": in.By}, in.PictureInput}
	shown, err := at.shown(callOf(ctx), export.CSV)
	if err != nil {
		return nil, err
	}
	asOf, err := a.reached(ctx, &in.ViewInput, scope)
	if err != nil {
		return nil, err
	}
	q, err := chain.Question(in.Unit, in.By, in.filters(), asOf)
	if err != nil {
		return nil, inQuery(err)
	}
	if scope.Protected() {
		if q.Epochs, q.AsOf, err = a.askedAsOf(ctx, scope.For, q.AsOf); err != nil {
			return nil, inQuery(err)
		}
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
	switch {
	case shown.form != "":
		err = a.takeFunnel(ctx, in, out, shown, scope)
	case shown.svg:
		out.Body.drawing, err = drawFunnel(funnel, shown)
	default:
		out.Body.Pictures, err = shown.both(func(s show) (drawing, error) { return drawFunnel(funnel, s) })
	}
	return out, err
}

// takeFunnel makes the file, and records that it is taken out. A funnel has no canonical
// text; the question names the view and what narrows it.
func (a *api) takeFunnel(ctx context.Context, in *chainInput, out *chainAnswer, shown show, scope access.Scope) error {
	var b bytes.Buffer
	if err := figures.WriteFunnelCSV(&b, out.Body.Funnel, shown.language); err != nil {
		return err
	}
	words := []string{chain.Name}
	if in.Unit != "" {
		words = append(words, in.Unit)
	}
	if in.By != "" {
		words = append(words, "by", in.By)
	}
	if filters := in.filters(); len(filters) > 0 {
		slices.Sort(filters)
		words = append(words, "where", strings.Join(filters, ","))
	}
	what := export.TakenOut{
		Form: export.CSV, Question: strings.Join(words, " ") + " as-of " + out.Position, Viewer: viewerNamed(scope),
		Position: out.Body.Funnel.Position, Rows: len(out.Body.Groups),
	}
	var err error
	out.Body.taken, err = a.takeOut(ctx, what, b.Bytes())
	out.Disposition = `attachment; filename="keten-` + out.Position + `.csv"`
	return err
}
