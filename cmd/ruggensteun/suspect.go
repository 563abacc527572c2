package main

import (
	"context"

	"ruggensteun/projections/figures"
)

var suspectActions = []action{
	{"open", "", "openSuspect", "begin a file under a pseudonym"},
	{"describe", "/description", "describeSuspect", "sex, age band, relation to the worker"},
	{"identify", "/identity", "identifySuspect", "who it is"},
	{"unidentify", "/identity-removal", "unlinkIdentity", "it was somebody else, or may be kept no longer"},
	{"history", "/history", "tellHistory", "what was known before, with source and day"},
	{"unhistory", "/history-removals", "retractHistory", "take an entry back"},
	{"clear", "/clearances", "clearSuspect", "dismissed with code 01, or acquitted"},
	{"review", "/reviews", "reviewSuspect", "decide after a clearance what stays"},
	{"forget", "/erasure", "forgetSuspect", "destroy the keys of what is kept, for ever"},
	{"attend", "/attention", "listAttention", "warn your own people: with a ground, a letter, a review and an end"},
	{"attend-renew", "/attention-renewal", "renewAttention", "after a review, for a bounded time"},
	{"attend-end", "/attention-ending", "endAttention", "before it ends by itself, with a reason"},
	{"link", "/links", "proposeLink", "to a file at another employer: see suspect-link"},
	{searchAction, "", "searchSuspects", "find a file by name or day of birth, with a permit"},
	{show, "", "", "the file as it is known now, and its history"},
}

var suspectUsage = `suspect ACTION [options] [FILE]

Actions:
` + actionsHelp(suspectActions) + `
FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with. Everything about a
suspect goes in the file: a command line can be read by everybody on the
machine. Criminal data need a notice of police or OM, or a judgment.

What is forgotten is gone for good, also from backups without the keys: identity
(who it is), profile (sex, age band, relation; also as seen in each incident) or
history (what was known before, with the grounds of clearances and all reasons).
The file keeps its pseudonym and its incidents, which count as they did.
Criminal cases that are linked to the file have keys of their own, and forget by
themselves (ruggensteun case forget). As long as one remembers what was heard,
it is named and nothing is forgotten, unless --keep-cases says that it may stay.

attend warns the employer's own people. It is refused unless the person was told
by letter, and there are a ground, a day of review within 6 months and a last
day within 12. It lapses when nobody reviews it, and ends by itself. A person
decides it, and there is no score.

search finds files of your employer by the whole name, the day of birth or both,
with a permit for exactly that (ruggensteun permit). It prints pseudonyms only.

  ruggensteun suspect open --as case-worker@GEM-ROTTERDAM
  ruggensteun suspect history --example > history.json
  ruggensteun suspect forget ID --what profile,history --reason RETENTION \
      --forever --as registrar@GEM-ROTTERDAM
`

func (p *program) suspect(ctx context.Context, args []string) error {
	f, w := p.asking("suspect", suspectUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "`CODE` of the employer whose file it is")
	fields.forgetting(f, "with forget: `WORDS` that say what, with commas: identity, profile, history")
	fields.text(f, "reason", "with forget: the `CODE` of the reason: "+reasonsToForget)
	f.BoolFunc("keep-cases", "with forget: criminal cases of the file may keep what was heard", func(value string) error {
		fields["keep_cases"] = value == "true"
		return nil
	})
	t := things{command: "suspect", path: "/v1/suspects", noun: "suspect", actions: suspectActions, fields: fields, page: suspectFields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := fields.onlyCode("reason"); err != nil {
		return err
	}
	if append(rest, "")[0] == searchAction && !*t.example {
		return p.search(ctx, *w, t, rest[1:])
	}
	return p.act(ctx, *w, t, rest)
}

// attentionWords are how a listing stands and on what ground, for people.
var attentionWords = map[string]figures.Text{
	"HOLDS": {NL: "geldt", EN: "holds"}, "ENDED": {NL: "beëindigd", EN: "ended"}, "LAPSED": {NL: "niet op tijd beoordeeld", EN: "not reviewed in time"},
	"BAN": {NL: "verbod", EN: "ban"}, "THREAT": {NL: "bedreiging van medewerkers", EN: "threat to workers"}, "VIOLENCE": {NL: "geweld tegen medewerkers", EN: "violence against workers"},
}
