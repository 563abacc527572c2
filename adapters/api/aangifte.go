package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

var anAangifte = kind{"aangifte", aangifte.Stream}

type makeAangifteInput struct{ Keyed }

type changeAangifteInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the aangifte."`
}

type aangifteForm struct {
	Employer string     `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	Regime   codes.Code `json:"regime,omitempty" doc:"Under which law it is kept, for good; that of its incidents. AVG when left out."`
	AangifteContent
}

type aangifteCorrection struct {
	Reason string `json:"reason" doc:"Why it was recorded otherwise than it was. Kept sealed."`
	AangifteContent
}

// AangifteContent is all that is told of an aangifte. It is exported because huma does
// not look into embedded structs that are not.
type AangifteContent struct {
	On          *occurrence `json:"on,omitempty" doc:"When it was made."`
	Complainant codes.Code  `json:"complainant,omitempty" doc:"Who made it. When it is the employer, the worker stays a witness."`
	Name        codes.Code  `json:"name,omitempty" doc:"Under what name the worker is in it."`
	Domicile    codes.Code  `json:"domicile,omitempty" doc:"Whether the employer's address stands in it instead of the worker's."`
	Workers     []string    `json:"workers,omitempty" doc:"Whom it is for (person). Each victim's own aangifte is one by itself."`
	Incidents   []string    `json:"incidents,omitempty" doc:"What it is about."`
	Reference   string      `json:"reference,omitempty" doc:"Its number at the police. Kept sealed."`
}

type aangifteAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     aangiftePage
}

type aangiftePage struct {
	ID          uuid.UUID       `json:"id" format:"uuid"`
	Version     int64           `json:"version"`
	Employer    string          `json:"employer" doc:"Code of the employer."`
	Invented    bool            `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice      *figures.Text   `json:"notice,omitempty" doc:"Says that it was."`
	Regime      codes.Code      `json:"regime"`
	On          *occurrence     `json:"on,omitempty"`
	Complainant codes.Code      `json:"complainant"`
	Name        codes.Code      `json:"name,omitempty"`
	Domicile    codes.Code      `json:"domicile,omitempty"`
	Workers     []uuid.UUID     `json:"workers"`
	Incidents   []uuid.UUID     `json:"incidents"`
	Reference   *textPage       `json:"reference,omitempty"`
	Retracted   bool            `json:"retracted" doc:"There never was one."`
	NotYours    *figures.Text   `json:"not_yours,omitempty" doc:"Says why what says who it is is closed, and what to do, where this is not the reader's own case."`
	Timeline    []timeline.Line `json:"timeline" doc:"How the record came to be."`
}

func (a *api) makeAangifte(ctx context.Context, in *makeAangifteInput) (*receiptAnswer, error) {
	var body aangifteForm
	c, err := a.newRecord(ctx, in.Keyed, access.RecordAangifte, func() string { return body.Employer }, &body)
	if err != nil {
		return nil, err
	}
	told, err := body.read(ctx, a, c)
	if err != nil {
		return nil, err
	}
	// All that it names is of the unit of whoever is kept to one, or refused.
	c.unit = callOf(ctx).actor.Unit
	c.wrong.Check(c.unit == "" || len(told.Incidents) > 0, "incidents", "is missing", "name the incident of your unit that it is about")
	out, err := runRecord(ctx, a, c, aangifte.Decider, aangifte.Stream(c.id), aangifte.Command(aangifte.Make{Asked: c.ofAangifte(ctx), Regime: body.Regime, Told: told}))
	if err != nil {
		return nil, err
	}
	return made(out, "/aangiften/"+out.Body.ID.String()), nil
}

func (a *api) correctAangifte(ctx context.Context, in *changeAangifteInput) (*receiptAnswer, error) {
	var body aangifteCorrection
	c, err := a.changeRecord(ctx, in.Versioned, anAangifte, in.ID, access.RecordAangifte, "correct", &body)
	if err != nil {
		return nil, err
	}
	told, err := body.read(ctx, a, c)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, aangifte.Decider, aangifte.Stream(c.id), aangifte.Command(aangifte.Correct{Asked: c.ofAangifte(ctx), Told: told, Reason: body.Reason}))
}

func (a *api) retractAangifte(ctx context.Context, in *changeAangifteInput) (*receiptAnswer, error) {
	var body reasonForm
	c, err := a.changeRecord(ctx, in.Versioned, anAangifte, in.ID, access.RecordAangifte, "retract", &body)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, aangifte.Decider, aangifte.Stream(c.id), aangifte.Command(aangifte.Retract{Asked: c.ofAangifte(ctx), Reason: body.Reason}))
}

func (a *api) forgetAangifte(ctx context.Context, in *forgetInput) (*receiptAnswer, error) {
	c, body, err := a.forgetting(ctx, in, anAangifte, access.ForgetCase)
	if err != nil {
		return nil, err
	}
	cmd := aangifte.Forget{Asked: c.ofAangifte(ctx), Purposes: body.What, Reason: body.Reason}
	whose := func(context.Context) ([]person.KeyRef, error) { return aangifte.KeysOf(c.id, body.What), nil }
	return forgotten[aangifte.Command](ctx, a, aangifte.Decider, aangifte.Stream(c.id), cmd, c.employer.ID, &c.wrong, whose)
}

func (c *recordChange) ofAangifte(ctx context.Context) aangifte.Asked {
	return aangifte.Asked{By: callOf(ctx).actor, At: c.at, Employer: c.employer, Unit: c.unit}
}

func (f AangifteContent) read(ctx context.Context, a *api, c *recordChange) (aangifte.Told, error) {
	zone, err := zoneOf(c.employer)
	if err != nil {
		return aangifte.Told{}, err
	}
	told := f.readIn(zone, &c.wrong)
	for i, text := range f.Incidents {
		id := idOf(text, fmt.Sprintf("incidents[%d]", i), &c.wrong)
		if i >= mostLookUps {
			break // refused by the trade, and need not be looked up first
		}
		s, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(id))
		if err != nil {
			return aangifte.Told{}, err
		}
		if s.Employer, err = a.ownerNamed(ctx, anIncident, id, s.Employer); err != nil {
			return aangifte.Told{}, err
		}
		told.Incidents = append(told.Incidents, aangifte.About{ID: id, Employer: s.Employer, Regime: s.Regime})
	}
	return told, nil
}

func (f AangifteContent) readIn(zone *time.Location, wrong *fault.Fields) aangifte.Told {
	told := aangifte.Told{On: f.On.read("on", zone, wrong), Complainant: f.Complainant, Name: f.Name, Domicile: f.Domicile, Reference: f.Reference}
	for i, w := range f.Workers {
		told.Workers = append(told.Workers, idOf(w, fmt.Sprintf("workers[%d]", i), wrong))
	}
	return told
}

func (a *api) readAangifte(ctx context.Context, in *readAangifteInput) (*aangifteAnswer, error) {
	id, owner, err := a.named(ctx, anAangifte, in.ID, access.ReadCase)
	if err != nil {
		return nil, err
	}
	history, err := a.history(ctx, aangifte.Stream(id), access.ReadCase, true)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	last := history[len(history)-1]
	if err := a.record(ctx, access.Reading{What: "aangifte", ID: id, Personal: true, Position: last.Position}); err != nil {
		return nil, err
	}
	s := folded(aangifte.Decider, history)
	return &aangifteAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: aangiftePage{
		ID: id, Version: int64(last.Version), Employer: e.Code, Invented: inventedIn(history), Notice: noticeOf(inventedIn(history)), Regime: s.Regime,
		On: occurrenceIfAny(s.On), Complainant: s.Complainant, Name: s.Name, Domicile: s.Domicile, Workers: ids(s.Workers), Incidents: ids(s.Incidents),
		Reference: textIfAny(s.Reference), Retracted: s.Retracted, NotYours: a.notYours(ctx), Timeline: timeline.Lines(history, timeline.WithTexts),
	}}, nil
}

type readAangifteInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the aangifte."`
}
