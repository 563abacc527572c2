package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

// dueToErase is what is to be erased, as the API gives it.
type dueToErase struct {
	From, Through        string
	Total, Overdue, Held int
	LeftOff              int `json:"left_off"`
	Notice               *figures.Text
	Kinds                []struct {
		Kind            retention.Kind
		Purpose, Regime string
		Term            string
		N, Held         int
	}
	Due []struct {
		On              string
		Overdue         bool
		Kind            retention.Kind
		ID              string
		Purpose, Regime string
		Term            string
		Starts          retention.Start
		Since           string
		HeldUntil       string `json:"held_until"`
	}
}

func (p *program) showDue(ctx context.Context, c *caller, within, format string, l figures.Language, asJSON bool) error {
	path, header := "/v1/retention/due?"+url.Values{"within": {within}}.Encode(), http.Header{}
	if format == "csv" {
		header.Set("Accept", "text/csv")
		var raw []byte
		if _, err := c.call(ctx, http.MethodGet, path, header, nil, &raw); err != nil {
			return err
		}
		_, err := p.out.Write(raw)
		return err
	}
	if asJSON {
		return p.show(ctx, c, path, nil, l, true)
	}
	var due dueToErase
	if _, err := c.call(ctx, http.MethodGet, path, header, nil, &due); err != nil {
		return err
	}
	return p.printDue(due, l)
}

func (p *program) printDue(due dueToErase, l figures.Language) error {
	if due.Notice != nil {
		fmt.Fprintln(p.out, due.Notice.In(l))
	}
	fmt.Fprintf(p.out, figures.Text{
		NL: "Te wissen tot en met %s: %d, waarvan %d over tijd en %d vastgehouden.",
		EN: "To be erased through %s: %d, of which %d overdue and %d held.",
	}.In(l)+"\n", due.Through, due.Total, due.Overdue, due.Held)
	var rows [][]string
	for _, k := range due.Kinds {
		rows = append(rows, []string{strconv.Itoa(k.N), figures.Text(k.Kind.Name()).In(l), k.Purpose, k.Regime, k.Term})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || due.Total == 0 {
		return err
	}
	fmt.Fprintln(p.out)
	rows = nil
	for _, d := range due.Due {
		rows = append(rows, []string{d.On + heldOrLate(l, d.HeldUntil, d.Overdue), string(d.Kind), d.Purpose, d.Regime, d.Term + " " + figures.Text{NL: "sinds", EN: "since"}.In(l) + " " + d.Since, d.ID})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || due.LeftOff == 0 {
		return err
	}
	_, err := fmt.Fprintf(p.out, figures.Text{NL: "Er zijn er nog %d: --format csv heeft ze alle.", EN: "There are %d more: --format csv has all."}.In(l)+"\n", due.LeftOff)
	return err
}

func heldOrLate(l figures.Language, until string, overdue bool) string {
	switch {
	case until != "":
		return " (" + figures.Text{NL: "vast tot en met ", EN: "held through "}.In(l) + until + ")"
	case overdue:
		return figures.Text{NL: " (over tijd)", EN: " (overdue)"}.In(l)
	}
	return ""
}
