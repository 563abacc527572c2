package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
)

// sheet asks for an answer as CSV.
func (c *caller) sheet(ctx context.Context, path string) (http.Header, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+path, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("ask %s: %w", path, err)
	}
	r.Header.Set("Accept", "text/csv")
	got, err := c.answer(r)
	if err != nil {
		return nil, nil, err
	}
	return got.header, got.body.Bytes(), nil
}

// printSheet prints an answer as CSV; whoever gives it recorded that.
func (p *program) printSheet(ctx context.Context, c *caller, path string) error {
	_, sheet, err := c.sheet(ctx, path)
	if err != nil {
		return err
	}
	_, err = p.out.Write(sheet)
	return err
}

// printSheets prints all pages of a list as one sheet, with one heading. Each page is on
// record as it was given; what they are together is another file, which is recorded too.
func (p *program) printSheets(ctx context.Context, c *caller, name, path string, query url.Values) error {
	var all bytes.Buffer
	var of eventlog.Position
	pages := 0
	for next := "-"; next != ""; pages++ {
		header, sheet, err := c.sheet(ctx, path+"?"+query.Encode())
		if err != nil {
			return err
		}
		if pages > 0 {
			_, sheet, _ = bytes.Cut(sheet, []byte("\r\n"))
		} else if n, err := strconv.ParseInt(header.Get("Position"), 10, 64); err == nil {
			of = eventlog.Position(n)
		}
		all.Write(sheet)
		next = header.Get("Next")
		query.Set("after", next)
	}
	if pages > 1 {
		sum := sha256.Sum256(all.Bytes())
		what := export.TakenOut{
			Form: export.CSV, Question: api.ListQuestion(name, query, of), Viewer: "owner", Position: of,
			Rows: bytes.Count(all.Bytes(), []byte("\r\n")) - 1, Size: all.Len(), Hash: hex.EncodeToString(sum[:]),
		}
		if err := c.took(ctx, what); err != nil {
			return err
		}
	}
	_, err := all.WriteTo(p.out)
	return err
}

// takenOutBy records what somebody takes out on this terminal.
func (s *store) takenOutBy(by access.Actor) func(context.Context, export.TakenOut) error {
	return func(ctx context.Context, what export.TakenOut) error {
		request := decider.Request{
			Meta:     eventlog.Meta{Actor: by.ID, Role: string(by.Role), Purpose: string(by.Purpose), Channel: "cli", Correlation: uuid.Must(uuid.NewV7())},
			Employer: by.Employer, Key: "none/" + uuid.NewString(), Body: []byte("take out"),
		}
		_, err := export.Decider.Run(ctx, decider.NewJournal(s.log, s.opened), export.Stream(by.Employer, time.Now().UTC().Year()), export.Take{By: by, Employer: by.Employer, TakenOut: what}, request)
		if err != nil {
			return fmt.Errorf("record what is taken out: %w", err)
		}
		return nil
	}
}
