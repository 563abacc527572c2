package api

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/listing"
)

// Listing gives pages of incidents and employers, as far as they are in the scope.
type Listing interface {
	Employers(ctx context.Context, scope access.Scope, after string, limit int) (listing.Employers, error)
	List(ctx context.Context, scope access.Scope, q listing.Query) (listing.Page, error)
	// Around finds what an incident has by now, as far as the read model has come.
	Around(ctx context.Context, scope access.Scope, id uuid.UUID) (cases, aangiften, care []uuid.UUID, err error)
	// Against finds the cases against a suspect, as far as the read model has come.
	Against(ctx context.Context, scope access.Scope, suspect uuid.UUID) (cases []uuid.UUID, err error)
}

type listInput struct {
	Employer  string     `query:"employer" doc:"Code of an employer; all that the caller may see when left out."`
	From      string     `query:"from" doc:"First day on which it happened, by the clock of the place." example:"2026-01-01"`
	Through   string     `query:"through" doc:"Last such day, included." example:"2026-03-31"`
	Place     codes.Code `query:"place" doc:"Kind of place."`
	Gemeente  codes.Code `query:"gemeente" doc:"CBS code of a municipality."`
	Unit      codes.Code `query:"unit" doc:"Code of a unit of the employer."`
	Behaviour codes.Code `query:"behaviour" doc:"One of the behaviours."`
	Number    string     `query:"number" doc:"The number that is told of an incident on the telephone: eight digits. Blanks, dashes, and a letter for a digit are read too. A few may share one." example:"12 34 56 78"`
	Withdrawn string     `query:"withdrawn" doc:"true for those that were withdrawn only, false for those that stand. Both when left out."`
	Mine      string     `query:"mine" doc:"true for those that the caller registered only."`
	Sort      string     `query:"sort" doc:"-registered (the usual: what was registered last comes first), registered, -occurred or occurred. A time that nobody knows comes last."`
	Limit     int        `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After     string     `query:"after" doc:"The next of the page before."`
	Least     string     `query:"minPosition" doc:"Wait until the list includes this position, as a change answered it; 503 when it does not within a few seconds." example:"1042"`
}

type listAnswer struct {
	Position string `header:"Position" doc:"The list is as known at this position in the log."`
	Body     struct {
		Incidents []listedIncident `json:"incidents"`
		Invented  int              `json:"invented,omitempty" doc:"How many of these a demonstration made up."`
		Notice    *figures.Text    `json:"notice,omitempty" doc:"Says that they were."`
		Next      string           `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
	}
}

type listedIncident struct {
	ID          uuid.UUID    `json:"id" format:"uuid"`
	Employer    uuid.UUID    `json:"employer" format:"uuid" doc:"Id of the employer."`
	Occurred    occurrence   `json:"occurred"`
	ReportedAt  time.Time    `json:"reported_at" doc:"When it was told here, in UTC."`
	Place       place        `json:"place"`
	Behaviours  []codes.Code `json:"behaviours"`
	Professions []codes.Code `json:"professions"`
	Corrections int          `json:"corrections,omitempty" doc:"How often it was corrected."`
	MergedInto  *uuid.UUID   `json:"merged_into,omitempty" format:"uuid" doc:"What it is a duplicate of."`
	Closed      bool         `json:"closed,omitempty" doc:"It takes no additions."`
	Withdrawn   bool         `json:"withdrawn,omitempty"`
	Invented    bool         `json:"invented,omitempty" doc:"Made up by a demonstration."`
}

// listIncidents shows nothing about persons, and how many were hit neither: whoever
// may not read persons could learn it from a list.
func (a *api) listIncidents(ctx context.Context, in *listInput) (*listAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.MaySome(access.ReadIncident, actor.Employer); err != nil {
		return nil, err
	}
	q, err := a.listQuery(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := a.listIncludes(ctx, in.Least); err != nil {
		return nil, err
	}
	page, err := a.Listing.List(ctx, actor.Over(access.ReadIncident), q)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "incidents", Position: page.Position}); err != nil {
		return nil, err
	}
	out := &listAnswer{Position: page.Position.String()}
	out.Body.Next, out.Body.Incidents = page.Next.String(), make([]listedIncident, len(page.Rows))
	for i, r := range page.Rows {
		if out.Body.Incidents[i] = lineOf(r); r.Invented {
			out.Body.Invented++
		}
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, len(page.Rows))
	return out, nil
}

// listIncludes waits for the figures, which follow what the list is made of.
func (a *api) listIncludes(ctx context.Context, least string) error {
	if least == "" {
		return nil
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return err
	}
	var wrong fault.Fields
	at := positionIn(least, "minPosition", head, &wrong)
	if err := wrong.Err(); err != nil {
		return err
	}
	return a.await(ctx, at)
}

func (a *api) listQuery(ctx context.Context, in *listInput) (listing.Query, error) {
	var wrong fault.Fields
	q := listing.Query{
		From: in.From, Through: in.Through, Place: in.Place, Gemeente: in.Gemeente, Unit: in.Unit, Behaviour: in.Behaviour,
		Order: listing.NewestFirst, Limit: listing.Usual,
	}
	if in.Sort != "" {
		q.Order = listing.Order(in.Sort)
	}
	if yes(in.Mine, "mine", &wrong) {
		q.By = callOf(ctx).actor.ID
	}
	if in.Number != "" {
		n, err := incident.ParseNumber(in.Number)
		wrong.Note("number", err)
		q.Number = &n
	}
	if in.Limit != 0 {
		q.Limit = in.Limit
	}
	if in.Withdrawn != "" {
		gone := in.Withdrawn == "true"
		q.Withdrawn = &gone
		wrong.Check(slices.Contains([]string{"true", "false"}, in.Withdrawn), "withdrawn", "is neither true nor false", "use one of them, or leave it out for both")
	}
	var err error
	q.After, err = listing.ParseCursor(in.After)
	wrong.Note("after", err)
	if in.Employer != "" {
		// The list of one that is not there is empty, as that of another's.
		if q.Employer, _, err = a.Directory.EmployerByCode(ctx, in.Employer); err != nil {
			return q, err
		}
		wrong.Check(q.Employer != uuid.Nil && callOf(ctx).actor.Over(access.ReadIncident).Includes(q.Employer), "employer", "is not known", "check the code")
	}
	if err := q.Check(); err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return q, err
		}
		withFields(&wrong, err)
	}
	return q, wrong.Err()
}

func lineOf(r listing.Row) listedIncident {
	at := moment.Moment{Offset: r.Offset, Precision: r.Precision, Finer: r.Finer}
	if r.OccurredAt != nil {
		at.Instant = *r.OccurredAt
	}
	line := listedIncident{
		ID: r.ID, Employer: r.Employer, Occurred: occurrenceOf(at), ReportedAt: r.ReportedAt.UTC(),
		Place:      place{Type: r.PlaceType, Gemeente: r.Gemeente, Unit: unitShown(r.Unit)},
		Behaviours: some(r.Behaviours), Professions: some(r.Professions),
		Corrections: r.Corrections, Closed: r.Closing != "", Withdrawn: r.Withdrawn, Invented: r.Invented,
	}
	if r.MergedInto != uuid.Nil {
		line.MergedInto = &r.MergedInto
	}
	return line
}

// unitShown leaves out what is no unit, as the page of an incident does.
func unitShown(unit codes.Code) string {
	if unit.Missing() {
		return ""
	}
	return string(unit)
}
