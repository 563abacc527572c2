package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/projections/figures"
)

const taskAction = "task"

var codingActions = []action{
	{list, "", "", "samples of your employer, and what came of them"},
	{show, "", "", "how it was drawn, how far it is, and kappa of each list once it is closed"},
	{"draw", "", "drawSample", "draw incidents by a seed"},
	{taskAction, "", "", "read the next incident that you can code, without its codes"},
	{"answer", "/answers", "codeSample", "code the item of a task"},
	{"close", "/closing", "closeSample", "end the coding and count"},
}

var codingUsage = `coding ACTION [options] [FILE]

Actions:
` + actionsHelp(codingActions) + `
How far can codes be trusted? A registrar draws a sample. Somebody else, who
recorded nothing of an incident, reads its words and codes it once more without
seeing how it was coded. Cohen's kappa says how often both chose the same,
beyond chance. It then stands below every figure by that list.

With 100 incidents a kappa of about 0.6 is known to 0.16 either way, with 200 to
0.11, with 400 to 0.08. Lists: behaviour, means, location-type, occasion,
discrimination-ground, deployment, reach, phase, trigger, amplifier, measure.

  ruggensteun coding draw --size 200 --lists behaviour,trigger \
      --from 2026-01-01 --as registrar@GEM-ROTTERDAM
  ruggensteun coding task ID --as case-worker@GEM-ROTTERDAM
  ruggensteun coding answer ID --item 7 --code behaviour=SPIT,HIT \
      --code trigger=TR_FINE --as case-worker@GEM-ROTTERDAM
  ruggensteun coding close ID --as registrar@GEM-ROTTERDAM

Where the words do not tell, the answer is UNKNOWN. Until the sample is closed
an answer can be given again.
`

func (p *program) coding(ctx context.Context, args []string) error {
	f, w := p.asking("coding", codingUsage)
	fields := bodyFields{}
	fields.text(f, "employer", "with draw and list: `CODE` of the employer")
	fields.number(f, "size", "with draw: `NUMBER` of incidents, 2 to 1000")
	fields.list(f, "lists", "lists", "with draw: `NAMES` of the lists that are tested")
	fields.text(f, "from", "with draw: first `DAY` on which they happened")
	fields.text(f, "through", "with draw: last such `DAY`")
	fields.text(f, "seed", "with draw: any `WORD`; it draws the same ones again")
	fields.number(f, "item", "with answer: `NUMBER` of the task")
	f.Func("code", "with answer: `LIST=CODES`; once for each list", fields.answer)
	t := things{command: "coding", path: "/v1/coding-samples", noun: "sample", actions: codingActions, fields: fields, page: sampleFields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	switch action := append(rest, "")[0]; {
	case *t.example || !slices.Contains([]string{list, taskAction, "draw"}, action):
		return p.act(ctx, *w, t, rest)
	case action == list:
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.listSamples(ctx, c, fields, l, *t.asJSON) })
	case action == taskAction:
		id, err := onlyWord("the sample's id", rest[1:])
		if err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error {
			return p.show(ctx, c, t.path+"/"+url.PathEscape(id)+"/task", taskFields, l, *t.asJSON)
		})
	}
	// What can be drawn is what the read models know.
	return p.withFigures(ctx, *w, func(c *caller) error { return p.send(ctx, c, t.path, rest[1:], fields, *t.key, *t.asJSON) })
}

// number takes a whole number.
func (b bodyFields) number(f *flag.FlagSet, name, usage string) {
	f.Func(name, usage, func(value string) error {
		n, err := strconv.Atoi(value)
		if err != nil {
			return errors.New("give a whole number")
		}
		b[name] = n
		return nil
	})
}

// answer takes LIST=CODE,CODE.
func (b bodyFields) answer(value string) error {
	name, chosen, found := strings.Cut(value, "=")
	if !found || name == "" || chosen == "" {
		return errors.New("write it as LIST=CODE,CODE, e.g. behaviour=SPIT,HIT")
	}
	all, _ := b["answers"].([]map[string]any)
	b["answers"] = append(all, map[string]any{"list": name, "codes": strings.Split(chosen, ",")})
	return nil
}

var sampleFields = []shownPart{
	of("id", "Steekproef", "Sample"),
	of("version", "Versie", "Version"),
	of("drawn_at", "Getrokken", "Drawn"),
	of("size", "Omvang", "Size"),
	of("of", "Uit", "Out of"),
	of("from", "Gebeurd vanaf", "Happened from"),
	of("through", "Gebeurd tot en met", "Happened through"),
	of("lists", "Lijsten", "Lists"),
	of("seed", "Zaad", "Seed"),
	of("as_of", "Stand van positie", "As of position"),
	of("coded", "Gecodeerd", "Coded"),
	of("advice", "Nauwkeurigheid", "Precision"),
	of("closed", "Gesloten", "Closed"),
	of("left_out", "Weggelaten", "Left out", of("why", "", ""), of("n", "", "")),
	of("results", "Uitkomst", "Result",
		of("list", "", ""), of("said", "", ""), hidden("pairs"), hidden("same"), hidden("missing"), hidden("kappa"), hidden("lower"), hidden("upper"),
		of("codes", "per antwoord", "by answer", of("answer", "", ""), of("first", "eerste", "first"), of("second", "tweede", "second"), of("both", "beiden", "both"), hidden("share")),
		of("apart", "uiteen", "apart", of("first", "", ""), of("second", "tegenover", "against"), of("n", "keer", "times"))),
}

var taskFields = []shownPart{
	hidden("sample"),
	of("nothing", "Geen taak", "No task"),
	of("item", "Opgave", "Item"),
	of("open", "Nog te coderen", "Left to code"),
	of("occurred", "Gebeurd", "Happened"),
	of("gemeente", "Gemeente", "Gemeente"),
	of("professions", "Beroep", "Profession"),
	of("told", "Verteld", "Told"),
	of("lists", "Kies uit", "Choose from", of("name", "", ""), hidden("title"), of("asks", "", "")),
}

func (p *program) listSamples(ctx context.Context, c *caller, fields bodyFields, l figures.Language, asJSON bool) error {
	path := "/v1/coding-samples"
	if code, said := fields["employer"].(string); said {
		path += "?employer=" + url.QueryEscape(code)
	}
	if asJSON {
		return p.show(ctx, c, path, nil, l, true)
	}
	var all struct {
		Samples []struct {
			ID, Closed string
			Size       int
			Lists      []string
			Results    []struct {
				List string
				Said figures.Text
			}
		}
		Notice *figures.Text
	}
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &all); err != nil {
		return err
	}
	if all.Notice != nil {
		fmt.Fprintf(p.out, "%s\n\n", all.Notice.In(l))
	}
	var rows [][]string
	for _, s := range all.Samples {
		state := figures.Text{NL: "open", EN: "open"}.In(l)
		if s.Closed != "" {
			state = figures.Text{NL: "gesloten ", EN: "closed "}.In(l) + s.Closed
		}
		rows = append(rows, []string{s.ID, fmt.Sprint(s.Size), state, strings.Join(s.Lists, ", ")})
		for _, r := range s.Results {
			rows = append(rows, []string{"", "", r.List, r.Said.In(l)})
		}
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
