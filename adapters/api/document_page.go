package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/template"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type documentsAnswer struct {
	Body struct {
		Invented  bool           `json:"invented,omitempty" doc:"Made up by a demonstration."`
		Notice    *figures.Text  `json:"notice,omitempty" doc:"Says that it was."`
		NotYours  *figures.Text  `json:"not_yours,omitempty" doc:"Says why they are closed, and what to do, where this is not the reader's own case."`
		Documents []documentPage `json:"documents" doc:"In the order in which they were written."`
	}
}

type documentPage struct {
	ID        uuid.UUID      `json:"id" format:"uuid"`
	State     string         `json:"state" enum:"draft,issued,withdrawn,forgotten,closed" doc:"Forgotten: a key that it was sealed under was destroyed, and nobody can read it. Closed: it is not the reader's own case."`
	Kind      codes.Code     `json:"kind,omitempty" doc:"Left out when that is forgotten."`
	Language  codes.Code     `json:"language,omitempty"`
	Whose     template.Whose `json:"whose,omitempty" enum:"PROGRAM,EMPLOYER" doc:"Whose text it was made of."`
	Version   int            `json:"version,omitempty" doc:"Of the text."`
	Worker    *uuid.UUID     `json:"worker,omitempty" format:"uuid" doc:"Whom it is for or about (person)."`
	Missing   []blankPage    `json:"missing" doc:"What was left blank."`
	At        *time.Time     `json:"at,omitempty" doc:"When it was written, in UTC."`
	Who       access.Role    `json:"who,omitempty" doc:"Who wrote it."`
	Size      int            `json:"size" doc:"Number of sealed bytes."`
	Hash      string         `json:"hash" doc:"SHA-256 of the sealed bytes."`
	Withdrawn bool           `json:"withdrawn,omitempty"`
}

type blankPage struct {
	Field string       `json:"field" doc:"To be given in fill."`
	What  figures.Text `json:"what"`
}

func (a *api) listDocuments(k kind) func(context.Context, *documentsInput) (*documentsAnswer, error) {
	return func(ctx context.Context, in *documentsInput) (*documentsAnswer, error) {
		id, _, err := a.named(ctx, k, in.ID, access.ReadDocument)
		if err != nil {
			return nil, err
		}
		history, err := a.history(ctx, document.Stream(id), access.ReadDocument, true)
		if err != nil {
			return nil, err
		}
		invented, err := a.invented(ctx, k.stream(id), access.ReadDocument)
		if err != nil {
			return nil, err
		}
		reading := access.Reading{What: "documents", ID: id, Personal: true}
		if n := len(history); n > 0 {
			reading.Position = history[n-1].Position
		}
		if err := a.record(ctx, reading); err != nil {
			return nil, err
		}
		out := &documentsAnswer{}
		out.Body.NotYours = a.notYours(ctx)
		out.Body.Invented, out.Body.Notice, out.Body.Documents = invented, noticeOf(invented), papersIn(history)
		return out, nil
	}
}

// papersIn are the documents of a history, with when each was written.
func papersIn(history []projections.Event) []documentPage {
	all := []documentPage{}
	for _, p := range folded(document.Decider, history) {
		page := paperPage(p)
		for _, e := range history {
			if d, is := e.Body.(document.Drafted); is && d.ID == p.ID {
				at := e.RecordedAt
				page.At, page.Who = &at, access.Role(e.Meta.Role)
			}
		}
		all = append(all, page)
	}
	return all
}

func paperPage(p document.Paper) documentPage {
	says, _ := p.Says.Get()
	page := documentPage{
		ID: p.ID, State: "draft", Kind: says.Kind, Language: says.Language, Whose: says.Whose, Version: says.Version,
		Worker: idIfAny(p.Worker), Missing: []blankPage{}, Size: p.Size, Hash: p.Hash.String(), Withdrawn: p.Withdrawn,
	}
	for _, name := range says.Missing {
		field, _ := template.Find(says.Kind, name)
		page.Missing = append(page.Missing, blankPage{name, figures.Text{NL: field.NL, EN: field.EN}})
	}
	switch {
	case p.Closed():
		page.State = "closed"
	case !p.Readable():
		page.State = "forgotten"
	case p.Withdrawn:
		page.State = "withdrawn"
	case p.Issued:
		page.State = "issued"
	}
	return page
}

// showDocuments puts what was written on the page of a case, and among what was recorded.
func (a *api) showDocuments(ctx context.Context, id uuid.UUID, page *casePage) error {
	written, err := a.history(ctx, document.Stream(id), access.ReadDocument, true)
	if err != nil {
		return err
	}
	page.Documents = papersIn(written)
	page.Timeline = append(page.Timeline, timeline.Lines(written, timeline.WithTexts)...)
	slices.SortStableFunc(page.Timeline, func(a, b timeline.Line) int { return cmp.Compare(a.Position, b.Position) })
	return nil
}
