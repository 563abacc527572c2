package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"ruggensteun/projections/figures"
)

const exportUsage = `export ACTION [options]

Actions:
  list                   the files that were taken out in a year
  trace FILE             who took this very file out, and when
  everything             all that an employer owns, as one file: --output FILE
  verify FILE            whether such a file is whole; needs no database

A list begins with the newest. A file is an answer as CSV, workbook or package
of open data. Each is recorded when it leaves, with its question, for whose eyes
it is, how many rows it has and the SHA-256 of its bytes. trace works that out
of FILE, which is read and not sent; a file in which one byte was changed is
another one. Whoever is given only the hash says --hash in place of the file.

An employer's registrar sees those of the employer, the operator those of who
works for none: analysts.

everything is a ZIP with all that was ever recorded of the employer: a file of
lines (NDJSON) for each kind of record, with names, injuries and texts opened;
the documents that were written; and a manifest with counts, SHA-256 and the
fields of each kind, so that another program can read it. What was forgotten
says so. Only the employer's registrar takes it out, and each reading is
recorded. One that is stopped leaves no file. Keep it encrypted.

  ruggensteun export everything --output alles.zip --as registrar@GEM-ROTTERDAM
  ruggensteun export verify alles.zip
  ruggensteun export trace plaats.xlsx --as registrar@GEM-ROTTERDAM
  ruggensteun export list --year 2026 --as registrar@GEM-ROTTERDAM
`

func (p *program) export(ctx context.Context, args []string) error {
	f, w := p.asking("export", exportUsage)
	hash := f.String("hash", "", "with trace: `SHA256` of the file, 64 hexadecimal digits")
	year := f.String("year", "", "with list: `YEAR`; the present one unless given")
	employer := f.String("employer", "", "`CODE` of an employer; your own unless given")
	output := f.String("output", "", "with everything: new `FILE` to make")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("export", rest, "list", "trace", "everything", "verify")
	if err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	switch action {
	case "everything":
		if err := noMore(rest); err != nil {
			return err
		}
		return p.takeEverything(ctx, *w, *employer, *output, l)
	case "verify":
		return p.verifyExport(rest, l, *asJSON)
	}
	query := url.Values{}
	if action == "trace" && *hash == "" {
		name, err := onlyWord("the file", rest)
		if err != nil {
			return err
		}
		if *hash, err = digestOf(name); err != nil {
			return err
		}
	} else if err := noMore(rest); err != nil {
		return err
	}
	for name, value := range map[string]string{"hash": *hash, "year": *year, "employer": *employer} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return p.withCaller(ctx, *w, func(c *caller) error { return p.showExports(ctx, c, query, l, *asJSON) })
}

// digestOf reads a file piece by piece: it may be large.
func digestOf(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (p *program) showExports(ctx context.Context, c *caller, query url.Values, l figures.Language, asJSON bool) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, "/v1/exports?"+query.Encode(), nil, nil, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var found struct {
		Exports []struct {
			At                                                           time.Time
			Employer, Role, Actor, Channel, Form, Question, Viewer, Hash string
			Export                                                       string
			Rows, Size                                                   int
			Unfinished                                                   bool
		}
	}
	if err := json.Unmarshal(raw, &found); err != nil {
		return fmt.Errorf("read the list of exports: %w", err)
	}
	if len(found.Exports) == 0 {
		fmt.Fprintln(p.out, figures.Text{NL: "Er is geen bestand gevonden dat werd meegenomen.", EN: "No file was found that was taken out."}.In(l))
		return nil
	}
	for _, e := range found.Exports {
		who := e.Role
		if e.Employer != "" {
			who += "@" + e.Employer
		}
		if e.Unfinished {
			fmt.Fprintf(p.out, figures.Text{
				NL: "%s  alles door %s (%s, via %s): niet heel, hoogstens %d regels en %d bytes\n  uitvoer %s\n",
				EN: "%s  everything by %s (%s, through %s): not whole, at most %d lines and %d bytes\n  export %s\n",
			}.In(l), e.At.Format(time.RFC3339), who, e.Actor, e.Channel, e.Rows, e.Size, e.Export)
			continue
		}
		fmt.Fprintf(p.out, figures.Text{
			NL: "%s  %s door %s (%s, via %s): %s, voor %s, %d rijen, %d bytes\n  sha256 %s\n",
			EN: "%s  %s by %s (%s, through %s): %s, for %s, %d rows, %d bytes\n  sha256 %s\n",
		}.In(l), e.At.Format(time.RFC3339), e.Form, who, e.Actor, e.Channel, e.Question, e.Viewer, e.Rows, e.Size, e.Hash)
	}
	return nil
}

// isFile tells whether a format is one that is taken out, and recorded.
func isFile(format string) bool { return slices.Contains([]string{"csv", "xlsx", "open-data"}, format) }

// takeOut asks for an answer as a file, and keeps it in a new one; CSV is printed where no
// file is named.
func (p *program) takeOut(ctx context.Context, w where, path string, query url.Values, format, language, output string) error {
	if output == "" && format != "csv" {
		return wrongUsage("--format %s is a file: say where to keep it with --output FILE", format)
	}
	if _, err := os.Lstat(output); output != "" && err == nil {
		return wrongUsage("--output %s is there already, and no file takes its place: choose another name", output)
	}
	query.Set("format", format)
	query.Set("language", language)
	return p.withFigures(ctx, w, func(c *caller) error {
		made, err := c.file(ctx, path+"?"+query.Encode())
		if err != nil {
			return err
		}
		if output == "" {
			_, err := p.out.Write(made)
			return err
		}
		if err := writeNew(output, made); err != nil {
			return err
		}
		sum := sha256.Sum256(made)
		_, err = fmt.Fprintf(p.out, "%s: %d bytes, sha256 %x\n", output, len(made), sum)
		return err
	})
}
