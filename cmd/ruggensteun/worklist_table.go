package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/worklist"
)

// parts are the headings of the list, each over the states that stand together.
var parts = []struct {
	states []agreement.State
	figures.Text
}{
	{[]agreement.State{agreement.Lapsed}, figures.Text{NL: "VERSTREKEN", EN: "LAPSED"}},
	{[]agreement.State{agreement.DueNow, agreement.DueSoon}, figures.Text{NL: "VANDAAG EN BINNENKORT", EN: "TODAY AND SOON"}},
	{[]agreement.State{agreement.NotReceived}, figures.Text{NL: "NIET ONTVANGEN (bij een ander navragen)", EN: "NOT RECEIVED (ask whoever should have told)"}},
	{[]agreement.State{agreement.Running}, figures.Text{NL: "LOOPT", EN: "RUNNING"}},
	{[]agreement.State{agreement.Suspended}, figures.Text{NL: "OPGESCHORT", EN: "SUSPENDED"}},
}

// table prints a page under its headings: the date, whose turn it is and which case on
// one line, and below it how the date came about.
func (k work) table(ctx context.Context, p *program, c *caller) error {
	page, err := k.page(ctx, c)
	if err != nil {
		return err
	}
	rows, err := page.rows()
	if err != nil {
		return err
	}
	var b strings.Builder
	if page.Notice.EN != "" {
		fmt.Fprintf(&b, "%s\n\n", page.Notice.In(k.language))
	}
	k.head(&b, page)
	if len(rows) == 0 {
		k.nothing(&b, page)
	}
	under := -1
	for _, r := range rows {
		if u := worklist.Urgency(agreement.State(r.State)); u != under {
			fmt.Fprintf(&b, "\n%s\n", parts[u].In(k.language))
			under = u
		}
		k.row(&b, r, p.width())
	}
	if page.Next != "" {
		fmt.Fprintf(&b, "\n%s: --after %s\n", figures.Text{NL: "meer", EN: "more"}.In(k.language), page.Next)
	}
	_, err = fmt.Fprint(p.out, b.String())
	return err
}

// head counts what stands on all pages. Later pages have no counts.
func (k work) head(b *strings.Builder, page workPage) {
	if page.Counts == nil {
		return
	}
	words := map[agreement.State]figures.Text{
		agreement.Lapsed: {NL: "verstreken", EN: "lapsed"}, agreement.DueNow: {NL: "vandaag", EN: "due today"}, agreement.DueSoon: {NL: "bijna om", EN: "due soon"},
		agreement.NotReceived: {NL: "niet ontvangen", EN: "not received"}, agreement.Running: {NL: "loopt", EN: "running"}, agreement.Suspended: {NL: "opgeschort", EN: "suspended"},
	}
	var said []string
	for _, s := range worklist.Open() {
		if n := page.Counts[string(s)]; n > 0 {
			said = append(said, k.number(n)+" "+words[s].In(k.language))
		}
	}
	if len(said) > 0 {
		fmt.Fprintln(b, strings.Join(said, ", "))
	}
	if page.PutAway > 0 {
		fmt.Fprintf(b, figures.Text{NL: "%s weggelegd (--snoozed toont ze)\n", EN: "%s put away (--snoozed shows them)\n"}.In(k.language), k.number(page.PutAway))
	}
}

func (k work) number(n int) string {
	if n > worklist.CountedTo {
		return figures.Text{NL: "meer dan ", EN: "more than "}.In(k.language) + strconv.Itoa(worklist.CountedTo)
	}
	return strconv.Itoa(n)
}

// nothing says what can be done where the list is empty.
func (k work) nothing(b *strings.Builder, page workPage) {
	narrowed := false
	for name := range k.query {
		narrowed = narrowed || name != "language" && name != "snoozed" && name != "limit"
	}
	switch {
	case narrowed:
		fmt.Fprintln(b, figures.Text{
			NL: "Niets dat hieraan voldoet. Laat een filter weg om meer te zien; de stand van alles: ruggensteun worklist --digest.",
			EN: "Nothing that fits. Leave out a filter to see more; how everything stands: ruggensteun worklist --digest.",
		}.In(k.language))
	case page.PutAway > 0:
		fmt.Fprintln(b, figures.Text{NL: "Verder is er nu niets te doen.", EN: "Nothing else is to be done now."}.In(k.language))
	default:
		fmt.Fprintln(b, figures.Text{
			NL: "Er staat niets open. Termijnen beginnen met een zaak of met nazorg:\n  ruggensteun case open --as case-worker@CODE\n  ruggensteun aftercare open --incident ID --worker PERSOON",
			EN: "Nothing is open. Terms begin with a case or with aftercare:\n  ruggensteun case open --as case-worker@CODE\n  ruggensteun aftercare open --incident ID --worker PERSON",
		}.In(k.language))
	}
}

const rowMargin = 14 // of what stands below the first line: behind the date

func (k work) row(b *strings.Builder, r workRow, width int) {
	noun := figures.Text{NL: "zaak ", EN: "case "}
	if r.Kind == string(worklist.OfCare) {
		noun = figures.Text{NL: "nazorg ", EN: "aftercare "}
	}
	words := []string{label(k.language, codes.Party, codes.Code(r.Responsible)), noun.In(k.language) + r.Case}
	say := func(is bool, nl, en string) {
		if is {
			words = append(words, figures.Text{NL: nl, EN: en}.In(k.language))
		}
	}
	say(r.State == string(agreement.DueNow), "VANDAAG", "TODAY")
	say(r.TakenOver, "neemt het over", "takes over")
	say(r.Right, "mag, hoeft niet", "may, need not")
	say(r.OfferedTo != "", "overdracht gevraagd", "asked to take over")
	say(r.OfferedAll, "niemand deed iets, wie neemt het over?", "nobody did anything, who takes it over?")
	say(r.Snoozed != "", "weggelegd tot "+r.Snoozed, "put away until "+r.Snoozed)
	say(r.Invented, "verzonnen", "invented")
	if _, at, is := strings.Cut(r.dueText(), " "); is {
		words = append([]string{figures.Text{NL: "om ", EN: "at "}.In(k.language) + at}, words...)
	}
	due := cmp.Or(r.Due, figures.Text{NL: "geen datum", EN: "no date"}.In(k.language))
	fmt.Fprintf(b, "  %-*s%s\n", rowMargin-2, due, strings.Join(words, ", "))
	margin := strings.Repeat(" ", rowMargin)
	for _, line := range wrapped(r.Because, width-rowMargin) {
		fmt.Fprintln(b, margin+line)
	}
	if r.Victim != "" {
		fmt.Fprintln(b, margin+figures.Text{NL: "slachtoffer ", EN: "victim "}.In(k.language)+r.Victim)
	}
}

func (k work) csv(ctx context.Context, p *program, c *caller) error {
	k.query.Set("limit", "200")
	return p.printSheets(ctx, c, "worklist", "/v1/worklist", k.query)
}
