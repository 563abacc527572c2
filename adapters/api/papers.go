package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
)

type qualificationForm struct {
	By         codes.Code `json:"by" doc:"Who called it so."`
	Offence    codes.Code `json:"offence" doc:"What the law calls it."`
	Article    string     `json:"article,omitempty" example:"300 jo 304 Sr" doc:"Number and law."`
	Completion codes.Code `json:"completion,omitempty" doc:"Completed or attempted."`
	On         string     `json:"on,omitempty" example:"2026-11-21" doc:"Day on which it was said."`
}

type retractionForm struct {
	By         codes.Code `json:"by" doc:"As on record."`
	Offence    codes.Code `json:"offence" doc:"As on record."`
	Article    string     `json:"article,omitempty"`
	Completion codes.Code `json:"completion,omitempty"`
	On         string     `json:"on,omitempty"`
	Reason     string     `json:"reason" doc:"Why it was recorded wrongly. Kept sealed."`
}

type attachmentForm struct {
	ID   string     `json:"id,omitempty" format:"uuid" doc:"Left out: a new one."`
	Kind codes.Code `json:"kind" doc:"What it holds."`
	Hash string     `json:"hash" doc:"SHA-256 of the sealed bytes, in hexadecimal. Neither content nor file name is kept."`
	Size int        `json:"size" doc:"Number of sealed bytes."`
}

type removalForm struct {
	ID     string `json:"id" format:"uuid" doc:"Of what is taken away."`
	Reason string `json:"reason" doc:"Why it does not belong there. Kept sealed."`
}

type mergeForm struct {
	Into string `json:"into" format:"uuid" doc:"The incident that stays, of which this one is a duplicate."`
}

type reasonForm struct {
	Reason string `json:"reason" doc:"Why, in words. Kept sealed."`
}

type closingForm struct {
	Reason      codes.Code `json:"reason" doc:"Why it takes no more additions."`
	Explanation string     `json:"explanation,omitempty" doc:"In words. Kept sealed."`
}

func (q retractionForm) qualification() incident.Qualification {
	return incident.Qualification{By: q.By, Offence: q.Offence, Article: q.Article, Completion: q.Completion, On: q.On}
}

func (a *api) qualify(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body qualificationForm
	c, err := a.changeAbout(ctx, in, access.QualifyIncident, "qualify", &body)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, a, incident.Qualify{Asked: a.asked(ctx, c.employer), Qualification: incident.Qualification(body)})
}

func (a *api) retractQualification(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body retractionForm
	c, err := a.changeAbout(ctx, in, access.QualifyIncident, "retract qualification", &body)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, a, incident.RetractQualification{Asked: a.asked(ctx, c.employer), Qualification: body.qualification(), Reason: body.Reason})
}

func (a *api) attach(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body attachmentForm
	c, err := a.changeAbout(ctx, in, access.AddDetails, "attach", &body)
	if err != nil {
		return nil, err
	}
	id := a.idOrNew(body.ID, "id", &c.wrong)
	return c.run(ctx, a, incident.Attach{
		Asked: a.asked(ctx, c.employer), Attachment: incident.Attachment{ID: id, Kind: body.Kind, Hash: body.Hash, Size: body.Size},
	})
}

func (a *api) detach(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body removalForm
	c, err := a.changeAbout(ctx, in, access.CorrectIncident, "detach", &body)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, a, incident.Detach{Asked: a.asked(ctx, c.employer), ID: idOf(body.ID, "id", &c.wrong), Reason: body.Reason})
}

func (a *api) closeIncident(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body closingForm
	c, err := a.changeAbout(ctx, in, access.CloseIncident, "close", &body)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, a, incident.Close{Asked: a.asked(ctx, c.employer), Reason: body.Reason, Explanation: body.Explanation})
}

func (a *api) reopenIncident(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body reasonForm
	c, err := a.changeAbout(ctx, in, access.CloseIncident, "reopen", &body)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, a, incident.Reopen{Asked: a.asked(ctx, c.employer), Reason: body.Reason})
}

func (a *api) mergeIncident(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body mergeForm
	c, err := a.changeAbout(ctx, in, access.MergeIncidents, "merge", &body)
	if err != nil {
		return nil, err
	}
	if body.Into == "" {
		c.wrong.Add("into", "is missing", "give the id of the incident that stays")
		return nil, c.wrong.Err()
	}
	into, _, err := a.incidentNamed(ctx, body.Into, access.MergeIncidents)
	if err != nil {
		return nil, err
	}
	other, err := a.other(ctx, into)
	if err != nil {
		return nil, err
	}
	by := a.asked(ctx, c.employer)
	return c.run(ctx, a, incident.Merge{Asked: by, ID: c.id, Into: other}, incident.Joining(c.id, into, by))
}

func (a *api) splitIncident(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body reasonForm
	c, err := a.changeAbout(ctx, in, access.MergeIncidents, "split", &body)
	if err != nil {
		return nil, err
	}
	s, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(c.id))
	if err != nil {
		return nil, err
	}
	by := a.asked(ctx, c.employer)
	return c.run(ctx, a, incident.Split{Asked: by, From: s.MergedInto, Reason: body.Reason}, incident.Parting(c.id, s.MergedInto, by))
}

// longestChain of merges is beyond what people make; a circle ends it too.
const longestChain = 50

// other is an incident with what it was merged into, and that in turn.
func (a *api) other(ctx context.Context, id uuid.UUID) (incident.Other, error) {
	state, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(id))
	o := incident.Other{ID: id, State: state}
	for next := state.MergedInto; err == nil && next != uuid.Nil && len(o.Onward) < longestChain; {
		o.Onward = append(o.Onward, next)
		state, _, err = incident.Decider.Load(ctx, a.journal, incident.Stream(next))
		next = state.MergedInto
	}
	return o, err
}

// idOf reads an id. None at all is refused by the trade under the same name, where it
// is needed; one that cannot be read is noted here and never gets further.
func idOf(text, field string, wrong *fault.Fields) uuid.UUID {
	if text == "" {
		return uuid.Nil
	}
	id, err := uuid.Parse(text)
	if err != nil || id.String() != text {
		wrong.Add(field, "is not an id", "write it as it was given, e.g. 0199aaaa-0000-7000-8000-000000000001")
		return uuid.Max
	}
	return id
}

func (a *api) idOrNew(text, field string, wrong *fault.Fields) uuid.UUID {
	if text == "" {
		return a.NewID()
	}
	return idOf(text, field, wrong)
}
