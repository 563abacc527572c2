package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
)

// Clearance is that a suspect was cleared of an incident. Why stays in the log.
type Clearance struct {
	Suspect    uuid.UUID
	Incident   uuid.UUID
	Reviewed   bool // until then nothing may rest on the suspect's history
	Leaves     bool // the incident is no history of this suspect: not until the review, or by it
	RecordedAt time.Time
}

// ClearanceKey names the row of a suspect and an incident.
func ClearanceKey(file, incidentID uuid.UUID) uuid.UUID { return uuid.NewSHA1(file, incidentID[:]) }

// Clearances is the table of clearances; the parent is the file.
var Clearances = projections.Spec[Clearance]{
	Name: "clearance",
	Columns: []projections.Column{
		{Name: "suspect", Type: "uuid NOT NULL"},
		{Name: "incident", Type: "uuid NOT NULL"},
		{Name: "reviewed", Type: "boolean NOT NULL"},
		{Name: "leaves", Type: "boolean NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesClearance,
	Fold:    foldClearance,
	Refs: func(r *Clearance) []any {
		return []any{&r.Suspect, &r.Incident, &r.Reviewed, &r.Leaves, &r.RecordedAt}
	},
}

func touchesClearance(e projections.Event) projections.Touched {
	switch body := e.Body.(type) {
	case suspect.Cleared:
		return projections.Touched{Keys: []uuid.UUID{ClearanceKey(e.Stream.ID, body.Incident)}}
	case suspect.Reviewed:
		return projections.Touched{Keys: []uuid.UUID{ClearanceKey(e.Stream.ID, body.Incident)}}
	}
	return projections.Touched{}
}

// foldClearance lets the file's own rules say whether the incident counts.
func foldClearance(row Clearance, exists bool, h projections.Head, e projections.Event) (Clearance, projections.Head, bool) {
	body, ours := e.Body.(suspect.Event)
	if _, first := body.(suspect.Cleared); !ours || first == exists {
		return row, h, false
	}
	file := suspect.File{}
	about := row.Incident
	if exists {
		file.Clearances = []suspect.Clearing{{Incident: row.Incident, Reviewed: row.Reviewed, Leaves: row.Leaves}}
	} else {
		about = body.(suspect.Cleared).Incident
	}
	file = suspect.Decider.Evolve(file, body)
	after := Clearance{Suspect: e.Stream.ID, Incident: about, Reviewed: !file.UnderReview(), Leaves: !file.Counts(about), RecordedAt: row.RecordedAt}
	if after == row {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	h.Parent, h.Employer = e.Stream.ID, e.Employer
	return after, h, true
}
