package api

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/worklist"
)

type casesInput struct {
	Incident string `query:"incident" doc:"Id of an incident that the case is about."`
	State    string `query:"state" doc:"open or closed. Both when left out."`
	Mine     string `query:"mine" doc:"true for those that the caller follows or was asked to take over."`
	Actor    string `query:"actor" doc:"The same for another actor."`
	Language string `query:"language" doc:"nl or en, of because; nl when left out."`
	Limit    int    `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After    string `query:"after" doc:"The next of the page before: the id of its last case."`
	Least    string `query:"minPosition" doc:"Wait until the list includes this position, as a change answered it; 503 when it does not within a few seconds." example:"1042"`
}

type casesAnswer struct {
	Position string `header:"Position" doc:"The list is as known at this position in the log."`
	Body     struct {
		Cases    []listedCase  `json:"cases" doc:"Newest first."`
		Invented int           `json:"invented,omitempty" doc:"How many of these a demonstration made up."`
		Notice   *figures.Text `json:"notice,omitempty" doc:"Says that they were."`
		Next     string        `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
	}
}

type listedCase struct {
	ID       uuid.UUID  `json:"id" format:"uuid"`
	Incident *uuid.UUID `json:"incident,omitempty" format:"uuid" doc:"The first that it is about."`
	Closed   bool       `json:"closed"`
	FileHolders
	Open     int       `json:"open" doc:"Terms in which something is to be done or waited for."`
	Lapsed   int       `json:"lapsed" doc:"Terms that have lapsed."`
	Next     *nextTerm `json:"next,omitempty" doc:"The most urgent of its terms; left out where nothing is to be done."`
	Invented bool      `json:"invented,omitempty" doc:"Made up by a demonstration."`
}

type nextTerm struct {
	Agreement   string          `json:"agreement"`
	Version     string          `json:"version"`
	Due         *string         `json:"due" format:"date" doc:"The last day. Null while there is none."`
	DueAt       string          `json:"due_at,omitempty" doc:"Of a term in hours: the moment, by the clock of the employer." example:"2026-11-03T08:00+01:00"`
	Because     string          `json:"because" doc:"How the date came about."`
	Responsible codes.Code      `json:"responsible" doc:"Whose turn it is."`
	State       agreement.State `json:"state" enum:"LAPSED,DUE,DUE_SOON,NOT_RECEIVED,RUNNING,SUSPENDED"`
}

func (a *api) listCases(ctx context.Context, in *casesInput) (*casesAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.MaySome(access.ReadCase, actor.Employer); err != nil {
		return nil, err
	}
	q, err := caseQuery(actor, in)
	if err != nil {
		return nil, err
	}
	if q.Incident, err = a.underWhich(ctx, q.Incident); err != nil {
		return nil, err
	}
	if err := a.workIncludes(ctx, in.Least); err != nil {
		return nil, err
	}
	zone, err := a.zoneAt(ctx, actor.Employer)
	if err != nil {
		return nil, err
	}
	page, err := a.Worklist.Files(ctx, actor.Over(access.ReadCase), q)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "cases", Position: page.Position}); err != nil {
		return nil, err
	}
	out, now := &casesAnswer{Position: page.Position.String()}, a.Clock()
	out.Body.Cases = make([]listedCase, len(page.Files))
	if page.Next != uuid.Nil {
		out.Body.Next = page.Next.String()
	}
	for i, f := range page.Files {
		if out.Body.Cases[i] = listedCaseOf(f, now, zone, languageOf(in.Language)); f.Invented {
			out.Body.Invented++
		}
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, len(page.Files))
	return out, nil
}

func caseQuery(actor access.Actor, in *casesInput) (worklist.FileQuery, error) {
	var wrong fault.Fields
	q := worklist.FileQuery{
		Employer: actor.Employer, Kind: worklist.OfCase, Incident: idOf(in.Incident, "incident", &wrong), Actor: idOf(in.Actor, "actor", &wrong),
		After: idOf(in.After, "after", &wrong), Limit: cmp.Or(in.Limit, worklist.Usual),
	}
	if yes(in.Mine, "mine", &wrong) {
		wrong.Check(in.Actor == "" || q.Actor == actor.ID, "mine", "is asked beside another actor", "leave one of them out")
		q.Actor = actor.ID
	}
	if in.State != "" {
		closed := in.State == "closed"
		q.Closed = &closed
		wrong.Check(closed || in.State == "open", "state", "is neither open nor closed", "use one of them, or leave it out for both")
	}
	wrong.Check(q.Limit >= 1 && q.Limit <= worklist.Most, "limit", "is not a number of cases on a page", "use 1 to 200")
	wrong.Check(in.Language == "" || in.Language == "nl" || in.Language == "en", "language", "is not a language of this list", "use nl or en")
	return q, wrong.Err()
}

func listedCaseOf(f worklist.File, now time.Time, zone *time.Location, l figures.Language) listedCase {
	line := listedCase{ID: f.ID, Incident: idIfAny(f.Incident), Closed: f.Closed, FileHolders: holdersOf(f), Invented: f.Invented}
	first, counts := f.First(now)
	for _, n := range counts {
		line.Open += n
	}
	line.Lapsed = counts[agreement.Lapsed]
	if line.Open > 0 {
		work := workLineOf(first, now, zone, l)
		line.Next = &nextTerm{Agreement: work.Agreement, Version: work.Version, Due: work.Due, DueAt: work.DueAt, Because: work.Because, Responsible: work.Responsible, State: work.State}
	}
	return line
}

// underWhich is the incident that files are found by: what rests on a merged one rests on the
// one it counts under as well, but not the other way about. Zero stays zero.
func (a *api) underWhich(ctx context.Context, id uuid.UUID) (uuid.UUID, error) {
	if id == uuid.Nil {
		return id, nil
	}
	root, _, err := a.countedUnder(ctx, id)
	return root, err
}

// casesOf are the cases about an incident, for whoever may read them.
func (a *api) casesOf(ctx context.Context, id, owner uuid.UUID) (ids []uuid.UUID, err error) {
	actor := callOf(ctx).actor
	if actor.MaySome(access.ReadCase, owner) != nil {
		return nil, nil
	}
	if id, err = a.underWhich(ctx, id); err != nil {
		return nil, err
	}
	q := worklist.FileQuery{Employer: owner, Kind: worklist.OfCase, Incident: id, Limit: worklist.Most}
	page, err := a.Worklist.Files(ctx, actor.Over(access.ReadCase), q)
	for _, f := range page.Files {
		ids = append(ids, f.ID)
	}
	return ids, err
}
