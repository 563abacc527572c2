package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type readPersonInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the person (as a record shows it)."`
}

var aPerson = kind{"person", pseudonym.Stream}

type personAnswer struct {
	Position string `header:"Position" doc:"As known at this position in the log."`
	Body     personPage
}

type personPage struct {
	ID         uuid.UUID       `json:"id" format:"uuid"`
	Employer   string          `json:"employer" doc:"Code of the employer."`
	Invented   bool            `json:"invented,omitempty" doc:"Of an employer that a demonstration made up."`
	Notice     *figures.Text   `json:"notice,omitempty" doc:"Says so, in Dutch and English."`
	GoesBy     uuid.UUID       `json:"goes_by" format:"uuid" doc:"The pseudonym that stands for this worker: this one, unless it was merged."`
	Pseudonyms []pseudonymPage `json:"pseudonyms" doc:"All that are of this worker, first the one that stands."`
	Timeline   []timeline.Line `json:"timeline" doc:"What was merged and split, in the order of the log."`
}

type pseudonymPage struct {
	Person     uuid.UUID   `json:"person" format:"uuid"`
	MergedInto *uuid.UUID  `json:"merged_into,omitempty" format:"uuid" doc:"Left out of the one that stands."`
	Since      *time.Time  `json:"since,omitempty" doc:"Since when, in UTC."`
	By         access.Role `json:"by,omitempty" doc:"In which role somebody said so."`
	Reason     *textPage   `json:"reason,omitempty" doc:"Why."`
}

// readPerson says which pseudonyms are of one worker. Nothing of who it is stands in it: that
// is shown by the incidents.
func (a *api) readPerson(ctx context.Context, in *readPersonInput) (*personAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadPersonal, actor.Employer); err != nil {
		return nil, err
	}
	id, known, err := a.personKnown(ctx, actor.Employer, in.ID)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, a.attempted(ctx, aPerson, id, access.ByUnit, access.NoSuch("person"))
	}
	e, err := a.employerOf(ctx, actor.Employer)
	if err != nil {
		return nil, err
	}
	page := personPage{ID: id, Employer: e.Code, Timeline: []timeline.Line{}}
	position, err := a.Log.Head(ctx)
	if err != nil {
		return nil, err
	}
	shown := a.shown(ctx, access.ReadPersonal)
	family, err := pseudonym.FamilyOf(id, func(id uuid.UUID) (pseudonym.State, error) { return pseudonymIn(ctx, shown, id) })
	if err != nil {
		return nil, err
	}
	page.GoesBy = family[0]
	for _, of := range family {
		history, err := a.history(ctx, pseudonym.Stream(of), access.ReadPersonal, true)
		if err != nil {
			return nil, err
		}
		page.Pseudonyms = append(page.Pseudonyms, pseudonymPageOf(of, history))
		page.Timeline = inOrder(page.Timeline, timeline.Lines(history, timeline.WithTexts))
	}
	if page.Timeline == nil {
		page.Timeline = []timeline.Line{}
	}
	if page.Invented, err = a.invented(ctx, employer.Stream(actor.Employer), access.ReadEmployer); err != nil {
		return nil, err
	}
	page.Notice = noticeOf(page.Invented)
	if err := a.record(ctx, access.Reading{What: "person", ID: id, Personal: true, Position: position}); err != nil {
		return nil, err
	}
	return &personAnswer{Position: position.String(), Body: page}, nil
}

// pseudonymPageOf tells of the merge that holds.
func pseudonymPageOf(id uuid.UUID, history []projections.Event) pseudonymPage {
	page := pseudonymPage{Person: id}
	for _, e := range history {
		switch body := e.Body.(type) {
		case pseudonym.Merged:
			page = pseudonymPage{id, idIfAny(body.Into), &e.RecordedAt, access.Role(e.Meta.Role), textIfAny(body.Reason)}
		case pseudonym.SplitOff:
			page = pseudonymPage{Person: id}
		}
	}
	return page
}
