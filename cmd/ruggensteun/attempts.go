package main

import (
	"context"
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
	return p.page(ctx, paged{name: "attempts", usage: attemptsUsage, path: "/v1/attempts", list: p.listAttempts}, args, nil)
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
	return p.printPaged(rows, figures.Text{NL: "Niemand vroeg naar iets dat niet voor hem is.", EN: "Nobody asked for what was not for them."}, all.Next, l)
}
