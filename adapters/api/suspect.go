package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

type openSuspectInput struct{ Keyed }

type changeSuspectInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the suspect's file."`
}

type suspectLinkForm struct {
	ID       string     `json:"id,omitempty" format:"uuid" doc:"Of the link. Left out: a new one. One that is on record is replaced."`
	Kind     codes.Code `json:"kind" doc:"How far it is known who it is."`
	Suspect  string     `json:"suspect,omitempty" format:"uuid" doc:"The suspect's file, for KNOWN only."`
	Size     *count     `json:"size,omitempty" doc:"Of a group."`
	Sex      codes.Code `json:"sex,omitempty" doc:"As seen that day. Kept sealed."`
	AgeBand  codes.Code `json:"age_band,omitempty" doc:"As seen that day. Kept sealed."`
	Relation codes.Code `json:"relation,omitempty" doc:"To the worker, that day. Kept sealed."`
}

type suspectForm struct {
	Employer string     `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	Regime   codes.Code `json:"regime,omitempty" doc:"Under which law it is kept, for good. AVG when left out."`
	Sex      codes.Code `json:"sex,omitempty" doc:"Kept sealed."`
	AgeBand  codes.Code `json:"age_band,omitempty" doc:"Kept sealed."`
	Relation codes.Code `json:"relation,omitempty" doc:"Kept sealed."`
}

type profileForm struct {
	Sex      codes.Code `json:"sex,omitempty"`
	AgeBand  codes.Code `json:"age_band,omitempty"`
	Relation codes.Code `json:"relation,omitempty"`
}

type identityForm struct {
	Name   string `json:"name" doc:"Kept sealed."`
	BornOn string `json:"born_on,omitempty" example:"2001-02-03" doc:"To tell two people apart. Kept sealed."`
}

type historyForm struct {
	ID         string     `json:"id,omitempty" format:"uuid" doc:"Of the entry. Left out: a new one."`
	Flag       codes.Code `json:"flag" doc:"What was known before."`
	Provenance codes.Code `json:"provenance" doc:"From whom. Criminal data only from police, OM or a judgment."`
	On         string     `json:"on" example:"2026-11-21" doc:"Day of the notice, or on which it was known."`
	Document   string     `json:"document,omitempty" doc:"Number of the notice or judgment."`
}

type clearanceForm struct {
	Incident string     `json:"incident" format:"uuid" doc:"Of which this suspect is cleared."`
	Ground   codes.Code `json:"ground"`
	On       string     `json:"on" example:"2026-11-21" doc:"Day of the decision."`
	Document string     `json:"document" doc:"Number of the letter or judgment."`
}

type reviewForm struct {
	Incident string `json:"incident" format:"uuid"`
	Leaves   bool   `json:"leaves" doc:"Whether the incident is history of this suspect no more."`
	Reason   string `json:"reason" doc:"Kept sealed."`
}

var aSuspect = kind{"suspect", suspect.Stream}

func (a *api) linkSuspect(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body suspectLinkForm
	c, err := a.changeAbout(ctx, in, access.AddDetails, "link suspect", &body)
	if err != nil {
		return nil, err
	}
	cmd := incident.LinkSuspect{
		Asked: a.asked(ctx, c.employer), ID: a.idOrNew(body.ID, "id", &c.wrong), Kind: body.Kind, Suspect: idOf(body.Suspect, "suspect", &c.wrong),
		Size: body.Size.read(), Profile: person.Profile{Sex: body.Sex, AgeBand: body.AgeBand, Relation: body.Relation},
	}
	if cmd.Suspect != uuid.Nil && callOf(ctx).actor.May(access.LinkSuspect, c.employer.ID) == nil {
		if cmd.File, _, err = suspect.Decider.Load(ctx, a.journal, suspect.Stream(cmd.Suspect)); err != nil {
			return nil, err
		}
		if err := a.attemptedBeside(ctx, aSuspect, cmd.Suspect, cmd.File.Employer); err != nil {
			return nil, err
		}
	}
	return c.run(ctx, a, cmd)
}

func (a *api) unlinkSuspect(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body removalForm
	c, err := a.changeAbout(ctx, in, access.LinkSuspect, "unlink suspect", &body)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, a, incident.UnlinkSuspect{Asked: a.asked(ctx, c.employer), ID: idOf(body.ID, "id", &c.wrong), Reason: body.Reason})
}

func (a *api) openSuspect(ctx context.Context, in *openSuspectInput) (*receiptAnswer, error) {
	var body suspectForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	c := &suspectChange{id: a.NewID(), request: a.request(ctx, in.Keyed, string(access.OpenSuspect), &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	var err error
	if c.employer, err = a.employerNamed(ctx, body.Employer); err != nil {
		return nil, err
	}
	c.request.Employer = c.employer.ID
	if err := callOf(ctx).actor.May(access.OpenSuspect, c.employer.ID); err != nil {
		return nil, err
	}
	out, err := c.run(ctx, a, suspect.Open{
		Asked: c.asked(ctx, a), Regime: body.Regime, Profile: person.Profile{Sex: body.Sex, AgeBand: body.AgeBand, Relation: body.Relation},
	})
	if err != nil {
		return nil, err
	}
	return made(out, "/suspects/"+out.Body.ID.String()), nil
}

func (a *api) describeSuspect(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	return changed(ctx, a, in, access.ChangeSuspect, "describe", func(c *suspectChange, body profileForm) suspect.Command {
		return suspect.Describe{Asked: c.asked(ctx, a), Profile: person.Profile(body)}
	})
}

func (a *api) identifySuspect(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	return changed(ctx, a, in, access.ChangeSuspect, "identify", func(c *suspectChange, body identityForm) suspect.Command {
		return suspect.Identify{Asked: c.asked(ctx, a), Identity: person.Suspect(body)}
	})
}

func (a *api) unlinkIdentity(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	return changed(ctx, a, in, access.ChangeSuspect, "unlink identity", func(c *suspectChange, body reasonForm) suspect.Command {
		return suspect.UnlinkIdentity{Asked: c.asked(ctx, a), Reason: body.Reason}
	})
}

func (a *api) tellHistory(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	return changed(ctx, a, in, access.ChangeSuspect, "tell history", func(c *suspectChange, body historyForm) suspect.Command {
		return suspect.TellHistory{
			Asked: c.asked(ctx, a), ID: a.idOrNew(body.ID, "id", &c.wrong),
			Entry: person.History{Flag: body.Flag, Provenance: body.Provenance, On: body.On, Document: body.Document},
		}
	})
}

func (a *api) retractHistory(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	return changed(ctx, a, in, access.ChangeSuspect, "retract history", func(c *suspectChange, body removalForm) suspect.Command {
		return suspect.RetractHistory{Asked: c.asked(ctx, a), ID: idOf(body.ID, "id", &c.wrong), Reason: body.Reason}
	})
}

func (a *api) clearSuspect(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	return changed(ctx, a, in, access.ClearSuspect, "clear", func(c *suspectChange, body clearanceForm) suspect.Command {
		return suspect.Clear{
			Asked: c.asked(ctx, a), Incident: idOf(body.Incident, "incident", &c.wrong),
			Clearance: person.Clearance{Ground: body.Ground, On: body.On, Document: body.Document},
		}
	})
}

func (a *api) reviewSuspect(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	return changed(ctx, a, in, access.ClearSuspect, "review", func(c *suspectChange, body reviewForm) suspect.Command {
		return suspect.Review{Asked: c.asked(ctx, a), Incident: idOf(body.Incident, "incident", &c.wrong), Leaves: body.Leaves, Reason: body.Reason}
	})
}

// suspectChange is a command on a suspect's file, on its way.
type suspectChange struct {
	id       uuid.UUID
	employer employer.Employer
	request  decider.Request
	wrong    fault.Fields
}

func (c *suspectChange) asked(ctx context.Context, a *api) suspect.Asked {
	return suspect.Asked{By: callOf(ctx).actor, At: a.Clock(), Employer: c.employer}
}

func (c *suspectChange) run(ctx context.Context, a *api, cmd suspect.Command) (*receiptAnswer, error) {
	if c.wrong.Err() == nil {
		return run(ctx, a, suspect.Decider, suspect.Stream(c.id), cmd, c.request)
	}
	state, _, err := suspect.Decider.Load(ctx, a.journal, suspect.Stream(c.id))
	if err != nil {
		return nil, err
	}
	return nil, unfit(suspect.Decider, state, cmd, &c.wrong)
}

// changed reads a form, makes the command of it and carries it out. Whether there is
// such a file, and whether this actor may know of it, is asked first.
func changed[F any](ctx context.Context, a *api, in *changeSuspectInput, action access.Action, about string, command func(*suspectChange, F) suspect.Command) (*receiptAnswer, error) {
	id, owner, err := a.suspectNamed(ctx, in.ID, action)
	if err != nil {
		return nil, err
	}
	var body F
	c := &suspectChange{id: id}
	if err := decode(in.RawBody, &body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.changing(ctx, in.Versioned, about+" suspect "+id.String(), &c.wrong)
	c.request.Employer = owner
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	if c.employer, err = a.employerOf(ctx, owner); err != nil {
		return nil, err
	}
	return c.run(ctx, a, command(c, body))
}

// suspectNamed finds a file that this actor may do this to, without opening
// anything. An id that is none gets the answer of one that does not exist.
func (a *api) suspectNamed(ctx context.Context, text string, action access.Action) (id, owner uuid.UUID, err error) {
	return a.named(ctx, aSuspect, text, action)
}
