package api

import (
	"context"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
)

type clockFactForm struct {
	ID        string      `json:"id,omitempty" format:"uuid" doc:"Of the fact. Left out: a new one."`
	Fact      codes.Code  `json:"fact" enum:"SUSPENDED,RESUMED,RIGHTS_TOLD" doc:"That terms stand still, run again, or that a victim was told of its rights; all else is told by other records."`
	On        *occurrence `json:"on,omitempty" doc:"Since when."`
	Agreement string      `json:"agreement,omitempty" example:"AANGIFTE-2-WERKDAGEN" doc:"Of which the term is meant; left out: all that know the fact."`
	Because   codes.Code  `json:"because,omitempty" doc:"Of SUSPENDED: why."`
}

type clockFactRetraction struct {
	ID string `json:"id" format:"uuid" doc:"Of the fact that was told wrongly."`
}

func (a *api) tellClockFact(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return a.tellFactOf(ctx, in.Versioned, aCase, in.ID)
}

func (a *api) tellClockFactOfCare(ctx context.Context, in *changeAftercareInput) (*receiptAnswer, error) {
	return a.tellFactOf(ctx, in.Versioned, theCare, in.ID)
}

func (a *api) retractClockFact(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return a.retractFactOf(ctx, in.Versioned, aCase, in.ID)
}

func (a *api) retractClockFactOfCare(ctx context.Context, in *changeAftercareInput) (*receiptAnswer, error) {
	return a.retractFactOf(ctx, in.Versioned, theCare, in.ID)
}

func (a *api) tellFactOf(ctx context.Context, in Versioned, of kind, id string) (*receiptAnswer, error) {
	var body clockFactForm
	c, err := a.changeRecord(ctx, in, of, id, access.ApplyAgreement, "tell fact of", &body)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, err
	}
	known, err := a.agreementsOf(ctx, c.employer.ID)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, agreement.UseDecider, agreement.UseStream(c.id), agreement.UseCommand(agreement.TellFact{
		By: callOf(ctx).actor, At: c.at, Employer: c.employer.ID, Unit: c.unit, ID: a.idOrNew(body.ID, "id", &c.wrong), Fact: body.Fact,
		On: body.On.read("on", zone, &c.wrong), Agreement: body.Agreement, Because: body.Because, Known: known,
	}))
}

func (a *api) retractFactOf(ctx context.Context, in Versioned, of kind, id string) (*receiptAnswer, error) {
	var body clockFactRetraction
	c, err := a.changeRecord(ctx, in, of, id, access.ApplyAgreement, "retract fact of", &body)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, agreement.UseDecider, agreement.UseStream(c.id), agreement.UseCommand(agreement.RetractFact{
		By: callOf(ctx).actor, Employer: c.employer.ID, Unit: c.unit, ID: idOf(body.ID, "id", &c.wrong),
	}))
}
