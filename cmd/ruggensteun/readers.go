package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

const readersUsage = `readers KIND ID --on DAY [options]

Answers who could see a record on a day, and who did: by the rules of access of
that day, by who was known to hold which role then, and by what was recorded
when it was read or changed. Operators who acted in some role at the terminal
and the logins of the database stand in the same answer. Actors are opaque: the
employer knows who they are.

KIND is incident, suspect, case, aangifte, aftercare or notice. Only the privacy
officer of the employer that owns the record may ask. The asking is recorded.

  ruggensteun readers incident 0199aaaa-0000-7000-8000-000000000013 \
    --on 2026-05-03 --as privacy-officer@GEM-ROTTERDAM
`

func (p *program) readers(ctx context.Context, args []string) error {
	f, w := p.asking("readers", readersUsage)
	on := f.String("on", "", "`DAY` that is asked about, as 2026-05-03")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) != 2 || *on == "" {
		return wrongUsage("say which record and which day: readers incident ID --on 2026-05-03")
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	path := fmt.Sprintf("/v1/records/%s/%s/readers?on=%s", url.PathEscape(rest[0]), url.PathEscape(rest[1]), url.QueryEscape(*on))
	return p.withCaller(ctx, *w, func(c *caller) error { return p.showReaders(ctx, c, path, l, *asJSON) })
}

// seenBy is the answer as the interface gives it.
type seenBy struct {
	Kind, On, Zone string
	Notice         figures.Text
	Rules          []struct {
		Since time.Time
		Hash  string
	}
	Could []could
	Roles []struct {
		Role string
		Held int
		Why  []ground
	}
	Did      []did
	Database []struct {
		Login     string
		Superuser bool
		As        []string
	}
}

type could struct {
	Actor, Role      string
	Own, Did         bool
	Since, Confirmed time.Time
	Until            *time.Time
	Why              []ground
}

type did struct {
	At                                  time.Time
	Actor, Role, Purpose, What, Channel string
	Changed                             bool
	Fields                              []string
}

type ground struct{ Action, Why string }

func (p *program) showReaders(ctx context.Context, c *caller, path string, l figures.Language, asJSON bool) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var s seenBy
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("read who saw it: %w", err)
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return err
	}
	if s.Notice.EN != "" {
		fmt.Fprintf(p.out, "%s\n\n", s.Notice.In(l))
	}
	p.printRules(s, zone, l)
	if err := p.printCould(s, zone, l); err != nil {
		return err
	}
	if err := p.printDid(s, zone, l); err != nil {
		return err
	}
	return p.printLogins(s, l)
}

func (p *program) say(l figures.Language, nl, en string) {
	fmt.Fprintln(p.out, figures.Text{NL: nl, EN: en}.In(l))
}

func (p *program) printRules(s seenBy, zone *time.Location, l figures.Language) {
	if len(s.Rules) == 0 {
		p.say(l, "Van deze dag is niet bewaard welke regels golden: wie het kon zien is niet te zeggen.", "The rules of this day were not kept: who could see it cannot be said.")
	}
	for _, r := range s.Rules {
		p.say(l, fmt.Sprintf("Regels %.12s, sinds %s.", r.Hash, r.Since.In(zone).Format("2006-01-02 15:04")), fmt.Sprintf("Rules %.12s, since %s.", r.Hash, r.Since.In(zone).Format("2006-01-02 15:04")))
	}
}

func (p *program) printCould(s seenBy, zone *time.Location, l figures.Language) error {
	saw := 0
	rows := [][]string{headings(l, "WIE", "WHO", "ROL", "ROLE", "SINDS", "SINCE", "LAATST GEZEGD", "SAID LAST", "ZAG HET", "DID")}
	for _, c := range s.Could {
		yes := "-"
		if c.Did {
			yes, saw = figures.Text{NL: "ja", EN: "yes"}.In(l), saw+1
		}
		rows = append(rows, []string{c.Actor, roleInWords(c.Role, l), c.Since.In(zone).Format(time.DateOnly), c.Confirmed.In(zone).Format(time.DateOnly), yes})
	}
	fmt.Fprintln(p.out)
	p.say(l, fmt.Sprintf("Op %s konden %d het zien, en %d van hen deden het.", s.On, len(s.Could), saw), fmt.Sprintf("On %s %d could see it, and %d of them did.", s.On, len(s.Could), saw))
	if n := s.others(); n > 0 {
		p.say(l, fmt.Sprintf("Nog %d lazen of wijzigden het, van wie die dag geen rol bekend was: verzonnen door een demonstratie, of door een programma gedaan.", n),
			fmt.Sprintf("%d more read or changed it, of whom no role was known that day: made up by a demonstration, or done by a program.", n))
	}
	if len(s.Could) > 0 {
		if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil {
			return err
		}
	}
	fmt.Fprintln(p.out)
	p.say(l, "Rollen die het tonen, en waarom:", "Roles that show it, and why:")
	for _, r := range s.Roles {
		var why []string
		for _, g := range r.Why {
			if one := reasonInWords(g.Why, l); !slices.Contains(why, one) {
				why = append(why, one)
			}
		}
		fmt.Fprintf(p.out, "  %s (%d): %s\n", roleInWords(r.Role, l), r.Held, strings.Join(why, "; "))
	}
	return nil
}

func (p *program) printDid(s seenBy, zone *time.Location, l figures.Language) error {
	fmt.Fprintln(p.out)
	if len(s.Did) == 0 {
		p.say(l, "Niemand las of wijzigde het die dag.", "Nobody read or changed it that day.")
		return nil
	}
	rows := [][]string{headings(l, "OM", "AT", "WIE", "WHO", "ROL", "ROLE", "DOEL", "PURPOSE", "WAT", "WHAT", "GEOPEND", "OPENED")}
	for _, d := range s.Did {
		rows = append(rows, []string{d.At.In(zone).Format("15:04:05"), d.Actor, actingAs(d.Role, d.Channel, l), d.Purpose, doneInWords(d.What, d.Changed, l), strings.Join(d.Fields, ", ")})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

// actingAs is a role, and that whoever keeps the machine took it: who sits at the terminal may act in
// any role, and nobody but him came through that door.
func actingAs(role, channel string, l figures.Language) string {
	if channel != terminalChannel || role == string(access.Operator) {
		return roleInWords(role, l)
	}
	return figures.Text{NL: "beheerder als ", EN: "operator acting as "}.In(l) + roleInWords(role, l)
}

func (p *program) printLogins(s seenBy, l figures.Language) error {
	fmt.Fprintln(p.out)
	p.say(l, "Logins van de database, buiten alle regels om (wat versleuteld is blijft dicht zonder het sleutelbestand):", "Logins of the database, past every rule (what is sealed stays so without the key file):")
	for _, d := range s.Database {
		as := strings.Join(d.As, ", ")
		if d.Superuser {
			as = figures.Text{NL: "beheerder van de server", EN: "superuser of the server"}.In(l)
		}
		fmt.Fprintf(p.out, "  %s: %s\n", d.Login, as)
	}
	return nil
}

// headings are pairs of Dutch and English.
func headings(l figures.Language, pairs ...string) (row []string) {
	for pair := range slices.Chunk(pairs, 2) {
		row = append(row, figures.Text{NL: pair[0], EN: pair[1]}.In(l))
	}
	return row
}

// beginRules keeps by which rules is decided from now on, and whose word is taken.
func (s *store) beginRules(ctx context.Context, door string, trust []identity.Trust) error {
	list := []access.Speaks{}
	for _, t := range trust {
		speaks := access.Speaks{Issuer: t.Issuer, Employer: t.Employer}
		for _, given := range []map[string]access.Role{t.Roles, t.Systems} {
			for _, role := range given {
				if !slices.Contains(speaks.Roles, role) {
					speaks.Roles = append(speaks.Roles, role)
				}
			}
		}
		slices.Sort(speaks.Roles)
		list = append(list, speaks)
	}
	return postgres.OpenAccess(s.db).Begin(ctx, time.Now(), door, list)
}
