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
	"ruggensteun/projections/figures"
	waiting "ruggensteun/projections/triage"
)

// listTriage lets what waits be asked about, brought up to date first.
func (p *program) listTriage(ctx context.Context, w where, write func(context.Context, *program, *caller) error) error {
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
	return write(ctx, p, c)
}

// waitingQuery is what the list is asked.
type waitingQuery struct {
	query    url.Values
	language figures.Language
}

func (q waitingQuery) path() string { return "/v1/triage?" + q.query.Encode() }

// waitingPage is a page of it.
type waitingPage struct {
	Notices         []json.RawMessage
	Notice, Stopped figures.Text
	Next            string
}

// raw prints the answer as the interface gives it.
func (q waitingQuery) raw(ctx context.Context, p *program, c *caller) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, q.path(), nil, nil, &raw); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.out, "%s\n", raw)
	return err
}

// json prints all notices of all pages.
func (q waitingQuery) json(ctx context.Context, p *program, c *caller) error {
	all := []json.RawMessage{}
	q.query.Set("limit", fmt.Sprint(waiting.Most))
	for {
		var page waitingPage
		if _, err := c.call(ctx, http.MethodGet, q.path(), nil, nil, &page); err != nil {
			return err
		}
		all = append(all, page.Notices...)
		if page.Next == "" {
			return p.printJSON(all)
		}
		q.query.Set("after", page.Next)
	}
}

// csv prints them as the interface writes a sheet, with one heading.
func (q waitingQuery) csv(ctx context.Context, p *program, c *caller) error {
	q.query.Set("limit", fmt.Sprint(waiting.Most))
	return p.printSheets(ctx, c, "triage", "/v1/triage", q.query)
}

func (q waitingQuery) table(ctx context.Context, p *program, c *caller) error {
	var page waitingPage
	if _, err := c.call(ctx, http.MethodGet, q.path(), nil, nil, &page); err != nil {
		return err
	}
	if page.Notice.EN != "" {
		fmt.Fprintf(p.out, "%s\n\n", page.Notice.In(q.language))
	}
	if err := q.rows(p, page.Notices); err != nil {
		return err
	}
	if page.Stopped.EN != "" {
		fmt.Fprintln(p.out, strings.Join(wrapped(page.Stopped.In(q.language), p.width()), "\n"))
	}
	if page.Next == "" {
		return nil
	}
	_, err := fmt.Fprintf(p.out, "%s: --after %s\n", figures.Text{NL: "meer", EN: "more"}.In(q.language), page.Next)
	return err
}

var waitingHeadings = []figures.Text{
	{NL: "BERICHT", EN: "NOTICE"}, {NL: "SINDS", EN: "SINCE"}, {NL: "WAAROM", EN: "WHY"}, {NL: "VAN", EN: "FROM"},
	{NL: "STAP", EN: "STEP"}, {NL: "NUMMER", EN: "NUMBER"}, {NL: "KAN ZIJN VAN ZAAK", EN: "MAY BE OF CASE"},
}

func (q waitingQuery) rows(p *program, notices []json.RawMessage) error {
	if len(notices) == 0 {
		_, err := fmt.Fprintln(p.out, q.nothing().In(q.language))
		return err
	}
	words := &pageRows{language: q.language}
	heading := make([]string, len(waitingHeadings))
	for i, text := range waitingHeadings {
		heading[i] = text.In(q.language)
	}
	rows := [][]string{heading}
	for _, raw := range notices {
		var n struct {
			ID, Since, Reason, Source, Step, Reference string
			Suggested                                  []string
		}
		if err := json.Unmarshal(raw, &n); err != nil {
			return fmt.Errorf("read the list: %w", err)
		}
		day, _, _ := strings.Cut(n.Since, "T")
		rows = append(rows, []string{
			n.ID, day, words.word(coded("", "", "", codes.TriageReason), n.Reason), words.word(coded("", "", "", codes.NoticeSource), n.Source),
			words.word(coded("", "", "", codes.CaseStep), n.Step), n.Reference, strings.Join(n.Suggested, ", "),
		})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

// nothing says what can be done where the list is empty.
func (q waitingQuery) nothing() figures.Text {
	for name := range q.query {
		if name != "limit" && name != "employer" {
			return figures.Text{NL: "Geen berichten die hieraan voldoen.", EN: "No notices that fit."}
		}
	}
	return figures.Text{
		NL: "Geen berichten. Wat geen zaak vindt komt hier door: ruggensteun notice import",
		EN: "No notices. What finds no case comes here by: ruggensteun notice import",
	}
}
