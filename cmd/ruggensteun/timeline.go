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

	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

// timelineAction is the one that tells what happened, of an incident or a case.
const timelineAction = "timeline"

const timelineHelp = "what happened, or --by receipt how it was heard"

func orderFlag(f *flag.FlagSet) *string {
	return f.String("by", "", "with timeline: `ORDER`, effect (what happened, when it took effect; the usual one) or receipt (when it was heard)")
}

// timeline prints the timeline of a thing below a path.
func (p *program) timeline(ctx context.Context, w where, path string, words []string, by string, l figures.Language, asJSON bool) error {
	id, err := onlyWord("the id", words)
	if err != nil {
		return err
	}
	if by != "" && !slices.Contains(timeline.Orders(), timeline.Order(by)) {
		return wrongUsage("--by %s: say effect or receipt", by)
	}
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := p.upToDate(ctx, s, "the timeline"); err != nil {
		return err
	}
	c, err := s.caller(ctx, w, newFigures())
	if err != nil {
		return err
	}
	below := path + "/" + url.PathEscape(id) + "/timeline"
	if by != "" {
		below += "?by=" + by
	}
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, below, nil, nil, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintln(p.out, string(raw))
		return err
	}
	return p.printTimeline(raw, l)
}

func (p *program) printTimeline(raw json.RawMessage, l figures.Language) error {
	var page struct {
		Notice   *figures.Text
		NotYours *figures.Text `json:"not_yours"`
		By       timeline.Order
		LeftOut  []string `json:"left_out"`
		Timeline []timeline.Line
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("read the timeline: %w", err)
	}
	if page.Notice != nil {
		fmt.Fprintf(p.out, "%s\n\n", page.Notice.In(l))
	}
	if page.NotYours != nil {
		fmt.Fprintf(p.out, "%s\n\n", page.NotYours.In(l))
	}
	var rows [][]string
	for _, line := range page.Timeline {
		on := ""
		if line.On != nil {
			on = line.On.In(l)
		}
		what := line.What.In(l)
		if line.Note != "" {
			what += " (" + line.Note + ")"
		}
		if line.NoteClosed {
			what += " (" + noteClosed.In(l) + ")"
		}
		rows = append(rows, []string{on, kindOf(line.Of).In(l), what})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil {
		return err
	}
	var without []string
	for _, kind := range page.LeftOut {
		without = append(without, kindOf(kind).In(l))
	}
	if len(without) > 0 {
		fmt.Fprintln(p.out, figures.Text{NL: "Niet voor deze rol: ", EN: "Not for this role: "}.In(l)+strings.Join(without, ", "))
	}
	return nil
}

// kindOf is what a line is of, in a word.
func kindOf(of string) figures.Text {
	if text, known := map[string]figures.Text{
		"incident": {NL: "incident", EN: "incident"}, "prosecution": {NL: "zaak", EN: "case"}, "case": {NL: "zaak", EN: "case"},
		"casework": {NL: "werk", EN: "work"}, "document": {NL: "document", EN: "document"},
		"agreement_use": {NL: "termijn", EN: "term"}, "aangifte": {NL: "aangifte", EN: "aangifte"}, "aftercare": {NL: "nazorg", EN: "aftercare"},
	}[of]; known {
		return text
	}
	return figures.Text{NL: of, EN: of}
}
