package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/template"
	"ruggensteun/projections/figures"
)

const templateUsage = `template ACTION [options]

Actions:
  list                which texts there are, and which is chosen
  show KIND           the text that documents are made of: --lang
  fields KIND         what a text of this kind can have filled in
  preview FILE        your own text on paper, with every field blank and marked
                      as a sample: --out
  adopt FILE          documents are made of your own text from now on
  withdraw FILE       your own text is chosen no more
  letterhead FILE     where letters come from, and whom to turn to

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); --example prints
one to begin with. In a text a line is a heading (# or ##), an item (-), a row
(label :: text) or part of a paragraph; {field} stands for what is filled in.

  ruggensteun template show WARNING_LETTER --as registrar@GEM-ROTTERDAM
  ruggensteun template adopt --example > warning.json
  ruggensteun template preview warning.json --out preview.pdf \
      --as registrar@GEM-ROTTERDAM
  ruggensteun template adopt warning.json --as registrar@GEM-ROTTERDAM
`

// templateActions are those that take a file, with where it goes.
var templateActions = map[string]struct{ path, example string }{
	"adopt": {"/v1/templates", "adoptTemplate"}, "withdraw": {"/v1/templates/withdrawal", "withdrawTemplate"}, "letterhead": {"/v1/templates/letterhead", "setLetterhead"},
	"preview": {"/v1/templates/preview", "adoptTemplate"},
}

func (p *program) template(ctx context.Context, args []string) error {
	f, w := p.asking("template", templateUsage)
	fields, out, key, lang := bodyFields{}, "", "", "NL"
	fields.text(f, "employer", "`CODE` of the employer whose text it is")
	f.StringVar(&out, "out", "", "with preview: `FILE` to write the PDF to")
	f.StringVar(&key, "key", "", "idempotency `KEY`: repeating a command with the same one records it once")
	f.StringVar(&lang, "lang", "NL", "with show: `CODE` of the language of the text: NL or EN")
	example := f.Bool("example", false, "print an example of what the action takes, and do nothing")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	name, rest, err := actionOf("template", rest, list, show, "fields", "preview", "adopt", "withdraw", "letterhead")
	if err != nil {
		return err
	}
	a, sends := templateActions[name]
	switch {
	case *example:
		return p.printExample(action{name: name, example: a.example})
	case name == "fields":
		return p.templateFields(rest)
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		switch {
		case name == "preview":
			return p.previewTemplate(ctx, c, fields, rest, out)
		case sends:
			return p.send(ctx, c, a.path, rest, fields, key, *asJSON)
		}
		return p.showTemplates(ctx, c, fields, name, rest, strings.ToUpper(lang), *asJSON)
	})
}

func (p *program) previewTemplate(ctx context.Context, c *caller, fields bodyFields, files []string, out string) error {
	if out == "" {
		return wrongUsage("say where the PDF goes: --out FILE.pdf")
	}
	body, err := fields.body(p, files)
	if err != nil {
		return err
	}
	content, err := c.fetch(ctx, http.MethodPost, "/v1/templates/preview", body)
	if err != nil {
		return err
	}
	return os.WriteFile(out, content, 0o600)
}

func (p *program) templateFields(words []string) error {
	kind, words, err := oneWord("the kind of document", words)
	if err != nil {
		return err
	}
	if err := noMore(words); err != nil {
		return err
	}
	all := template.FieldsOf(codes.Code(strings.ToUpper(kind)))
	if len(all) == 0 {
		return wrongUsage("there is no such kind of document: AANGIFTE, LETTER_VICTIM, WARNING_LETTER or DAMAGES_CLAIM")
	}
	var rows [][]string
	for _, f := range all {
		rows = append(rows, []string{"{" + f.Name + "}", f.NL, f.EN})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

// templatesShown is the answer about templates.
type templatesShown struct {
	Templates []struct {
		Whose, Kind, Language string
		Version               int
		Chosen, Withdrawn     bool
		Title, Body           string
	}
}

func (p *program) showTemplates(ctx context.Context, c *caller, fields bodyFields, name string, words []string, lang string, asJSON bool) error {
	kind := ""
	if name == show {
		var err error
		if kind, words, err = oneWord("the kind of document", words); err != nil {
			return err
		}
	}
	if err := noMore(words); err != nil {
		return err
	}
	path := "/v1/templates"
	if code, is := fields["employer"].(string); is {
		path += "?employer=" + code
	}
	if asJSON {
		return p.show(ctx, c, path, nil, figures.Dutch, true)
	}
	var all templatesShown
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &all); err != nil {
		return err
	}
	return p.printTemplates(all, strings.ToUpper(kind), lang)
}

// printTemplates prints the chosen text of a kind, or one line for each text.
func (p *program) printTemplates(all templatesShown, kind, lang string) error {
	var rows [][]string
	for _, t := range all.Templates {
		state := map[bool]string{true: "gekozen / chosen"}[t.Chosen]
		if t.Withdrawn {
			state = "ingetrokken / withdrawn"
		}
		rows = append(rows, []string{t.Kind, t.Language, t.Whose, fmt.Sprint(t.Version), t.Title, state})
		if kind == t.Kind && lang == t.Language && t.Chosen {
			_, err := fmt.Fprintf(p.out, "%s\n\n%s\n", t.Title, t.Body)
			return err
		}
	}
	if kind != "" {
		return wrongUsage("there is no text for this kind and language; `ruggensteun template list` names all")
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
