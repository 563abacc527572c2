package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"ruggensteun/projections/figures"
)

// fits refuses options that the other lists are narrowed by: an answer that ignored them
// would be of more than was asked.
func (k work) fits() error {
	if k.kept && k.digest {
		return wrongUsage("--agreements and --digest are two lists: leave one of them out")
	}
	own := []string{"by", "from", "until", "period", "times", "asOf", "employer"}
	for name := range k.query {
		switch {
		case k.kept && !slices.Contains(append(own, "agreement", "kind", "language"), name):
			return wrongUsage("--agreements takes no --%s: use --agreement, --kind, --employer, --by, --period, --from, --until, --as-of or --times", name)
		case !k.kept && slices.Contains(own, name):
			return wrongUsage("--%s goes with --agreements", strings.ReplaceAll(name, "asOf", "as-of"))
		}
	}
	return nil
}

type keptPage struct {
	Definition   string
	DefinitionNL string `json:"definition_nl"`
	Agreements   []json.RawMessage
	Notice       figures.Text
}

// keptTime is that of one line; nil where it was not asked for.
type keptTime struct{ Time *figures.Lasting }

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
	k.query.Del("language")
	return p.printSheet(ctx, c, "/v1/worklist/agreements?"+k.query.Encode())
}

func (k work) timed() bool { return k.query.Get("times") == "true" }

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
	var b strings.Builder
	k.keptTook(&b, page)
	b.WriteByte('\n')
	for _, line := range wrapped(figures.Text{NL: page.DefinitionNL, EN: page.Definition}.In(k.language), p.width()) {
		fmt.Fprintln(&b, line)
	}
	if strings.Contains(fmt.Sprint(table), fewMark) {
		fmt.Fprintln(&b, figures.Text{NL: fewMark + " minder dan tien termijnen liepen af: het aandeel zegt weinig.", EN: fewMark + " fewer than ten terms ended: the share says little."}.In(k.language))
	}
	_, err = fmt.Fprint(p.out, b.String())
	return err
}

// fewMark stands behind a share of few.
const fewMark = "*"

// keptTook is how long terms took, below how they stand.
func (k work) keptTook(b *strings.Builder, page keptPage) {
	if !k.timed() {
		return
	}
	fmt.Fprintf(b, "\n%s\n", figures.Text{NL: "Hoe lang, in kalenderdagen (van hoeveel termijnen; 25%, 50% en 75% gedaan na)", EN: "How long, in calendar days (of how many terms; 25%, 50% and 75% done after)"}.In(k.language))
	for _, raw := range page.Agreements {
		var r keptTime
		name, err := keptName(raw)
		if err != nil || json.Unmarshal(raw, &r) != nil || r.Time == nil {
			continue
		}
		fmt.Fprintf(b, "  %s: %d, %s; %s; %s", name, r.Time.N, r.Time.Lower.Text(r.Time.N, k.language), r.Time.Median.Text(r.Time.N, k.language), r.Time.Upper.Text(r.Time.N, k.language))
		if r.Time.Undated > 0 {
			fmt.Fprintf(b, figures.Text{NL: " (%d zonder bekende tijd)", EN: " (%d without a known time)"}.In(k.language), r.Time.Undated)
		}
		b.WriteByte('\n')
	}
}

// keptName is the agreement, behind the employer that wrote it for itself where all are
// counted, with what it is told apart by.
func keptName(raw json.RawMessage) (string, error) {
	var r struct{ Agreement, Employer, Version, Whose, Kind, Period string }
	if err := json.Unmarshal(raw, &r); err != nil {
		return "", fmt.Errorf("read what was kept: %w", err)
	}
	name := r.Agreement
	if r.Employer != "" {
		name = r.Employer + ": " + name
	}
	for _, part := range []string{r.Version, r.Whose, r.Kind, r.Period} {
		if part != "" {
			name += " " + part
		}
	}
	return name, nil
}

func (k work) keptLine(raw json.RawMessage) ([]string, error) {
	var r struct {
		Met, Lapsed, Ended              int
		Few                             bool
		Running, Due, Suspended, Rights int
		MetLate                         int      `json:"met_late"`
		DueSoon                         int      `json:"due_soon"`
		NotReceived                     int      `json:"not_received"`
		LeftOpen                        int      `json:"left_open"`
		ShareKept                       *float64 `json:"share_kept"`
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, fmt.Errorf("read what was kept: %w", err)
	}
	name, err := keptName(raw)
	if err != nil {
		return nil, err
	}
	kept := ""
	if r.ShareKept != nil {
		kept = fmt.Sprintf("%d %s %d (%.0f%%)", r.Met, figures.Text{NL: "van", EN: "of"}.In(k.language), r.Ended, *r.ShareKept*100)
		if r.Few {
			kept += fewMark
		}
	}
	line := []string{name, kept}
	for _, n := range []int{r.MetLate, r.Lapsed, r.Running, r.DueSoon, r.Due, r.NotReceived, r.Suspended, r.LeftOpen, r.Rights} {
		line = append(line, some(n))
	}
	return line, nil
}
