package main

import (
	"context"
	"net/url"
)

const incidentUsage = `incident ACTION [options] [FILE]

Actions:
  register [FILE]        report that this happened
  add ID [FILE]          tell more about it
  correct ID [FILE]      mend what was said wrongly; the JSON needs a "reason"
  withdraw ID [FILE]     take back what should never have been reported
  show ID                the incident as it is known now, and its history

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input. Options win over the file. Names, staff numbers and free text
go in the file only: a command line can be read by everybody on the machine.

  ruggensteun incident register --employer GEM-ROTTERDAM \
      --occurred 2026-11-20T23:10:00+01:00 --place ROAD --gemeente GM0599 \
      --behaviour VERB_THREAT,SPIT --profession BOA1
  echo '{"reason":"MISTAKE"}' | ruggensteun incident withdraw ID -
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
	key := f.String("key", "", "idempotency `KEY`: repeating a command with the same one records it once")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("incident", rest, "register", "add", "correct", "withdraw", "show")
	if err != nil {
		return err
	}
	path := "/v1/incidents"
	switch action {
	case "register":
	case "show":
		id, err := onlyWord("the incident's id", rest)
		if err != nil {
			return err
		}
		path += "/" + url.PathEscape(id)
		return p.withCaller(ctx, *w, func(c *caller) error { return p.show(ctx, c, path) })
	default:
		id, files, err := oneWord("the incident's id", rest)
		if err != nil {
			return err
		}
		path, rest = path+"/"+url.PathEscape(id)+incidentRoutes[action], files
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		return p.send(ctx, c, path, rest, fields, *key, *asJSON)
	})
}

var incidentRoutes = map[string]string{
	"add":      "/details",
	"correct":  "/corrections",
	"withdraw": "/withdrawal",
}
