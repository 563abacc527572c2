package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/chain"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/location"
	"ruggensteun/projections/offenders"
	"ruggensteun/projections/timeofday"
	"ruggensteun/projections/trend"
	"ruggensteun/projections/triggers"
)

const viewUsage = `view NAME [options]

Views:
  time-of-day            incidents by weekday and hour, on the employer's clock,
                         or --by time-band, month or year
  location               incidents by kind of place, or --by gemeente, province,
                         region, police-unit, urbanity (by a table that was
                         loaded, see "reference"), area or unit (the
                         employer's own) or employer
  triggers               what set somebody off, by kind of behaviour, or --by
                         behaviour, occasion, profession or assessed-by;
                         what made it worse: --by amplifier or certainty; what
                         calming down did: --by measure; and --by phase. What
                         came of it: --by injury, mind-injury, absence,
                         exposure, ground (of discriminatory abuse),
                         qualification or qualification-completion; and
                         --by police-support or support-wait. Counts incidents
                         of which it was told, and says how many those are
  offenders              how well the suspect is known, or --by nth-incident
                         (known one at this employer, and the time since the
                         one before), history (with its source), group-size or
                         age-band; it never names or lists anybody
  chain                  how far cases came from aangifte to the last euro, and
                         how long they stayed at each part of the way; --unit
                         case, incident, worker-hit or suspect says what is
                         counted; --by employer, unit (the employer's own),
                         area, profession, month, year, behaviour-group, region
                         or police-unit; --by agreement counts terms instead:
                         per agreement and version how many were kept and how
                         long they took. Every share is of what is counted, and
                         of fewer than ten there is none. What was never heard
                         of, what did not come and what is still open are told
                         apart; it ranks nobody
  trend                  a rise, or better registration? Month by month: what
                         is known, what is expected once late reports are in,
                         with a range that is to hold nine times in ten, what
                         was known when, what part is verbal only or unknown,
                         and campaigns ("campaign"); and what these allow one
                         to say. --unit incident or worker-hit

Filters narrow what is counted; several values of one kind mean any of them:
  --filter place=ROAD --filter behaviour=SPIT --filter period=2026-Q1
Kinds: period; weekday, hour, time-band, month, year; place, gemeente, province,
region, police-unit, urbanity, area, own-unit, employer; profession, deployment;
behaviour, completion, behaviour-group, verbal-only (YES, NO), ground; means,
means-status, occasion; trigger, assessed-by, amplifier, certainty, measure,
effect, phase; police-support, support-wait; reach, workers-hit, injury,
mind-injury, absence, exposure; qualification, qualified-by,
qualification-completion; suspect, group-size, age-band, nth-incident,
since-previous, history, provenance; reporting-delay, invented (YES, NO). Where
"ask" counts steps, also: step.
"codes" lists their values; for hours, numbers and delays a wrong one, such as
absence=x, is answered with all. An area and a unit are written behind their
employer's code: area=GEM-X/CENTRUM, own-unit=GEM-X/NOORD. Two kinds that are
told together, such as nth-incident and since-previous or measure and effect,
are each looked for by themselves: where there are two suspects, one may be the
second and the other within a week.

--format xlsx with --output FILE gives a workbook; of chain and trend there is
csv.
Each file that is taken out is recorded with its hash, see "export".

--format csv gives a line per cell: row, column, number, position, definition.
Behind the cells stand lines of TOTAL, COMPLETENESS:…, REPORTING_DELAY and
COVERAGE:EMPLOYER, the last with the number of months that were reported of.
Which months those are is a table by itself: --coverage --format csv gives a
line per employer and month, with 1 or 0. It takes the period that is asked for,
else all months of which any employer that may be seen reported anything.

--format svg draws a view: time-of-day as a grid, by month and trend as a line,
provinces, regions and police units as a map, chain as a funnel, all else as
bars. With real boundaries ("regions") gemeenten are a map too; --tiles keeps to
tiles.

  ruggensteun view time-of-day --format svg > week.svg
  ruggensteun view time-of-day --filter profession=AMB \
      --as-of 2026-03-01T00:00:00+01:00
  ruggensteun view chain --unit incident --by profession --language en
  ruggensteun view chain --by unit --as case-worker@GEM-ROTTERDAM
  ruggensteun view location --by region --filter behaviour-group=PHYSICAL
  ruggensteun view trend --filter period=2026 --filter profession=AMB
`

// views are the names of all, in the order of the usage.
var views = []string{timeofday.Name, location.Name, triggers.Name, offenders.Name, trend.Name, chain.Name}

func (p *program) view(ctx context.Context, args []string) error {
	f, w := p.asking("view", viewUsage)
	query := url.Values{}
	f.Func("filter", "`KIND=VALUE`; repeat for more", func(text string) error { return addFilter(query, text) })
	by := f.String("by", "", "`KIND` to lay the view out by, see above")
	unit := f.String("unit", "", "`UNIT` that the chain counts: case, incident, worker-hit or suspect")
	asOf := f.String("as-of", "", "as known then: a position in the log, or a `TIME` with its offset")
	format := f.String("format", "table", "`FORMAT`: table, csv, json, xlsx, open-data or svg (a picture)")
	output := f.String("output", "", "new `FILE` to keep it in, for csv, xlsx and open-data")
	narrow := f.Bool("narrow", false, "with svg: drawn for a telephone")
	tiles := f.Bool("tiles", false, "with svg: a map of tiles, also where boundaries were loaded")
	language := f.String("language", "nl", "`LANGUAGE` of the words in the table: nl or en")
	viewer := f.String("viewer", "", "what somebody else would see, over all employers: `WHO` is analyst or public")
	coverage := f.Bool("coverage", false, "instead of the figure: of which months each employer reported anything")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	name, err := onlyWord("the view's name ("+strings.Join(views, ", ")+")", rest)
	if err != nil {
		return err
	}
	if !slices.Contains(views, name) {
		return wrongUsage("there is no view %q; there are: %s", name, strings.Join(views, ", "))
	}
	if *by != "" {
		query.Set("by", *by)
	}
	if _, err := time.Parse(time.RFC3339, *asOf); err != nil && strings.Trim(*asOf, "0123456789") != "" {
		return wrongUsage("--as-of %s: say a position in the log, or a time with its offset: 1042 or 2026-04-01T00:00:00+02:00", *asOf)
	}
	if *asOf != "" {
		query.Set("asOf", *asOf)
	}
	if *viewer != "" {
		query.Set("viewer", *viewer)
	}
	if *format == picture {
		if *unit != "" {
			query.Set("unit", *unit)
		}
		return p.picture(ctx, *w, "/v1/views/"+name, query, *language, *narrow, *tiles)
	}
	byAgreement := name == chain.Name && query.Get("by") == chain.ByAgreement
	taken := isFile(*format) && !byAgreement && (!*coverage || *format == "csv" && name != chain.Name)
	if *output != "" && !taken {
		return wrongUsage("--output keeps a file: say --format csv, xlsx or open-data, csv with --coverage, and leave --by agreement out")
	}
	if taken && *coverage {
		query.Set("coverage", "true")
	}
	if taken {
		if *unit != "" {
			query.Set("unit", *unit)
		}
		return p.takeOut(ctx, *w, "/v1/views/"+name, query, *format, *language, *output)
	}
	if name == trend.Name {
		return p.trend(ctx, *w, *unit, query, *format, figures.Language(*language), *coverage)
	}
	if name == chain.Name {
		return p.chain(ctx, *w, *unit, query, *format, figures.Language(*language), *coverage)
	}
	if *unit != "" {
		return wrongUsage("--unit is of the views chain and trend: the others count incidents")
	}
	write, err := writerOf(*format, figures.Language(*language), *coverage)
	if err != nil {
		return err
	}
	var answer figures.Answer
	if err := p.ask(ctx, *w, name, query, &answer); err != nil {
		return err
	}
	return write(p, answer)
}

// trend shows months with what is still expected of them, which has tables of its own.
func (p *program) trend(ctx context.Context, w where, unit string, query url.Values, format string, l figures.Language, coverage bool) error {
	switch {
	case l != figures.Dutch && l != figures.English:
		return wrongUsage("--language %s: say nl or en", l)
	case !slices.Contains([]string{"table", "json"}, format):
		return wrongUsage("--format %s: say table, csv, json or svg", format)
	case coverage:
		return wrongUsage("--coverage is told by the views of incidents: view location --coverage")
	case query.Has("by"):
		return wrongUsage("--by: a trend is by month; narrow it with --filter, or --unit")
	}
	if unit != "" {
		query.Set("unit", unit)
	}
	var answer trend.Trend
	if err := p.ask(ctx, w, trend.Name, query, &answer); err != nil {
		return err
	}
	if format == "json" {
		return json.NewEncoder(p.out).Encode(answer)
	}
	return trend.WriteTable(p.out, answer, p.width(), l)
}

// chain shows a funnel, which has tables of its own.
func (p *program) chain(ctx context.Context, w where, unit string, query url.Values, format string, l figures.Language, coverage bool) error {
	switch {
	case l != figures.Dutch && l != figures.English:
		return wrongUsage("--language %s: say nl or en", l)
	case query.Get("by") == chain.ByAgreement:
		return p.chainByAgreement(ctx, w, unit, query, format, l)
	case !slices.Contains([]string{"table", "csv", "json"}, format):
		return wrongUsage("--format %s: say table, csv or json", format)
	case coverage:
		return wrongUsage("--coverage is told by the views of incidents: view location --coverage")
	}
	if unit != "" {
		query.Set("unit", unit)
	}
	var funnel figures.Funnel
	if err := p.ask(ctx, w, chain.Name, query, &funnel); err != nil {
		return err
	}
	switch format {
	case "json":
		return json.NewEncoder(p.out).Encode(funnel)
	}
	return figures.WriteFunnelTable(p.out, funnel, p.width(), l)
}

// chainByAgreement counts terms, which are no part of the way: how long each took, and
// whether it was kept.
func (p *program) chainByAgreement(ctx context.Context, w where, unit string, query url.Values, format string, l figures.Language) error {
	switch {
	case unit != "":
		return wrongUsage("--by agreement counts terms: leave --unit out")
	case query.Get("viewer") != "":
		return wrongUsage("--by agreement has no form for others than the employer: ask how far cases came and how long that took, view chain --viewer %s", query.Get("viewer"))
	}
	asked := work{kept: true, format: format, language: l, query: url.Values{"by": {"version"}, "times": {"true"}, "language": {string(l)}}}
	for name, values := range query {
		switch {
		case name == "by":
		case slices.Contains([]string{"period", "employer", "agreement", "kind", "asOf"}, name) && len(values) == 1:
			asked.query[name] = values
		default:
			return wrongUsage("--by agreement is narrowed by one period, employer, agreement or kind each: --filter period=2026-Q1")
		}
	}
	write, err := asked.writer()
	if err != nil {
		return err
	}
	return p.overWork(ctx, w, func(c *caller) error { return write(ctx, p, c) })
}

// ask counts from the log up to this moment: when no server keeps the read
// models up to date, this command does so first.
func (p *program) ask(ctx context.Context, w where, view string, query url.Values, answer any) error {
	return p.figure(ctx, w, "/v1/views/"+view, query, answer)
}

// picture is the format that is drawn.
const picture = "svg"

// picture prints one, as the API draws it.
func (p *program) picture(ctx context.Context, w where, path string, query url.Values, language string, narrow, tiles bool) error {
	query.Set("format", picture)
	query.Set("language", language)
	if narrow {
		query.Set("narrow", "true")
	}
	if tiles {
		query.Set("map", "tiles")
	}
	var svg []byte
	if err := p.figure(ctx, w, path, query, &svg); err != nil {
		return err
	}
	_, err := p.out.Write(svg)
	return err
}

func (p *program) figure(ctx context.Context, w where, path string, query url.Values, answer any) error {
	return p.withFigures(ctx, w, func(c *caller) error {
		_, err := c.call(ctx, http.MethodGet, path+"?"+query.Encode(), nil, nil, answer)
		return err
	})
}

// withFigures lets a command ask whoever counts, up to this moment.
func (p *program) withFigures(ctx context.Context, w where, ask func(*caller) error) error {
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := p.upToDate(ctx, s, "the figure"); err != nil {
		return err
	}
	engine, err := s.loadFigures(ctx, func() figures.Source { return postgres.OpenFacts(s.db) })
	if err != nil {
		return err
	}
	c, err := s.caller(ctx, w, &catchingUp{Engine: engine, behind: func(ctx context.Context) error {
		if err := p.upToDate(ctx, s, "the figure"); err != nil {
			return err
		}
		return engine.CatchUp(ctx, postgres.OpenFacts(s.db))
	}})
	if err != nil {
		return err
	}
	return c.exactly(ask(c))
}

// catchingUp are figures that nobody keeps up to date: they catch up when they are waited for. A server
// beside the command goes on recording.
type catchingUp struct {
	*figures.Engine
	behind func(context.Context) error
}

func (f *catchingUp) Await(ctx context.Context, p eventlog.Position) error {
	if f.Position() < p {
		if err := f.behind(ctx); err != nil {
			return err
		}
	}
	return f.Engine.Await(ctx, p)
}

// loadTries are for a server that begins beside the command, and puts the read model that
// it made in the place of the one that is being read. It does so once.
const loadTries = 4

// loadFigures counts all there is, anew where other tables were put in place or somebody
// was forgotten meanwhile.
func (s *store) loadFigures(ctx context.Context, open func() figures.Source) (engine *figures.Engine, err error) {
	for range loadTries {
		engine = s.newFigures()
		if err = engine.CatchUp(ctx, open()); !errors.Is(err, postgres.ErrSwitched) && !errors.Is(err, postgres.ErrErased) {
			return engine, err
		}
	}
	return nil, fault.Wrap(fault.Unavailable, "the read model is being made anew at this moment: ask again in a moment", err)
}

// upToDate brings the read models to the head of the log when no server does, or
// says that what is shown is older.
func (p *program) upToDate(ctx context.Context, s *store, what string) error {
	ctx, cancel := context.WithTimeout(ctx, catchUpPatience)
	defer cancel()
	_, err := s.catchUp(ctx)
	if held := (*heldError)(nil); errors.As(err, &held) && !held.stopped {
		fmt.Fprintf(p.err, "ruggensteun: %v; %s is as known there\n", held, what)
		return nil
	}
	return err
}

// catchUpPatience bounds how long a reading command works on or waits for the
// read models before it says what is in the way.
const catchUpPatience = 10 * time.Minute

func writerOf(format string, l figures.Language, coverage bool) (func(*program, figures.Answer) error, error) {
	if l != figures.Dutch && l != figures.English {
		return nil, wrongUsage("--language %s: say nl or en", l)
	}
	switch {
	case coverage && format == "table":
		return func(p *program, a figures.Answer) error { return figures.WriteCoverage(p.out, a, p.width(), l) }, nil
	case coverage && format != "json": // which tells it in every answer
		return nil, wrongUsage("--format %s: coverage is told as table, csv or json", format)
	}
	switch format {
	case "table":
		return func(p *program, a figures.Answer) error { return figures.WriteTable(p.out, a, p.width(), l) }, nil
	case "json":
		return func(p *program, a figures.Answer) error { return json.NewEncoder(p.out).Encode(a) }, nil
	}
	if isFile(format) || format == picture {
		return nil, wrongUsage("--format %s: this is told as table, csv or json", format)
	}
	return nil, wrongUsage("--format %s: say table, csv, json, xlsx, open-data or svg", format)
}

// width is that of the terminal, or what a page of text is wide.
func (p *program) width() int {
	if width := terminalWidth(p.out); width > 0 {
		return width
	}
	return 100
}
