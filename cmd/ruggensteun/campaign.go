package main

import (
	"context"

	"ruggensteun/projections/figures"
)

var campaignActions = []action{
	{list, "", "", "those of your employer and of the country"},
	{"mark", "", "markCampaign", "mark days on which something about registering changed"},
	{"withdraw", "/withdrawal", "withdrawCampaign", "take back one that was marked by mistake"},
}

var campaignUsage = `campaign ACTION [options] [FILE]

Actions:
` + actionsHelp(campaignActions) + `
What is told more readily is not what happened more often. "view trend" shows a
mark at its month, and says that an effect on reporting is possible. A registrar
marks days of the employer, an analyst or the operator those of the country.
--kind CAMPAIGN called for reporting; FORM is another form, system or
definition, from its first day on.

  ruggensteun campaign mark --kind CAMPAIGN --name-nl "Meld het" \
      --name-en "Report it" --from 2026-06-01 --through 2026-06-30 \
      --as registrar@GEM-ROTTERDAM
  ruggensteun campaign list --as analyst
`

func (p *program) campaign(ctx context.Context, args []string) error {
	f, w := p.asking("campaign", campaignUsage)
	fields := bodyFields{}
	fields.text(f, "kind", "with mark: `KIND` is CAMPAIGN or FORM")
	fields.nested(f, "name-nl", "name", "nl", "with mark: what it is called, `WORDS` in Dutch")
	fields.nested(f, "name-en", "name", "en", "with mark: the same in English")
	fields.text(f, "from", "with mark: the first `DAY`: 2026-06-01")
	fields.text(f, "through", "with mark: the last `DAY`; one day unless given")
	t := things{command: "campaign", path: "/v1/campaigns", noun: "campaign", actions: campaignActions, fields: fields}
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
	return p.withCaller(ctx, *w, func(c *caller) error { return p.listCampaigns(ctx, c, l, *t.asJSON) })
}

func (p *program) listCampaigns(ctx context.Context, c *caller, l figures.Language, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, "/v1/campaigns", nil, l, true)
	}
	var all struct {
		Campaigns []struct {
			ID, Kind, From, Through, Employer string
			Name                              figures.Text
		}
	}
	if _, err := c.call(ctx, "GET", "/v1/campaigns", nil, nil, &all); err != nil {
		return err
	}
	var rows [][]string
	for _, m := range all.Campaigns {
		where := figures.Text{NL: "eigen", EN: "own"}
		if m.Employer == "" {
			where = figures.Text{NL: "landelijk", EN: "country"}
		}
		rows = append(rows, []string{m.ID, m.Kind, m.From, m.Through, where.In(l), m.Name.In(l)})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
