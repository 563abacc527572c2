package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/triage"
	"ruggensteun/projections/figures"
	waiting "ruggensteun/projections/triage"
)

var triageActions = []action{
	{list, "", "", "what waits, with cases that it may be of"},
	{"match", "/match", "matchTriage", "tell it in a case: --case"},
	{"set-aside", "/setting-aside", "setAsideTriage", "nothing is to be done with it"},
	{"reopen", "/reopening", "reopenTriage", "there is something to do with it after all"},
	{"forget", "/erasure", "forgetTriage", "destroy the keys of what is kept, for ever: --what"},
	{show, "", "", "what the file says, and which cases it may be of"},
}

var triageUsage = `triage ACTION [options] [FILE]

Actions:
` + actionsHelp(triageActions) + `
A notice of police, OM, court or CJIB that came by file (ruggensteun notice
import) and led to no case, or to several, waits here until somebody says which
one it is of. Then it is told in that case and waits no more, in one go. When a
case learns its number later, the list suggests that case; nothing is matched by
itself. What the case refuses, because its victim is not linked yet, say, leaves
the notice waiting.

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input, and --example prints one to begin with. Why a notice is set
aside or reopened goes in the file only: a command line can be read by everybody
on the machine.

  ruggensteun triage list --as case-worker@GEM-ROTTERDAM
  ruggensteun triage show ID --as case-worker@GEM-ROTTERDAM
  ruggensteun triage match ID --case CASE --as case-worker@GEM-ROTTERDAM
  ruggensteun triage set-aside --example > why.json
  ruggensteun triage set-aside ID why.json --as case-worker@GEM-ROTTERDAM
`

var waitingStates = codes.List{Codes: []codes.Entry{
	{Code: codes.Code(triage.Open), NL: "wacht", EN: "waits"},
	{Code: codes.Code(triage.Placed), NL: "verteld in een zaak", EN: "told in a case"},
	{Code: codes.Code(triage.Aside), NL: "terzijde gelegd", EN: "set aside"},
	{Code: codes.Code(triage.Undone), NL: "import teruggedraaid", EN: "import undone"},
}}

var triageFields = []shownPart{
	of("id", "Bericht", "Notice"),
	of("version", "Versie", "Version"),
	of("employer", "Werkgever", "Employer"),
	coded("regime", "Wet", "Law", codes.LegalRegime),
	coded("state", "Stand", "State", waitingStates),
	of("case", "In zaak", "In case"),
	of("since", "Wacht sinds", "Waits since"),
	coded("reason", "Waarom", "Why", codes.TriageReason),
	of("candidates", "Kon zijn van zaak", "May have been of case"),
	of("suggested", "Kan zijn van zaak", "May be of case"),
	of("said", "Het bestand zegt", "The file says", noticeFields...),
	of("clues", "Te vinden door", "To be found by", of("case", "zaak", "case"), of("numbers", "nummer", "number"), of("aangifte", "aangifte", "aangifte"), of("incident", "incident", "incident")),
}

func (p *program) triage(ctx context.Context, args []string) error {
	f, w := p.asking("triage", triageUsage)
	fields := bodyFields{}
	fields.text(f, "case", "with match: `ID` of the case that it is of")
	fields.forgetting(f, "with forget: `WORDS` that say what, with commas: prosecution (what the file says), narrative (reasons)")
	fields.text(f, "reason", "with forget: the `CODE` of the reason: "+reasonsToForget)
	query := url.Values{}
	for name, usage := range map[string]string{
		"employer": "with list: `CODE` of the employer; all that you may see when left out",
		"state":    "with list: `STATE` OPEN (the usual), SET_ASIDE, MATCHED or TAKEN_BACK",
		"limit":    "with list: `NUMBER` of notices on a page, at most 100 (default 50)",
		"after":    "with list: the `ID` at the end of the page before",
	} {
		f.Func(name, usage, func(value string) error { query.Set(name, value); return nil })
	}
	t := things{command: "triage", path: "/v1/triage", noun: "notice", actions: triageActions, fields: fields, page: triageFields}
	t.bind(f)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := fields.onlyCode("reason"); err != nil {
		return err
	}
	if len(rest) == 0 || rest[0] != list {
		return p.act(ctx, *w, t, rest)
	}
	if err := noMore(rest[1:]); err != nil {
		return err
	}
	l, err := languageNamed(*t.language)
	if err != nil {
		return err
	}
	return p.listTriage(ctx, *w, query, l, *t.asJSON)
}

// listTriage prints a page of what waits, brought up to date first.
func (p *program) listTriage(ctx context.Context, w where, query url.Values, l figures.Language, asJSON bool) error {
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.catchUpOf(ctx, waiting.Projection); err != nil {
		if fault.KindOf(err) != fault.Unavailable {
			return err
		}
		p.complain("ruggensteun: " + err.Error() + "; the list is as known there")
	}
	c, err := s.caller(ctx, w, newFigures())
	if err != nil {
		return err
	}
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, "/v1/triage?"+query.Encode(), nil, nil, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var page struct {
		Notices []map[string]any
		Notice  figures.Text
		Next    string
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("read the list: %w", err)
	}
	if page.Notice.EN != "" {
		fmt.Fprintf(p.out, "%s\n\n", page.Notice.In(l))
	}
	return p.printWaiting(page.Notices, page.Next, l)
}

var waitingHeadings = []figures.Text{
	{NL: "BERICHT", EN: "NOTICE"}, {NL: "SINDS", EN: "SINCE"}, {NL: "WAAROM", EN: "WHY"}, {NL: "VAN", EN: "FROM"},
	{NL: "STAP", EN: "STEP"}, {NL: "NUMMER", EN: "NUMBER"}, {NL: "KAN ZIJN VAN ZAAK", EN: "MAY BE OF CASE"},
}

func (p *program) printWaiting(notices []map[string]any, next string, l figures.Language) error {
	if len(notices) == 0 {
		_, err := fmt.Fprintln(p.out, figures.Text{
			NL: "Geen berichten. Wat geen zaak vindt komt hier door: ruggensteun notice import",
			EN: "No notices. What finds no case comes here by: ruggensteun notice import",
		}.In(l))
		return err
	}
	words := &pageRows{language: l}
	heading := make([]string, len(waitingHeadings))
	for i, text := range waitingHeadings {
		heading[i] = text.In(l)
	}
	rows := [][]string{heading}
	for _, n := range notices {
		text := func(key string) string { s, _ := n[key].(string); return s }
		var cases []string
		for _, id := range n["suggested"].([]any) {
			cases = append(cases, fmt.Sprint(id))
		}
		day, _, _ := strings.Cut(text("since"), "T")
		rows = append(rows, []string{
			text("id"), day, words.word(coded("", "", "", codes.TriageReason), text("reason")), words.word(coded("", "", "", codes.NoticeSource), text("source")),
			words.word(coded("", "", "", codes.CaseStep), text("step")), text("reference"), strings.Join(cases, ", "),
		})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || next == "" {
		return err
	}
	_, err := fmt.Fprintf(p.out, "%s: --after %s\n", figures.Text{NL: "meer", EN: "more"}.In(l), next)
	return err
}
