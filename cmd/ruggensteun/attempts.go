package main

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

const attemptsUsage = `attempts [options]

Who asked for a record of the employer that was not for them: somebody of
another employer, of another unit, or in a role that reads no such records. They
were told that there is none, and nothing of this list. The newest comes first.

Who tried is an opaque id: who is behind it is known to whom he works for. Only
the employer's privacy officer sees it, and each reading is recorded.

  ruggensteun attempts --as privacy-officer@GEM-ROTTERDAM
  ruggensteun attempts --limit 200 --json --as privacy-officer@GEM-ROTTERDAM
`

func (p *program) attempts(ctx context.Context, args []string) error {
	f, w := p.asking("attempts", attemptsUsage)
	limit := f.Int("limit", 50, "how many: 1 to 200")
	after := f.String("after", "", "`NEXT` of the page before")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := noMore(rest); err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	query := url.Values{"limit": {strconv.Itoa(*limit)}}
	if *after != "" {
		query.Set("after", *after)
	}
	path := "/v1/attempts?" + query.Encode()
	return p.withCaller(ctx, *w, func(c *caller) error {
		if *asJSON {
			return p.show(ctx, c, path, nil, l, true)
		}
		return p.listAttempts(ctx, c, path, l)
	})
}

// fencesInWords are what stopped somebody.
var fencesInWords = map[access.Fence]figures.Text{
	access.ByEmployer: {NL: "andere werkgever", EN: "another employer"},
	access.ByUnit:     {NL: "ander team", EN: "another unit"},
	access.ByRole:     {NL: "rol", EN: "role"},
}

func (p *program) listAttempts(ctx context.Context, c *caller, path string, l figures.Language) error {
	var all struct {
		Attempts []struct {
			At                                  time.Time
			Actor, Role, Employer, What, Record string
			Route                               string
			Refused                             access.Fence
		}
		Next string
	}
	if _, err := c.call(ctx, "GET", path, nil, nil, &all); err != nil {
		return err
	}
	in := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	rows := [][]string{headings(l, "WANNEER", "WHEN", "WIE", "WHO", "TEGENGEHOUDEN DOOR", "STOPPED BY", "WAT", "WHAT", "VRAAG", "QUESTION")}
	for _, a := range all.Attempts {
		who := roleInWords(a.Role, l)
		if a.Employer != "" {
			who += " " + a.Employer
		}
		rows = append(rows, []string{
			a.At.UTC().Format("2006-01-02 15:04") + " UTC", who + " " + a.Actor, fencesInWords[a.Refused].In(l), a.What + " " + a.Record, a.Route,
		})
	}
	if len(all.Attempts) == 0 {
		rows = [][]string{{in("Niemand vroeg naar iets dat niet voor hem is.", "Nobody asked for what was not for them.")}}
	}
	if all.Next != "" {
		rows = append(rows, []string{in("Verder met", "Go on with") + " --after " + all.Next})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
