package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/export"
	"ruggensteun/projections/figures"
)

// takeEverything keeps all that an employer owns in a new file, whole or not at all.
func (p *program) takeEverything(ctx context.Context, w where, employer, output string, l figures.Language) error {
	if output == "" {
		return wrongUsage("export everything needs --output FILE: the file to make")
	}
	if _, err := os.Lstat(output); err == nil {
		return wrongUsage("--output %s is there already, and no file takes its place: choose another name", output)
	}
	return p.withCaller(ctx, w, func(c *caller) error {
		draft, err := os.CreateTemp(filepath.Dir(output), ".draft-*") // made with mode 0600
		if err != nil {
			return err
		}
		defer func() { _ = os.Remove(draft.Name()) }()
		bar := p.progressBar("export")
		err = c.stream(api.WithProgress(ctx, bar.at), "/v1/exports/everything", url.Values{"employer": slices.DeleteFunc([]string{employer}, func(s string) bool { return s == "" })}, draft)
		bar.done()
		if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
			return err
		}
		r, size, err := checkedExport(draft.Name(), func(_, _ int64) {})
		if err != nil {
			return err
		}
		if !r.Whole() {
			return fmt.Errorf("the export that was made is not whole: %s", r.Faults[0].EN)
		}
		if err := os.Link(draft.Name(), output); errors.Is(err, os.ErrExist) {
			return wrongUsage("--output %s is there already, and no file takes its place: choose another name", output)
		} else if err != nil {
			return err
		}
		return p.saidOfExport(output, size, r, l)
	})
}

// stream lets what a path answers go straight to a file.
func (c *caller) stream(ctx context.Context, path string, query url.Values, to *os.File) (err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+path+"?"+query.Encode(), nil)
	if err != nil {
		return fmt.Errorf("ask %s: %w", path, err)
	}
	got := &streamed{reply: reply{header: http.Header{}, status: http.StatusOK}, to: to}
	defer func() {
		// What breaks off halfway ends as a connection does that is cut.
		switch v := recover(); {
		case v == nil:
		case v != http.ErrAbortHandler:
			panic(v)
		case got.failed != nil:
			err = fmt.Errorf("write the file: %w", got.failed)
		case ctx.Err() != nil:
			err = ctx.Err()
		default:
			err = errors.New("the export broke off, and nothing of it is kept: see the line above")
		}
	}()
	c.handler.ServeHTTP(got, r)
	if got.status >= 300 {
		return c.advised(got.problem())
	}
	return nil
}

// streamed is a reply of which a good answer goes to a file.
type streamed struct {
	reply
	to     *os.File
	failed error
}

func (s *streamed) Write(b []byte) (int, error) {
	if s.status >= 300 {
		return s.reply.Write(b)
	}
	n, err := s.to.Write(b)
	s.failed = errors.Join(s.failed, err)
	return n, err
}

func checkedExport(name string, at func(done, total int64)) (export.Report, int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return export.Report{}, 0, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return export.Report{}, 0, err
	}
	return export.Verify(f, info.Size(), at), info.Size(), nil
}

// verifyExport checks a file that may be anybody's.
func (p *program) verifyExport(words []string, l figures.Language, asJSON bool) error {
	name, err := onlyWord("the file", words)
	if err != nil {
		return err
	}
	bar := p.progressBar("verify")
	r, size, err := checkedExport(name, bar.at)
	bar.done()
	if err != nil {
		return err
	}
	if asJSON {
		err = json.NewEncoder(p.out).Encode(struct {
			Whole bool `json:"whole"`
			export.Report
		}{r.Whole(), r})
	} else {
		err = p.saidOfExport(name, size, r, l)
	}
	if err == nil && !r.Whole() {
		return errNotWholeExport
	}
	return err
}

// errNotWholeExport makes the exit status tell; what was found is printed before.
var errNotWholeExport = errors.New("the export is not what was made")

func (p *program) saidOfExport(name string, size int64, r export.Report, l figures.Language) error {
	for _, f := range r.Faults {
		fmt.Fprintf(p.out, "  %s\n", figures.Text(f).In(l))
	}
	m := r.Manifest
	if !r.Whole() {
		fmt.Fprintln(p.out, figures.Text{NL: name + ": NIET heel", EN: name + ": NOT whole"}.In(l))
		return nil
	}
	hash, err := digestOf(name)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, figures.Text{
		NL: "%s: heel. %d regels in %d bestanden van %s, tot en met positie %s, gemaakt %s door %s (%s)\n",
		EN: "%s: whole. %d lines in %d files of %s, up to position %s, made %s by %s (%s)\n",
	}.In(l), name, r.Records, r.Files, m.Owner.Code, m.Position, m.MadeAt.Format(time.RFC3339), m.MadeBy, m.Program)
	if m.Invented {
		fmt.Fprintln(p.out, figures.Text{NL: "VERZONNEN: minstens een deel komt uit een demonstratie, en is niet gebeurd.", EN: "INVENTED: at least some of it is of a demonstration, and did not happen."}.In(l))
	}
	var rows [][]string
	papers, photos := 0, 0
	for _, f := range m.Files {
		switch {
		case f.Records > 0:
			rows = append(rows, []string{f.Name, fmt.Sprint(f.Records), figures.Text(f.What).In(l)})
		case strings.HasPrefix(f.Name, "documents/"):
			papers++
		case strings.HasPrefix(f.Name, "photos/"):
			photos++
		}
	}
	if papers > 0 {
		rows = append(rows, []string{"documents/", fmt.Sprint(papers), figures.Text{NL: "documenten (PDF)", EN: "documents (PDF)"}.In(l)})
	}
	if photos > 0 {
		rows = append(rows, []string{"photos/", fmt.Sprint(photos), figures.Text{NL: "foto's", EN: "photos"}.In(l)})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, figures.Text{
		NL: "%d bytes, sha256 %s\nWie het meenam: ruggensteun export trace %s\n",
		EN: "%d bytes, sha256 %s\nWho took it out: ruggensteun export trace %s\n",
	}.In(l), size, hash, name)
	return err
}
