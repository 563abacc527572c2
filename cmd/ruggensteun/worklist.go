package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"ruggensteun/adapters/postgres"
	"ruggensteun/projections/figures"
)

const worklistUsage = `worklist [options]

Whose turn it is: every term in which something is to be done or waited for, in
all open cases and in the care for workers, with how its date came about. What
has lapsed comes first, then what is due or due soon, then what others should
have told and did not ("not received"), then what runs, then what stands still.
--digest groups what needs somebody instead: how much, for whom, by which
agreement, since when. --agreements tells per agreement how many terms were
kept, closed cases included: the share is of terms that ended, and what was not
received is in no share. It takes --agreement, --kind, --by, and --period or
--from and --until for when terms began; --as-of tells what was known then, and
--times how long terms took (both count at most 5,000 files from the log). Over
all employers an agreement that one wrote for itself stands behind its code, as
GEM-X: A-EIGEN: another may use the same code for something else.

What was put away for a while (--snoozed shows it) is left out, unless a term of
it has lapsed.

Filters narrow the list; a state may be repeated:
  --state LAPSED --state DUE     of LAPSED, DUE, DUE_SOON, NOT_RECEIVED,
                                 RUNNING, SUSPENDED
  --mine                         what you follow, were asked to take over, or
                                 stand in for now
  --party OM                     whom the agreement names, or who took over;
                                 ruggensteun codes party
  --agreement CODE               ruggensteun agreement list
  --incident ID                  what rests on one incident
  --unit CODE                    what rests on an incident of a unit (team,
                                 post); ruggensteun employer show EMPLOYER
  --kind CASE | CARE             criminal cases, or the care for workers

--format csv and --format json give all pages, a row per term: case, incident,
due, agreement, version, because, responsible, state, and what else is known;
with --digest a row per group, with --agreements one per agreement. Over HTTP
each is a sheet for Accept: text/csv.

  ruggensteun worklist --as case-worker@GEM-ROTTERDAM
  ruggensteun worklist --mine --state LAPSED --as case-worker@GEM-ROTTERDAM
  ruggensteun worklist --unit NOORD --as case-worker@GEM-ROTTERDAM
  ruggensteun worklist --digest --as registrar@GEM-ROTTERDAM
  ruggensteun worklist --agreements --by quarter --as registrar@GEM-ROTTERDAM
  ruggensteun worklist --agreements --by version --period 2026 --times \
      --as case-worker@GEM-ROTTERDAM
  ruggensteun worklist --format csv --as registrar@GEM-ROTTERDAM > werklijst.csv
`

// work is what the work list is asked.
type work struct {
	query    url.Values
	format   string
	digest   bool
	kept     bool
	language figures.Language
}

func (k *work) bind(f *flag.FlagSet) {
	k.query = url.Values{}
	for name, usage := range map[string]string{
		"party":     "only what is for a party, or was taken over by it: a `CODE`",
		"agreement": "only terms of an agreement: its `CODE`",
		"incident":  "only what rests on an incident: its `ID`",
		"unit":      "only what rests on an incident of a unit of the employer: its `CODE`",
		"kind":      "CASE or CARE: a `WORD`",
		"actor":     "as --mine, for another actor: an `ID`",
		"limit":     "with table: `NUMBER` of terms on a page, at most 200 (default 50)",
		"after":     "with table: the `WORD` at the end of the page before",
	} {
		f.Func(name, usage, func(value string) error { k.query.Set(name, value); return nil })
	}
	for name, usage := range map[string]string{
		"period":   "with --agreements: a year, quarter or month in which a term began: 2026-Q1, a `PERIOD`",
		"employer": "with --agreements: only of an employer: its `CODE`",
	} {
		f.Func(name, usage, func(value string) error { k.query.Set(name, value); return nil })
	}
	f.Func("as-of", "with --agreements: as known then: a position in the log, or a `TIME` with its offset", func(value string) error { k.query.Set("asOf", value); return nil })
	f.BoolFunc("times", "with --agreements: also how long terms took", func(string) error { k.query.Set("times", "true"); return nil })
	for name, usage := range map[string]string{"from": "with --agreements: first `DAY` on which a term began", "until": "with --agreements: last `DAY` on which a term began"} {
		f.Func(name, usage, func(value string) error { k.query.Set(name, value); return nil })
	}
	f.Func("by", "with --agreements: version, kind, month, quarter or year, a `WORD`; repeat for more", func(value string) error { k.query.Add("by", value); return nil })
	f.BoolVar(&k.kept, "agreements", false, "tell per agreement how many terms were kept")
	f.Func("state", "only what stands so: a `CODE`; repeat for more", func(value string) error { k.query.Add("state", value); return nil })
	for name, usage := range map[string]string{"mine": "only what is yours to see to", "snoozed": "also what was put away for a while"} {
		f.BoolFunc(name, usage, func(string) error { k.query.Set(name, "true"); return nil })
	}
	f.BoolVar(&k.digest, "digest", false, "group what needs somebody")
}

func (p *program) worklist(ctx context.Context, args []string) error {
	f, w := p.asking("worklist", worklistUsage)
	var asked work
	asked.bind(f)
	f.StringVar(&asked.format, "format", "table", "`FORMAT`: table, csv or json")
	language := f.String("language", "nl", "`LANGUAGE` of the words: nl or en")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := noMore(rest); err != nil {
		return err
	}
	if asked.language, err = languageNamed(*language); err != nil {
		return err
	}
	asked.query.Set("language", *language)
	write, err := asked.writer()
	if err != nil {
		return err
	}
	return p.overWork(ctx, *w, func(c *caller) error { return write(ctx, p, c) })
}

// writer is how the answer is printed.
func (k work) writer() (func(context.Context, *program, *caller) error, error) {
	writers := map[string]func(context.Context, *program, *caller) error{"table": k.table, "csv": k.csv, "json": k.json}
	if err := k.fits(); err != nil {
		return nil, err
	}
	if k.kept {
		writers = map[string]func(context.Context, *program, *caller) error{"table": k.keptTable, "csv": k.keptCSV, "json": k.keptJSON}
	}
	if k.digest {
		writers = map[string]func(context.Context, *program, *caller) error{"table": k.digestTable, "csv": k.digestCSV, "json": k.digestJSON}
	}
	if write, known := writers[k.format]; known {
		return write, nil
	}
	return nil, wrongUsage("--format %s: say table, csv or json", k.format)
}

// overWork lets a command ask about what is to be done, and says so where that is older
// than what is on record.
func (p *program) overWork(ctx context.Context, w where, ask func(*caller) error) error {
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	c, err := s.caller(ctx, w, newFigures())
	if err != nil {
		return err
	}
	if err := p.sayHowOld(ctx, s); err != nil {
		return err
	}
	return ask(c)
}

func (p *program) sayHowOld(ctx context.Context, s *store) error {
	at, err := postgres.OpenWorklist(s.db).KnownTo(ctx)
	if err != nil {
		return err
	}
	head, err := s.log.Head(ctx)
	if err != nil || at >= head {
		return err
	}
	p.complain(fmt.Sprintf("ruggensteun: the terms were counted up to position %s, and the log goes to %s: a server counts on (ruggensteun serve)", at, head))
	return nil
}

// workRow is a term as the interface lists it.
type workRow struct {
	Case        string
	Incident    string
	Due         string
	DueAt       string `json:"due_at"`
	Agreement   string
	Version     string
	Because     string
	Responsible string
	State       string
	Kind        string
	Victim      string
	About       string
	Assigned    string
	OfferedTo   string `json:"offered_to"`
	OfferedAll  bool   `json:"offered_to_team"`
	Snoozed     string `json:"snoozed_until"`
	TakenOver   bool   `json:"taken_over"`
	Right       bool
	Invented    bool
}

// dueText is the last day, with the minute where the term ends at one.
func (r workRow) dueText() string {
	if len(r.DueAt) < len("2006-01-02T15:04") {
		return r.Due
	}
	return strings.Replace(r.DueAt[:len("2006-01-02T15:04")], "T", " ", 1)
}

// workPage is a page of them; the rows are kept as they came, for whoever wants JSON.
type workPage struct {
	Work    []json.RawMessage
	Counts  map[string]int
	PutAway int `json:"put_away"`
	Notice  figures.Text
	Next    string
}

func (k work) page(ctx context.Context, c *caller) (page workPage, err error) {
	_, err = c.call(ctx, http.MethodGet, "/v1/worklist?"+k.query.Encode(), nil, nil, &page)
	return page, err
}

func (p workPage) rows() ([]workRow, error) {
	rows := make([]workRow, len(p.Work))
	for i, raw := range p.Work {
		if err := json.Unmarshal(raw, &rows[i]); err != nil {
			return nil, fmt.Errorf("read the list: %w", err)
		}
	}
	return rows, nil
}

// eachPage fetches them all, one after the other.
func (k work) eachPage(ctx context.Context, c *caller, yield func(workPage) error) error {
	k.query.Set("limit", "200")
	for {
		page, err := k.page(ctx, c)
		if err != nil {
			return err
		}
		if err := yield(page); err != nil || page.Next == "" {
			return err
		}
		k.query.Set("after", page.Next)
	}
}

// json prints a list of rows as they come, however many there are.
func (k work) json(ctx context.Context, p *program, c *caller) error {
	between := "[\n"
	err := k.eachPage(ctx, c, func(page workPage) error {
		for _, row := range page.Work {
			if _, err := fmt.Fprintf(p.out, "%s%s", between, row); err != nil {
				return err
			}
			between = ",\n"
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.out, strings.TrimPrefix(between, ",")+"]")
	return err
}
