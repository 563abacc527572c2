package api

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type timelineInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the incident or the case."`
	By string `query:"by" doc:"effect: what happened, by when it took effect, each notice once as it is told by now; receipt: every event, by the day on which it was heard. effect when left out." example:"receipt"`
}

type timelineAnswer struct {
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     timelinePage
}

type timelinePage struct {
	ID       uuid.UUID       `json:"id" format:"uuid"`
	By       timeline.Order  `json:"by" enum:"effect,receipt"`
	Invented bool            `json:"invented,omitempty" doc:"Made up by a demonstration, or some of it."`
	Notice   *figures.Text   `json:"notice,omitempty" doc:"Says that it was."`
	NotYours *figures.Text   `json:"not_yours,omitempty" doc:"Says why what says who it is is closed, and what to do, where this is not the reader's own case."`
	LeftOut  []string        `json:"left_out" doc:"What belongs to it and is not for this role: case, aftercare."`
	Timeline []timeline.Line `json:"timeline"`
}

// told is what a timeline is made of.
type told struct {
	histories [][]projections.Event
	leftOut   []string
	seen      map[string]bool
}

func (t *told) add(history []projections.Event) {
	if len(history) == 0 || t.seen[history[0].Stream.String()] {
		return
	}
	t.seen[history[0].Stream.String()] = true
	t.histories = append(t.histories, history)
}

func orderIn(text string) (timeline.Order, error) {
	switch o := timeline.Order(text); o {
	case "":
		return timeline.ByEffect, nil
	case timeline.ByEffect, timeline.ByReceipt:
		return o, nil
	}
	var wrong fault.Fields
	wrong.Add("by", "is no order of a timeline", "use effect or receipt")
	return "", wrong.Err()
}

// timelineOfIncident tells an incident with the cases, aangiften and aftercare that
// belong to it, as far as the caller may read them.
func (a *api) timelineOfIncident(ctx context.Context, in *timelineInput) (*timelineAnswer, error) {
	order, err := orderIn(in.By)
	if err != nil {
		return nil, err
	}
	id, owner, err := a.incidentNamed(ctx, in.ID, access.ReadIncident)
	if err != nil {
		return nil, err
	}
	actor := callOf(ctx).actor
	personal := actor.MaySome(access.ReadPersonal, owner) == nil
	t := told{seen: map[string]bool{}, leftOut: []string{}}
	history, err := a.history(ctx, incident.Stream(id), access.ReadIncident, personal)
	if err != nil {
		return nil, err
	}
	t.add(history)
	if actor.MaySome(access.ReadDocument, owner) == nil {
		if err := a.addDocuments(ctx, &t, id, access.ReadDocument); err != nil {
			return nil, err
		}
	}
	if err := a.belongings(ctx, &t, id, owner); err != nil {
		return nil, err
	}
	return a.timelinePage(ctx, access.Reading{What: "incident", ID: id, Personal: personal}, owner, t, order)
}

// belongings adds what belongs to an incident. What a role may not read it is not looked up
// for, so that nobody learns whether it is there.
func (a *api) belongings(ctx context.Context, t *told, id, owner uuid.UUID) error {
	actor := callOf(ctx).actor
	mayCase, mayCare := actor.MaySome(access.ReadCase, owner) == nil, actor.MaySome(access.ReadAftercare, owner) == nil
	if !mayCase {
		t.leftOut = append(t.leftOut, "case")
	}
	if !mayCare {
		t.leftOut = append(t.leftOut, "aftercare")
	}
	if !mayCase && !mayCare {
		return nil
	}
	cases, aangiften, care, err := a.Listing.Around(ctx, access.Scope{Employer: owner, Unit: actor.Unit}, id)
	for _, found := range []struct {
		kind
		ids *[]uuid.UUID
	}{{aCase, &cases}, {anAangifte, &aangiften}, {theCare, &care}} {
		*found.ids, err = a.theirs(ctx, found.kind, *found.ids, err)
	}
	if err != nil {
		return err
	}
	if mayCase {
		for _, one := range cases {
			if err := a.addCase(ctx, t, one); err != nil {
				return err
			}
		}
		if err := a.addAangiften(ctx, t, aangiften); err != nil {
			return err
		}
	}
	if !mayCare {
		return nil
	}
	for _, one := range care {
		history, err := a.history(ctx, aftercare.Stream(one), access.ReadAftercare, true)
		if err != nil {
			return err
		}
		t.add(history)
		if err := a.addWork(ctx, t, one, access.ReadAftercare); err != nil {
			return err
		}
	}
	return nil
}

// addWork adds who followed a file and what its terms did, for who may read the file.
func (a *api) addWork(ctx context.Context, t *told, file uuid.UUID, action access.Action) error {
	for _, s := range []eventlog.Stream{casework.Stream(file), agreement.UseStream(file)} {
		history, err := a.history(ctx, s, action, true)
		if err != nil {
			return err
		}
		t.add(history)
	}
	return nil
}

// addDocuments adds what was written about an incident or a case.
func (a *api) addDocuments(ctx context.Context, t *told, about uuid.UUID, action access.Action) error {
	history, err := a.history(ctx, document.Stream(about), action, true)
	t.add(history)
	return err
}

// addCase adds a case with all that was merged into it, and its aangiften.
func (a *api) addCase(ctx context.Context, t *told, id uuid.UUID) error {
	d, err := a.dossierOf(ctx, id)
	if err != nil {
		return err
	}
	for _, one := range d.within() {
		t.add(d.histories[one])
		if err := a.addWork(ctx, t, one, access.ReadCase); err != nil {
			return err
		}
		if err := a.addDocuments(ctx, t, one, access.ReadCase); err != nil {
			return err
		}
	}
	return a.addAangiften(ctx, t, d.family.Of(id).Aangiften)
}

func (a *api) addAangiften(ctx context.Context, t *told, ids []uuid.UUID) error {
	for _, id := range ids {
		history, err := a.history(ctx, aangifte.Stream(id), access.ReadCase, true)
		if err != nil {
			return err
		}
		t.add(history)
	}
	return nil
}

// timelineOfCase tells a case with its aangiften.
func (a *api) timelineOfCase(ctx context.Context, in *timelineInput) (*timelineAnswer, error) {
	order, err := orderIn(in.By)
	if err != nil {
		return nil, err
	}
	id, owner, err := a.named(ctx, aCase, in.ID, access.ReadCase)
	if err != nil {
		return nil, err
	}
	t := told{seen: map[string]bool{}, leftOut: []string{}}
	if err := a.addCase(ctx, &t, id); err != nil {
		return nil, err
	}
	return a.timelinePage(ctx, access.Reading{What: "case", ID: id, Personal: true}, owner, t, order)
}

// timelinePage records a reading of each thing that is told of.
func (a *api) timelinePage(ctx context.Context, of access.Reading, owner uuid.UUID, t told, o timeline.Order) (*timelineAnswer, error) {
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(e)
	if err != nil {
		return nil, err
	}
	page := timelinePage{ID: of.ID, By: o, LeftOut: t.leftOut, NotYours: a.notYours(ctx)}
	for _, history := range t.histories {
		of.Position = max(of.Position, history[len(history)-1].Position)
		page.Invented = page.Invented || inventedIn(history)
	}
	page.Notice = noticeOf(page.Invented)
	for _, history := range t.histories {
		reading := of
		if s := history[0].Stream; s != t.histories[0][0].Stream {
			reading.What, reading.ID, reading.Personal = nounOf(s.Category), s.ID, true
		}
		if err := a.record(ctx, reading); err != nil {
			return nil, err
		}
	}
	page.Timeline = linesIn(t.histories, of, zone, o)
	return &timelineAnswer{Position: of.Position.String(), Body: page}, nil
}

// linesIn shows texts to who may read what is personal, which the first history says; all
// others are there only for who may.
func linesIn(histories [][]projections.Event, of access.Reading, zone *time.Location, o timeline.Order) []timeline.Line {
	return append([]timeline.Line{}, timeline.Together(histories, timeline.Reading(of.Personal), zone, o)...)
}

// nounOf is what a reading of a stream is called.
func nounOf(category string) string {
	if category == prosecution.Stream(uuid.Nil).Category {
		return "case"
	}
	return strings.ToLower(category)
}
