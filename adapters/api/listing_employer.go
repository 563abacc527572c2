package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/listing"
)

type employersInput struct {
	Limit int    `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After string `query:"after" doc:"The next of the page before: the code of its last employer."`
}

type employersAnswer struct {
	Position string `header:"Position" doc:"The list is as known at this position in the log."`
	Body     struct {
		Employers []listedEmployer `json:"employers" doc:"In the order of their codes."`
		Invented  int              `json:"invented,omitempty" doc:"How many of these a demonstration made up."`
		Notice    *figures.Text    `json:"notice,omitempty" doc:"Says that they were."`
		Next      string           `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
	}
}

type listedEmployer struct {
	ID       uuid.UUID  `json:"id" format:"uuid"`
	Code     string     `json:"code" example:"GEM-ROTTERDAM"`
	Name     string     `json:"name"`
	Kind     codes.Code `json:"kind" doc:"Kind of organisation, of the list employer-kind."`
	Zone     string     `json:"zone" doc:"Time zone by which its days and hours count."`
	Invented bool       `json:"invented,omitempty" doc:"Made up by a demonstration."`
}

func (a *api) listEmployers(ctx context.Context, in *employersInput) (*employersAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadEmployer, actor.Employer); err != nil {
		return nil, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = listing.Usual
	}
	var wrong fault.Fields
	wrong.Check(limit >= 1 && limit <= listing.Most, "limit", "is not a number of employers on a page", "use 1 to 200")
	wrong.Check(len(in.After) <= 100, "after", "is no code", "send it as the page before gave it")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	page, err := a.Listing.Employers(ctx, actor.Over(access.ReadEmployer), in.After, limit)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "employers", Position: page.Position}); err != nil {
		return nil, err
	}
	out := &employersAnswer{Position: page.Position.String()}
	out.Body.Next, out.Body.Employers = page.Next, make([]listedEmployer, len(page.Rows))
	for i, e := range page.Rows {
		out.Body.Employers[i] = listedEmployer{ID: e.ID, Code: e.Code, Name: e.Name, Kind: e.Kind, Zone: e.Zone, Invented: e.Invented}
		if e.Invented {
			out.Body.Invented++
		}
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, len(page.Rows))
	return out, nil
}
