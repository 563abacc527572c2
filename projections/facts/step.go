package facts

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
)

// Step is one notice of a case as it stands by now. Whether it was withdrawn is in the
// row of the case.
type Step struct {
	Case       uuid.UUID
	Notice     uuid.UUID
	Told       Told
	Received   Timed
	Source     codes.Code
	Revision   int // how often it came to say something else
	RecordedAt time.Time
}

// StepKey names the row of a notice of a case; that of its money has the same.
func StepKey(caseID, notice uuid.UUID) uuid.UUID { return uuid.NewSHA1(caseID, notice[:]) }

// Steps is the table of notices; the parent is the case.
var Steps = projections.Spec[Step]{
	Name: "case_step",
	Columns: slices.Concat([]projections.Column{
		{Name: "criminal_case", Type: "uuid NOT NULL"},
		{Name: "notice", Type: "uuid NOT NULL"},
		{Name: "told", Type: "text NOT NULL"},
	}, timedColumns("received"), []projections.Column{
		{Name: "source", Type: "text NOT NULL"},
		{Name: "revision", Type: "integer NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	}),
	Touches: touchesNotice,
	Fold:    foldStep,
	Refs: func(r *Step) []any {
		return slices.Concat([]any{&r.Case, &r.Notice, &r.Told}, r.Received.refs(), []any{&r.Source, &r.Revision, &r.RecordedAt})
	},
	Erasing: &projections.Erasing{
		Types:   []string{prosecution.ErasedType(person.ForProsecution)},
		Subject: "criminal_case", Column: "told", Left: string(Forgotten),
		Forget: forgetNotice,
	},
}

func touchesNotice(e projections.Event) projections.Touched {
	switch body := e.Body.(type) {
	case prosecution.NoticeReceived:
		return projections.Touched{Keys: []uuid.UUID{StepKey(e.Stream.ID, body.ID)}}
	case prosecution.NoticeCorrected:
		return projections.Touched{Keys: []uuid.UUID{StepKey(e.Stream.ID, body.ID)}}
	}
	return projections.Touched{}
}

func foldStep(row Step, exists bool, h projections.Head, e projections.Event) (Step, projections.Head, bool) {
	after := row
	switch body := e.Body.(type) {
	case prosecution.NoticeReceived:
		after = stepOf(body.Notice)
	case prosecution.NoticeCorrected:
		if !exists {
			return row, h, false // nothing to correct
		}
		after = stepOf(body.Notice)
		if after.Revision = row.Revision; body.Again {
			after.Revision++
		}
	}
	after.Case = e.Stream.ID
	if exists && after.same(row) {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	h.Parent, h.Employer = e.Stream.ID, e.Employer
	return after, h, true
}

func stepOf(n prosecution.Notice) Step {
	return Step{Notice: n.ID, Told: toldIn(n.Told), Received: timed(n.Received), Source: orNotRecorded(n.Source)}
}

func (r Step) same(o Step) bool {
	return r.Told == o.Told && r.Received.equal(o.Received) && r.Source == o.Source && r.Revision == o.Revision
}

// forgetNotice leaves of a notice that it was received, when and from whom, as it was
// first recorded.
func forgetNotice(e projections.Event, gone func(uuid.UUID) bool) projections.Event {
	switch body := e.Body.(type) {
	case prosecution.NoticeReceived:
		if gone(e.Stream.ID) {
			body.Told = person.Gone[prosecution.Told]()
			e.Body = body
		}
	case prosecution.NoticeCorrected:
		if gone(e.Stream.ID) {
			e.Body = nil
		}
	}
	return e
}
