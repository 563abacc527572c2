package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"ruggensteun/domain/accessrequest"
	"ruggensteun/projections/figures"
)

// fileAction only makes a file, as list only looks.
const fileAction = "file"

var accessActions = []action{
	{list, "", "", "requests, by when each is to be answered, and what is overdue"},
	{show, "", "", "one request, with what was decided of it"},
	{"open", "", "openAccess", "take in that somebody asks what is kept of him"},
	{"extend", "/extension", "extendAccess", "take two months longer, within the first month"},
	{"withhold", "/withholding", "withholdAccess", "keep one record from him, on a ground of the law"},
	{fileAction, "", "", "make his file, as a PDF or as JSON"},
	{"deliver", "/delivery", "deliverAccess", "say that he has it: which, how and when"},
	{"refuse", "/refusal", "refuseAccess", "end it without a file, with the reason"},
}

var accessUsage = `inzageverzoek ACTION [options] [FILE]

Actions:
` + actionsHelp(accessActions) + `
Somebody asks what is kept of him (inzageverzoek, AVG 15) and is to be answered
within a month. Of a worker or a suspect --permit names the permit by which he
was found: a second person granted it. His file holds all that was told of him,
to whom it went, how long it is kept, who read it by role, what was forgotten
and what is kept from him; what is of others is left out. That it leaves is
recorded with its hash. It holds personal details in clear: only its maker can
read it, and it is for who asked alone.

  ruggensteun inzageverzoek open --kind WORKER --of ID --permit ID \
      --verified IN_PERSON --as privacy-officer@GEM-ROTTERDAM
  ruggensteun inzageverzoek file ID --output inzage.pdf \
      --as privacy-officer@GEM-ROTTERDAM
  ruggensteun inzageverzoek deliver ID --hash HASH --how BY_HAND \
      --as privacy-officer@GEM-ROTTERDAM
`

func (p *program) accessRequest(ctx context.Context, args []string) error {
	f, w := p.asking("inzageverzoek", accessUsage)
	fields := bodyFields{}
	fields.text(f, "kind", "with open: of `WHOM`: WORKER, SUSPECT or USER")
	fields.text(f, "of", "with open: his `ID`: pseudonym, file, or id of the user")
	fields.text(f, "received", "with open: the `DAY` on which it came in; today unless given")
	fields.text(f, "verified", "with open: `HOW`: IN_PERSON, LOGIN, KNOWN or REPRESENTATIVE")
	fields.text(f, "why", "with extend: COMPLEX or MANY: what the law asks, a `CODE`")
	fields.text(f, "record", "with withhold: `ID` of the record, as his file shows it")
	fields.text(f, "ground", "with withhold and refuse: `GROUND`, as --example shows it")
	fields.text(f, "hash", "with deliver: `SHA-256` of the file that he got")
	fields.text(f, "how", "with deliver: BY_HAND, BY_POST or SECURE_MAIL: a `WAY`")
	fields.text(f, "on", "with deliver: the `DAY` on which he got it; today unless given")
	output := f.String("output", "", "with file: the `FILE` to make: its name ends in .pdf or .json")
	t := things{command: "inzageverzoek", path: "/v1/access-requests", noun: "request", actions: accessActions, fields: fields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if w.permit != "" { // by which he was found; nothing is opened by it here
		fields["permit"], w.permit = w.permit, ""
	}
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	switch first := append(rest, "")[0]; {
	case first == list && !*t.example:
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.listAccess(ctx, c, l, *t.asJSON) })
	case (first == fileAction || first == show) && !*t.example:
		id, err := onlyWord("the request's id", rest[1:])
		if err != nil {
			return err
		}
		path := "/v1/access-requests/" + url.PathEscape(id)
		if first == show {
			return p.withCaller(ctx, *w, func(c *caller) error { return p.show(ctx, c, path, nil, l, true) })
		}
		return p.accessFile(ctx, *w, path, *output, l)
	}
	return p.act(ctx, *w, t, rest)
}

// accessFile makes a new file, whole or not at all.
func (p *program) accessFile(ctx context.Context, w where, path, output string, l figures.Language) error {
	format := strings.TrimPrefix(filepath.Ext(output), ".")
	if format != "pdf" && format != "json" {
		return wrongUsage("inzageverzoek file needs --output FILE: the file to make, which ends in .pdf or .json")
	}
	return p.withCaller(ctx, w, func(c *caller) error {
		err := newFile(output, func(to *os.File) error {
			return c.stream(ctx, path+"/file", url.Values{"format": {format}, "language": {string(l)}}, to)
		})
		if err != nil {
			return err
		}
		sum, err := digestOf(output)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, figures.Text{
			NL: "%s staat klaar, alleen voor wie erom vroeg. Vastgelegd als meegenomen, met SHA-256\n%s",
			EN: "%s is ready, for who asked alone. Recorded as taken out, with SHA-256\n%s",
		}.In(l)+"\n", output, sum)
		return nil
	})
}

func (p *program) listAccess(ctx context.Context, c *caller, l figures.Language, asJSON bool) error {
	const path = "/v1/access-requests"
	if asJSON {
		return p.show(ctx, c, path, nil, l, true)
	}
	var all struct {
		Requests []struct {
			ID, Of, Received, Due, State string
			Kind                         accessrequest.Kind
			Overdue                      bool
			Withheld                     []struct{}
		}
		Notice *figures.Text
	}
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &all); err != nil {
		return err
	}
	if all.Notice != nil {
		fmt.Fprintln(p.out, all.Notice.In(l))
	}
	if len(all.Requests) == 0 {
		p.say(l, "Er zijn geen inzageverzoeken.", "There are no requests for access.")
		return nil
	}
	rows := [][]string{headings(l, "VERZOEK", "REQUEST", "VAN", "OF", "BINNEN", "RECEIVED", "UITERLIJK", "DUE", "STAND", "STATE")}
	for _, r := range all.Requests {
		due := r.Due
		if r.Overdue {
			due += figures.Text{NL: " (te laat)", EN: " (overdue)"}.In(l)
		}
		rows = append(rows, []string{r.ID, figures.Text(r.Kind.Name()).In(l), r.Received, due, stateOfRequest(r.State, l)})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

func stateOfRequest(state string, l figures.Language) string {
	return map[accessrequest.State]figures.Text{
		accessrequest.Pending: {NL: "open", EN: "open"}, accessrequest.Answered: {NL: "gegeven", EN: "delivered"}, accessrequest.Declined: {NL: "afgewezen", EN: "refused"},
	}[accessrequest.State(state)].In(l)
}
