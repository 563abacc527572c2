package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

var permitActions = []action{
	{list, "", "", "your own, and all where you are a second person"},
	{show, "", "", "who asked for what and why, who decided, what each use found"},
	{"request", "", "askPermit", "for one search, or to see who it is outside your own cases"},
	{"grant", "/grant", "grantPermit", "as the second person, for --hours and --uses"},
	{"refuse", "/refusal", "refusePermit", "as the second person, with a reason"},
	{"withdraw", "/withdrawal", "withdrawPermit", "it holds no more from now on"},
}

var permitUsage = `permit ACTION [options] [FILE]

Actions:
` + actionsHelp(permitActions) + `
Nobody looks for a person alone. Who needs it asks for a permit and says why. A
second person decides: the privacy officer, or for a case worker the registrar;
never who asked. A permit holds at most 24 hours and 10 uses, for who asked and
for what was asked only. Each use is recorded with what it found. Nobody decided
in 7 days: ask anew.

Who it is in a colleague's case is closed to a case worker. Asked for are the
ids of the records ("kind": "OPEN_IDENTITY", "of": [...]); once it is granted,
read them with --permit ID. Each record that is opened is a use. None is needed
for a case that you follow or stand in for, nor for one that you began and that
nobody follows yet.

Whom a search looks for goes in the file, and is kept as a keyed hash only: who
decides goes by the reason, which is kept sealed. Then search for exactly the
same (ruggensteun suspect search, ruggensteun person search).

  ruggensteun permit request --example > request.json
  ruggensteun permit request request.json --as case-worker@GEM-ROTTERDAM
  ruggensteun incident show ID --permit PERMIT --as case-worker@GEM-ROTTERDAM
  ruggensteun permit grant ID --hours 4 --uses 2 --as registrar@GEM-ROTTERDAM
`

func (p *program) permit(ctx context.Context, args []string) error {
	f, w := p.asking("permit", permitUsage)
	fields := bodyFields{}
	fields.number(f, "hours", "with grant: `NUMBER` of hours that it holds, 1 to 24")
	fields.number(f, "uses", "with grant: `NUMBER` of times that it may be used, 1 to 10")
	t := things{command: "permit", path: "/v1/permits", noun: "permit", actions: permitActions, fields: fields, page: permitFields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	if *t.example || append(rest, "")[0] != list {
		return p.act(ctx, *w, t, rest)
	}
	if err := noMore(rest[1:]); err != nil {
		return err
	}
	return p.withCaller(ctx, *w, func(c *caller) error { return p.listPermits(ctx, c, l, *t.asJSON) })
}

var permitFields = []shownPart{
	of("id", "Toestemming", "Permit"),
	of("version", "Versie", "Version"),
	coded("kind", "Waarvoor", "For", wordsOf(permitWords)),
	coded("standing", "Stand", "Standing", wordsOf(permitWords)),
	of("by", "Gevraagd door", "Asked by"),
	asUnit(of("role", "", "")),
	of("purpose", "Doel", "Purpose"),
	of("asked_at", "Gevraagd op", "Asked at"),
	of("own", "Zelf gevraagd", "Your own"),
	of("reason", "Reden", "Reason", of("text", "", ""), of("state", "", "")),
	of("decided", "Besloten door", "Decided by", of("by", "", ""), of("role", "", ""), of("at", "op", "at"), of("reason", "reden", "reason", of("text", "", ""), of("state", "", ""))),
	of("until", "Geldt tot", "Holds until"),
	of("granted_uses", "Keren toegestaan", "Uses granted"),
	of("uses_left", "Keren over", "Uses left"),
	of("uses", "Gebruikt", "Used", of("number", "", ""), of("at", "op", "at"), of("found", "gevonden", "found")),
	of("withdrawn", "Ingetrokken door", "Withdrawn by", of("by", "", ""), of("at", "op", "at"), of("reason", "reden", "reason", of("text", "", ""), of("state", "", ""))),
}

// wordsOf lets a page say words that are in no list of codes, because nothing is counted by them.
func wordsOf(words map[string]figures.Text) (l codes.List) {
	for _, code := range slices.Sorted(maps.Keys(words)) {
		l.Codes = append(l.Codes, codes.Entry{Code: codes.Code(code), NL: words[code].NL, EN: words[code].EN})
	}
	return l
}

// permitWords are what stands in a list of permits, for people.
var permitWords = map[string]figures.Text{
	"SEARCH_PERSONS": {NL: "medewerker zoeken", EN: "search for a worker"}, "SEARCH_SUSPECTS": {NL: "verdachte zoeken", EN: "search for a suspect"},
	"OPEN_IDENTITY": {NL: "zien wie het is", EN: "see who it is"},
	"WAITING":       {NL: "wacht op een tweede persoon", EN: "waits for a second person"}, "HOLDS": {NL: "geldt", EN: "holds"}, "REFUSED": {NL: "geweigerd", EN: "refused"},
	"USED_UP": {NL: "opgebruikt", EN: "used up"}, "LAPSED": {NL: "verlopen", EN: "lapsed"}, "WITHDRAWN": {NL: "ingetrokken", EN: "withdrawn"},
}

func (p *program) listPermits(ctx context.Context, c *caller, l figures.Language, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, "/v1/permits", nil, l, true)
	}
	var all struct {
		Permits []struct {
			ID, Kind, Standing, Role string
			AskedAt                  time.Time `json:"asked_at"`
			UsesLeft                 int       `json:"uses_left"`
			Own                      bool
		}
	}
	if _, err := c.call(ctx, http.MethodGet, "/v1/permits", nil, nil, &all); err != nil {
		return err
	}
	if len(all.Permits) == 0 {
		_, err := fmt.Fprintln(p.out, figures.Text{NL: "Er zijn geen toestemmingen gevraagd.", EN: "No permits were asked for."}.In(l))
		return err
	}
	var heading []string
	for _, h := range []figures.Text{{NL: "TOESTEMMING", EN: "PERMIT"}, {NL: "GEVRAAGD", EN: "ASKED"}, {NL: "DOOR", EN: "BY"}, {NL: "WAARVOOR", EN: "FOR"}, {NL: "STAND", EN: "STANDING"}, {NL: "OVER", EN: "LEFT"}} {
		heading = append(heading, h.In(l))
	}
	rows := [][]string{heading}
	for _, one := range all.Permits {
		who := one.Role
		if one.Own {
			who += figures.Text{NL: " (u)", EN: " (you)"}.In(l)
		}
		rows = append(rows, []string{one.ID, one.AskedAt.Local().Format("2006-01-02 15:04"), who, permitWords[one.Kind].In(l), permitWords[one.Standing].In(l), strconv.Itoa(one.UsesLeft)})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

// searchAction finds somebody with a permit; whom is in the file.
const searchAction = "search"

// search asks for one, and prints who was found.
func (p *program) search(ctx context.Context, w where, t things, words []string) error {
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	if len(words) != 1 {
		return wrongUsage("give one file with whom you look for and your permit, or - for standard input; --example prints one")
	}
	body, err := bodyFields{}.body(p, words)
	if err != nil {
		return err
	}
	return p.withCaller(ctx, w, func(c *caller) error {
		var raw json.RawMessage
		if _, err := c.call(ctx, http.MethodPost, t.path+"/search", nil, body, &raw); err != nil {
			return err
		}
		if *t.asJSON {
			_, err := fmt.Fprintf(p.out, "%s\n", raw)
			return err
		}
		return p.printFound(raw, l)
	})
}

func (p *program) printFound(raw json.RawMessage, l figures.Language) error {
	var page struct {
		Found    []struct{ ID, Kind string }
		More     bool
		UsesLeft int `json:"uses_left"`
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("read who was found: %w", err)
	}
	say := func(nl, en string) { fmt.Fprintln(p.out, figures.Text{NL: nl, EN: en}.In(l)) }
	for _, one := range page.Found {
		kind := map[string]figures.Text{"WORKER": {NL: "medewerker", EN: "worker"}, "SUSPECT": {NL: "verdachte", EN: "suspect"}}[one.Kind]
		say(one.ID+"  "+kind.NL, one.ID+"  "+kind.EN)
	}
	if len(page.Found) == 0 {
		say("Niemand gevonden die precies zo heet.", "Nobody was found who is called exactly so.")
	}
	if page.More {
		say("Er zijn er meer: zoek preciezer, met een nieuwe toestemming.", "There are more: search more exactly, with a new permit.")
	}
	say(fmt.Sprintf("Vastgelegd. Deze toestemming kan nog %d keer gebruikt worden.", page.UsesLeft), fmt.Sprintf("Recorded. This permit can be used %d more times.", page.UsesLeft))
	return nil
}
