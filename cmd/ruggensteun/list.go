package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// listing is what `incident list` is asked beside the fields of an incident.
type listing struct{ query url.Values }

func (l *listing) bind(f *flag.FlagSet) {
	l.query = url.Values{}
	for name, usage := range map[string]string{
		"from":    "with list: first `DAY` on which it happened",
		"through": "with list: last such `DAY`",
		"sort":    "with list: `ORDER` registered or occurred; -registered and -occurred begin with the last (default -registered)",
		"number":  "with list: the `NUMBER` told on the telephone, such as '12 34 56 78'",
		"limit":   "with list: `NUMBER` of incidents on a page, at most 200 (default 50)",
		"after":   "with list: the `WORD` at the end of the page before",
	} {
		f.Func(name, usage, func(value string) error { l.query.Set(name, value); return nil })
	}
}

// filter takes over what the other options say of an incident.
func (l *listing) filter(fields bodyFields) {
	place, _ := fields["place"].(map[string]string)
	behaviours, _ := fields["behaviours"].([]string)
	employer, _ := fields["employer"].(string)
	for name, value := range map[string]string{
		"employer": employer, "place": place["type"], "gemeente": place["gemeente"], "unit": place["unit"],
		"behaviour": strings.Join(behaviours, ","),
	} {
		if value != "" {
			l.query.Set(name, value)
		}
	}
}

// listed is an incident as the interface lists it.
type listed struct {
	ID       string
	Occurred struct {
		occurredAt
		Finer codes.Code
	}
	Place      struct{ Type, Gemeente, Unit string }
	Behaviours []string
	MergedInto string `json:"merged_into"`
	Closed     bool
	Withdrawn  bool
	Invented   bool
}

// list prints a page of incidents, brought up to date first.
func (p *program) list(ctx context.Context, w where, l listing, in figures.Language, asJSON bool) error {
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := p.upToDate(ctx, s, "the list"); err != nil {
		return err
	}
	c, err := s.caller(ctx, w, newFigures())
	if err != nil {
		return err
	}
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, "/v1/incidents?"+l.query.Encode(), nil, nil, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var page struct {
		Incidents []listed
		Notice    figures.Text
		Next      string
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("read the list: %w", err)
	}
	if page.Notice.EN != "" {
		fmt.Fprintf(p.out, "%s\n\n", page.Notice.In(in))
	}
	return p.printIncidents(page.Incidents, page.Next, in)
}

// The columns of the list, as an incident's own page calls them.
var listHeadings = []figures.Text{
	{NL: "INCIDENT", EN: "INCIDENT"}, {NL: "GEBEURD", EN: "HAPPENED"}, {NL: "PLAATS", EN: "PLACE"},
	{NL: "GEMEENTE", EN: "GEMEENTE"}, {NL: "TEAM", EN: "UNIT"}, {NL: "GEDRAG", EN: "BEHAVIOUR"}, {NL: "STAND", EN: "STATE"},
}

func (p *program) printIncidents(incidents []listed, next string, l figures.Language) error {
	words := &pageRows{language: l}
	heading := make([]string, len(listHeadings))
	for i, text := range listHeadings {
		heading[i] = text.In(l)
	}
	rows := [][]string{heading}
	for _, i := range incidents {
		rows = append(rows, []string{
			i.ID, i.happened(words), words.word(coded("", "", "", codes.LocationType), i.Place.Type), nameOfGemeente(i.Place.Gemeente, l),
			words.missing(i.Place.Unit), i.behaved(words), i.state(l),
		})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || next == "" {
		return err
	}
	_, err := fmt.Fprintf(p.out, "%s: --after %s\n", figures.Text{NL: "meer", EN: "more"}.In(l), next)
	return err
}

// happened is the time there, as far as it is known.
func (i listed) happened(words *pageRows) string {
	if i.Occurred.At.IsZero() {
		return words.missing(string(cmp.Or(i.Occurred.Finer, codes.NotRecorded)))
	}
	return i.Occurred.String()
}

func (i listed) behaved(words *pageRows) string {
	all := make([]string, len(i.Behaviours))
	for n, code := range i.Behaviours {
		all[n] = words.word(coded("", "", "", codes.Behaviour), code)
	}
	return strings.Join(all, ", ")
}

func (i listed) state(l figures.Language) string {
	var all []string
	say := func(is bool, nl, en string) {
		if is {
			all = append(all, figures.Text{NL: nl, EN: en}.In(l))
		}
	}
	say(i.Invented, "verzonnen", "invented")
	say(i.Withdrawn, "ingetrokken", "withdrawn")
	say(i.MergedInto != "", "dubbel van "+i.MergedInto, "duplicate of "+i.MergedInto)
	say(i.Closed, "afgesloten", "closed")
	return strings.Join(all, ", ")
}
