package main

import (
	"context"
	"flag"
)

var personActions = []action{
	{show, "", "", "which pseudonyms are of this worker, since when, and why"},
	{"merge", "/merge", "mergePerson", "it is the same worker as another: --into the one that stays"},
	{"split", "/split", "splitPerson", "it is somebody else after all, with the reason"},
	{searchAction, "", "searchPersons", "find a worker by name or staff number, with a permit"},
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
never the operator.

A worker who was recorded twice, because a staff number was mistyped or there
was a name alone, has two pseudonyms. merge says that they are of one worker:
the one named as into stands for both from now on. Who was hit under both in one
incident is counted once, is told of an outcome once, and has one account of
damages. Nothing is moved, so split brings back what was there, also years
later; what was told meanwhile stays with the one it was told to. Only the
registrar of the employer merges and splits, with a reason that is kept sealed.
It goes in the file: a command line can be read by everybody on the machine.

Forgetting the one that stays forgets all that was merged into it. One that was
merged is not forgotten by itself: forget the one that stays, or split it first.

search finds workers of your employer by their whole name or their staff number,
with a permit for exactly that (ruggensteun permit). It prints pseudonyms only.
A running server brings names into the index by which they are found.

show says which pseudonyms are of one worker by now. A page of a case or of
aftercare says under which one something was recorded, and which counts now.

  ruggensteun person show ID --as registrar@GEM-ROTTERDAM
  ruggensteun person merge --example > merge.json
  ruggensteun person merge ID merge.json --as registrar@GEM-ROTTERDAM
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
	fields.text(f, "into", "with merge: the `ID` of the person that stays")
	fields.text(f, "reason", "with forget: `CODE` of the reason: "+reasonsToForget)
	t := things{command: "person", path: "/v1/persons", noun: "person", actions: personActions, fields: fields, page: personFields}
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

const reasonsToForget = "RETENTION, ERASURE, UNLAWFUL, EMPLOYER_LEFT"

// forgetting binds what every forgetting takes beside its reason.
func (b bodyFields) forgetting(f *flag.FlagSet, usage string) {
	b.list(f, "what", "what", usage)
	b.flag(f, "forever", "with forget: say that you know that nobody can bring it back")
}
