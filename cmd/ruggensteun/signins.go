package main

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"ruggensteun/projections/figures"
)

const signInsUsage = `signins [options]

Who signed in and out, chose a role, did not prove who he is or was refused: the
log of authentication, the newest first. The employer's privacy officer sees
what is of that employer. The operator sees what is of no employer, and how
often it happened elsewhere, by day, of nobody in particular.

Who it was is an opaque id: the login service knows who is behind it. What was
refused has a reference, which whoever was refused was shown. Each reading is
recorded, in the log of use.

  ruggensteun signins --as privacy-officer@GEM-ROTTERDAM
  ruggensteun signins --limit 200 --json --as privacy-officer@GEM-ROTTERDAM
  ruggensteun signins --as operator
`

func (p *program) signIns(ctx context.Context, args []string) error {
	f, w := p.asking("signins", signInsUsage)
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
	path := "/v1/signins?" + query.Encode()
	return p.withCaller(ctx, *w, func(c *caller) error {
		if *asJSON {
			return p.show(ctx, c, path, nil, l, true)
		}
		return p.listSignIns(ctx, c, path, l)
	})
}

// knocksInWords are what became of somebody at the door.
var knocksInWords = map[string]figures.Text{
	"signed-in":    {NL: "aangemeld", EN: "signed in"},
	"signed-out":   {NL: "afgemeld", EN: "signed out"},
	"role-chosen":  {NL: "rol gekozen", EN: "chose a role"},
	"not-admitted": {NL: "niet binnengelaten", EN: "not let in"},
	"refused":      {NL: "geweigerd", EN: "refused"},
	"introduced":   {NL: "bekendgemaakt", EN: "made known"},
}

func (p *program) listSignIns(ctx context.Context, c *caller, path string, l figures.Language) error {
	var all struct {
		SignIns []struct {
			At                                                  time.Time
			What, Actor, Role, Issuer, Route, Reason, Reference string
		}
		Days []struct {
			On, What string
			Number   int64
		}
		Next string
	}
	if _, err := c.call(ctx, "GET", path, nil, nil, &all); err != nil {
		return err
	}
	in := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	rows := [][]string{headings(l, "WANNEER", "WHEN", "WAT", "WHAT", "WIE", "WHO", "VRAAG OF AANMELDDIENST", "QUESTION OR LOGIN SERVICE", "KENMERK", "REFERENCE")}
	for _, k := range all.SignIns {
		who := in("onbekend", "unknown")
		if k.Actor != "" {
			who = k.Actor
		}
		if k.Role != "" {
			who = roleInWords(k.Role, l) + " " + who
		}
		rows = append(rows, []string{k.At.UTC().Format("2006-01-02 15:04") + " UTC", knocksInWords[k.What].In(l), who, k.Route + k.Issuer, k.Reference})
	}
	if len(all.SignIns) == 0 {
		rows = [][]string{{in("Er staat niemand in dit logboek.", "There is nobody in this log.")}}
	}
	if all.Next != "" {
		rows = append(rows, []string{in("Verder met", "Go on with") + " --after " + all.Next})
	}
	if len(all.Days) > 0 {
		rows = append(rows, []string{""}, headings(l, "DAG", "DAY", "OVERAL SAMEN", "EVERYWHERE TOGETHER", "AANTAL", "NUMBER"))
	}
	for _, d := range all.Days {
		rows = append(rows, []string{d.On, knocksInWords[d.What].In(l), strconv.FormatInt(d.Number, 10)})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
