package factstest

import (
	"github.com/google/uuid"

	"ruggensteun/projections"
	"ruggensteun/projections/facts"
)

// Fold runs a table's fold over a history as the runner does, row by row, and
// gives every version in the order of position.
func Fold[R any](spec projections.Spec[R], history []projections.Event) []facts.Version[R] {
	table := projections.TableOf(spec)
	rows, heads := map[uuid.UUID]any{}, map[uuid.UUID]projections.Head{}
	var versions []facts.Version[R]
	for _, e := range history {
		for _, key := range table.Touches(e).Keys {
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
