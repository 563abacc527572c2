package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// employersPage is a page of employers as the interface lists them.
type employersPage struct {
	Employers []json.RawMessage
	Next      string
}

// listEmployers prints all of them, fetched a page at a time.
func (p *program) listEmployers(ctx context.Context, w where, l figures.Language, asJSON bool) error {
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := p.upToDate(ctx, s, "the list"); err != nil {
		return err
	}
	c, err := s.caller(ctx, w, newFigures())
	if err != nil {
		return err
	}
	all := []json.RawMessage{}
	for after := ""; ; {
		query := url.Values{"limit": {"200"}}
		if after != "" {
			query.Set("after", after)
		}
		var page employersPage
		if _, err := c.call(ctx, http.MethodGet, "/v1/employers?"+query.Encode(), nil, nil, &page); err != nil {
			return err
		}
		all = append(all, page.Employers...)
		if after = page.Next; after == "" {
			break
		}
	}
	if asJSON {
		e := json.NewEncoder(p.out)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"employers": all})
	}
	return p.printEmployers(all, l)
}

func (p *program) printEmployers(all []json.RawMessage, l figures.Language) error {
	invented := 0
	rows := [][]string{{
		"CODE", figures.Text{NL: "SOORT", EN: "KIND"}.In(l), figures.Text{NL: "TIJDZONE", EN: "TIME ZONE"}.In(l), figures.Text{NL: "NAAM", EN: "NAME"}.In(l),
	}}
	for _, raw := range all {
		var e struct {
			Code, Name, Zone string
			Kind             codes.Code
			Invented         bool
		}
		if err := json.Unmarshal(raw, &e); err != nil {
			return fmt.Errorf("read the list: %w", err)
		}
		if e.Invented {
			invented++
		}
		rows = append(rows, []string{e.Code, (&pageRows{language: l}).word(coded("kind", "", "", codes.EmployerKind), string(e.Kind)), e.Zone, e.Name})
	}
	if notice := api.NoticeOfSome(invented, len(all)); notice != nil {
		fmt.Fprintf(p.out, "%s\n\n", notice.In(l))
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
