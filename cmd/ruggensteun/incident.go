package main

import "context"

var incidentActions = []action{
	{"register", "", "registerIncident", "report that this happened"},
	{"add", "/details", "addDetails", "tell more about it"},
	{"correct", "/corrections", "correctIncident", "mend what was said wrongly, with the reason"},
	{"course", "/course", "tellCourse", "tell how it went, step by step"},
	{"support", "/police-support", "tellSupport", "police support: asked, promised, arrived"},
	{"force", "/force-reports", "referToForce", "refer to the police's own report of force"},
	{"qualify", "/qualifications", "qualify", "what police, OM or court call it in law"},
	{"unqualify", "/qualification-retractions", "retractQualification", "take that back"},
	{"attach", "/attachments", "attach", "refer to a sealed file"},
	{"detach", "/attachment-removals", "detach", "take a file away again"},
	{"link", "/suspects", "linkSuspect", "who did it: known, described, not known, a group"},
	{"unlink", "/suspect-removals", "unlinkSuspect", "it was somebody else"},
	{"merge", "/merge", "mergeIncident", "it is a duplicate: --into the one that stays"},
	{"split", "/split", "splitIncident", "it is not a duplicate after all"},
	{"close", "/closing", "closeIncident", "it takes no more additions: --reason CODE"},
	{"reopen", "/reopening", "reopenIncident", "it takes additions again"},
	{"withdraw", "/withdrawal", "withdrawIncident", "take back what should never have been reported"},
	{"forget", "/erasure", "forgetIncident", "destroy the keys of what is kept, for ever"},
	{show, "", "", "the incident as it is known now, and its history"},
	{timelineAction, "/timeline", "", timelineHelp},
	{list, "", "", "incidents by the options below, a page at a time"},
}

var incidentUsage = `incident ACTION [options] [FILE]

Actions:
` + actionsHelp(incidentActions) + `
FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with. Options win over the
file. Names, staff numbers and free text go in the file only: a command line can
be read by everybody on the machine.

What is forgotten is gone for good, also from backups without the keys: address,
reference (numbers in other systems), narrative (all free text and every reason)
or profile (what was seen of suspects without a file). The incident counts on as
it did. Of workers: ruggensteun person forget; of suspects with a file: suspect
forget.

  export RUGGENSTEUN_AS=registrar@GEM-ROTTERDAM
  ruggensteun incident register \
      --occurred 2026-11-20T23:10:00+01:00 --place ROAD --gemeente GM0599 \
      --behaviour VERB_THREAT,SPIT --profession BOA1
  ruggensteun incident course --example > course.json
  ruggensteun incident withdraw ID --reason MISTAKE
  ruggensteun incident forget ID --what address --reason ERASURE --forever
  ruggensteun incident list --place ROAD --behaviour SPIT --sort -occurred
`

func (p *program) incident(ctx context.Context, args []string) error {
	f, w := p.asking("incident", incidentUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "`CODE` of the employer whose workers were hit")
	fields.nested(f, "occurred", "occurred", "at", "`WHEN`: 2026-11-20T23:10:00+01:00, or shorter when less is known")
	fields.nested(f, "place", "place", "type", "`CODE` of the kind of place: ROAD, HOME, …")
	fields.nested(f, "gemeente", "place", "gemeente", "CBS `CODE` of the municipality: GM0599")
	fields.nested(f, "unit", "place", "unit", "`CODE` of one of the employer's units")
	fields.list(f, "behaviour", "behaviours", "`CODES` of what was done, with commas: VERB_ABUSE,SPIT")
	fields.list(f, "profession", "professions", "`CODES` of the crews: POL, BOA1, BRW, AMB, …")
	fields.text(f, "into", "with merge: the `ID` of the incident that stays")
	fields.text(f, "reason", "with close, withdraw and forget: the `CODE` of the reason")
	fields.forgetting(f, "with forget: `WORDS` that say what, with commas: address, reference, narrative, profile")
	t := things{command: "incident", path: "/v1/incidents", noun: "incident", actions: incidentActions, fields: fields, page: incidentFields}
	t.bind(f)
	pages := listing{}
	pages.bind(f)
	by := orderFlag(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := fields.onlyCode("reason"); err != nil {
		return err
	}
	if len(rest) > 0 && rest[0] == timelineAction {
		l, err := languageNamed(*t.language)
		if err != nil {
			return err
		}
		return p.timeline(ctx, *w, t.path, rest[1:], *by, l, *t.asJSON)
	}
	if len(rest) > 0 && rest[0] == list {
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		l, err := languageNamed(*t.language)
		if err != nil {
			return err
		}
		pages.filter(fields)
		return p.list(ctx, *w, pages, l, *t.asJSON)
	}
	return p.act(ctx, *w, t, rest)
}
