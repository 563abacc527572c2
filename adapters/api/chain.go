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
}

// FunnelBody is a funnel, or the file that was made of it.
type FunnelBody struct {
	figures.Funnel
	taken
}

type chainAnswer struct {
	Position    string `header:"Position" doc:"The figure is as known at this position in the log; for asOf, to get the same figure again."`
	Disposition string `header:"Content-Disposition" doc:"The name of a file."`
	Body        FunnelBody
}

func (a *api) chain(ctx context.Context, in *chainInput) (*chainAnswer, error) {
	scope, err := callOf(ctx).actor.Figures()
	if err != nil {
		return nil, err
	}
	form, language, err := in.formAsked(ctx, export.CSV)
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
	out := &chainAnswer{Position: funnel.Position.String(), Body: FunnelBody{Funnel: funnel}}
	if form == "" {
		return out, nil
	}
	return out, a.chainAsCSV(ctx, in, out, language, scope)
}

// chainAsCSV makes the file, and records that it is taken out. A funnel has no canonical
// text; the question names the view and what narrows it.
func (a *api) chainAsCSV(ctx context.Context, in *chainInput, out *chainAnswer, l figures.Language, scope access.Scope) error {
	var b bytes.Buffer
	if err := figures.WriteFunnelCSV(&b, out.Body.Funnel, l); err != nil {
		return err
	}
	filters := in.filters()
	slices.Sort(filters)
	words := []string{chain.Name, "unit=" + in.Unit, "by=" + in.By, strings.Join(filters, ",")}
	what := export.TakenOut{
		Form: export.CSV, Question: strings.Join(words, " ") + " as-of " + out.Position, Viewer: viewerNamed(scope),
		Position: out.Body.Funnel.Position, Rows: len(out.Body.Groups),
	}
	if err := a.takeOut(ctx, what, b.Bytes()); err != nil {
		return err
	}
	out.Body.content, out.Body.media = b.Bytes(), csvType
	out.Disposition = `attachment; filename="keten-` + out.Position + `.csv"`
	return nil
}
