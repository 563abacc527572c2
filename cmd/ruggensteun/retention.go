package main

import (
	"context"
	"fmt"
	"strings"

	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

// dueAction only looks, as list does.
const dueAction = "due"

var retentionActions = []action{
	{list, "", "", "how long what is kept, since when it counts, and on whose word"},
	{"set", "", "setRetention", "set a period of your employer, or confirm the proposed one"},
	{dueAction, "", "", "what is to be erased in the next 30 days, and what is overdue"},
	{runAction, "", "", "erase now what is kept longer than its period, with certificates"},
	{runsAction, "", "", "when that was done last, how much, and what stayed"},
}

var retentionUsage = `retention ACTION [options] [FILE]

Actions:
` + actionsHelp(retentionActions) + `
What is kept about somebody has a period, by kind of record, purpose and law
(AVG or Wpg). Where the law gives no number the program proposes one, marked
with "?": the employer confirms it by setting the same, or sets another. It may
be shorter; longer only with a reason, and never longer than the law lets. A
period holds from a day that is still to come, for all that is kept then. Only
the employer's registrar sets one; a privacy officer advises.

due goes through all that the employer keeps and opens nothing of it. It shows
ids, never a name: on which day, by which period, and until when a hold keeps
it (ruggensteun hold). --format csv has all lines.

run erases what is due today: first it says what, then it asks (--yes does not
ask, for a timer), then it goes on until nothing is left. What a hold keeps
stays; so does what the rules of its record let not go, and the status is 1
then. Nobody can bring back what was erased. It can be stopped and run again.

  ruggensteun retention list --as privacy-officer@GEM-ROTTERDAM
  ruggensteun retention due --within P90D --as privacy-officer@GEM-ROTTERDAM
  ruggensteun retention run --dry-run --as privacy-officer@GEM-ROTTERDAM
  ruggensteun retention run --yes --backup nachtelijk=P30D \
      --as privacy-officer@GEM-ROTTERDAM
  ruggensteun retention set --kind INCIDENT --kept-for narrative --regime AVG \
      --term P3Y --from 2027-01-01 --as registrar@GEM-ROTTERDAM
`

func (p *program) retention(ctx context.Context, args []string) error {
	f, w := p.asking("retention", retentionUsage)
	fields := bodyFields{}
	fields.text(f, "kind", "with set: `KIND` of record, as list has it: INCIDENT, WORKER, …")
	f.Func("kept-for", "with set: `PURPOSE` that it is kept for, as list has it", func(value string) error { fields["purpose"] = value; return nil })
	fields.text(f, "regime", "with set: `LAW` that it is kept under: AVG or WPG")
	fields.text(f, "term", "with set: `PERIOD` of ISO 8601: P5Y, P18M, P90D")
	f.Func("from", "with set: first `DAY` on which it holds; tomorrow unless given", func(value string) error { fields["valid_from"] = value; return nil })
	fields.text(f, "reason", "with set: `WORDS` that say why; needed to keep longer; name nobody")
	within := f.String("within", "P30D", "with due: `PERIOD` of ISO 8601 from now")
	format := f.String("format", "table", "with due: `FORMAT`: table or csv")
	erasing := disposing{}
	f.BoolVar(&erasing.dry, "dry-run", false, "with run: only say what would be erased, and what stays")
	f.BoolVar(&erasing.yes, "yes", false, "with run: do not ask first")
	f.IntVar(&erasing.most, "most", 100, "with run: `N` records and persons at a time, 1 to 500")
	f.Func("backup", "with run: `NAME=PERIOD` of backups with keys; can be given more than once", erasing.backup)
	t := things{command: "retention", path: "/v1/retention", noun: "period", actions: retentionActions, fields: fields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		rest = []string{list}
	}
	if *format != "table" && *format != "csv" {
		return wrongUsage("--format %s: say table or csv", *format)
	}
	if rest[0] == dueAction && !*t.example {
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.showDue(ctx, c, *within, *format, l, *t.asJSON) })
	}
	if (rest[0] == runAction || rest[0] == runsAction) && !*t.example {
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		if rest[0] == runsAction {
			return p.withCaller(ctx, *w, func(c *caller) error { return p.listDisposals(ctx, c, l, *t.asJSON) })
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.dispose(ctx, c, erasing, l, *t.asJSON) })
	}
	if *t.example || rest[0] != list {
		return p.act(ctx, *w, t, rest)
	}
	if err := noMore(rest[1:]); err != nil {
		return err
	}
	return p.withCaller(ctx, *w, func(c *caller) error { return p.listRetention(ctx, c, l, *t.asJSON) })
}

// retentionPeriod is a line of the list, as the API gives it.
type retentionPeriod struct {
	Kind      retention.Kind
	Purpose   string
	Regime    string
	Whose     string
	Version   string
	ValidFrom string `json:"valid_from"`
	Now       bool
	Term      string
	Starts    retention.Start
	Most      string
	Basis     figures.Text
	Proposed  bool
	Unchecked []string
}

func (p *program) listRetention(ctx context.Context, c *caller, l figures.Language, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, "/v1/retention", nil, l, true)
	}
	var all struct {
		Periods  []retentionPeriod
		Proposed int
	}
	if _, err := c.call(ctx, "GET", "/v1/retention", nil, nil, &all); err != nil {
		return err
	}
	rows, now := [][]string{headings(l, "SOORT", "KIND", "DOEL", "PURPOSE", "WET", "LAW", "TERMIJN", "PERIOD", "VANAF", "SINCE", "GELDT", "HOLDS", "GRONDSLAG", "BASIS")}, map[string]bool{} // whose version of today has been shown
	for _, r := range all.Periods {
		of := string(r.Kind) + " " + r.Purpose + " " + r.Regime
		rows = append(rows, []string{string(r.Kind), r.Purpose, r.Regime, r.Term + marked(r), figures.Text(r.Starts.Name()).In(l), r.validity(l, now[of]), r.basis(l)})
		now[of] = now[of] || r.Now
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || all.Proposed == 0 {
		return err
	}
	_, err := fmt.Fprintf(p.out, "\n"+figures.Text{
		NL: "? Van %d termijnen geeft de wet geen getal en heeft de werkgever het voorstel niet bevestigd: retention set.",
		EN: "? For %d periods the law gives no number and the employer has not confirmed the proposal: retention set.",
	}.In(l)+"\n", all.Proposed)
	return err
}

// basis says of which articles nobody has looked up whether they say so.
func (r retentionPeriod) basis(l figures.Language) string {
	if len(r.Unchecked) == 0 {
		return r.Basis.In(l)
	}
	return r.Basis.In(l) + figures.Text{NL: " [nog na te gaan bij jurist: ", EN: " [a lawyer has yet to check: "}.In(l) + strings.Join(r.Unchecked, ", ") + "]"
}

// marked: a proposal that nobody confirmed is no law.
func marked(r retentionPeriod) string {
	if r.Proposed && r.Now {
		return " ?"
	}
	return ""
}

// validity: behind the version of today stand those that it replaced.
func (r retentionPeriod) validity(l figures.Language, behind bool) string {
	switch {
	case r.Now:
		return figures.Text{NL: "nu", EN: "now"}.In(l)
	case !behind:
		return figures.Text{NL: "vanaf ", EN: "from "}.In(l) + r.ValidFrom
	}
	return figures.Text{NL: "vervangen", EN: "replaced"}.In(l)
}
