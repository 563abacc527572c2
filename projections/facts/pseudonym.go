package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
)

// Pseudonym is which other one a pseudonym of a worker was merged into. Who was never
// merged has no row.
type Pseudonym struct {
	MergedInto uuid.UUID // zero when it was split again
	RecordedAt time.Time
}

// Pseudonyms is the table of merges; the key is the pseudonym that was merged. Rows of
// who was hit keep the pseudonym they were told under: a merge is looked up when somebody
// counts, so that a split changes no row but this one.
var Pseudonyms = projections.Spec[Pseudonym]{
	Name: "pseudonym",
	Columns: []projections.Column{
		{Name: "merged_into", Type: "uuid NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: func(e projections.Event) projections.Touched {
		switch e.Body.(type) {
		case pseudonym.Merged, pseudonym.SplitOff:
			return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
		}
		return projections.Touched{}
	},
	Fold: func(row Pseudonym, _ bool, h projections.Head, e projections.Event) (Pseudonym, projections.Head, bool) {
		body, ours := e.Body.(pseudonym.Event)
		after := pseudonym.Decider.Evolve(pseudonym.State{Into: row.MergedInto}, body).Into
		if !ours || after == row.MergedInto {
			return row, h, false
		}
		h.Parent, h.Employer = h.Key, e.Employer
		return Pseudonym{MergedInto: after, RecordedAt: e.RecordedAt.UTC()}, h, true
	},
	Refs: func(r *Pseudonym) []any { return []any{&r.MergedInto, &r.RecordedAt} },
}
