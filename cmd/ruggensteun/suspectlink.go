package main

import (
	"context"
	"fmt"
	"net/http"

	"ruggensteun/projections/figures"
)

var linkActions = []action{
	{list, "", "", "those of your employer: with whom, on what basis, until when"},
	{"join", "/joining", "joinLink", "name your own file, and your letter to the person"},
	{"approve", "/approval", "approveLink", "as the second person of your employer"},
	{"review", "/review", "reviewLink", "look at it again in time: --review the next day"},
	{"end", "/ending", "endLink", "undo it everywhere, by one of both alone"},
}

var linkUsage = `suspect-link ACTION [options] [FILE]

Actions:
` + actionsHelp(linkActions) + `
Two employers keep two pseudonyms of one suspect. That they know so of each
other takes a statute or permit (UAVG 33 lid 4), a letter to the person, a day
of review within 6 months, a last day within 12, and at each of them a second
person; else it is refused with what is missing. A registrar proposes it
(ruggensteun suspect link), one of the other employer names its own file, and
the privacy officer of each approves. Each sees that there is a link and until
when, and nothing of the other's record. No figure changes. It ends by itself.

  ruggensteun suspect link --example > link.json
  ruggensteun suspect link ID link.json --as registrar@GEM-ROTTERDAM
  ruggensteun suspect-link approve ID --as privacy-officer@GEM-ROTTERDAM
`

func (p *program) suspectLink(ctx context.Context, args []string) error {
	f, w := p.asking("suspect-link", linkUsage)
	fields := bodyFields{}
	fields.text(f, "review", "with review: the last `DAY` by which it is looked at once more")
	t := things{command: "suspect-link", path: "/v1/suspect-links", noun: "link", actions: linkActions, fields: fields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	if *t.example || append(rest, "")[0] != list {
		return p.act(ctx, *w, t, rest)
	}
	if err := noMore(rest[1:]); err != nil {
		return err
	}
	return p.withCaller(ctx, *w, func(c *caller) error { return p.listLinks(ctx, c, l, *t.asJSON) })
}

func (p *program) listLinks(ctx context.Context, c *caller, l figures.Language, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, "/v1/suspect-links", nil, l, true)
	}
	var all struct {
		Links []struct {
			ID, Standing, With, File, Review, End string
			Approved                              bool
			Basis                                 struct{ Statute, Reference string }
		}
	}
	if _, err := c.call(ctx, http.MethodGet, "/v1/suspect-links", nil, nil, &all); err != nil {
		return err
	}
	if len(all.Links) == 0 {
		_, err := fmt.Fprintln(p.out, figures.Text{NL: "Er zijn geen koppelingen.", EN: "There are no links."}.In(l))
		return err
	}
	var heading []string
	for _, h := range []figures.Text{{NL: "KOPPELING", EN: "LINK"}, {NL: "STAND", EN: "STANDING"}, {NL: "MET", EN: "WITH"}, {NL: "EIGEN DOSSIER", EN: "OWN FILE"}, {NL: "BEOORDELEN", EN: "REVIEW BY"}, {NL: "UITERLIJK", EN: "AT THE LATEST"}, {NL: "GROND", EN: "BASIS"}} {
		heading = append(heading, h.In(l))
	}
	rows := [][]string{heading}
	for _, one := range all.Links {
		file := one.File
		if file == "" {
			file = figures.Text{NL: "nog te noemen", EN: "to be named"}.In(l)
		}
		rows = append(rows, []string{one.ID, linkWords[one.Standing].In(l), one.With, file, one.Review, one.End, one.Basis.Statute + ", " + one.Basis.Reference})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

var linkWords = map[string]figures.Text{
	"WAITING": {NL: "wacht op goedkeuring", EN: "waits for approval"}, "HOLDS": {NL: "geldt", EN: "holds"},
	"ENDED": {NL: "beëindigd", EN: "ended"}, "LAPSED": {NL: "niet op tijd beoordeeld", EN: "not reviewed in time"},
}
