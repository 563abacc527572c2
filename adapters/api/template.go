package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/template"
	"ruggensteun/projections/figures"
)

type templateInput struct{ Versioned }

type listTemplatesInput struct {
	Employer string `query:"employer" doc:"Code of the employer. May be left out by whoever works for one."`
}

type previewTemplateInput struct {
	RawBody []byte `contentType:"application/json"`
}

type templateForm struct {
	Employer string     `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	Kind     codes.Code `json:"kind" doc:"Of what kind of document it is the text."`
	Language codes.Code `json:"language,omitempty" doc:"NL when left out."`
	Title    string     `json:"title" doc:"Stands above it and in the properties of the file; names nobody."`
	Body     string     `json:"body" doc:"The text, in the form that the list of templates shows: # heading, - item, label :: text, {field}."`
}

type templateWithdrawalForm struct {
	Employer string     `json:"employer,omitempty" doc:"Code of the employer. May be left out by whoever works for one."`
	Kind     codes.Code `json:"kind"`
	Language codes.Code `json:"language,omitempty" doc:"NL when left out."`
	Version  int        `json:"version"`
}

type letterheadForm struct {
	Employer string   `json:"employer,omitempty" doc:"Code of the employer. May be left out by whoever works for one."`
	Address  []string `json:"address" doc:"Lines of the employer's own address, where workers choose domicile."`
	Desk     string   `json:"desk,omitempty" doc:"Whom to turn to: a desk, and no person's name."`
	Phone    string   `json:"phone,omitempty"`
	Mail     string   `json:"mail,omitempty"`
}

type templatesAnswer struct {
	Body struct {
		Letterhead *letterheadForm `json:"letterhead,omitempty" doc:"Of the employer, once it is set."`
		Templates  []templatePage  `json:"templates" doc:"The employer's own, and those that came with the program."`
		Fields     []kindPage      `json:"fields" doc:"What a text of each kind can have filled in."`
	}
}

type templatePage struct {
	Whose     template.Whose `json:"whose" enum:"PROGRAM,EMPLOYER"`
	Kind      codes.Code     `json:"kind"`
	Language  codes.Code     `json:"language"`
	Version   int            `json:"version"`
	Chosen    bool           `json:"chosen" doc:"New documents are made of it."`
	Withdrawn bool           `json:"withdrawn,omitempty"`
	Title     string         `json:"title"`
	Body      string         `json:"body"`
}

type kindPage struct {
	Kind   codes.Code  `json:"kind"`
	Fields []fieldPage `json:"fields"`
}

type fieldPage struct {
	Field      string       `json:"field"`
	What       figures.Text `json:"what"`
	Alone      bool         `json:"alone,omitempty" doc:"Stands for several lines, and on a line of its own."`
	FromRecord bool         `json:"from_record,omitempty" doc:"Is never typed over."`
}

func orDutch(c codes.Code) codes.Code {
	if c == "" {
		return template.Dutch
	}
	return c
}

func (a *api) adoptTemplate(ctx context.Context, in *templateInput) (*receiptAnswer, error) {
	var body templateForm
	return changedStationery(ctx, a, in, "adopt template", &body, func() string { return body.Employer }, func(by access.Actor, of uuid.UUID) template.Command {
		return template.Adopt{By: by, Employer: of, Text: body.text()}
	})
}

func (f templateForm) text() template.Text {
	return template.Text{Kind: f.Kind, Language: orDutch(f.Language), Title: f.Title, Body: f.Body}
}

func (a *api) withdrawTemplate(ctx context.Context, in *templateInput) (*receiptAnswer, error) {
	var body templateWithdrawalForm
	return changedStationery(ctx, a, in, "withdraw template", &body, func() string { return body.Employer }, func(by access.Actor, of uuid.UUID) template.Command {
		return template.Withdraw{By: by, Employer: of, Kind: body.Kind, Language: orDutch(body.Language), Version: body.Version}
	})
}

func (a *api) setLetterhead(ctx context.Context, in *templateInput) (*receiptAnswer, error) {
	var body letterheadForm
	return changedStationery(ctx, a, in, "set letterhead", &body, func() string { return body.Employer }, func(by access.Actor, of uuid.UUID) template.Command {
		return template.SetLetterhead{By: by, Employer: of, Letterhead: template.Letterhead{Address: body.Address, Desk: body.Desk, Phone: body.Phone, Mail: body.Mail}}
	})
}

func changedStationery(ctx context.Context, a *api, in *templateInput, about string, body any, code func() string, command func(access.Actor, uuid.UUID) template.Command) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.AdoptTemplate, actor.Employer); err != nil {
		return nil, err
	}
	c := &recordChange{at: a.Clock()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.changing(ctx, in.Versioned, about, &c.wrong)
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	var err error
	if c.employer, err = a.employerNamed(ctx, code()); err != nil {
		return nil, err
	}
	c.request.Employer = c.employer.ID
	if err := actor.May(access.AdoptTemplate, c.employer.ID); err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, template.Decider, template.Stream(c.employer.ID), command(actor, c.employer.ID))
}

func (a *api) listTemplates(ctx context.Context, in *listTemplatesInput) (*templatesAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadEmployer, actor.Employer); err != nil {
		return nil, err
	}
	e, err := a.employerNamed(ctx, in.Employer)
	if err != nil {
		return nil, err
	}
	if err := actor.May(access.ReadEmployer, e.ID); err != nil {
		return nil, err
	}
	s, _, err := template.Decider.Load(ctx, a.shown(ctx, access.ReadEmployer), template.Stream(e.ID))
	if err != nil {
		return nil, err
	}
	out := &templatesAnswer{}
	if l := s.Letterhead; l.Known() {
		out.Body.Letterhead = &letterheadForm{Employer: e.Code, Address: l.Address, Desk: l.Desk, Phone: l.Phone, Mail: l.Mail}
	}
	out.Body.Templates = inFull(s.All(), func(h template.Held) templatePage {
		chosen, _ := s.Choose(h.Kind, h.Language, "", 0)
		return templatePage{h.Whose, h.Kind, h.Language, h.Version, chosen == h, h.Withdrawn, h.Title, h.Body}
	})
	for _, k := range codes.DocumentKind.Codes {
		out.Body.Fields = append(out.Body.Fields, kindPage{k.Code, inFull(template.FieldsOf(k.Code), func(f template.Field) fieldPage {
			return fieldPage{f.Name, figures.Text{NL: f.NL, EN: f.EN}, f.Shape != template.Words, f.FromRecord}
		})})
	}
	return out, nil
}

// previewTemplate shows a text on paper with every field blank, and says on each page that
// it is a sample, and that it is invented where its employer is. Nothing is recorded.
func (a *api) previewTemplate(ctx context.Context, in *previewTemplateInput) (*huma.StreamResponse, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.AdoptTemplate, actor.Employer); err != nil {
		return nil, err
	}
	var body templateForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	text, err := template.Check(body.text())
	withFields(&wrong, err)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	e, err := a.employerNamed(ctx, body.Employer)
	if err != nil {
		return nil, err
	}
	if err := actor.May(access.AdoptTemplate, e.ID); err != nil {
		return nil, err
	}
	paper, err := a.preview(ctx, text, e)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", "application/pdf")
		h.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "preview.pdf"))
		h.SetStatus(http.StatusOK)
		_, _ = h.BodyWriter().Write(paper) // a client that left is no error of ours
	}}, nil
}

func (a *api) preview(ctx context.Context, text template.Text, e employer.Employer) ([]byte, error) {
	s, _, err := template.Decider.Load(ctx, a.shown(ctx, access.ReadEmployer), template.Stream(e.ID))
	if err != nil {
		return nil, err
	}
	invented, err := a.invented(ctx, employer.Stream(e.ID), access.ReadEmployer)
	if err != nil {
		return nil, err
	}
	return a.Printer.Print(document.Written{Filled: text.Fill(nil), Kind: text.Kind, Sender: e.Name, Letter: s.Letterhead, Sample: true}, invented)
}
