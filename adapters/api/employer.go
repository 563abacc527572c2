package api

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

type registerEmployerInput struct{ Keyed }

type changeEmployerInput struct {
	Versioned
	Code string `path:"code" doc:"Of the employer."`
}

type readEmployerInput struct {
	Code string `path:"code" doc:"Of the employer."`
}

type employerAnswer struct {
	ETag string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Body employerPage
}

type employerPage struct {
	ID       uuid.UUID     `json:"id" format:"uuid"`
	Version  int64         `json:"version"`
	Invented bool          `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice   *figures.Text `json:"notice,omitempty" doc:"Says that it was."`
	EmployerFields
}

func (a *api) registerEmployer(ctx context.Context, in *registerEmployerInput) (*receiptAnswer, error) {
	var body employerForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, "register employer", &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out, err := a.found(ctx, body, r)
	if err != nil {
		return nil, err
	}
	return made(out, "/employers/"+body.Code), nil
}

// found registers an employer under the id that its code has, or a new one.
func (a *api) found(ctx context.Context, body employerForm, r decider.Request) (*receiptAnswer, error) {
	for try := 1; ; try++ {
		// Whoever registered this code first gave it its id; then this is a repeat,
		// or refused.
		id, found, err := a.Directory.EmployerByCode(ctx, body.Code)
		if err != nil {
			return nil, fmt.Errorf("look up an employer to register: %w", err)
		}
		if !found {
			id = a.NewID()
		}
		r.Employer = id
		cmd := body.command(callOf(ctx).actor, a.Clock(), id)
		out, err := run(ctx, a, employer.Decider, employer.Stream(id), employer.Command(cmd), r)
		if !errors.Is(err, eventlog.ErrMarkTaken) || try == lookups {
			return out, err
		}
	}
}

func (a *api) changeEmployer(ctx context.Context, in *changeEmployerInput) (*receiptAnswer, error) {
	id, err := a.employerWith(ctx, in.Code, access.ChangeEmployer)
	if err != nil {
		return nil, err
	}
	var body employerChange
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.changing(ctx, in.Versioned, "change employer "+id.String(), &wrong)
	r.Employer = id
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return run(ctx, a, employer.Decider, employer.Stream(id), employer.Command(body.command(callOf(ctx).actor, a.Clock())), r)
}

func (a *api) readEmployer(ctx context.Context, in *readEmployerInput) (*employerAnswer, error) {
	id, err := a.employerWith(ctx, in.Code, access.ReadEmployer)
	if err != nil {
		return nil, err
	}
	e, version, err := employer.Decider.Load(ctx, a.shown(ctx, access.ReadEmployer), employer.Stream(id))
	if err != nil {
		return nil, err
	}
	invented, err := a.invented(ctx, employer.Stream(id), access.ReadEmployer)
	if err != nil {
		return nil, err
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the head of the log: %w", err)
	}
	if err := a.record(ctx, access.Reading{What: "employer", ID: id, Position: head}); err != nil {
		return nil, err
	}
	return &employerAnswer{ETag: etag(version), Body: employerPage{ID: id, Version: int64(version), Invented: invented, Notice: noticeOf(invented), EmployerFields: formOf(e)}}, nil
}

var anEmployer = kind{"employer", employer.Stream}

// employerWith finds the employer of a code that this actor may do this to.
func (a *api) employerWith(ctx context.Context, code string, action access.Action) (uuid.UUID, error) {
	actor := callOf(ctx).actor
	// Whoever may do this to no employer at all learns nothing of this one.
	if err := actor.May(action, actor.Employer); err != nil {
		return uuid.Nil, err
	}
	id, found, err := a.Directory.EmployerByCode(ctx, code)
	if err != nil {
		return uuid.Nil, fmt.Errorf("look up an employer by its code: %w", err)
	}
	err = access.NoSuch("employer")
	if found {
		err = actor.May(action, id)
	}
	if err != nil {
		return uuid.Nil, a.attemptedOf(ctx, id, anEmployer, id, access.ByRole, err)
	}
	return id, nil
}

// employerNamed gives the employer of a report: the one that is named, or the one
// that the actor works for; the zero Employer when there is none with that code. An
// operator works for none, and has to name one.
func (a *api) employerNamed(ctx context.Context, code string) (employer.Employer, error) {
	id := callOf(ctx).actor.Employer
	if code != "" {
		var err error
		if id, _, err = a.Directory.EmployerByCode(ctx, code); err != nil {
			return employer.Employer{}, fmt.Errorf("look up the employer of a report: %w", err)
		}
	}
	if id == uuid.Nil && code == "" {
		var wrong fault.Fields
		wrong.Add("employer", "is missing", "give the code of the employer")
		return employer.Employer{}, wrong.Err()
	}
	if id == uuid.Nil {
		return employer.Employer{}, nil
	}
	return a.employerOf(ctx, id)
}

func (a *api) employerOf(ctx context.Context, id uuid.UUID) (employer.Employer, error) {
	e, _, err := employer.Decider.Load(ctx, a.journal, employer.Stream(id))
	return e, err
}
