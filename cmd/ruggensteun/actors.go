package main

import (
	"context"
	"net/url"
	"strconv"

	"ruggensteun/projections/figures"
)

const actorsUsage = `actors [options]
       ruggensteun actors introduce ROLE@CODE [options] < SUBJECT

Who can be given a case or a worker's care to follow: those who are known to
hold a role at your employer, as opaque ids. No name is kept here: the login
service knows who is behind an id, and everybody's own stands behind "(you)".

Somebody is known from the first time that he signed in or asked for anything.
The month is that in which his role was said last: nobody is told here when
somebody leaves who signs in no more.

introduce makes somebody known before that: see actors introduce --help.

  ruggensteun actors --as case-worker@GEM-ROTTERDAM
  ruggensteun actors --role manager --as registrar@GEM-ROTTERDAM
  ruggensteun case hand-over ID --to ACTOR --as case-worker@GEM-ROTTERDAM
`

func (p *program) actors(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "introduce" {
		return p.introduce(ctx, args[1:])
	}
	f, w := p.asking("actors", actorsUsage)
	role := f.String("role", "", "only who holds this `ROLE`; everybody who follows cases or care when left out")
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
	for key, value := range map[string]string{"role": *role, "after": *after} {
		if value != "" {
			query.Set(key, value)
		}
	}
	path := "/v1/actors?" + query.Encode()
	return p.withCaller(ctx, *w, func(c *caller) error {
		if *asJSON {
			return p.show(ctx, c, path, nil, l, true)
		}
		return p.listActors(ctx, c, path, l)
	})
}

func (p *program) listActors(ctx context.Context, c *caller, path string, l figures.Language) error {
	var all struct {
		Actors []struct {
			Actor string
			You   bool
			Roles []struct{ Role, Unit, Confirmed string }
		}
		Next string
	}
	if _, err := c.call(ctx, "GET", path, nil, nil, &all); err != nil {
		return err
	}
	in := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	rows := [][]string{headings(l, "WIE", "WHO", "ROL", "ROLE", "EENHEID", "UNIT", "LAATST GEZEGD IN", "LAST SAID IN")}
	for _, a := range all.Actors {
		who := a.Actor
		if a.You {
			who += in(" (u)", " (you)")
		}
		for _, held := range a.Roles {
			unit := held.Unit
			if unit == "" {
				unit = in("alle", "all")
			}
			rows = append(rows, []string{who, roleInWords(held.Role, l), unit, held.Confirmed})
		}
	}
	if len(all.Actors) == 0 {
		rows = [][]string{{in("Niemand is bekend in zo'n rol: laat iemand zich eerst aanmelden, of zie actors introduce --help.", "Nobody is known in such a role: let somebody sign in first, or see actors introduce --help.")}}
	}
	if all.Next != "" {
		rows = append(rows, []string{in("Verder met", "Go on with") + " --after " + all.Next})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
