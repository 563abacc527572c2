package factstest

import (
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
)

// Fold runs a table's fold over a history as the runner does, row by row, and
// gives every version in the order of position. What the history says is forgotten
// is folded as forgotten, from its beginning.
func Fold[R any](spec projections.Spec[R], history []projections.Event) []facts.Version[R] {
	table := projections.TableOf(spec)
	rows, heads := map[uuid.UUID]any{}, map[uuid.UUID]projections.Head{}
	var versions []facts.Version[R]
	gone := erasures(spec.Erasing, history)
	for _, e := range history {
		touched := table.Touches(e).Keys // as the runner does, which asks before anything is forgotten
		if spec.Erasing != nil {
			e = spec.Erasing.Forget(e, func(subject uuid.UUID) bool {
				return e.Position < max(gone[of{e.Employer, subject}], gone[of{e.Employer, uuid.Nil}])
			})
		}
		for _, key := range touched {
			head := heads[key]
			head.Key = key
			row, head, changed := table.Fold(rows[key], head, e)
			if changed {
				rows[key], heads[key] = row, head
				versions = append(versions, facts.Version[R]{Head: head, Row: *row.(*R)})
			}
		}
	}
	return versions
}

type of struct{ employer, subject uuid.UUID }

// erasures tells through which position each subject is forgotten. An erasure whose
// payload was removed says nothing here; in a log its type still does.
func erasures(e *projections.Erasing, history []projections.Event) map[of]eventlog.Position {
	gone := map[of]eventlog.Position{}
	for _, event := range history {
		if e != nil && event.Body != nil && e.Says(event) {
			subject := event.Stream.ID
			if event.Body.EventType() == projections.EverythingErased {
				subject = uuid.Nil
			}
			gone[of{event.Employer, subject}] = event.Position
		}
	}
	return gone
}
