package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

const documentUsage = `document ACTION (--case ID | --incident ID) [options]

Actions:
  prepare KIND [FILE]  write a document of what is known: AANGIFTE,
                       LETTER_VICTIM, WARNING_LETTER or DAMAGES_CLAIM
  list                 what was written, and what was left blank
  open DOCUMENT        the document as PDF: --out FILE.pdf
  issue DOCUMENT       it goes out as it is
  withdraw DOCUMENT FILE  it counts no more, with the reason in FILE

What is not known stays blank on the paper and is listed: nothing is guessed.
FILE is JSON as the HTTP interface takes it (/v1/openapi.json): what to fill in
goes there and not on the command line, which everybody on the machine can
read. --example prints one. Which fields there are: ruggensteun template fields.

An aangifte has the employer's address and the worker behind a number; --named
puts the name in. It never has a home address, phone number, e-mail address or
BSN. What was taken out of free text is listed; that net has holes, so read the
document before it goes out.

A document is kept sealed. Once anybody or anything that it tells of is
forgotten, nobody can read it any more.

  ruggensteun document prepare AANGIFTE --incident ID --worker PERSON \
      --out aangifte.pdf
  ruggensteun document prepare LETTER_VICTIM --case ID --worker PERSON --lang EN
  ruggensteun document list --case ID --as case-worker@GEM-ROTTERDAM
  ruggensteun document open DOCUMENT --case ID --out brief.pdf
  ruggensteun document issue DOCUMENT --case ID --blanks
`

// documentAsk is what the command line of document asks.
type documentAsk struct {
	ofCase, ofIncident, out, key string
	asJSON, example              bool
	language                     string
	fields                       bodyFields
}

func (p *program) document(ctx context.Context, args []string) error {
	f, w := p.asking("document", documentUsage)
	ask := documentAsk{fields: bodyFields{}}
	f.StringVar(&ask.ofCase, "case", "", "`ID` of the case that it is about")
	f.StringVar(&ask.ofIncident, "incident", "", "`ID` of the incident that it is about")
	f.StringVar(&ask.out, "out", "", "with prepare and open: `FILE` to write the PDF to")
	f.StringVar(&ask.key, "key", "", "idempotency `KEY`: repeating a command with the same one records it once")
	f.BoolVar(&ask.asJSON, "json", false, "print the answer as JSON")
	f.BoolVar(&ask.example, "example", false, "print an example of what prepare takes, and do nothing")
	f.StringVar(&ask.language, "language", "nl", languageUsage)
	ask.fields.text(f, "worker", "with prepare: `PERSON` for whom or to whom it is")
	f.Func("lang", "with prepare: `CODE` of the language of the document: NL or EN", func(v string) error { ask.fields["language"] = strings.ToUpper(v); return nil })
	f.Func("template", "with prepare: `WHOSE` text: PROGRAM or EMPLOYER", func(v string) error { ask.fields["whose"] = strings.ToUpper(v); return nil })
	f.BoolFunc("named", "with prepare: an aangifte with the worker's name", func(string) error { ask.fields["named"] = true; return nil })
	f.BoolFunc("blanks", "with issue: also with blanks", func(string) error { ask.fields["blanks"] = true; return nil })
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	name, rest, err := actionOf("document", rest, "prepare", list, "open", "issue", "withdraw")
	if err != nil {
		return err
	}
	if ask.example {
		return p.printExample(action{name: name, example: map[string]string{"prepare": "prepareCaseDocument", "issue": "issueCaseDocument", "withdraw": "withdrawCaseDocument"}[name]})
	}
	path, err := ask.path()
	if err != nil {
		return err
	}
	return p.withCaller(ctx, *w, func(c *caller) error { return p.doDocument(ctx, c, ask, name, path, rest) })
}

func (ask documentAsk) path() (string, error) {
	switch {
	case ask.ofCase != "" && ask.ofIncident == "":
		return "/v1/cases/" + url.PathEscape(ask.ofCase) + "/documents", nil
	case ask.ofIncident != "" && ask.ofCase == "":
		return "/v1/incidents/" + url.PathEscape(ask.ofIncident) + "/documents", nil
	}
	return "", wrongUsage("say what it is about: --case ID or --incident ID")
}

func (p *program) doDocument(ctx context.Context, c *caller, ask documentAsk, name, path string, words []string) error {
	if name == list {
		if err := noMore(words); err != nil {
			return err
		}
		l, err := languageNamed(ask.language)
		if err != nil {
			return err
		}
		return p.show(ctx, c, path, documentFields, l, ask.asJSON)
	}
	what := map[bool]string{true: "the kind of document", false: "the document's id"}[name == "prepare"]
	word, words, err := oneWord(what, words)
	if err != nil {
		return err
	}
	switch name {
	case "prepare":
		ask.fields["kind"] = strings.ToUpper(word)
		return p.prepareDocument(ctx, c, ask, path, words)
	case "open":
		if err := noMore(words); err != nil {
			return err
		}
		return p.fetchDocument(ctx, c, path+"/"+url.PathEscape(word), ask.out)
	}
	below := map[string]string{"issue": "/issue", "withdraw": "/withdrawal"}[name]
	return p.send(ctx, c, path+"/"+url.PathEscape(word)+below, words, ask.fields, ask.key, ask.asJSON)
}

// prepared is what preparing answers.
type prepared struct {
	ID       string   `json:"id"`
	LeftOut  []string `json:"left_out"`
	Document struct {
		Missing []struct {
			Field string       `json:"field"`
			What  figures.Text `json:"what"`
		} `json:"missing"`
	} `json:"document"`
}

func (p *program) prepareDocument(ctx context.Context, c *caller, ask documentAsk, path string, files []string) error {
	body, err := ask.fields.body(p, files)
	if err != nil {
		return err
	}
	header := http.Header{}
	if ask.key != "" {
		header.Set("Idempotency-Key", ask.key)
	}
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodPost, path, header, body, &raw); err != nil {
		return err
	}
	var done prepared
	if err := json.Unmarshal(raw, &done); err != nil {
		return fmt.Errorf("read what was prepared: %w", err)
	}
	if ask.asJSON {
		fmt.Fprintf(p.out, "%s\n", raw)
	} else if err := p.tellPrepared(done, ask.language); err != nil {
		return err
	}
	if ask.out == "" {
		return nil
	}
	return p.fetchDocument(ctx, c, path+"/"+done.ID, ask.out)
}

func (p *program) tellPrepared(done prepared, language string) error {
	l, err := languageNamed(language)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "%s\n", done.ID)
	for _, m := range done.Document.Missing {
		fmt.Fprintf(p.out, "%s: %s (%s)\n", figures.Text{NL: "nog invullen", EN: "to be filled in"}.In(l), m.What.In(l), m.Field)
	}
	for _, what := range done.LeftOut {
		fmt.Fprintf(p.out, "%s: %s\n", figures.Text{NL: "weggelaten", EN: "left out"}.In(l), what)
	}
	return nil
}

// fetchDocument writes the PDF to a file of which only this account may read the content.
func (p *program) fetchDocument(ctx context.Context, c *caller, path, file string) error {
	if file == "" {
		return wrongUsage("say where the PDF goes: --out FILE.pdf")
	}
	content, err := c.fetch(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	return nil
}

// fetch is call for an answer that is no JSON.
func (c *caller) fetch(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://localhost"+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ask %s %s: %w", method, path, err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	got := &reply{header: http.Header{}, status: http.StatusOK}
	c.handler.ServeHTTP(got, r)
	if got.status >= 300 {
		return nil, got.problem()
	}
	return got.body.Bytes(), nil
}

var paperStates = codes.List{Codes: []codes.Entry{
	{Code: "draft", NL: "opgesteld", EN: "draft"}, {Code: "issued", NL: "uitgegeven", EN: "issued"},
	{Code: "withdrawn", NL: "ingetrokken", EN: "withdrawn"}, {Code: "forgotten", NL: "VERGETEN", EN: "FORGOTTEN"},
}}

var whoseTexts = codes.List{Codes: []codes.Entry{
	{Code: "PROGRAM", NL: "van het programma", EN: "of the program"}, {Code: "EMPLOYER", NL: "van de werkgever", EN: "of the employer"},
}}

var paperFields = []shownPart{
	coded("kind", "", "", codes.DocumentKind), coded("language", "", "", codes.DocumentLanguage), coded("state", "", "", paperStates), of("at", "op", "on"), of("who", "door", "by"),
	of("missing", "nog invullen", "to be filled in", of("what", "", ""), of("field", "", "")),
	of("worker", "medewerker", "worker"), coded("whose", "tekst", "text", whoseTexts), of("version", "versie", "version"), of("withdrawn", "ingetrokken", "withdrawn"),
	of("size", "bytes", "bytes"), hidden("hash"), of("id", "id", "id"),
}

var documentFields = []shownPart{of("documents", "Document", "Document", paperFields...)}
