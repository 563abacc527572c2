package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"ruggensteun/projections/figures"
)

// fits refuses options that the other lists are narrowed by: an answer that ignored them
// would be of more than was asked.
func (k work) fits() error {
	if k.kept && k.digest {
		return wrongUsage("--agreements and --digest are two lists: leave one of them out")
	}
	own := []string{"by", "from", "until"}
	for name := range k.query {
		switch {
		case k.kept && !slices.Contains(append(own, "agreement", "kind", "language"), name):
			return wrongUsage("--agreements takes no --%s: use --agreement, --kind, --by, --from or --until", name)
		case !k.kept && slices.Contains(own, name):
			return wrongUsage("--%s goes with --agreements", name)
		}
	}
	return nil
}

type keptPage struct {
	Base       figures.Text
	Agreements []json.RawMessage
	Notice     figures.Text
}

var keptColumns = []string{
	"agreement", "version", "whose", "kind", "period", "met", "met_late", "lapsed", "lapsed_closed", "ended", "share_kept",
	"running", "due_soon", "due", "not_received", "suspended", "left_open", "rights",
}

func (k work) askKept(ctx context.Context, c *caller) (page keptPage, err error) {
	k.query.Del("language")
	_, err = c.call(ctx, http.MethodGet, "/v1/worklist/agreements?"+k.query.Encode(), nil, nil, &page)
	return page, err
}

func (k work) keptJSON(ctx context.Context, p *program, c *caller) error {
	page, err := k.askKept(ctx, c)
	if err != nil {
		return err
	}
	return p.printJSON(page.Agreements)
}

func (k work) keptCSV(ctx context.Context, p *program, c *caller) error {
	page, err := k.askKept(ctx, c)
	if err != nil {
		return err
	}
	sheet := csv.NewWriter(p.out)
	if err := sheet.Write(keptColumns); err != nil {
		return err
	}
	for _, raw := range page.Agreements {
		if err := writeRow(sheet, keptColumns, raw); err != nil {
			return err
		}
	}
	sheet.Flush()
	return sheet.Error()
}

var keptHeadings = []figures.Text{
	{NL: "AFSPRAAK", EN: "AGREEMENT"}, {NL: "NAGEKOMEN", EN: "KEPT"}, {NL: "TE LAAT", EN: "LATE"}, {NL: "VERSTREKEN", EN: "LAPSED"},
	{NL: "LOOPT", EN: "RUNNING"}, {NL: "BIJNA OM", EN: "SOON"}, {NL: "VANDAAG", EN: "TODAY"}, {NL: "NIET ONTV.", EN: "NOT REC."},
	{NL: "OPGESCHORT", EN: "SUSPENDED"}, {NL: "OPEN BIJ SLUITEN", EN: "OPEN AT CLOSING"}, {NL: "MAG", EN: "MAY"},
}

func (k work) keptTable(ctx context.Context, p *program, c *caller) error {
	page, err := k.askKept(ctx, c)
	if err != nil {
		return err
	}
	if page.Notice.EN != "" {
		fmt.Fprintf(p.out, "%s\n\n", page.Notice.In(k.language))
	}
	if len(page.Agreements) == 0 {
		_, err := fmt.Fprintln(p.out, figures.Text{NL: "Er liep nog geen termijn die hieraan voldoet.", EN: "No term that fits has begun yet."}.In(k.language))
		return err
	}
	heading := make([]string, len(keptHeadings))
	for i, text := range keptHeadings {
		heading[i] = text.In(k.language)
	}
	table := [][]string{heading}
	for _, raw := range page.Agreements {
		line, err := k.keptLine(raw)
		if err != nil {
			return err
		}
		table = append(table, line)
	}
	if err := printColumns(p.out, table, terminalWidth(p.out)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "\n%s: %s\n", figures.Text{NL: "Nagekomen, zoals het nu staat, van de", EN: "Kept, as of now, of the"}.In(k.language), page.Base.In(k.language))
	return err
}

func (k work) keptLine(raw json.RawMessage) ([]string, error) {
	var r struct {
		Agreement, Version, Whose, Kind, Period string
		Met, Lapsed, Ended                      int
		Running, Due, Suspended, Rights         int
		MetLate                                 int      `json:"met_late"`
		DueSoon                                 int      `json:"due_soon"`
		NotReceived                             int      `json:"not_received"`
		LeftOpen                                int      `json:"left_open"`
		ShareKept                               *float64 `json:"share_kept"`
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, fmt.Errorf("read what was kept: %w", err)
	}
	name := r.Agreement
	for _, part := range []string{r.Version, r.Whose, r.Kind, r.Period} {
		if part != "" {
			name += " " + part
		}
	}
	kept := ""
	if r.ShareKept != nil {
		kept = fmt.Sprintf("%d %s %d (%.0f%%)", r.Met, figures.Text{NL: "van", EN: "of"}.In(k.language), r.Ended, *r.ShareKept*100)
	}
	line := []string{name, kept}
	for _, n := range []int{r.MetLate, r.Lapsed, r.Running, r.DueSoon, r.Due, r.NotReceived, r.Suspended, r.LeftOpen, r.Rights} {
		line = append(line, some(n))
	}
	return line, nil
}
