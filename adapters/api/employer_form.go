package api

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
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
