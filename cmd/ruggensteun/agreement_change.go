package main

import (
	"context"
	"slices"
)

var agreementActions = []action{
	{"adopt", "", "adoptAgreement", "a version counts from a day to come on"},
	{"withdraw", "/withdrawal", "withdrawAgreement", "no clock starts under it any more: --version"},
}

var agreementChangeUsage = `agreement adopt [options] FILE | withdraw CODE [options]

Actions:
` + actionsHelp(agreementActions) + `
The operator adopts for all employers, an employer's registrar for itself. A
version is never changed: the next one begins on a day that is still to come,
and clocks that run keep theirs, unless it is applied to a case (case apply) or
to the care for a worker (aftercare apply). What came with the program is not
withdrawn but replaced, by a version of the same code with "off": true.

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with.

  ruggensteun agreement adopt --example > version.json
  ruggensteun agreement adopt version.json --as registrar@GEM-ROTTERDAM
  ruggensteun agreement withdraw UITKOMST-VERTELLEN --version 2027-1 \
      --as registrar@GEM-ROTTERDAM
`

// changesAgreements tells whether a command line asks to change something, which needs
// the data; what is only looked up and explained needs none.
func changesAgreements(args []string) bool {
	return slices.ContainsFunc(agreementActions, func(a action) bool { return slices.Contains(args, a.name) })
}

func (p *program) changeAgreement(ctx context.Context, args []string) error {
	f, w := p.asking("agreement", agreementChangeUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "`CODE` of the employer that it is of; left out by the operator: for all employers")
	fields.text(f, "version", "with withdraw: `NUMBER` of the version: 2027-1")
	fields.text(f, "from", "with withdraw: the first `DAY` on which no clock starts under it; tomorrow when left out")
	t := things{command: "agreement", path: "/v1/agreements", noun: "agreement", actions: agreementActions, fields: fields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	return p.act(ctx, *w, t, rest)
}
