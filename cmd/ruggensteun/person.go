package main

import (
	"context"
	"flag"
)

var personActions = []action{
	{"forget", "/erasure", "forgetPerson", "destroy the keys of what is kept, for ever"},
}

var personUsage = `person ACTION [options] [FILE]

Actions:
` + actionsHelp(personActions) + `
ID is the pseudonym of a worker, as ruggensteun incident show prints it: the
same in all incidents of one employer. What is forgotten is gone from all of
them for good, also from backups without the keys: identity (name and staff
number), health (injuries and absence) or care (what was offered and done after
it). Each incident counts on as it did. The registrar of the employer asks it,
or the operator on its instruction.

  ruggensteun person forget ID --what identity,health,care --reason ERASURE \
      --forever --as registrar@GEM-ROTTERDAM

Of suspects: ruggensteun suspect forget. Of an address: ruggensteun incident
forget.
`

func (p *program) person(ctx context.Context, args []string) error {
	f, w := p.asking("person", personUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "`CODE` of the employer whose worker it is")
	fields.forgetting(f, "`WORDS` that say what to forget, with commas: identity, health, care")
	fields.text(f, "reason", "`CODE` of the reason: "+reasonsToForget)
	t := things{command: "person", path: "/v1/persons", noun: "person", actions: personActions, fields: fields}
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

const reasonsToForget = "RETENTION, ERASURE, UNLAWFUL, EMPLOYER_LEFT"

// forgetting binds what every forgetting takes beside its reason.
func (b bodyFields) forgetting(f *flag.FlagSet, usage string) {
	b.list(f, "what", "what", usage)
	b.flag(f, "forever", "with forget: say that you know that nobody can bring it back")
}
