package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// caseListing is what `case list` is asked.
type caseListing struct{ query url.Values }

func (l *caseListing) bind(f *flag.FlagSet) {
	l.query = url.Values{}
	for name, usage := range map[string]string{
		"incident": "with list: only cases about an incident: its `ID`",
		"state":    "with list: open or closed; a `WORD`",
		"limit":    "with list: `NUMBER` of cases on a page, at most 200 (default 50)",
		"after":    "with list: the `ID` at the end of the page before",
	} {
		f.Func(name, usage, func(value string) error { l.query.Set(name, value); return nil })
	}
	f.BoolFunc("mine", "with list: only those that you follow, or were asked to take over", func(string) error { l.query.Set("mine", "true"); return nil })
}

var caseHeadings = []figures.Text{
	{NL: "ZAAK", EN: "CASE"}, {NL: "STAND", EN: "STATE"}, {NL: "VERSTREKEN", EN: "LAPSED"}, {NL: "UITERLIJK", EN: "DUE"}, {NL: "AAN ZET", EN: "WHOSE TURN"}, {NL: "AFSPRAAK", EN: "AGREEMENT"},
}

// listCases prints a page of cases, newest first, each with its most urgent term.
func (p *program) listCases(ctx context.Context, w where, q caseListing, l figures.Language, asJSON bool) error {
	q.query.Set("language", string(l))
	return p.overWork(ctx, w, func(c *caller) error {
		var raw json.RawMessage
		if _, err := c.call(ctx, http.MethodGet, "/v1/cases?"+q.query.Encode(), nil, nil, &raw); err != nil {
			return err
		}
		if asJSON {
			_, err := fmt.Fprintf(p.out, "%s\n", raw)
			return err
		}
		return p.printCases(raw, l)
	})
}

func (p *program) printCases(raw json.RawMessage, l figures.Language) error {
	var page struct {
		Cases []struct {
			ID               string
			Closed, Invented bool
			Lapsed           int
			Snoozed          string `json:"snoozed_until"`
			Next             workRow
		}
		Notice figures.Text
		Next   string
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("read the list: %w", err)
	}
	if page.Notice.EN != "" {
		fmt.Fprintf(p.out, "%s\n\n", page.Notice.In(l))
	}
	if len(page.Cases) == 0 {
		_, err := fmt.Fprintln(p.out, figures.Text{NL: "Geen zaken. Een zaak begint met: ruggensteun case open", EN: "No cases. One begins with: ruggensteun case open"}.In(l))
		return err
	}
	heading := make([]string, len(caseHeadings))
	for i, text := range caseHeadings {
		heading[i] = text.In(l)
	}
	rows := [][]string{heading}
	for _, c := range page.Cases {
		state := []string{figures.Text{NL: "open", EN: "open"}.In(l)}
		if c.Closed {
			state[0] = figures.Text{NL: "gesloten", EN: "closed"}.In(l)
		}
		if c.Snoozed != "" {
			state = append(state, figures.Text{NL: "weggelegd tot ", EN: "put away until "}.In(l)+c.Snoozed)
		}
		if c.Invented {
			state = append(state, figures.Text{NL: "verzonnen", EN: "invented"}.In(l))
		}
		rows = append(rows, []string{c.ID, strings.Join(state, ", "), some(c.Lapsed), c.Next.dueText(), label(l, codes.Party, codes.Code(c.Next.Responsible)), c.Next.Agreement})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || page.Next == "" {
		return err
	}
	_, err := fmt.Fprintf(p.out, "%s: --after %s\n", figures.Text{NL: "meer", EN: "more"}.In(l), page.Next)
	return err
}
