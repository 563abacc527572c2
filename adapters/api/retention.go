package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

type setRetentionInput struct{ Versioned }

type listRetentionInput struct {
	Employer string `query:"employer" doc:"Code of the employer; whom the caller works for when left out."`
}

type retentionForm struct {
	Kind      retention.Kind `json:"kind" enum:"INCIDENT,WORKER,SUSPECT,CASE,AANGIFTE,NOTICE" doc:"Kind of record, or of whom."`
	Purpose   person.Purpose `json:"purpose" doc:"What it is kept for, as the list of periods has it."`
	Regime    codes.Code     `json:"regime" doc:"Under which law: AVG or WPG."`
	Term      string         `json:"term" example:"P3Y" doc:"Period of ISO 8601, of years, months, weeks or days."`
	ValidFrom string         `json:"valid_from,omitempty" format:"date" doc:"First day on which it is looked at; tomorrow when left out."`
	Reason    string         `json:"reason,omitempty" doc:"Why; needed where it is longer than what comes with the program. It names nobody."`
}

type retentionAnswer struct {
	Body struct {
		Employer string          `json:"employer" doc:"Code of the employer."`
		Periods  []retentionLine `json:"periods" doc:"By kind, purpose and law; of each the version that goes before the others first."`
		Proposed int             `json:"proposed" doc:"How many that are looked at today the law gives no number for and the employer has not confirmed."`
	}
}

type retentionLine struct {
	Kind      retention.Kind  `json:"kind"`
	Purpose   person.Purpose  `json:"purpose"`
	Regime    codes.Code      `json:"regime"`
	Whose     retention.Whose `json:"whose" enum:"PROGRAM,EMPLOYER" doc:"Came with the program, or set by the employer."`
	Version   string          `json:"version"`
	ValidFrom string          `json:"valid_from,omitempty" format:"date"`
	Now       bool            `json:"now" doc:"It is the version that is looked at today."`
	Term      string          `json:"term" doc:"Period of ISO 8601."`
	Starts    retention.Start `json:"starts" enum:"FIRST_TOLD,LAST_TOLD,ENDED" doc:"Since when it counts: the first or the last recording, or the closing of the record; while that is open no period runs."`
	Most      string          `json:"most,omitempty" doc:"The longest that the law lets; left out where it gives none."`
	Basis     bilingual       `json:"basis" doc:"What it rests on."`
	Proposed  bool            `json:"proposed,omitempty" doc:"The law gives no number: the employer is to confirm this one or set another."`
	Unchecked []string        `json:"unchecked,omitempty" doc:"Articles that the basis names and that nobody found in a source yet: have a lawyer look them up."`
}

// atTheDesk is the employer whose desk is meant, of whom the actor may do this.
func (a *api) atTheDesk(ctx context.Context, code string, action access.Action) (employer.Employer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(action, actor.Employer); err != nil {
		return employer.Employer{}, err
	}
	e, err := a.employerNamed(ctx, code)
	if err != nil {
		return e, err
	}
	return e, actor.May(action, e.ID)
}

func (a *api) periodsOf(ctx context.Context, owner uuid.UUID) (retention.Book, error) {
	own, _, err := retention.Decider.Load(ctx, a.journal, retention.Stream(owner))
	return retention.Together(retention.Shipped(), own), err
}

func (a *api) listRetention(ctx context.Context, in *listRetentionInput) (*retentionAnswer, error) {
	e, err := a.atTheDesk(ctx, in.Employer, access.ReadRetention)
	if err != nil {
		return nil, err
	}
	history, err := a.history(ctx, retention.Stream(e.ID), access.ReadRetention, true)
	if err != nil {
		return nil, err
	}
	today, err := a.todayAt(e)
	if err != nil {
		return nil, err
	}
	book := retention.Together(retention.Shipped(), folded(retention.Decider, history))
	out := &retentionAnswer{}
	out.Body.Employer = e.Code
	out.Body.Periods = inFull(book, func(h retention.Held) retentionLine {
		now, _ := book.On(h.Of, today)
		line := lineOfRetention(h)
		line.Now = now == h
		if line.Now && h.Basis.Proposed {
			out.Body.Proposed++
		}
		return line
	})
	return out, nil
}

func (a *api) todayAt(e employer.Employer) (calendar.Day, error) {
	zone, err := zoneOf(e)
	if err != nil {
		return 0, err
	}
	return calendar.DayOf(a.Clock().In(zone)), nil
}

func lineOfRetention(h retention.Held) retentionLine {
	return retentionLine{
		Kind: h.Kind, Purpose: h.Purpose, Regime: h.Regime, Whose: h.Whose, Version: h.Number, ValidFrom: h.ValidFrom, Term: h.Term.String(), Starts: h.Starts,
		Most: termText(h.Most), Basis: bilingual(h.Basis.Text), Proposed: h.Basis.Proposed, Unchecked: h.Basis.Unchecked(),
	}
}

func (a *api) setRetention(ctx context.Context, in *setRetentionInput) (*receiptAnswer, error) {
	e, err := a.atTheDesk(ctx, "", access.SetRetention)
	if err != nil {
		return nil, err
	}
	var body retentionForm
	c := &recordChange{employer: e, at: a.Clock()}
	if err := decode(in.RawBody, &body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.changing(ctx, in.Versioned, "set retention", &c.wrong)
	c.request.Employer = e.ID
	today, err := a.todayAt(e)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, retention.Decider, retention.Stream(e.ID), retention.Command(retention.Set{
		By: callOf(ctx).actor, Employer: e.ID, Today: today, Of: retention.Of{Kind: body.Kind, Purpose: body.Purpose, Regime: body.Regime},
		Term: termOf(body.Term, "term", &c.wrong), ValidFrom: body.ValidFrom, Reason: body.Reason,
	}))
}
