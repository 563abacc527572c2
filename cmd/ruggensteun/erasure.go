package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"ruggensteun/domain/certificate"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

const erasureUsage = `erasure ACTION [options]

Actions:
  now                    forget what is kept of a record or a person, and print
                         a certificate of it
  show ID                print a certificate

A certificate says at which positions of the log it stood, which keys were
destroyed, until when backups may hold them, which files with everything left
meanwhile and which documents open no more; never who it was. Counts stay as
they were. What a hold keeps is not forgotten (ruggensteun hold). Nobody can
bring it back: --forever says that you know. --json prints all keys.

  ruggensteun erasure now --kind WORKER --of ID --what identity,health,care \
      --reason ERASURE --backup nachtelijk=P30D --forever \
      --as privacy-officer@GEM-ROTTERDAM
  ruggensteun erasure show ID --as privacy-officer@GEM-ROTTERDAM
`

func (p *program) erasure(ctx context.Context, args []string) error {
	f, w := p.asking("erasure", erasureUsage)
	fields := bodyFields{}
	fields.text(f, "kind", "with now: `KIND` of record: INCIDENT, WORKER, SUSPECT, CASE, …")
	fields.text(f, "of", "with now: the `ID` of the record, or the pseudonym")
	fields.forgetting(f, "`WORDS` that say what to forget, with commas")
	fields.text(f, "reason", "with now: `CODE` of the reason: "+reasonsToForget)
	fields.flag(f, "keep_cases", "with now: of a suspect: cases that remember may stay")
	fields.backups(f, "with now: `NAME=PERIOD` of backups with keys; can be given more than once")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("erasure", rest, "now", show)
	if err != nil {
		return err
	}
	if action == "now" {
		if err := noMore(rest); err != nil {
			return err
		}
		body, err := json.Marshal(fields)
		if err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error {
			return p.showCertificate(ctx, c, "POST", "/v1/erasures", body, l, *asJSON)
		})
	}
	id, err := onlyWord("the certificate's id", rest)
	if err != nil {
		return err
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		return p.showCertificate(ctx, c, "GET", "/v1/certificates/"+url.PathEscape(id), nil, l, *asJSON)
	})
}

func (p *program) showCertificate(ctx context.Context, c *caller, method, path string, body []byte, l figures.Language, asJSON bool) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, method, path, nil, body, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var page struct {
		ID, Of, Reason, At string
		Kind               retention.Kind
		Purposes           []string
		Erased             []int64
		Told               []struct{ First, Last int64 }
		Events             int
		KeyCount           int    `json:"key_count"`
		InFiles            bool   `json:"in_files"`
		GoneAt             string `json:"gone_from_files"`
		Backups            []struct{ Name, Until string }
		Exports            []struct{ Hash, At string }
		Papers             []string
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("read a certificate: %w", err)
	}
	in := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	rows := [][]string{
		{in("bewijs", "certificate"), page.ID},
		{in("van", "of"), certifiedOf(page.Kind, l) + " " + page.Of},
		{in("vergeten", "forgotten"), strings.Join(page.Purposes, ", ") + " (" + page.Reason + "), " + page.At},
		{in("vastgelegd op positie", "recorded at position"), strings.Trim(fmt.Sprint(page.Erased), "[]")},
		{in("stond in", "stood in"), fmt.Sprintf(in("%d gebeurtenissen:", "%d events:"), page.Events) + spansIn(page.Told)},
		{in("vernietigd", "destroyed"), fmt.Sprintf(in("%d sleutels", "%d keys"), page.KeyCount)},
	}
	switch {
	case page.GoneAt != "":
		rows = append(rows, []string{in("bestanden van de database", "files of the database"), in("bevatten ze niet meer sinds ", "hold them no more since ") + page.GoneAt})
	case page.InFiles:
		rows = append(rows, []string{in("bestanden van de database", "files of the database"), in("kunnen ze nog bevatten: de beheerder schrijft ze opnieuw (key rewrite)", "may still hold them: the operator writes them anew (key rewrite)")})
	}
	for _, b := range page.Backups {
		rows = append(rows, []string{in("reservekopie", "backup"), b.Name + in(" tot en met ", " through ") + b.Until})
	}
	for _, x := range page.Exports {
		rows = append(rows, []string{in("meegenomen bestand", "file that left"), x.At + " " + x.Hash})
	}
	for _, id := range page.Papers {
		rows = append(rows, []string{in("document dat niet meer opent", "document that opens no more"), id})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

func spansIn(all []struct{ First, Last int64 }) string {
	var b strings.Builder
	for _, s := range all {
		fmt.Fprintf(&b, " %d", s.First)
		if s.Last > s.First {
			fmt.Fprintf(&b, "–%d", s.Last)
		}
	}
	return b.String()
}

// certifiedOf also names an employer that left, of which there is no kind of record.
func certifiedOf(k retention.Kind, l figures.Language) string {
	if k == certificate.OfEmployer {
		return figures.Text{NL: "werkgever", EN: "employer"}.In(l)
	}
	return figures.Text(k.Name()).In(l)
}
