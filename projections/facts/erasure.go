package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/erasure"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
)

// Erasure is that a person was forgotten. Rows are erased where they stand, so
// whoever keeps a copy of them learns here that it has to be read anew.
type Erasure struct {
	Purpose    person.Purpose
	RecordedAt time.Time
}

// Erasures is the table of erasures; the key is the person's pseudonym.
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
	if _, ours := e.Body.(erasure.Erased); !ours {
		return projections.Touched{}
	}
	return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
}

// foldErasure makes a version each time: something may have been told in between.
func foldErasure(_ Erasure, _ bool, h projections.Head, e projections.Event) (Erasure, projections.Head, bool) {
	h.Parent, h.Employer = h.Key, e.Employer
	return Erasure{Purpose: e.Body.(erasure.Erased).Purpose, RecordedAt: e.RecordedAt.UTC()}, h, true
}
