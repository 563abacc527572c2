package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

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
func (p *program) list(ctx context.Context, w where, l listing, asJSON bool) error {
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
		fmt.Fprintln(p.out, page.Notice.EN) // as the headings are
	}
	return p.printIncidents(page.Incidents, page.Next)
}

func (p *program) printIncidents(incidents []listed, next string) error {
	t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "INCIDENT\tHAPPENED\tPLACE\tGEMEENTE\tUNIT\tBEHAVIOURS\tSTATE")
	for _, i := range incidents {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", i.ID, i.happened(), i.Place.Type, i.Place.Gemeente, i.Place.Unit, strings.Join(i.Behaviours, ","), i.state())
	}
	err := t.Flush()
	if next != "" {
		_, more := fmt.Fprintf(p.out, "more: --after %s\n", next)
		err = errors.Join(err, more)
	}
	return err
}

// happened is the time there, as far as it is known.
func (i listed) happened() string {
	if i.Occurred.At.IsZero() {
		return string(cmp.Or(i.Occurred.Finer, codes.NotRecorded))
	}
	return i.Occurred.String()
}

func (i listed) state() string {
	if i.Invented {
		i.Invented = false
		return strings.TrimSuffix("invented, "+i.state(), ", ")
	}
	switch {
	case i.Withdrawn:
		return "withdrawn"
	case i.MergedInto != "":
		return "duplicate of " + i.MergedInto
	case i.Closed:
		return "closed"
	}
	return ""
}
