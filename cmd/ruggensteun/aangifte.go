package main

import "context"

var aangifteActions = []action{
	{"make", "", "makeAangifte", "record that one was made to the police"},
	{"correct", "/corrections", "correctAangifte", "tell all of it again as it is right, with the reason"},
	{"retract", "/retraction", "retractAangifte", "there never was one"},
	{"forget", "/erasure", "forgetAangifte", "destroy the keys of what is kept, for ever: --what"},
	{show, "", "", "the aangifte as it is known now, and its history"},
}

var aangifteUsage = `aangifte ACTION [options] [FILE]

Actions:
` + actionsHelp(aangifteActions) + `
An aangifte asks the police to prosecute. One can be linked to several cases
(ruggensteun case link), because OM and courts register per suspect. That
somebody took it back from the police is a notice of its cases.

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with. Its number at the police
and the reason go in the file only: a command line can be read by everybody on
the machine.

  ruggensteun aangifte make --on 2026-11-21 --complainant VICTIM \
      --worker PERSON --incident INCIDENT --as case-worker@GEM-ROTTERDAM
  ruggensteun aangifte show ID --as case-worker@GEM-ROTTERDAM
`

func (p *program) aangifte(ctx context.Context, args []string) error {
	f, w := p.asking("aangifte", aangifteUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "with make: `CODE` of the employer whose workers it is for")
	fields.nested(f, "on", "on", "at", "`DAY` on which it was made: 2026-11-21")
	fields.text(f, "complainant", "`CODE` of who made it: VICTIM or EMPLOYER")
	fields.list(f, "worker", "workers", "`PERSONS` whom it is for, with commas")
	fields.list(f, "incident", "incidents", "`IDS` of the incidents that it is about, with commas")
	fields.forgetting(f, "with forget: `WORDS` that say what, with commas: reference (its number), narrative (reasons)")
	fields.text(f, "reason", "with forget: the `CODE` of the reason: "+reasonsToForget)
	t := things{command: "aangifte", path: "/v1/aangiften", noun: "aangifte", actions: aangifteActions, fields: fields, page: aangifteFields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := fields.onlyCode("reason"); err != nil {
		return err
	}
	return p.act(ctx, *w, t, rest)
}
