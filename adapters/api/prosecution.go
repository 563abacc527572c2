package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/document"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
)

var aCase = kind{"case", prosecution.Stream}

type openCaseInput struct{ Keyed }

type changeCaseInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the case."`
}

func (a *api) openCase(ctx context.Context, in *openCaseInput) (*receiptAnswer, error) {
	var body caseForm
	c, err := a.newRecord(ctx, in.Keyed, access.OpenCase, func() string { return body.Employer }, &body)
	if err != nil {
		return nil, err
	}
	out, err := a.runCase(ctx, c, prosecution.Open{Asked: c.ofCase(ctx), Regime: body.Regime})
	if err != nil {
		return nil, err
	}
	return made(out, "/cases/"+out.Body.ID.String()), nil
}

func (a *api) linkCase(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.ChangeCase, "link", func(c *recordChange, body caseLinkForm) (prosecution.Command, error) {
		link := prosecution.Link{Kind: body.Kind, ID: idOf(body.ID, "id", &c.wrong)}
		target, err := a.target(ctx, c.id, link)
		return prosecution.Join{Asked: c.ofCase(ctx), Link: link, Target: target}, err
	})
}

// target is what its own stream knows of what is linked. Of another employer it is
// refused by the trade in the same words as what does not exist.
func (a *api) target(ctx context.Context, of uuid.UUID, l prosecution.Link) (prosecution.Target, error) {
	if l.ID == uuid.Nil {
		return prosecution.Target{}, nil
	}
	switch l.Kind {
	case prosecution.ToWorker:
		hit, err := a.hitIn(ctx, of)
		return prosecution.Target{Hit: hit}, err
	case prosecution.ToIncident:
		s, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(l.ID))
		return a.targetOf(ctx, anIncident, l.ID, prosecution.Target{Employer: s.Employer, Regime: s.Regime}, err)
	case prosecution.ToAangifte:
		s, _, err := aangifte.Decider.Load(ctx, a.journal, aangifte.Stream(l.ID))
		t, err := a.targetOf(ctx, anAangifte, l.ID, prosecution.Target{Employer: s.Employer, Regime: s.Regime}, err)
		if s.Retracted {
			return prosecution.Target{}, err // there never was one
		}
		return t, err
	case prosecution.ToSuspect:
		s, _, err := suspect.Decider.Load(ctx, a.journal, suspect.Stream(l.ID))
		return a.targetOf(ctx, aSuspect, l.ID, prosecution.Target{Employer: s.Employer, Regime: s.Regime}, err)
	}
	return prosecution.Target{}, nil
}

// targetOf is no employer's where it is not for who names it.
func (a *api) targetOf(ctx context.Context, k kind, id uuid.UUID, t prosecution.Target, err error) (prosecution.Target, error) {
	if err == nil {
		t.Employer, err = a.ownerNamed(ctx, k, id, t.Employer)
	}
	return t, err
}

// hitIn are those who were hit in the incidents of a case, and of what was merged with it.
func (a *api) hitIn(ctx context.Context, id uuid.UUID) ([]uuid.UUID, error) {
	f, err := a.familyOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var all []uuid.UUID
	for _, of := range f.Of(id).Incidents {
		root, _, err := a.countedUnder(ctx, of)
		if err != nil {
			return nil, err
		}
		for _, one := range slices.Compact([]uuid.UUID{of, root}) {
			s, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(one))
			if err != nil {
				return nil, err
			}
			for _, w := range s.Workers {
				if !slices.Contains(all, w.Person) {
					all = append(all, w.Person)
				}
			}
		}
	}
	same, err := pseudonym.SameOf(all, a.pseudonymAt(ctx))
	for _, root := range same {
		if !slices.Contains(all, root) {
			all = append(all, root) // hit under another pseudonym
		}
	}
	return all, err
}

func (a *api) unlinkCase(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.ChangeCase, "unlink", func(c *recordChange, body caseUnlinkForm) (prosecution.Command, error) {
		link := prosecution.Link{Kind: body.Kind, ID: idOf(body.ID, "id", &c.wrong)}
		return prosecution.Part{Asked: c.ofCase(ctx), Link: link, Reason: body.Reason}, nil
	})
}

func (a *api) receiveNotice(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.ChangeCase, "receive notice", func(c *recordChange, body noticeForm) (prosecution.Command, error) {
		heard, err := c.heard(body.HeardForm)
		return prosecution.Receive{Asked: c.ofCase(ctx), ID: a.idOrNew(body.ID, "id", &c.wrong), Heard: heard}, err
	})
}

func (a *api) correctNotice(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.ChangeCase, "correct notice", func(c *recordChange, body noticeCorrectionForm) (prosecution.Command, error) {
		heard, err := c.heard(body.HeardForm)
		return prosecution.Correct{Asked: c.ofCase(ctx), ID: idOf(body.ID, "id", &c.wrong), Heard: heard, Reason: body.Reason}, err
	})
}

func (a *api) withdrawNotice(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.ChangeCase, "withdraw notice", func(c *recordChange, body noticeWithdrawalForm) (prosecution.Command, error) {
		return prosecution.Withdraw{Asked: c.ofCase(ctx), ID: idOf(body.ID, "id", &c.wrong), Reason: body.Reason}, nil
	})
}

func (a *api) tellVictim(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.TellVictim, "tell victim", func(c *recordChange, body tellingForm) (prosecution.Command, error) {
		zone, err := zoneOf(c.employer)
		if err != nil {
			return nil, err
		}
		letter, err := a.letterOf(ctx, c, body.Document)
		return prosecution.Tell{
			Letter: letter, Asked: c.ofCase(ctx), ID: a.idOrNew(body.ID, "id", &c.wrong), Victim: idOf(body.Victim, "victim", &c.wrong),
			Notices: body.notices(&c.wrong), Channel: body.Channel, On: body.On.read("on", zone, &c.wrong), Text: body.Text,
		}, err
	})
}

// letterOf is a document of a case, or of one that was merged into it. None is opened.
func (a *api) letterOf(ctx context.Context, c *recordChange, text string) (l prosecution.Letter, err error) {
	if text == "" {
		return l, nil
	}
	l.ID = idOf(text, "document", &c.wrong)
	f, err := a.closedFamilyOf(ctx, c.id, access.TellVictim)
	if err != nil {
		return l, err
	}
	for _, of := range append(f.Of(c.id).Merged, c.id) {
		history, err := a.history(ctx, document.Stream(of), access.TellVictim, false)
		if err != nil {
			return l, err
		}
		if paper, found := folded(document.Decider, history).Find(l.ID); found {
			l.Found, l.Issued, l.Withdrawn, l.Worker = true, paper.Issued, paper.Withdrawn, paper.Worker
		}
	}
	return l, nil
}

func (a *api) closeCase(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.CloseCase, "close", func(c *recordChange, body caseClosingForm) (prosecution.Command, error) {
		return prosecution.Close{Asked: c.ofCase(ctx), Explanation: body.Explanation}, nil
	})
}

func (a *api) reopenCase(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.CloseCase, "reopen", func(c *recordChange, body reasonForm) (prosecution.Command, error) {
		return prosecution.Reopen{Asked: c.ofCase(ctx), Reason: body.Reason}, nil
	})
}

func (c *recordChange) ofCase(ctx context.Context) prosecution.Asked {
	return prosecution.Asked{By: callOf(ctx).actor, At: c.at, Employer: c.employer, Unit: c.unit}
}

func (c *recordChange) heard(form HeardForm) (prosecution.Heard, error) {
	zone, err := zoneOf(c.employer)
	if err != nil {
		return prosecution.Heard{}, err
	}
	return form.read(c.employer.ID, zone, &c.wrong), nil
}

// changedCase reads a form, makes the command of it and carries it out.
func changedCase[F any](ctx context.Context, a *api, in *changeCaseInput, action access.Action, about string, command func(*recordChange, F) (prosecution.Command, error)) (*receiptAnswer, error) {
	var body F
	c, err := a.changeRecord(ctx, in.Versioned, aCase, in.ID, action, about, &body)
	if err != nil {
		return nil, err
	}
	cmd, err := command(c, body)
	if err != nil {
		return nil, err
	}
	return a.runCase(ctx, c, cmd)
}
