package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/campaign"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/question"
	"ruggensteun/domain/reference"
	"ruggensteun/domain/release"
)

// aPage is how many events are in memory at once.
const aPage = 500

// kind writes all events of one kind.
func (t *leaving) kind(ctx context.Context, k export.Kind) error {
	if err := t.pack.Begin(k); err != nil {
		return err
	}
	return t.pages(ctx, t.scope, t.manifest.Owner.ID, k.Category, func(page []eventlog.Recorded) error {
		opened := map[eventlog.Holder]bool{}
		bodies, err := t.Evidence.Readable(decider.Watch(ctx, func(h eventlog.Holder) { opened[h] = true }), page)
		if err != nil {
			return err
		}
		if err := t.read(ctx, k, page, opened); err != nil {
			return err
		}
		for i, e := range page {
			if err := t.pack.Line(factOf(e, bodies[i])); err != nil {
				return err
			}
		}
		t.progress(int64(t.pack.Records()), int64(t.total))
		return nil
	})
}

// pages goes through one kind, page by page.
func (t *leaving) pages(ctx context.Context, scope access.Scope, owner uuid.UUID, category string, take func([]eventlog.Recorded) error) error {
	var after eventlog.Place
	for {
		page, err := t.Records.ReadKindAs(ctx, scope, owner, category, after, t.manifest.Position, aPage)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := take(page); err != nil {
			return err
		}
		after = eventlog.PlaceOf(page[len(page)-1])
	}
}

// read records who reads each thing that is about somebody, before it is written. Whom all of a page is
// about stands with its first: a page is opened at once.
func (t *leaving) read(ctx context.Context, k export.Kind, page []eventlog.Recorded, opened map[eventlog.Holder]bool) error {
	if !k.Personal {
		return nil
	}
	var readings []access.Reading
	for i, e := range page {
		if i == 0 || page[i-1].Stream != e.Stream {
			readings = append(readings, access.Reading{
				What: nounOf(e.Stream.Category), ID: e.Stream.ID, Personal: true, Position: t.manifest.Position,
				Owner: e.Employer, Opened: slices.Collect(maps.Keys(opened)),
			})
			opened = nil
		}
	}
	return t.record(ctx, readings...)
}

func factOf(e eventlog.Recorded, body []byte) export.Line {
	return export.Line{
		Record: e.Stream.ID, Version: e.Version, Position: e.Position, ID: e.ID, Type: e.Type, RecordedAt: e.RecordedAt.UTC(),
		Metadata: e.Metadata, Removed: e.Redacted, Body: body,
	}
}

// parts writes what is the employer's own in streams that are nobody's.
func (t *leaving) parts(ctx context.Context) error {
	for _, k := range export.Parts {
		if err := t.pack.Begin(k); err != nil {
			return err
		}
		own := t.owned()
		err := t.pages(ctx, access.Scope{All: true}, uuid.Nil, k.Category, func(page []eventlog.Recorded) error {
			bodies, err := t.Closed.Decode(ctx, page)
			if err != nil {
				return err
			}
			for i, e := range page {
				body, err := own(e, bodies[i])
				if err != nil {
					return err
				}
				if body == nil {
					continue
				}
				if err := t.pack.Line(factOf(e, body)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// owned gives what of an event is the employer's own; nil when none of it is. It is asked in
// the order of a stream.
func (t *leaving) owned() func(eventlog.Recorded, any) ([]byte, error) {
	kept := map[uuid.UUID]bool{}
	asItIs := func(e eventlog.Recorded, own bool) ([]byte, error) {
		if !own {
			return nil, nil
		}
		return e.Payload, nil
	}
	return func(e eventlog.Recorded, body any) ([]byte, error) {
		switch body := body.(type) {
		case question.Saved:
			kept[body.ID] = body.Employer == t.manifest.Owner.ID
			return asItIs(e, kept[body.ID])
		case question.Renamed:
			return asItIs(e, kept[body.ID])
		case question.Dropped:
			return asItIs(e, kept[body.ID])
		case campaign.Marked:
			kept[body.ID] = body.Employer == t.manifest.Owner.ID
			return asItIs(e, kept[body.ID])
		case campaign.Withdrawn:
			return asItIs(e, kept[body.ID])
		case release.Explained:
			return asItIs(e, body.Employer == t.manifest.Owner.ID)
		case reference.TableLoaded:
			return t.ownRows(body)
		}
		return nil, nil
	}
}

// ownRows are the lines of a loaded table that are about the employer.
func (t *leaving) ownRows(table reference.TableLoaded) ([]byte, error) {
	type row struct {
		Of    string `json:"of"`
		Since string `json:"since"`
		Value string `json:"value"`
	}
	var rows []row
	for _, r := range table.Rows {
		if of, _, _ := strings.Cut(string(r.Of), "/"); of == t.manifest.Owner.Code {
			rows = append(rows, row{string(r.Of), r.Since, string(r.Value)})
		}
	}
	if rows == nil {
		return nil, nil
	}
	return json.Marshal(struct {
		Table  string `json:"table"`
		Source string `json:"source"`
		Rows   []row  `json:"rows"`
	}{table.Table, table.Source, rows})
}

// papers adds every document that can still be read, those that were withdrawn too.
func (t *leaving) papers(ctx context.Context) error {
	var history []eventlog.Recorded
	category := document.Stream(uuid.Nil).Category
	err := t.pages(ctx, t.scope, t.manifest.Owner.ID, category, func(page []eventlog.Recorded) error {
		for _, e := range page {
			if len(history) > 0 && history[0].Stream != e.Stream {
				if err := t.papersOf(ctx, history); err != nil {
					return err
				}
				history = nil
			}
			history = append(history, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.papersOf(ctx, history)
}

func (t *leaving) papersOf(ctx context.Context, history []eventlog.Recorded) error {
	bodies, err := t.Opened.Decode(ctx, history)
	if err != nil {
		return err
	}
	var papers document.Papers
	for _, body := range bodies {
		if e, is := body.(document.Event); is {
			papers = document.Decider.Evolve(papers, e)
		}
	}
	for _, paper := range slices.Clone(papers) {
		if !paper.Readable() {
			continue // forgotten: records/document.ndjson says so
		}
		content, err := t.unseal(ctx, paper, t.manifest.Owner.ID)
		if err != nil {
			return fmt.Errorf("open document %s: %w", paper.ID, err)
		}
		what := export.Text{NL: "een document", EN: "a document"}
		if err := t.pack.Add(export.DocumentName(paper.ID), what, content); err != nil {
			return err
		}
	}
	return nil
}
