package main

import (
	"context"
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
	return p.page(ctx, paged{name: "signins", usage: signInsUsage, path: "/v1/signins", list: p.listSignIns}, args, nil)
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
	rows := [][]string{headings(l, "WANNEER", "WHEN", "WAT", "WHAT", "WIE", "WHO", "VRAAG OF AANMELDDIENST", "QUESTION OR LOGIN SERVICE", "KENMERK", "REFERENCE")}
	for _, k := range all.SignIns {
		who := figures.Text{NL: "onbekend", EN: "unknown"}.In(l)
		if k.Actor != "" {
			who = k.Actor
		}
		if k.Role != "" {
			who = roleInWords(k.Role, l) + " " + who
		}
		rows = append(rows, []string{k.At.UTC().Format("2006-01-02 15:04") + " UTC", knocksInWords[k.What].In(l), who, k.Route + k.Issuer, k.Reference})
	}
	var days [][]string
	if len(all.Days) > 0 {
		days = append(days, []string{""}, headings(l, "DAG", "DAY", "OVERAL SAMEN", "EVERYWHERE TOGETHER", "AANTAL", "NUMBER"))
	}
	for _, d := range all.Days {
		days = append(days, []string{d.On, knocksInWords[d.What].In(l), strconv.FormatInt(d.Number, 10)})
	}
	return p.printPaged(rows, figures.Text{NL: "Er staat niemand in dit logboek.", EN: "There is nobody in this log."}, all.Next, l, days...)
}
