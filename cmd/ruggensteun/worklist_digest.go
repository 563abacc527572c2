package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// digestPage is the digest as the interface gives it.
type digestPage struct {
	Groups []json.RawMessage
	Notice figures.Text
}

func (k work) askDigest(ctx context.Context, c *caller) (page digestPage, err error) {
	k.onePage()
	_, err = c.call(ctx, http.MethodGet, "/v1/worklist/digest?"+k.query.Encode(), nil, nil, &page)
	return page, err
}

// onePage leaves out what pages are asked by.
func (k work) onePage() {
	for _, name := range []string{"limit", "after"} {
		k.query.Del(name)
	}
}

func (k work) digestJSON(ctx context.Context, p *program, c *caller) error {
	page, err := k.askDigest(ctx, c)
	if err != nil {
		return err
	}
	return p.printJSON(page.Groups)
}

func (k work) digestCSV(ctx context.Context, p *program, c *caller) error {
	k.onePage()
	return p.printSheet(ctx, c, "/v1/worklist/digest?"+k.query.Encode())
}

var digestHeadings = []figures.Text{
	{NL: "AFSPRAAK", EN: "AGREEMENT"}, {NL: "AAN ZET", EN: "WHOSE TURN"}, {NL: "VERSTREKEN", EN: "LAPSED"}, {NL: "VANDAAG", EN: "TODAY"},
	{NL: "BIJNA OM", EN: "SOON"}, {NL: "NIET ONTV.", EN: "NOT REC."}, {NL: "OUDSTE", EN: "OLDEST"}, {NL: "VOLGT DE ZAAK", EN: "FOLLOWS THE CASE"},
}

func (k work) digestTable(ctx context.Context, p *program, c *caller) error {
	page, err := k.askDigest(ctx, c)
	if err != nil {
		return err
	}
	if page.Notice.EN != "" {
		fmt.Fprintf(p.out, "%s\n\n", page.Notice.In(k.language))
	}
	if len(page.Groups) == 0 {
		_, err := fmt.Fprintln(p.out, figures.Text{
			NL: "Niets is verstreken, vandaag aan de beurt, bijna om of uitgebleven. Wat loopt staat in: ruggensteun worklist.",
			EN: "Nothing has lapsed, is due today or soon, or stayed away. What runs is in: ruggensteun worklist.",
		}.In(k.language))
		return err
	}
	heading := make([]string, len(digestHeadings))
	for i, text := range digestHeadings {
		heading[i] = text.In(k.language)
	}
	table := [][]string{heading}
	for _, raw := range page.Groups {
		var g struct {
			Assigned, Responsible, Agreement, Oldest string
			Lapsed, Due                              int
			DueSoon                                  int `json:"due_soon"`
			NotReceived                              int `json:"not_received"`
		}
		if err := json.Unmarshal(raw, &g); err != nil {
			return fmt.Errorf("read the digest: %w", err)
		}
		table = append(table, []string{
			g.Agreement, label(k.language, codes.Party, codes.Code(g.Responsible)), some(g.Lapsed), some(g.Due), some(g.DueSoon), some(g.NotReceived), g.Oldest,
			cmp.Or(g.Assigned, figures.Text{NL: "niemand", EN: "nobody"}.In(k.language)),
		})
	}
	return printColumns(p.out, table, terminalWidth(p.out))
}

// some leaves a place empty where there is nothing, so that numbers stand out.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
