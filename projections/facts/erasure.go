package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
)

// Erasure is that something of a person, of a suspect, of an incident or of a case
// was forgotten, or everything of an employer that left. Rows are erased where they stand, so
// whoever keeps a copy of them learns here that it has to be read anew.
type Erasure struct {
	Purpose    person.Purpose
	RecordedAt time.Time
}

// Erasures is the table of erasures; the key is the pseudonym of the
// person or the suspect's file, or the id of the incident, the case or the employer.
var Erasures = projections.Spec[Erasure]{
	Name: "erasure",
	Columns: []projections.Column{
		{Name: "purpose", Type: "text NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesErasure,
	Fold:    foldErasure,
	Refs:    func(r *Erasure) []any { return []any{&r.Purpose, &r.RecordedAt} },
}

func touchesErasure(e projections.Event) projections.Touched {
	if _, ours := erasedBy(e.Body); !ours {
		return projections.Touched{}
	}
	return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
}

func erasedBy(body decider.Event) (person.Purpose, bool) {
	switch e := body.(type) {
	case erasure.Erased:
		return e.Purpose, true
	case suspect.Erased:
		return e.Purpose, true
	case incident.Erased:
		return e.Purpose, true
	case prosecution.Erased:
		return e.Purpose, true
	case departure.EverythingErased:
		return departure.Everything, true
	}
	return "", false
}

// foldErasure makes a version each time: something may have been told in between.
func foldErasure(_ Erasure, _ bool, h projections.Head, e projections.Event) (Erasure, projections.Head, bool) {
	h.Parent, h.Employer = h.Key, e.Employer
	purpose, _ := erasedBy(e.Body)
	return Erasure{Purpose: purpose, RecordedAt: e.RecordedAt.UTC()}, h, true
}
