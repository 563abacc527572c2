package main

import (
	"context"
	"net/url"

	domain "ruggensteun/domain/hold"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

var holdActions = []action{
	{list, "", "", "what is not erased for a while: on which ground, until when"},
	{"place", "", "placeHold", "keep a record, or a person, from being erased until a day"},
	{"renew", "/renewal", "renewHold", "let it last longer, again with a reason"},
	{"lift", "/lifting", "liftHold", "end it, with the reason"},
}

var holdUsage = `hold ACTION [options] [FILE]

Actions:
` + actionsHelp(holdActions) + `
While a hold lasts nothing of it is erased: not when its period has passed, and
not when somebody asks. Who asks is told that there is a hold, and never why. A
record that is held keeps who is in it. Every hold has an end, a year ahead at
most; ID is its id. Grounds: CLAIM (a legal claim), PROSECUTION (police, OM or a
court asked), RESTRICTION (the person asked, AVG 18), REQUEST (somebody asked to
see what is kept) and AUDIT. Why is sealed with what is held, and forgotten with
it; it goes in the file: a command line can be read by everybody on the machine.

  ruggensteun hold list --as privacy-officer@GEM-ROTTERDAM
  ruggensteun hold place --example > hold.json
  ruggensteun hold place hold.json --as privacy-officer@GEM-ROTTERDAM
  ruggensteun hold lift ID lift.json --as privacy-officer@GEM-ROTTERDAM
`

func (p *program) hold(ctx context.Context, args []string) error {
	f, w := p.asking("hold", holdUsage)
	ended := f.Bool("ended", false, "with list: those that hold no more as well")
	fields := bodyFields{}
	fields.text(f, "kind", "with place: `KIND` of record: INCIDENT, WORKER, SUSPECT, CASE, …")
	fields.text(f, "of", "with place: the `ID` of the record, or the pseudonym")
	fields.text(f, "ground", "with place: `GROUND` on which it is kept")
	fields.text(f, "until", "with place and renew: the last `DAY` on which it holds")
	t := things{command: "hold", path: "/v1/holds", noun: "hold", actions: holdActions, fields: fields}
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
	path := "/v1/holds"
	if *ended {
		path += "?" + url.Values{"ended": {"true"}}.Encode()
	}
	return p.withCaller(ctx, *w, func(c *caller) error { return p.listHolds(ctx, c, path, l, *t.asJSON) })
}

func (p *program) listHolds(ctx context.Context, c *caller, path string, l figures.Language, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, path, nil, l, true)
	}
	var all struct {
		Holds []struct {
			ID     string
			Kind   retention.Kind
			Of     string
			Ground domain.Ground
			Reason string
			Until  string
			Holds  bool
		}
	}
	if _, err := c.call(ctx, "GET", path, nil, nil, &all); err != nil {
		return err
	}
	if len(all.Holds) == 0 {
		p.say(l, "Er wordt niets vastgehouden.", "Nothing is held.")
		return nil
	}
	rows := [][]string{headings(l, "VASTHOUDING", "HOLD", "SOORT", "KIND", "VAN", "OF", "GROND", "GROUND", "DUUR", "LASTS", "REDEN", "REASON")}
	for _, h := range all.Holds {
		state := figures.Text{NL: "tot en met ", EN: "through "}.In(l) + h.Until
		if !h.Holds {
			state = figures.Text{NL: "geëindigd", EN: "ended"}.In(l)
		}
		rows = append(rows, []string{h.ID, string(h.Kind), h.Of, figures.Text(h.Ground.Name()).In(l), state, h.Reason})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
