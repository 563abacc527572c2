package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/campaign"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/trend"
)

type markCampaignInput struct{ Keyed }

type withdrawCampaignInput struct {
	Keyed
	ID string `path:"id" format:"uuid" doc:"Of the campaign."`
}

type campaignForm struct {
	Kind    campaign.Kind `json:"kind" enum:"CAMPAIGN,FORM" doc:"CAMPAIGN called for reporting; FORM is another form, system or definition."`
	Name    figures.Text  `json:"name" doc:"What it is called, in both languages; it names nobody."`
	From    string        `json:"from" format:"date" doc:"The first day." example:"2026-06-01"`
	Through string        `json:"through,omitempty" format:"date" doc:"The last day; one day when left out." example:"2026-06-30"`
}

type campaignPage struct {
	ID       uuid.UUID     `json:"id" format:"uuid"`
	Kind     campaign.Kind `json:"kind"`
	Name     figures.Text  `json:"name"`
	From     string        `json:"from" format:"date"`
	Through  string        `json:"through" format:"date"`
	Employer *uuid.UUID    `json:"employer,omitempty" format:"uuid" doc:"At whom; in the whole country when left out."`
	MarkedAt time.Time     `json:"marked_at"`
}

type campaignsAnswer struct {
	Body struct {
		Campaigns []campaignPage `json:"campaigns" doc:"In the order in which they were marked."`
	}
}

func (a *api) campaigns(ctx context.Context) (campaign.Marks, error) {
	m, _, err := campaign.Decider.Load(ctx, a.journal, campaign.Stream())
	return m, err
}

func (a *api) markCampaign(ctx context.Context, in *markCampaignInput) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.MarkCampaign, actor.Employer); err != nil {
		return nil, err
	}
	var body campaignForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, "mark campaign", &wrong)
	day := func(name, text string) calendar.Day {
		if text == "" {
			return 0
		}
		d, err := calendar.ParseDay(text)
		wrong.Check(err == nil, name, "is not a day", "write it as 2026-06-01")
		return d
	}
	cmd := campaign.MarkDays{By: actor, ID: a.NewID(), Kind: body.Kind, Name: campaign.Name(body.Name), From: day("from", body.From), Through: day("through", body.Through), At: a.instant()}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out, err := run(ctx, a, campaign.Decider, campaign.Stream(), campaign.Command(cmd), r)
	if err != nil {
		return nil, err
	}
	if out.Body.ID, err = a.markedAs(ctx, cmd); err != nil {
		return nil, err
	}
	return made(out, "/campaigns"), nil
}

// markedAs is the id of what was marked, now or before.
func (a *api) markedAs(ctx context.Context, asked campaign.MarkDays) (uuid.UUID, error) {
	all, err := a.campaigns(ctx)
	for _, m := range all.List {
		if m.Employer == asked.By.Employer && m.Kind == asked.Kind && m.From == asked.From && (m.ID == asked.ID || m.Name == asked.Name) {
			return m.ID, err
		}
	}
	return asked.ID, err
}

func (a *api) withdrawCampaign(ctx context.Context, in *withdrawCampaignInput) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.MarkCampaign, actor.Employer); err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.ID)
	if err != nil || id.String() != in.ID {
		return nil, access.NoSuch("campaign")
	}
	var body asIsForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, "withdraw campaign "+id.String(), &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out, err := run(ctx, a, campaign.Decider, campaign.Stream(), campaign.Command(campaign.Withdraw{By: actor, ID: id, At: a.instant()}), r)
	if err != nil {
		return nil, err
	}
	out.Body.ID = id
	return out, nil
}

func (a *api) listCampaigns(ctx context.Context, _ *struct{}) (*campaignsAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadFigures, actor.Employer); err != nil {
		return nil, err
	}
	all, err := a.campaigns(ctx)
	if err != nil {
		return nil, err
	}
	out := &campaignsAnswer{}
	out.Body.Campaigns = inFull(all.For(actor.Employer), func(m campaign.Mark) campaignPage {
		return campaignPage{ID: m.ID, Kind: m.Kind, Name: figures.Text(m.Name), From: m.From.String(), Through: m.Through.String(), Employer: idIfAny(m.Employer), MarkedAt: m.At}
	})
	return out, nil
}

var campaignKinds = map[campaign.Kind]figures.Text{
	campaign.Campaign: {NL: "meldcampagne", EN: "campaign for reporting"},
	campaign.Form:     {NL: "ander formulier of systeem", EN: "change of form or system"},
}

// marksFor are those that bear on figures of this scope and were told by then. Whose an
// employer's own are is told to itself only: to others it says that there was one.
func (a *api) marksFor(ctx context.Context, scope access.Scope, at time.Time) ([]trend.Mark, error) {
	all, err := a.campaigns(ctx)
	if err != nil {
		return nil, err
	}
	var list []trend.Mark
	for _, m := range all.For(scope.Employer) {
		if m.At.After(at) || scope.For == access.ForPublic && m.Employer != uuid.Nil {
			continue
		}
		kind := campaignKinds[m.Kind]
		if scope.All && m.Employer != uuid.Nil {
			kind.NL, kind.EN = kind.NL+" bij één werkgever", kind.EN+" at one employer"
		}
		list = append(list, trend.Mark{Kind: kind, Name: figures.Text(m.Name), From: m.From.Time(), Through: m.Through.Time()})
	}
	return list, nil
}
