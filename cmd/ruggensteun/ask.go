package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"ruggensteun/projections/figures"
)

const askUsage = `ask ["QUESTION"] [options]

Counts by any rows and columns: incidents, or with --unit the workers hit in
them, their suspects, the aangiften (criminal complaints), the cases or the
steps of these. What is of several incidents stands in the cells of each, and
once in the total. A question is put together with options, or given as its
text, which every answer repeats so that it can be cited and asked again.

  ruggensteun ask --rows place --columns behaviour-group --period 2026-Q1
  ruggensteun ask "incident by place,hour where profession=AMB in 2026"
  ruggensteun ask --unit worker-hit --rows profession --period 2026
  ruggensteun ask --rows region --viewer public --as registrar@GEM-ROTTERDAM
  ruggensteun ask --rows place --since 2026-03-01T00:00:00+01:00

Rows, columns and filters are the kinds that "view --help" lists. Of workers hit
injury, mind-injury, absence and exposure are their own, whatever was done to
whom else in the incident; steps have the kind "step".

  ruggensteun ask --unit worker-hit --rows injury --columns profession
  ruggensteun ask --unit step --rows step --period 2026

Whoever keeps records is told exact numbers of them. Everybody else is told
numbers over all employers in which nobody can be recognised: they are as of the
end of a month (the last one, unless --as-of says another), changed a little,
and left out where a group is too small. Of those, at most three rows, columns
and filters can be asked together, each filter with one value, and the period is
a month, a quarter or a year.

--per gives rates: per 1,000 inhabitants or staff, or per 10,000 deployments, by
the table that was loaded ("denominators"), as on the first day of --period.
Beside each stands how it was registered: in how many months anything was
reported, how much within a week, and how much is unknown. Rows are never ranked
by a rate. Where the table has nothing for a row there is no rate, and it says
what is lacking.

--since says why the answer is another one than at an earlier moment, of any
unit: each that made a difference stands in one part, and the parts add up to
it. Of incidents they read as here, and of others as the answer says:
  new            recorded since, and happened since
  late           recorded since, but happened before
  withdrawn      or closed as one of another regime
  merged, split  counts under another report now, or by itself again
  re-coded       classed otherwise: by another zone, area, code or loaded table
  erased         what is asked about was forgotten
  corrected      in or out, as what the question counts by was corrected
Who keeps no records is told it between two ends of months, from the numbers
that are printed at each: what of it happened after the first, and by how much
the months before it moved. What is left is rounding and protection.

--format xlsx gives a workbook: the table, and a page that says what was asked,
what was counted and how far to trust it. --format open-data gives a package
with its description (DCAT-AP-NL), of what the public may see: --viewer public.
Both, and csv, can be kept with --output FILE. Each file that is taken out is
recorded with its hash; "export trace FILE" finds who took it out.

  ruggensteun ask --rows place --format xlsx --output plaats.xlsx

--format json gives {"n":12} for a cell, and {"notBrokenDown":true} for one that
is kept back. --format svg draws it: a grid of rows and columns, a line of
months or years, a map of provinces, regions or police units, else bars.

  ruggensteun ask --rows region --format svg > map.svg
`

// inRequest are the options that have another name in a request.
var inRequest = map[string]string{"as-of": "asOf", "since": "from"}

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
		"per":    "rates beside the numbers: `TABLE` is inhabitants, staff or deployments",
		"since":  "why the answer is another one than then: a position, or a `TIME` with its offset",
	} {
		f.Func(name, usage, func(value string) error {
			query.Set(cmp.Or(inRequest[name], name), value)
			return nil
		})
	}
	format := f.String("format", "table", "`FORMAT`: table, csv, json, xlsx, open-data or svg (a picture)")
	output := f.String("output", "", "new `FILE` to keep it in, for csv, xlsx and open-data")
	language := f.String("language", "nl", "`LANGUAGE` of the words in the table: nl or en")
	narrow := f.Bool("narrow", false, "with svg: drawn for a telephone")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		if err := addQuestion(query, strings.Join(rest, " ")); err != nil {
			return err
		}
	}
	switch changed := query.Has("from"); {
	case *format == picture && changed:
		return wrongUsage("--format svg: why an answer changed is told as table, csv or json")
	case *format == picture:
		return p.picture(ctx, *w, "/v1/figures", query, *language, *narrow)
	}
	if isFile(*format) && !query.Has("from") {
		return p.takeOut(ctx, *w, "/v1/figures", query, *format, *language, *output)
	}
	if *output != "" {
		return wrongUsage("--output keeps a file of an answer: say --format csv, xlsx or open-data, without --since")
	}
	write, err := writerOf(*format, figures.Language(*language), false)
	if err != nil {
		return err
	}
	if query.Has("from") {
		return p.askChange(ctx, *w, query, *format, figures.Language(*language))
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

// askChange says why an answer is another one than at an earlier moment.
func (p *program) askChange(ctx context.Context, w where, query url.Values, format string, l figures.Language) error {
	var change figures.Change
	if err := p.figure(ctx, w, "/v1/figures/change", query, &change); err != nil {
		return err
	}
	switch format {
	case "csv":
		return figures.WriteChangeCSV(p.out, change, l)
	case "json":
		return json.NewEncoder(p.out).Encode(change)
	}
	return figures.WriteChangeTable(p.out, change, p.width(), l)
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
		"unit": string(q.Unit), "rows": string(q.Rows), "columns": string(q.Columns), "of": string(q.Base), "period": q.Period.String(), "per": q.Per,
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
