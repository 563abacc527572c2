package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"ruggensteun/domain/bundle"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/template"
	"ruggensteun/projections/figures"
)

const bundleAction = "bundle"

const bundleUsage = `bundle verify FILE [options]

Checks the file of a case that ` + "`ruggensteun case bundle`" + ` made. It needs no
server, no database and no network. The exit status is 0 when nothing was
altered, added, left out or put in another order, and 1 otherwise, with a line
for each fault.

Ask the employer for the key by another way than the file came, and give it with
--key: without it anybody can make a file that holds. The employer's operator
prints it with ruggensteun key show.

It proves that this is what that server had on record of the case, not that it
is true: whoever has its master key and its database can sign something else.

  ruggensteun bundle verify case.zip --key KEY --language nl
`

func (p *program) bundle(_ context.Context, args []string) error {
	f := p.flags("bundle", bundleUsage)
	key := f.String("key", "", "`PUBLIC` key that it must be signed with, 64 hexadecimal digits")
	language := f.String("language", "nl", languageUsage)
	asJSON := f.Bool("json", false, "print the whole report as JSON")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	_, rest, err = actionOf("bundle", rest, "verify")
	if err != nil {
		return err
	}
	file, err := onlyWord("the file", rest)
	if err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	expected, err := keyGiven(*key)
	if err != nil {
		return err
	}
	data, err := readBounded(file, bundle.MaxBytes)
	if err != nil {
		return err
	}
	return p.printReport(bundle.Verify(data, expected), l, *asJSON)
}

func keyGiven(text string) (*bundle.Key, error) {
	if text == "" {
		return nil, nil
	}
	key, err := bundle.ParseKey(text)
	if err != nil {
		return nil, wrongUsage("--key: %v", err)
	}
	return &key, nil
}

// readBounded reads one byte more than a bundle may have, so that checking finds it too large.
func readBounded(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, most+1))
}

// errNotWhole makes the exit status tell; what was found is printed before.
var errNotWhole = errors.New("the bundle is not what was made")

func (p *program) printReport(r bundle.Report, l figures.Language, asJSON bool) error {
	zone, err := time.LoadLocation(r.Employer.Zone)
	if err != nil {
		zone = time.UTC // a file of anybody's may name anything
	}
	in := map[figures.Language]codes.Code{figures.Dutch: template.Dutch, figures.English: template.English}[l]
	sentence := r.Sentence(in, zone)
	if asJSON {
		if err := json.NewEncoder(p.out).Encode(struct {
			Whole    bool   `json:"whole"`
			Sentence string `json:"sentence"`
			bundle.Report
		}{r.Whole(), sentence, r}); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(p.out, sentence)
		for _, fault := range r.Faults {
			fmt.Fprintf(p.out, "  %s\n", fault.What.In(in))
		}
	}
	if !r.Whole() {
		return errNotWhole
	}
	if !asJSON {
		fmt.Fprintln(p.out)
		for _, says := range r.Proves() {
			for _, line := range wrapped("- "+says.In(in), terminalWidth(p.out)) {
				fmt.Fprintln(p.out, line)
			}
		}
	}
	return nil
}

// bundleCase asks for the bundle as any program does, and keeps it in a new file of the asker's own.
func (p *program) bundleCase(ctx context.Context, w where, words []string, out string, l figures.Language) error {
	id, err := onlyWord("the id", words)
	if err != nil {
		return err
	}
	if out == "" {
		return wrongUsage("case bundle needs --out: the file to make")
	}
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	c, err := s.caller(ctx, w, newFigures())
	if err != nil {
		return err
	}
	made, err := c.file(ctx, "/v1/cases/"+url.PathEscape(id)+"/bundle")
	if err != nil {
		return err
	}
	if err := writeNew(out, made); err != nil {
		return err
	}
	r := bundle.Verify(made, nil)
	fmt.Fprintln(p.out, figures.Text{
		NL: fmt.Sprintf("%s: %d gebeurtenissen. Te controleren met ruggensteun bundle verify, sleutel %s.", out, r.Events, r.Key),
		EN: fmt.Sprintf("%s: %d events. To be checked with ruggensteun bundle verify, key %s.", out, r.Events, r.Key),
	}.In(l))
	return nil
}

// file gives what a path answers, as it is.
func (c *caller) file(ctx context.Context, path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+path, nil)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", path, err)
	}
	got := &reply{header: http.Header{}, status: http.StatusOK}
	c.handler.ServeHTTP(got, r)
	if got.status >= 300 {
		return nil, got.problem()
	}
	return got.body.Bytes(), nil
}

// writeNew makes a file whole or not at all, and never takes the place of another: an older one
// may have gone out already, and what is in it may be personal.
func writeNew(name string, body []byte) error {
	draft, err := os.CreateTemp(filepath.Dir(name), ".draft-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = draft.Write(body)
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), name); errors.Is(err, os.ErrExist) {
		return wrongUsage("--out %s is there already, and no file takes its place: choose another name", name)
	} else if err != nil {
		return err
	}
	return nil
}
