package facts

import (
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
)

// Telling is that a victim was told of outcomes of a case.
type Telling struct {
	Victim     uuid.UUID
	Channel    codes.Code
	On         Timed
	Notices    []uuid.UUID
	Revisions  []codes.Code // of each notice, as a number: what it said then
	RecordedAt time.Time
}

// TellingKey names the row of a telling of a case.
func TellingKey(caseID, telling uuid.UUID) uuid.UUID { return uuid.NewSHA1(caseID, telling[:]) }

// Tellings is the table of them; the parent is the case. Nothing in it is ever
// forgotten: that somebody was told is owed to whom it was told.
var Tellings = projections.Spec[Telling]{
	Name: "victim_telling",
	Columns: slices.Concat([]projections.Column{
		{Name: "victim", Type: "uuid NOT NULL"},
		{Name: "channel", Type: "text NOT NULL"},
	}, timedColumns("told"), []projections.Column{
		{Name: "notices", Type: "uuid[] NOT NULL"},
		{Name: "revisions", Type: "text[] NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	}),
	Touches: touchesTelling,
	Fold:    foldTelling,
	Refs: func(r *Telling) []any {
		return slices.Concat([]any{&r.Victim, &r.Channel}, r.On.refs(), []any{&r.Notices, &r.Revisions, &r.RecordedAt})
	},
}

func touchesTelling(e projections.Event) projections.Touched {
	if body, is := e.Body.(prosecution.VictimTold); is {
		return projections.Touched{Keys: []uuid.UUID{TellingKey(e.Stream.ID, body.ID)}}
	}
	return projections.Touched{}
}

func foldTelling(row Telling, exists bool, h projections.Head, e projections.Event) (Telling, projections.Head, bool) {
	body, is := e.Body.(prosecution.VictimTold)
	if !is || exists {
		return row, h, false
	}
	row = Telling{
		Victim: body.Victim, Channel: orNotRecorded(body.Channel), On: timed(body.On),
		Notices: []uuid.UUID{}, Revisions: []codes.Code{}, RecordedAt: e.RecordedAt.UTC(),
	}
	for _, of := range body.Of {
		row.Notices, row.Revisions = append(row.Notices, of.Notice), append(row.Revisions, codes.Code(strconv.Itoa(of.Revision)))
	}
	h.Parent, h.Employer = e.Stream.ID, e.Employer
	return row, h, true
}
