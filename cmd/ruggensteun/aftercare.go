package main

import "context"

var aftercareActions = []action{
	{"open", "", "openAftercare", "begin the care for a worker: --incident, --worker"},
	{"step", "/steps", "tellCare", "how far a step is: due, offered, done or declined"},
	{"check-injury", "/injury-check", "checkInjury", "whether the Arbeidsinspectie must be told: --on"},
	{"apply", "/agreement-uses", "applyAgreementToCare", "its terms run under another version of an agreement"},
	{"fact", "/clock-facts", "tellClockFactOfCare", "its terms stand still or run again: --fact, --on, --because"},
	{"retract-fact", "/clock-fact-retractions", "retractClockFactOfCare", "that was told wrongly"},
	{"retract", "/step-retractions", "retractCare", "take back what was told wrongly"},
	{"assign", "/assignment", "assignCare", "who follows it, and who stands in: --responsible, --stand_in"},
	{"hand-over", "/hand-over", "handOverCare", "ask somebody to take it over: --to"},
	{"decline", "/refusal", "declineCare", "do not take it over, with the reason in the file"},
	{"keep", "/keeping", "keepCare", "take back an offer that nobody has answered"},
	{"accept", "/acceptance", "acceptCare", "take over what was offered to you"},
	{"tell-name", "/name-tellings", "tellNameCare", "the worker heard who follows it now: --victim, --channel, --on, --document"},
	{"snooze", "/snooze", "snoozeCare", "put it away until a day, with the reason in the file: --until"},
	{"wake", "/waking", "wakeCare", "take it back before its day"},
	{show, "", "", "each step as it is now, and the terms that run"},
}

var aftercareUsage = `aftercare ACTION [options] [FILE]

Actions:
` + actionsHelp(aftercareActions) + `
What the employer does for one worker after one incident. Never write what
somebody suffers from: no illness, no diagnosis, no treatment; an employer may
not keep that. check-injury looks at the incident and keeps only whether a
report is due, also when an injury turns out lasting much later.

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with. Which help somebody was
offered goes in the file only: a command line can be read by everybody on the
machine. Lists of codes: ruggensteun codes aftercare.

Who follows it is as with cases: ruggensteun case --help.

  ruggensteun aftercare open --incident INCIDENT --worker PERSON \
      --as case-worker@GEM-ROTTERDAM
  ruggensteun aftercare step --example > step.json
  ruggensteun aftercare step ID step.json --as case-worker@GEM-ROTTERDAM
  ruggensteun aftercare check-injury ID --on 2026-11-21
`

func (p *program) aftercare(ctx context.Context, args []string) error {
	f, w := p.asking("aftercare", aftercareUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "with open: `CODE` of the employer whose worker it is")
	fields.text(f, "incident", "with open: `ID` of the incident")
	fields.text(f, "worker", "with open: `PERSON` who was hit, as incident show prints it")
	fields.telling(f, "tell-name")
	fields.nested(f, "on", "on", "at", "with check-injury: `DAY` on which it became known; with tell-name and fact: when: 2026-11-21")
	fields.working(f)
	fields.text(f, "fact", "with fact: the `CODE`: SUSPENDED, RESUMED or RIGHTS_TOLD")
	fields.text(f, "because", "with fact: the `CODE` of the reason to stand still; see codes suspension-reason")
	t := things{command: "aftercare", path: "/v1/aftercare", noun: "aftercare", actions: aftercareActions, fields: fields, page: aftercareFields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	return p.act(ctx, *w, t, rest)
}
