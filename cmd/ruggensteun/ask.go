package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"ruggensteun/projections/figures"
)

const askUsage = `ask ["QUESTION"] [options]

Counts by any rows and columns: incidents, or with --unit the workers hit in
them, their suspects, the aangiften (criminal complaints), the cases or the steps
of these. What is of several incidents stands in the cells of each, and once in
the total. A question is put together with options, or given as its text, which
every answer repeats so that it can be cited and asked again.

  ruggensteun ask --rows place --columns behaviour-group --period 2026-Q1
  ruggensteun ask "incident by place,hour where profession=AMB in 2026"
  ruggensteun ask --unit worker-hit --rows profession --period 2026
  ruggensteun ask --rows region --viewer public --as registrar@GEM-ROTTERDAM

Rows, columns and filters are the kinds that "view --help" lists.

Whoever keeps records is told exact numbers of them. Everybody else is told
numbers over all employers in which nobody can be recognised: they are as of the
end of a month (the last one, unless --as-of says another), changed a little,
and left out where a group is too small. Of those, at most three rows, columns
and filters can be asked together, each filter with one value, and the period is
a month, a quarter or a year.

--format json gives {"n":12} for a cell, and {"notBrokenDown":true} for one that
is kept back.
`

// askFreely puts a question together and asks it.
func (p *program) askFreely(ctx context.Context, args []string) error {
	f, w := p.asking("ask", askUsage)
	query := url.Values{}
	f.Func("filter", "`KIND=VALUE`; repeat for more", func(text string) error { return addFilter(query, text) })
	for name, usage := range map[string]string{
		"unit": "what is counted: `UNIT` is incident, worker-hit, suspect, aangifte, case or step", "rows": "`KIND` that the rows are", "columns": "`KIND` that the columns are",
		"of":     "only those in which this `KIND` was answered",
		"viewer": "what somebody else would see, over all employers: `WHO` is analyst or public",
		"period": "`PERIOD`: 2026, 2026-Q1, 2026-03",
		"as-of":  "as known then: a position in the log, or a `TIME` with its offset",
	} {
		f.Func(name, usage, func(value string) error {
			if name == "as-of" {
				name = "asOf"
			}
			query.Set(name, value)
			return nil
		})
	}
	format := f.String("format", "table", "`FORMAT`: table, csv or json")
	language := f.String("language", "nl", "`LANGUAGE` of the words in the table: nl or en")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	write, err := writerOf(*format, figures.Language(*language), false)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		if err := addQuestion(query, strings.Join(rest, " ")); err != nil {
			return err
		}
	}
	var answer figures.Answer
	if err := p.figure(ctx, *w, "/v1/figures", query, &answer); err != nil {
		return err
	}
	if err := write(p, answer); err != nil || *format != "table" {
		return err
	}
	_, err = fmt.Fprintf(p.out, "\n%s %q\n", figures.Text{NL: "Opnieuw vragen: ruggensteun ask", EN: "To ask again: ruggensteun ask"}.In(figures.Language(*language)), answer.Question)
	return err
}

func addFilter(query url.Values, text string) error {
	kind, value, found := strings.Cut(text, "=")
	if !found || value == "" {
		return fmt.Errorf("write it as KIND=VALUE, e.g. place=ROAD")
	}
	query.Add(kind, value)
	return nil
}

// addQuestion reads a question's text into what the options would say.
func addQuestion(query url.Values, text string) error {
	q, err := figures.ParseQuestion(text)
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		"unit": string(q.Unit), "rows": string(q.Rows), "columns": string(q.Columns), "of": string(q.Base), "period": q.Period.String(),
	} {
		if value != "" && query.Get(name) == "" {
			query.Set(name, value)
		}
	}
	if q.AsOf != 0 && query.Get("asOf") == "" {
		query.Set("asOf", q.AsOf.String())
	}
	for d, values := range q.Filters {
		for _, v := range values {
			query.Add(string(d), string(v))
		}
	}
	return nil
}
