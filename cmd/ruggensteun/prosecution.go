package main

import (
	"context"
	"flag"
)

var caseActions = []action{
	{"open", "", "openCase", "follow a case, also while nobody knows against whom"},
	{"link", "/links", "linkCase", "what it is about, or against whom: --kind, --id"},
	{"unlink", "/link-removals", "unlinkCase", "it does not belong to the case"},
	{"notice", "/notices", "receiveNotice", "what was heard, of any step of the procedure"},
	{"call", "/calls", "logCall", "a call with the police: number, next step and day in one go"},
	{"correct-notice", "/notice-corrections", "correctNotice", "tell the whole of a notice again, as it is right"},
	{"tell", "/tellings", "tellVictim", "a victim was told: --victim, --channel, --on"},
	{"withdraw-notice", "/notice-withdrawals", "withdrawNotice", "a notice was wrong altogether"},
	{"close", "/closing", "closeCase", "nothing is left to do, or why it is left"},
	{"apply", "/agreement-uses", "applyAgreement", "its terms run under another version of an agreement"},
	{"fact", "/clock-facts", "tellClockFact", "its terms stand still or run again: --fact, --on, --because"},
	{"retract-fact", "/clock-fact-retractions", "retractClockFact", "that was told wrongly: --id"},
	{"reopen", "/reopening", "reopenCase", "there is something to do again"},
	{"merge", "/merge", "mergeCase", "it is the same case: --into the one that stays"},
	{"split", "/split", "splitCase", "they are two cases after all, with the reason"},
	{"assign", "/assignment", "assignCase", "who follows it, and who stands in: --responsible, --stand_in"},
	{"hand-over", "/hand-over", "handOverCase", "ask somebody to take it over: --to"},
	{"decline", "/refusal", "declineCase", "do not take it over, with the reason in the file"},
	{"keep", "/keeping", "keepCase", "take back an offer that nobody has answered"},
	{"accept", "/acceptance", "acceptCase", "take over what was offered to you"},
	{"tell-name", "/name-tellings", "tellNameCase", "a victim heard who follows it now: --victim, --channel, --on, --document"},
	{"snooze", "/snooze", "snoozeCase", "put it away until a day, with the reason in the file: --until"},
	{"wake", "/waking", "wakeCase", "take it back before its day"},
	{"forget", "/erasure", "forgetCase", "destroy the keys of what is kept, for ever: --what"},
	{show, "", "", "where it stands, whom to tell, money and terms"},
	{timelineAction, "/timeline", "", timelineHelp},
	{bundleAction, "/bundle", "", "make a signed file of all of it for a lawyer or a court: --out"},
	{list, "", "", "cases by the options below, newest first, a page at a time"},
}

var caseUsage = `case ACTION [options] [FILE]

Actions:
` + actionsHelp(caseActions) + `
A case is what was heard of a prosecution, one for each suspect, as at OM and
courts. Notices may come in any order: where it stands follows from when each
took effect. What it says of steps that were never heard of is "not received".

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with. What was heard goes in
the file only: a command line can be read by everybody on the machine. Lists of
codes: ruggensteun codes case-step, codes outcome, codes notice-source.

A case is not closed in silence while a victim was not told of something,
damages are open or no outcome is known: the refusal names them. To close it all
the same, say why in the file. Whoever is acquitted, or dismissed with code 01,
is put up for review in the suspect's file at once.

A case that turns out to be another one is merged: the case that stays shows
notices, links, money and tellings of both, and what is new is told there. A
notice that came in twice is withdrawn in the case that holds it. split undoes
it, also years later; what was told meanwhile stays where it was told.

What is forgotten is gone for good, also from backups without the keys:
prosecution (what was heard), damages, reference (numbers of police, OM and
court) or narrative (all free text and every reason). Forgetting a suspect takes
this for every case of that file beside: ruggensteun suspect forget.

A case changes hands when whoever was asked accepts it; until then it stays
where it is. show prints your own id and those of who follows it. What is put
away is back by itself on its day, and a term that lapses is told all the same.
When nobody does anything about a lapsed term, the stand-in is asked. After a
hand-over each victim is to hear the new name: a term runs until tell-name says
that it was told.

  ruggensteun case open --as case-worker@GEM-ROTTERDAM
  ruggensteun case link ID --kind INCIDENT --id INCIDENT
  ruggensteun case link ID --kind WORKER --id PERSON
  ruggensteun case notice --example > notice.json
  ruggensteun case notice ID notice.json --as case-worker@GEM-ROTTERDAM
  ruggensteun case call ID call.json --day 2026-12-01
  ruggensteun case tell ID --victim PERSON --channel PHONE --on 2026-11-21
  ruggensteun case assign ID --stand_in ACTOR --as case-worker@GEM-ROTTERDAM
  ruggensteun case close ID --as case-worker@GEM-ROTTERDAM
  ruggensteun case list --incident INCIDENT --state open
  ruggensteun case timeline ID --by receipt
  ruggensteun case bundle ID --out case.zip --as case-worker@GEM-ROTTERDAM

What is to be done in all of them together: ruggensteun worklist.
`

func (p *program) prosecution(ctx context.Context, args []string) error {
	f, w := p.asking("case", caseUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "with open: `CODE` of the employer that follows it")
	fields.text(f, "kind", "with link and unlink: INCIDENT, WORKER, AANGIFTE or SUSPECT; a `WORD`")
	fields.text(f, "id", "with link and unlink: `ID` of the incident, the worker (person), the aangifte or the suspect's file")
	fields.text(f, "with", "with call: `CODE` of whom it was with: POLICE, OM, …")
	fields.nested(f, "day", "by", "at", "with call: `DAY` for which the next step was agreed: 2026-12-01")
	fields.text(f, "into", "with merge: the `ID` of the case that stays")
	fields.telling(f, "tell and tell-name")
	fields.nested(f, "on", "on", "at", "with tell, tell-name and fact: `WHEN`: 2026-11-21, or with the time")
	fields.working(f)
	fields.forgetting(f, "with forget: `WORDS` that say what, with commas: prosecution, damages, reference, narrative")
	fields.text(f, "reason", "with forget: the `CODE` of the reason: "+reasonsToForget)
	fields.text(f, "fact", "with fact: the `CODE`: SUSPENDED, RESUMED or RIGHTS_TOLD")
	fields.text(f, "because", "with fact: the `CODE` of the reason to stand still; see codes suspension-reason")
	t := things{command: "case", path: "/v1/cases", noun: "case", actions: caseActions, fields: fields, page: caseFields}
	t.bind(f)
	pages := caseListing{}
	pages.bind(f)
	by := orderFlag(f)
	out := f.String("out", "", "with bundle: `FILE` to make, which only you can read; never one that is there")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 && rest[0] == timelineAction {
		l, err := languageNamed(*t.language)
		if err != nil {
			return err
		}
		return p.timeline(ctx, *w, t.path, rest[1:], *by, l, *t.asJSON)
	}
	if len(rest) > 0 && rest[0] == bundleAction {
		l, err := languageNamed(*t.language)
		if err != nil {
			return err
		}
		return p.bundleCase(ctx, *w, rest[1:], *out, l)
	}
	if len(rest) > 0 && rest[0] == list {
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		l, err := languageNamed(*t.language)
		if err != nil {
			return err
		}
		return p.listCases(ctx, *w, pages, l, *t.asJSON)
	}
	return p.act(ctx, *w, t, rest)
}

// telling are the fields of what a victim was told, but for when.
func (b bodyFields) telling(f *flag.FlagSet, with string) {
	b.text(f, "victim", "with "+with+": `PERSON` who was told, as show prints it")
	b.text(f, "channel", "with "+with+": `CODE` of how: PHONE, LETTER, …")
	b.text(f, "document", "with "+with+": `ID` of the document that was sent")
}

// working are the fields of who follows a file. Why goes in the file.
func (b bodyFields) working(f *flag.FlagSet) {
	b.text(f, "responsible", "with assign: `ACTOR` who follows it (default: you)")
	b.text(f, "stand_in", "with assign: `ACTOR` who is asked when nobody does anything (default: nobody)")
	b.text(f, "to", "with hand-over: `ACTOR` who is asked to take it over")
	b.text(f, "until", "with snooze: `DAY` on which it is back: 2027-01-12")
}
