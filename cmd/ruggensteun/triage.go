package main

import (
	"context"
	"net/url"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/triage"
)

var triageActions = []action{
	{list, "", "", "what waits, with cases that it may be of"},
	{"match", "/match", "matchTriage", "tell it in a case: --case"},
	{"set-aside", "/setting-aside", "setAsideTriage", "nothing is to be done with it"},
	{"reopen", "/reopening", "reopenTriage", "there is something to do with it after all"},
	{"forget", "/erasure", "forgetTriage", "destroy the keys of what is kept, for ever: --what"},
	{show, "", "", "what the file says, and which cases it may be of"},
}

var triageUsage = `triage ACTION [options] [FILE]

Actions:
` + actionsHelp(triageActions) + `
A notice of police, OM, court or CJIB that came by file (ruggensteun notice
import) and led to no case, or to several, waits here until somebody says which
one it is of. Then it is told in that case and waits no more, in one go. When a
case learns its number later, the list suggests that case; nothing is matched by
itself. What the case refuses, because its victim is not linked yet, say, leaves
the notice waiting.

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with. Why a notice is set
aside or reopened goes in the file only: a command line can be read by everybody
on the machine.

The list is narrowed by --state and --reason (ruggensteun codes triage-reason),
and by what notices say: --source, --step, --from and --through. That is sealed,
so notices are opened one after the other; where 2,000 were, it says that it
looked no further, and where to go on. --format csv and --format json give all
pages.

  ruggensteun triage list --as case-worker@GEM-ROTTERDAM
  ruggensteun triage list --source OM --step VERDICT --from 2026-01-01 \
      --as case-worker@GEM-ROTTERDAM
  ruggensteun triage show ID --as case-worker@GEM-ROTTERDAM
  ruggensteun triage match ID --case CASE --as case-worker@GEM-ROTTERDAM
  ruggensteun triage set-aside --example > why.json
  ruggensteun triage set-aside ID why.json --as case-worker@GEM-ROTTERDAM
`

var waitingStates = codes.List{Codes: []codes.Entry{
	{Code: codes.Code(triage.Open), NL: "wacht", EN: "waits"},
	{Code: codes.Code(triage.Placed), NL: "verteld in een zaak", EN: "told in a case"},
	{Code: codes.Code(triage.Aside), NL: "terzijde gelegd", EN: "set aside"},
	{Code: codes.Code(triage.Undone), NL: "import teruggedraaid", EN: "import undone"},
}}

var triageFields = []shownPart{
	of("id", "Bericht", "Notice"),
	of("version", "Versie", "Version"),
	of("employer", "Werkgever", "Employer"),
	coded("regime", "Wet", "Law", codes.LegalRegime),
	coded("state", "Stand", "State", waitingStates),
	of("case", "In zaak", "In case"),
	of("since", "Wacht sinds", "Waits since"),
	coded("reason", "Waarom", "Why", codes.TriageReason),
	of("candidates", "Kon zijn van zaak", "May have been of case"),
	of("suggested", "Kan zijn van zaak", "May be of case"),
	of("said", "Het bestand zegt", "The file says", noticeFields...),
	of("clues", "Te vinden door", "To be found by", of("case", "zaak", "case"), of("numbers", "nummer", "number"), of("aangifte", "aangifte", "aangifte"), of("incident", "incident", "incident")),
}

func (p *program) triage(ctx context.Context, args []string) error {
	f, w := p.asking("triage", triageUsage)
	fields := bodyFields{}
	fields.text(f, "case", "with match: `ID` of the case that it is of")
	fields.forgetting(f, "with forget: `WORDS` that say what, with commas: prosecution (what the file says), narrative (reasons)")
	fields.text(f, "reason", "with forget: the `CODE` of the reason: "+reasonsToForget+"; with list: why they wait")
	query := url.Values{}
	for name, usage := range map[string]string{
		"employer": "with list: `CODE` of the employer; all that you may see when left out",
		"state":    "with list: `STATE` OPEN (the usual), SET_ASIDE, MATCHED or TAKEN_BACK",
		"limit":    "with list: `NUMBER` of notices on a page, at most 100 (default 50)",
		"source":   "with list: `CODE` of who told it (ruggensteun codes notice-source)",
		"step":     "with list: `CODE` of what is told (ruggensteun codes case-step)",
		"from":     "with list: first `DAY` on which it was received",
		"through":  "with list: last such `DAY`",
		"after":    "with list: the `WORD` at the end of the page before",
	} {
		f.Func(name, usage, func(value string) error { query.Set(name, value); return nil })
	}
	format := f.String("format", "table", "with list: `FORMAT` table, csv or json")
	t := things{command: "triage", path: "/v1/triage", noun: "notice", actions: triageActions, fields: fields, page: triageFields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := fields.onlyCode("reason"); err != nil {
		return err
	}
	if len(rest) == 0 || rest[0] != list {
		return p.act(ctx, *w, t, rest)
	}
	if err := noMore(rest[1:]); err != nil {
		return err
	}
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	if reason, is := fields["reason"].(string); is {
		query.Set("reason", reason)
	}
	q := waitingQuery{query, l}
	writers := map[string]func(context.Context, *program, *caller) error{"table": q.table, "csv": q.csv, "json": q.json}
	write, known := writers[*format]
	switch {
	case !known:
		return wrongUsage("--format %s: say table, csv or json", *format)
	case *t.asJSON:
		write = q.raw
	}
	return p.listTriage(ctx, *w, write)
}
