package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

const certificateUsage = `certificate ACTION [options]

Actions:
  list                   certificates of what was erased, the newest first
  show ID                print one, in full
  paper ID               make a PDF of one, to keep or to hand over

Whatever is erased leaves a certificate: by erasure now, by retention dispose
and by employer leave. It says where it stood, how many keys were destroyed,
until when backups may hold them and which files had left; never who it was. An
employer that left can still ask for them. --json prints all of it.

  ruggensteun certificate list --as privacy-officer@GEM-ROTTERDAM
  ruggensteun certificate paper ID --output bewijs.pdf \
      --as privacy-officer@GEM-ROTTERDAM
`

func (p *program) certificate(ctx context.Context, args []string) error {
	f, w := p.asking("certificate", certificateUsage)
	limit := f.Int("limit", 50, "with list: how many, 1 to 200")
	after := f.String("after", "", "with list: `NEXT` of the page before")
	output := f.String("output", "", "with paper: the `FILE` to make: its name ends in .pdf")
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
	action, rest, err := actionOf("certificate", rest, list, show, "paper")
	if err != nil {
		return err
	}
	if action == list {
		if err := noMore(rest); err != nil {
			return err
		}
		query := url.Values{"limit": {strconv.Itoa(*limit)}}
		if *after != "" {
			query.Set("after", *after)
		}
		path := "/v1/certificates?" + query.Encode()
		return p.withCaller(ctx, *w, func(c *caller) error {
			if *asJSON {
				return p.show(ctx, c, path, nil, l, true)
			}
			return p.listCertificates(ctx, c, path, l)
		})
	}
	id, err := onlyWord("the certificate's id", rest)
	if err != nil {
		return err
	}
	path := "/v1/certificates/" + url.PathEscape(id)
	if action == show {
		return p.withCaller(ctx, *w, func(c *caller) error { return p.showCertificate(ctx, c, "GET", path, nil, l, *asJSON) })
	}
	if filepath.Ext(*output) != ".pdf" {
		return wrongUsage("certificate paper needs --output FILE: the file to make, which ends in .pdf")
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		err := newFile(*output, func(to *os.File) error {
			return c.stream(ctx, path+"/paper", url.Values{"language": {string(l)}}, to)
		})
		if err == nil {
			p.say(l, *output+" staat klaar.", *output+" is ready.")
		}
		return err
	})
}

// newFile makes a file that only its maker can read, whole or not at all.
func newFile(output string, write func(*os.File) error) error {
	there := wrongUsage("--output %s is there already, and no file takes its place: choose another name", output)
	if _, err := os.Lstat(output); err == nil {
		return there
	}
	draft, err := os.CreateTemp(filepath.Dir(output), ".draft-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	err = write(draft)
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), output); errors.Is(err, os.ErrExist) {
		return there
	} else if err != nil {
		return err
	}
	return nil
}

func (p *program) listCertificates(ctx context.Context, c *caller, path string, l figures.Language) error {
	var all struct {
		Certificates []struct {
			ID, Of, Reason string
			Kind           retention.Kind
			At             time.Time
			Events         int
			KeyCount       int    `json:"key_count"`
			ExportCount    int    `json:"export_count"`
			BackupsUntil   string `json:"backups_until"`
		}
		Next   string
		Notice *figures.Text
	}
	if _, err := c.call(ctx, "GET", path, nil, nil, &all); err != nil {
		return err
	}
	if all.Notice != nil {
		fmt.Fprintln(p.out, all.Notice.In(l))
	}
	if len(all.Certificates) == 0 {
		p.say(l, "Er is nog niets gewist.", "Nothing was erased yet.")
		return nil
	}
	rows := [][]string{headings(l, "WANNEER", "WHEN", "BEWIJS", "CERTIFICATE", "VAN", "OF", "REDEN", "REASON", "SLEUTELS", "KEYS", "KOPIEËN TOT EN MET", "BACKUPS THROUGH", "AL WEG", "HAD LEFT")}
	for _, one := range all.Certificates {
		rows = append(rows, []string{
			one.At.UTC().Format("2006-01-02 15:04") + " UTC", one.ID, certifiedOf(one.Kind, l) + " " + one.Of, one.Reason,
			strconv.Itoa(one.KeyCount), one.BackupsUntil, strconv.Itoa(one.ExportCount),
		})
	}
	if all.Next != "" {
		rows = append(rows, []string{figures.Text{NL: "Verder met", EN: "Go on with"}.In(l) + " --after " + all.Next})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
