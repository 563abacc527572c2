package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

const checkAction = "check"

var releaseActions = []action{
	{list, "", "", "all releases: prepared, published and withdrawn"},
	{show, "", "", "what it is of, what was said about it and what became of it"},
	{checkAction, "/check", "", "answer it anew, compare with what was printed and with all others"},
	{"prepare", "", "prepareRelease", "answer questions as of a month end and keep what is printed"},
	{"explain", "/explanations", "explainRelease", "say how your figures in it are to be read, or --nothing"},
	{"publish", "/publication", "publishRelease", "let it go out"},
	{"withdraw", "/withdrawal", "withdrawRelease", "take it back, with the reason; what was printed stays"},
}

var releaseUsage = `release ACTION [options] [FILE]

Actions:
` + actionsHelp(releaseActions) + `
An analyst prepares a release: questions in their text, answered as of the end
of a month as the public (or analysts) may see them. The employers whose figures
stand apart in it have ten working days to explain them. Then it goes out,
unless an earlier release printed another number for the same cell and month.
Whatever is in the way is named, with what would be accepted.

  ruggensteun release prepare --viewer public --title-nl "Eerste kwartaal" \
      --title-en "First quarter" --question "incident by region in 2026-Q1" \
      --as analyst
  ruggensteun release explain ID --text "Meldcampagne in maart." \
      --as registrar@GEM-ROTTERDAM
  ruggensteun release publish ID --as analyst
  ruggensteun release check ID --as analyst
  ruggensteun cite HASH

What was printed is kept byte for byte, and cited by its hash. check answers
every question anew from what was recorded by then, without looking at what was
printed, and says what differs and why; it ends with 1 when something does.
`

// release acts on releases; those that answer questions count first.
func (p *program) release(ctx context.Context, args []string) error {
	f, w := p.asking("release", releaseUsage)
	fields := bodyFields{}
	fields.nested(f, "title-nl", "title", "nl", "with prepare: what it is called, `WORDS` in Dutch")
	fields.nested(f, "title-en", "title", "en", "with prepare: the same in English")
	fields.text(f, "viewer", "with prepare: `WHO` it is for: analyst or public")
	fields.repeated(f, "question", "questions", "with prepare: `QUESTION` in its text; repeat for more")
	fields.named(f, "as-of", "as_of", "with prepare: the month end, a position or a `TIME` (default: the last one)")
	fields.list(f, "concerned", "concerned", "with prepare: `CODES` of employers to be heard besides")
	fields.text(f, "employer", "with explain: `CODE` of the employer")
	fields.text(f, "unit", "with explain: `CODE` of the unit whose figures it is about")
	fields.text(f, "text", "with explain: `WORDS` that go out with the figures, and name nobody")
	fields.flag(f, "nothing", "with explain: there is nothing to say")
	fields.text(f, "early", "with publish: `WORDS`, why it does not wait")
	fields.text(f, "accepted", "with publish: `WORDS`, why what was found is accepted")
	fields.text(f, "reason", "with withdraw: `WORDS`, why nobody should rely on it")
	fields.named(f, "replaced-by", "replaced_by", "with withdraw: `ID` of the release to use instead")
	state := f.String("state", "", "with list: `STATE`: PREPARED, PUBLISHED or WITHDRAWN")
	t := things{command: "release", path: "/v1/releases", noun: "release", actions: releaseActions, fields: fields, page: releaseFields}
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
	case *t.example || !slices.Contains([]string{list, checkAction, "prepare"}, action):
		return p.act(ctx, *w, t, rest)
	case action == list:
		if err := noMore(rest[1:]); err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.listReleases(ctx, c, *state, l, *t.asJSON) })
	case action == checkAction:
		id, err := onlyWord("the release's id", rest[1:])
		if err != nil {
			return err
		}
		return p.withFigures(ctx, *w, func(c *caller) error { return p.checkRelease(ctx, c, id, l, *t.asJSON) })
	}
	return p.withFigures(ctx, *w, func(c *caller) error { return p.send(ctx, c, t.path, rest[1:], fields, *t.key, *t.asJSON) })
}

// repeated collects a value each time, whatever is in it.
func (b bodyFields) repeated(f *flag.FlagSet, name, field, usage string) {
	f.Func(name, usage, func(value string) error {
		list, _ := b[field].([]string)
		b[field] = append(list, value)
		return nil
	})
}

// named is text under another name than the option has.
func (b bodyFields) named(f *flag.FlagSet, name, field, usage string) {
	f.Func(name, usage, func(value string) error { b[field] = value; return nil })
}

var releaseFields = []shownPart{
	of("id", "Publicatie", "Release"),
	of("version", "Versie", "Version"),
	of("state", "Stand", "State"),
	of("title", "Titel", "Title", of("nl", "", ""), of("en", "", "")),
	of("viewer", "Voor", "For"),
	of("epoch", "Stand van", "As of", of("end", "", ""), of("position", "positie", "position")),
	of("method", "Methode", "Method", of("cell_key", "celsleutel", "cell key"), of("p_table", "p-tabel", "p-table"), of("rules", "regels", "rules")),
	of("prepared_at", "Voorbereid", "Prepared"),
	of("due", "Duiden tot en met", "To be explained by"),
	of("concerned", "Betrokken", "Concerned", of("employer", "", ""), of("explained", "geduid", "explained"), of("awaited", "heeft nog tijd", "has time left")),
	of("explanations", "Duiding", "Explanation", of("employer", "", ""), of("unit", "eenheid", "unit"), of("text", "", ""), of("nothing", "niets te melden", "nothing to say"), of("at", "op", "on")),
	of("answers", "Antwoord", "Answer", of("question", "", ""), of("hash", "aanhalen als", "cite as"), of("citation", "voor iedereen", "for everybody")),
	of("publication", "Gepubliceerd", "Published", of("at", "op", "on"), of("early", "eerder omdat", "early because"), of("accepted", "aanvaard omdat", "accepted because")),
	of("withdrawal", "Ingetrokken", "Withdrawn", of("at", "op", "on"), of("reason", "omdat", "because"), of("replaced_by", "vervangen door", "replaced by")),
}

func (p *program) listReleases(ctx context.Context, c *caller, state string, l figures.Language, asJSON bool) error {
	path := "/v1/releases"
	if state != "" {
		path += "?state=" + url.QueryEscape(state)
	}
	if asJSON {
		return p.show(ctx, c, path, nil, l, true)
	}
	var all struct {
		Releases []struct {
			ID, State, Viewer string
			Title             figures.Text
			Epoch             struct{ Position int64 }
		}
		Notice *figures.Text
	}
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &all); err != nil {
		return err
	}
	var rows [][]string
	for _, r := range all.Releases {
		rows = append(rows, []string{r.ID, r.State, r.Viewer, fmt.Sprint(r.Epoch.Position), r.Title.In(l)})
	}
	if all.Notice != nil {
		rows = append([][]string{{all.Notice.In(l)}}, rows...)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(p.out, figures.Text{NL: "Er is nog niets voorbereid of gepubliceerd.", EN: "Nothing was prepared or published yet."}.In(l))
		return err
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

// releaseChecked is the answer about a release that was worked out anew.
type releaseChecked struct {
	Equal     bool
	Questions []struct {
		Question         string
		Equal            bool
		Cells, Differing int
		Differs          []struct {
			Cell    string
			Was, Is *figures.Cell
		}
		Why []struct{ Text figures.Text }
	}
	Findings []struct {
		Kind, Release, Question, Cell string
		Cells                         int
	}
}

func (p *program) checkRelease(ctx context.Context, c *caller, id string, l figures.Language, asJSON bool) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, "/v1/releases/"+url.PathEscape(id)+"/check", nil, nil, &raw); err != nil {
		return err
	}
	var checked releaseChecked
	if err := json.Unmarshal(raw, &checked); err != nil {
		return fmt.Errorf("read what was worked out anew: %w", err)
	}
	if asJSON {
		if _, err := fmt.Fprintf(p.out, "%s\n", raw); err != nil {
			return err
		}
	} else {
		checked.print(p, l)
	}
	if !checked.Equal {
		return fmt.Errorf("the release is printed otherwise now than it was")
	}
	return nil
}

func (r releaseChecked) print(p *program, l figures.Language) {
	for _, q := range r.Questions {
		said := figures.Text{NL: fmt.Sprintf("gelijk, %d getallen", q.Cells), EN: fmt.Sprintf("equal, %d numbers", q.Cells)}
		if !q.Equal {
			said = figures.Text{NL: fmt.Sprintf("ANDERS, %d van %d getallen", q.Differing, q.Cells), EN: fmt.Sprintf("DIFFERS, %d of %d numbers", q.Differing, q.Cells)}
		}
		fmt.Fprintf(p.out, "%s\n  %s\n", q.Question, said.In(l))
		for _, why := range q.Why {
			fmt.Fprintf(p.out, "  %s\n", why.Text.In(l))
		}
		for _, d := range q.Differs {
			fmt.Fprintf(p.out, "    %s: %s → %s\n", d.Cell, readCell(d.Was), readCell(d.Is))
		}
	}
	for _, f := range r.Findings {
		fmt.Fprintf(p.out, "%s %s: %s (%d), %s\n", f.Kind, f.Release, f.Cell, f.Cells, f.Question)
	}
}

func readCell(c *figures.Cell) string {
	switch {
	case c == nil:
		return "–"
	case c.NotBrokenDown:
		return "."
	case c.N == 0:
		return disclosure.FewLabel
	}
	return fmt.Sprint(c.N)
}

const citeUsage = `cite HASH [options]

Prints what was published under this hash, byte for byte as it was printed, also
when records were corrected, persons were forgotten or rules changed since. When
the release was withdrawn, that is said beside it.

  ruggensteun cite HASH > figure.json

HASH is what "release show" says to cite an answer as. What was published for
the public is found by everybody. Of what is for analysts, or is not out yet,
say also which release it is of: --release ID.
`

func (p *program) cite(ctx context.Context, args []string) error {
	f, w := p.asking("cite", citeUsage)
	of := f.String("release", "", "`ID` of the release that it stands in")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	hash, err := onlyWord("the hash", rest)
	if err != nil {
		return err
	}
	path := "/v1/citations/" + url.PathEscape(strings.ToLower(hash))
	if *of != "" {
		path = "/v1/releases/" + url.PathEscape(*of) + "/answers/" + url.PathEscape(strings.ToLower(hash))
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		text, header, err := c.verbatim(ctx, path)
		if err != nil {
			return err
		}
		if header.Get("Release-State") == "WITHDRAWN" {
			p.complain("ruggensteun: this was withdrawn: " + strings.TrimPrefix(header.Get("Release"), "/v1/releases/") + instead(header.Get("Replaced-By")))
		}
		_, err = p.out.Write(text)
		return err
	})
}

func instead(path string) string {
	if path == "" {
		return ""
	}
	return "; use " + strings.TrimPrefix(path, "/v1/releases/")
}

// verbatim gives what was answered as it came.
func (c *caller) verbatim(ctx context.Context, path string) ([]byte, http.Header, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+path, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("ask %s: %w", path, err)
	}
	got := &reply{header: http.Header{}, status: http.StatusOK}
	c.handler.ServeHTTP(got, r)
	if got.status >= 300 {
		return nil, nil, got.problem()
	}
	return got.body.Bytes(), got.header, nil
}
