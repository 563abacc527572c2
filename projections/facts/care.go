package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/projections"
)

// Care is that an employer looks after a worker after an incident. What was done stays
// in the log: it says much of how somebody is.
type Care struct {
	Incident   uuid.UUID
	Worker     uuid.UUID
	Regime     codes.Code
	RecordedAt time.Time
}

// Cares is the table of files of aftercare; the key is the file's id.
var Cares = projections.Spec[Care]{
	Name: "aftercare_file",
	Columns: []projections.Column{
		{Name: "incident", Type: "uuid NOT NULL"},
		{Name: "worker", Type: "uuid NOT NULL"},
		{Name: "regime", Type: "text NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Indexes: []string{"CREATE INDEX ON %s (incident)"},
	Touches: func(e projections.Event) projections.Touched {
		if _, is := e.Body.(aftercare.Opened); is {
			return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
		}
		return projections.Touched{}
	},
	Fold: func(row Care, exists bool, h projections.Head, e projections.Event) (Care, projections.Head, bool) {
		body, is := e.Body.(aftercare.Opened)
		if !is || exists {
			return row, h, false
		}
		h.Parent, h.Employer = h.Key, e.Employer
		return Care{Incident: body.Incident, Worker: body.Worker, Regime: body.Regime, RecordedAt: e.RecordedAt.UTC()}, h, true
	},
	Refs: func(r *Care) []any { return []any{&r.Incident, &r.Worker, &r.Regime, &r.RecordedAt} },
}
