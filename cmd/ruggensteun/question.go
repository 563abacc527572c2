package main

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"ruggensteun/projections/figures"
)

const askAction = "ask"

var questionActions = []action{
	{list, "", "", "those of your employer, and of everybody"},
	{askAction, "", "", "answer it within the rights of whoever asks"},
	{"save", "", "saveQuestion", "keep a question under a name"},
	{"rename", "/name", "renameQuestion", "call it otherwise; its id stays"},
	{"drop", "/removal", "dropQuestion", "keep it no more"},
}

var questionUsage = `question ACTION [options] [FILE]

Actions:
` + actionsHelp(questionActions) + `
A question is kept in its text, as every answer repeats it, and never with an
answer: whoever is handed its id is answered with what he may see himself.

  ruggensteun question save --name-nl "Ambulance per uur" \
      --name-en "Ambulance by hour" \
      --question "incident by hour where profession=AMB" \
      --as registrar@GEM-ROTTERDAM
  ruggensteun question ask ID --as analyst --as-of 2026-12-01T00:00:00+01:00
  ruggensteun question ask ID --format xlsx --output uren.xlsx
`

func (p *program) question(ctx context.Context, args []string) error {
	f, w := p.asking("question", questionUsage)
	fields, query := bodyFields{}, url.Values{}
	fields.nested(f, "name-nl", "name", "nl", "with save and rename: what it is called, `WORDS` in Dutch")
	fields.nested(f, "name-en", "name", "en", "with save and rename: the same in English")
	fields.text(f, "question", "with save: the `QUESTION` in its text")
	for name, option := range map[string]string{"viewer": "viewer", "asOf": "as-of"} {
		f.Func(option, map[string]string{"viewer": "with ask: what `WHO` would see: analyst or public", "as-of": "with ask: as known then: a position in the log, or a `TIME` with its offset"}[option],
			func(value string) error { query.Set(name, value); return nil })
	}
	format := f.String("format", "table", "with ask: `FORMAT`: table, csv, json, xlsx, open-data or svg")
	output := f.String("output", "", "with ask: new `FILE` to keep it in, for csv, xlsx and open-data")
	t := things{command: "question", path: "/v1/questions", noun: "question", actions: questionActions, fields: fields}
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
	case *t.example || !slices.Contains([]string{list, askAction}, action):
		return p.act(ctx, *w, t, rest)
	case action == list:
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.listQuestions(ctx, c, l, *t.asJSON) })
	}
	id, err := onlyWord("the question's id", rest[1:])
	if err != nil {
		return err
	}
	road := "/v1/questions/" + url.PathEscape(id)
	switch {
	case isFile(*format):
		return p.takeOut(ctx, *w, road, query, *format, *t.language, *output)
	case *output != "":
		return wrongUsage("--output keeps a file of an answer: say --format csv, xlsx or open-data")
	case *format == picture:
		return p.picture(ctx, *w, road, query, *t.language, false, false)
	}
	write, err := writerOf(*format, l, false)
	if err != nil {
		return err
	}
	return p.withFigures(ctx, *w, func(c *caller) error {
		var asked struct{ Answer figures.Answer }
		if _, err := c.call(ctx, http.MethodGet, road+"?"+query.Encode(), nil, nil, &asked); err != nil {
			return err
		}
		return write(p, asked.Answer)
	})
}

func (p *program) listQuestions(ctx context.Context, c *caller, l figures.Language, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, "/v1/questions", nil, l, true)
	}
	var all struct {
		Questions []struct {
			ID, Question string
			Name         figures.Text
		}
	}
	if _, err := c.call(ctx, http.MethodGet, "/v1/questions", nil, nil, &all); err != nil {
		return err
	}
	var rows [][]string
	for _, q := range all.Questions {
		rows = append(rows, []string{q.ID, q.Name.In(l), q.Question})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
