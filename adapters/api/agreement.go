package api

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/timeline"
)

type adoptAgreementInput struct{ Versioned }

type withdrawAgreementInput struct {
	Versioned
	Agreement string `path:"agreement" doc:"Code of the agreement."`
}

type listAgreementsInput struct {
	Employer string `query:"employer" doc:"Code of the employer whose clocks run under them. The caller's own when left out; without one, those of everybody."`
}

type agreementWithdrawalForm struct {
	Employer string `json:"employer,omitempty" doc:"Code of the employer that adopted it. Left out by the operator: the version that is for all employers."`
	Version  string `json:"version" example:"2027-1"`
	From     string `json:"from,omitempty" format:"date" doc:"From this day on no clock starts under it; tomorrow when left out."`
}

type agreementUseForm struct {
	Agreement string          `json:"agreement" example:"UITKOMST-VERTELLEN" doc:"Code of the agreement."`
	Whose     agreement.Whose `json:"whose" enum:"PROGRAM,STORE,EMPLOYER" doc:"Whose version: as the list of agreements has it."`
	Version   string          `json:"version" example:"2026-1"`
	Because   codes.Code      `json:"because" doc:"Why the clocks of this case run under it from now on."`
}

type agreementsAnswer struct {
	Body struct {
		Agreements []agreementPage `json:"agreements" doc:"By code; of each, the version that goes before the others first."`
	}
}

type agreementPage struct {
	Whose         agreement.Whose `json:"whose" enum:"PROGRAM,STORE,EMPLOYER" doc:"Came with the program, was adopted for all employers, or by this one."`
	WithdrawnFrom string          `json:"withdrawn_from,omitempty" format:"date" doc:"From this day on no clock starts under it."`
	AgreementTerms
}

func (a *api) adoptAgreement(ctx context.Context, in *adoptAgreementInput) (*receiptAnswer, error) {
	var body agreementForm
	c, today, err := a.agreementChange(ctx, in.Versioned, "adopt agreement", func() string { return body.Employer }, &body)
	if err != nil {
		return nil, err
	}
	v := body.read(&c.wrong)
	return runRecord(ctx, a, c, agreement.Decider, agreement.Stream(c.employer.ID), agreement.Command(agreement.Adopt{
		By: callOf(ctx).actor, Employer: c.employer.ID, Today: today, Version: v,
	}))
}

func (a *api) withdrawAgreement(ctx context.Context, in *withdrawAgreementInput) (*receiptAnswer, error) {
	var body agreementWithdrawalForm
	c, today, err := a.agreementChange(ctx, in.Versioned, "withdraw agreement "+in.Agreement, func() string { return body.Employer }, &body)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, agreement.Decider, agreement.Stream(c.employer.ID), agreement.Command(agreement.Withdraw{
		By: callOf(ctx).actor, Employer: c.employer.ID, Today: today, Agreement: in.Agreement, Number: body.Version, From: body.From,
	}))
}

// agreementChange reads what is asked of the agreements of an employer; of none, which
// only the operator asks, they are everybody's.
func (a *api) agreementChange(ctx context.Context, in Versioned, about string, code func() string, body any) (*recordChange, calendar.Day, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.AdoptAgreement, actor.Employer); err != nil {
		return nil, 0, err
	}
	c := &recordChange{at: a.Clock()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, 0, err
	}
	c.request = a.changing(ctx, in, about, &c.wrong)
	if err := c.wrong.Err(); err != nil {
		return nil, 0, err
	}
	var err error
	if c.employer, err = a.agreeing(ctx, code(), access.AdoptAgreement); err != nil {
		return nil, 0, err
	}
	c.request.Employer = c.employer.ID
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, 0, err
	}
	return c, calendar.DayOf(c.at.In(zone)), nil
}

// agreeing is whose agreements are meant, of whom the actor may do this; the zero Employer
// is everybody. That there is no such employer is told to whoever may do it for all only.
func (a *api) agreeing(ctx context.Context, code string, action access.Action) (e employer.Employer, err error) {
	actor := callOf(ctx).actor
	if code != "" || actor.Employer != uuid.Nil {
		if e, err = a.employerNamed(ctx, code); err != nil {
			return e, err
		}
	}
	if err := actor.May(action, e.ID); err != nil {
		return e, err
	}
	if code != "" && e.ID == uuid.Nil {
		var wrong fault.Fields
		wrong.Add("employer", "is not known", "check the employer's code, or let the operator register it")
		err = wrong.Err()
	}
	return e, err
}

func (a *api) applyAgreement(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return a.applyTo(ctx, in.Versioned, aCase, in.ID)
}

func (a *api) applyAgreementToCare(ctx context.Context, in *changeAftercareInput) (*receiptAnswer, error) {
	return a.applyTo(ctx, in.Versioned, theCare, in.ID)
}

func (a *api) applyTo(ctx context.Context, in Versioned, of kind, id string) (*receiptAnswer, error) {
	var body agreementUseForm
	c, err := a.changeRecord(ctx, in, of, id, access.ApplyAgreement, "apply agreement to", &body)
	if err != nil {
		return nil, err
	}
	known, err := a.agreementsOf(ctx, c.employer.ID)
	if err != nil {
		return nil, err
	}
	var survivor uuid.UUID
	if of.noun == aCase.noun {
		family, err := a.closedFamilyOf(ctx, c.id, access.ApplyAgreement)
		if err != nil {
			return nil, err
		}
		survivor = family.Beside(c.id).Survivor
	} else if survivor, err = a.followedIn(ctx, c.id, access.ApplyAgreement); err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, agreement.UseDecider, agreement.UseStream(c.id), agreement.UseCommand(agreement.Apply{
		Survivor: survivor, Care: of.noun == theCare.noun, By: callOf(ctx).actor, Employer: c.employer.ID, Unit: c.unit, Agreement: body.Agreement, Ref: agreement.Ref{Whose: body.Whose, Number: body.Version},
		Because: body.Because, Known: known,
	}))
}

func (a *api) listAgreements(ctx context.Context, in *listAgreementsInput) (*agreementsAnswer, error) {
	e, err := a.agreeing(ctx, in.Employer, access.ReadAgreement)
	if err != nil {
		return nil, err
	}
	set, err := a.agreementsIn(ctx, a.shown(ctx, access.ReadAgreement), e.ID)
	if err != nil {
		return nil, err
	}
	out := &agreementsAnswer{}
	out.Body.Agreements = inFull(set, func(h agreement.Held) agreementPage {
		return agreementPage{Whose: h.Whose, WithdrawnFrom: h.WithdrawnFrom, AgreementTerms: termsIn(h.Version)}
	})
	return out, nil
}

// showApplied puts the versions on a page that somebody applied to a case or to what was
// merged into it, and what was decided of the terms of those among what was recorded.
func (a *api) showApplied(ctx context.Context, d dossier, page *casePage) error {
	page.Applied = []appliedPage{}
	for _, id := range d.within() {
		decided, err := a.history(ctx, agreement.UseStream(id), access.ReadCase, true)
		if err != nil {
			return err
		}
		uses := folded(agreement.UseDecider, decided)
		for _, code := range slices.Sorted(maps.Keys(uses.Applied)) {
			ref := uses.Applied[code]
			page.Applied = append(page.Applied, appliedPage{code, ref.Whose, ref.Number, d.elsewhere(id), id == d.id})
		}
		if id != d.id {
			page.Timeline = inOrder(page.Timeline, inMerged(id, timeline.Lines(decided, timeline.WithTexts)))
		}
	}
	return nil
}
