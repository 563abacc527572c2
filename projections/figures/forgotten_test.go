package figures_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

// TestForgettingChangesNoTotal: how many there are, of how many it is known which
// one it was of a suspect, and how they lie in time stay as they were, as of every
// position; what was forgotten counts as that and as nothing else.
func TestForgettingChangesNoTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := factstest.HistoryOfSuspects(t)
		kept := slices.DeleteFunc(slices.Clone(events), func(e projections.Event) bool {
			switch e.Body.(type) {
			case suspect.Erased, incident.Erased:
				return true
			}
			return false
		})
		before, after := follow(t, kept), follow(t, events)
		for _, rows := range []figures.Dimension{figures.All, figures.Nth, figures.Since, figures.Suspect, figures.Month, figures.AgeBand, figures.History} {
			q := figures.Question{Unit: figures.CountIncidents, Rows: rows, Filters: figures.Filters{}}
			if before.Position() > 0 {
				q.AsOf = eventlog.Position(rapid.IntRange(1, int(before.Position())).Draw(t, "as of"))
			}
			was, err := before.Ask(q, access.Scope{All: true})
			if err != nil {
				t.Fatal(err)
			}
			is, err := after.Ask(q, access.Scope{All: true})
			if err != nil {
				t.Fatal(err)
			}
			if was.Total != is.Total {
				t.Fatalf("%s: there were %v, and are %v", rows, was.Total, is.Total)
			}
			if rows == figures.AgeBand || rows == figures.History {
				continue // of these the rows change
			}
			if a, b := countsOf(t, was), countsOf(t, is); !mapsEqual(a, b) {
				t.Fatalf("%s: counted %v, and now %v", rows, a, b)
			}
		}
	})
}

func mapsEqual(a, b counts) bool {
	for cell, n := range a {
		if b[cell] != n {
			return false
		}
	}
	return len(a) == len(b)
}
