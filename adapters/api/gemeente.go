package api

import (
	"context"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
)

type gemeentenInput struct {
	Name string `query:"name" doc:"The beginning of a word of the name; capitals, accents and signs make no difference. All when left out." example:"den haag"`
	At   string `query:"at" doc:"As divided on this day; when left out, each as it was last." example:"2026-04-01"`
}

type gemeentenAnswer struct {
	Body struct {
		Gemeenten []gemeentePage `json:"gemeenten"`
		CountedOn string         `json:"counted_on" format:"date" doc:"Day of all numbers of inhabitants."`
		Caveat    bilingual      `json:"caveat" doc:"What about this table nobody has checked; to be shown with it."`
	}
}

type gemeentePage struct {
	Code        codes.Code   `json:"code" doc:"Of Statistics Netherlands (CBS)." example:"GM0363"`
	Name        string       `json:"name"`
	OtherName   string       `json:"other_name,omitempty" doc:"By which many know it."`
	Province    codes.Code   `json:"province" doc:"Of the list province."`
	Region      codes.Code   `json:"region" doc:"Of the list safety-region."`
	PoliceUnit  codes.Code   `json:"police_unit" doc:"Of the list police-unit; not checked, see caveat."`
	Inhabitants int          `json:"inhabitants,omitempty" doc:"Within today's borders; left out when not known."`
	From        string       `json:"from,omitempty" format:"date"`
	To          string       `json:"to,omitempty" format:"date"`
	Became      []codes.Code `json:"became,omitempty" doc:"Which ones it went into."`
}

func (a *api) gemeenten(_ context.Context, in *gemeentenInput) (*gemeentenAnswer, error) {
	at, err := dayIn(in.At)
	if err != nil {
		return nil, err
	}
	out := &gemeentenAnswer{}
	out.Body.CountedOn = gemeente.CountedOn
	out.Body.Caveat.NL, out.Body.Caveat.EN = gemeente.Caveat()
	out.Body.Gemeenten = []gemeentePage{}
	for _, g := range gemeente.Search(in.Name, at) {
		out.Body.Gemeenten = append(out.Body.Gemeenten, gemeentePage{
			Code: g.Code, Name: g.Name, OtherName: g.OtherName,
			Province: g.Province, Region: g.Region, PoliceUnit: g.Unit(),
			Inhabitants: g.Inhabitants, From: g.From, To: g.To, Became: g.Became,
		})
	}
	return out, nil
}
