package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

type employerForm struct {
	Code     string     `json:"code" example:"GEM-ROTTERDAM" doc:"Short and unique: 2 to 40 capitals, digits and hyphens."`
	Name     string     `json:"name" example:"Gemeente Rotterdam" doc:"Of the organisation."`
	Kind     codes.Code `json:"kind" doc:"What kind of organisation."`
	Zone     string     `json:"zone,omitempty" example:"Europe/Amsterdam" doc:"IANA time zone in which its hours and weekdays are grouped. Europe/Amsterdam when left out."`
	Areas    []area     `json:"areas,omitempty" doc:"Parts of the map that the employer distinguishes."`
	Units    []unit     `json:"units,omitempty" doc:"Teams, posts or districts."`
	Holidays []holiday  `json:"holidays,omitempty" doc:"Days off of its own, beside the law's."`
}

type employerChange struct {
	Name     *string     `json:"name,omitempty"`
	Kind     *codes.Code `json:"kind,omitempty"`
	Zone     *string     `json:"zone,omitempty"`
	Areas    *[]area     `json:"areas,omitempty" doc:"Replaces the whole list."`
	Units    *[]unit     `json:"units,omitempty" doc:"Replaces the whole list."`
	Holidays *[]holiday  `json:"holidays,omitempty" doc:"Replaces the whole list."`
}

type area struct {
	Code      string       `json:"code"`
	Name      string       `json:"name"`
	Gemeenten []codes.Code `json:"gemeenten,omitempty" doc:"CBS codes."`
}

type unit struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type holiday struct {
	Date string `json:"date" format:"date" example:"2026-05-05"`
	Name string `json:"name"`
}

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
	ID      uuid.UUID `json:"id" format:"uuid"`
	Version int64     `json:"version"`
	employerForm
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
		out, err := run(ctx, a, employer.Decider, employer.Stream(id), employer.Command(body.command(callOf(ctx).actor, a.Clock(), id)), r)
		if err == nil {
			return made(out, "/employers/"+body.Code), nil
		}
		if !errors.Is(err, eventlog.ErrMarkTaken) || try == lookups {
			return nil, err
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
	e, version, err := employer.Decider.Load(ctx, a.journal, employer.Stream(id))
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
	return &employerAnswer{ETag: etag(version), Body: employerPage{ID: id, Version: int64(version), employerForm: formOf(e)}}, nil
}

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
	if !found {
		return uuid.Nil, access.NoSuch("employer")
	}
	return id, actor.May(action, id)
}

// employerNamed gives the employer of a report: the one that is named, or the one
// that the actor works for; the zero Employer when there is none with that code.
func (a *api) employerNamed(ctx context.Context, code string) (employer.Employer, error) {
	id := callOf(ctx).actor.Employer
	if code != "" {
		var err error
		if id, _, err = a.Directory.EmployerByCode(ctx, code); err != nil {
			return employer.Employer{}, fmt.Errorf("look up the employer of a report: %w", err)
		}
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

func (f employerForm) command(by access.Actor, at time.Time, id uuid.UUID) employer.Register {
	return employer.Register{
		By: by, At: at, ID: id, Code: f.Code, Name: f.Name, Kind: f.Kind, Zone: f.Zone, ZoneKnown: zoneKnown(f.Zone),
		Areas: areas(f.Areas), Units: units(f.Units), Holidays: holidays(f.Holidays),
	}
}

func (c employerChange) command(by access.Actor, at time.Time) employer.Change {
	cmd := employer.Change{By: by, At: at, Name: c.Name, Kind: c.Kind, Zone: c.Zone}
	if c.Zone != nil {
		cmd.ZoneKnown = zoneKnown(*c.Zone)
	}
	cmd.Areas, cmd.Units, cmd.Holidays = each(c.Areas, areas), each(c.Units, units), each(c.Holidays, holidays)
	return cmd
}

func each[From, To any](given *[]From, read func([]From) []To) *[]To {
	if given == nil {
		return nil
	}
	list := read(*given)
	return &list
}

func zoneKnown(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil
}

func areas(given []area) []employer.Area {
	var list []employer.Area
	for _, g := range given {
		list = append(list, employer.Area(g))
	}
	return list
}

func units(given []unit) []employer.Unit {
	var list []employer.Unit
	for _, g := range given {
		list = append(list, employer.Unit(g))
	}
	return list
}

func holidays(given []holiday) []employer.Holiday {
	var list []employer.Holiday
	for _, g := range given {
		list = append(list, employer.Holiday(g))
	}
	return list
}

func formOf(e employer.Employer) employerForm {
	f := employerForm{Code: e.Code, Name: e.Name, Kind: e.Kind, Zone: e.Zone}
	for _, own := range e.Areas {
		f.Areas = append(f.Areas, area(own))
	}
	for _, own := range e.Units {
		f.Units = append(f.Units, unit(own))
	}
	for _, own := range e.Holidays {
		f.Holidays = append(f.Holidays, holiday(own))
	}
	return f
}
