package figures_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

func into(id byte) func(*facts.Incident) {
	return func(r *facts.Incident) { r.MergedInto = uuid.UUID{0x1, id} }
}

func closed(why codes.Code) func(*facts.Incident) {
	return func(r *facts.Incident) { r.Closing = why }
}

func TestAMergedRecordCountsWithItsTarget(t *testing.T) {
	t.Parallel()
	first := incidentAt(1, 1, rotterdam, at("ROAD"))
	other := incidentAt(2, 2, rotterdam, at("HOME"))
	third := incidentAt(3, 3, rotterdam, at("SHOP"))
	version := func(p eventlog.Position, of facts.Version[facts.Incident], change ...func(*facts.Incident)) facts.Version[facts.Incident] {
		of.Position = p
		for _, c := range change {
			c(&of.Row)
		}
		return of
	}
	type counts map[eventlog.Position]int // as of a position
	for name, c := range map[string]struct {
		then []facts.Version[facts.Incident]
		want counts
	}{
		"one in another, and split": {
			[]facts.Version[facts.Incident]{version(4, other, into(1)), version(5, other)},
			counts{3: 3, 4: 2, 5: 3},
		},
		"its target is withdrawn": {
			[]facts.Version[facts.Incident]{version(4, other, into(1)), version(5, first, withdrawn)},
			counts{4: 2, 5: 2},
		},
		"its target was withdrawn before": {
			[]facts.Version[facts.Incident]{version(4, first, withdrawn), version(5, other, into(1))},
			counts{4: 2, 5: 2},
		},
		"its target was registered anew under another law": {
			[]facts.Version[facts.Incident]{version(4, other, into(1)), version(5, first, closed("OTHER_REGIME")), version(6, first)},
			counts{4: 2, 5: 1, 6: 2},
		},
		"its target is closed because it is complete": {
			[]facts.Version[facts.Incident]{version(4, other, into(1)), version(5, first, closed("COMPLETE"))},
			counts{4: 2, 5: 2},
		},
		"its target is not there": {
			[]facts.Version[facts.Incident]{version(4, other, into(9))},
			counts{4: 3},
		},
		"its target comes later": {
			[]facts.Version[facts.Incident]{version(4, other, into(9)), incidentAt(5, 9, rotterdam)},
			counts{4: 3, 5: 3},
		},
		"a chain, of which the middle is withdrawn": {
			[]facts.Version[facts.Incident]{version(4, other, into(1)), version(5, third, into(2)), version(6, other, into(1), withdrawn)},
			counts{4: 2, 5: 1, 6: 2},
		},
		"a chain, of which the end is withdrawn": {
			[]facts.Version[facts.Incident]{version(4, other, into(1)), version(5, third, into(2)), version(6, first, withdrawn)},
			counts{5: 1, 6: 1},
		},
		"a circle, and split": {
			[]facts.Version[facts.Incident]{version(4, first, into(2)), version(5, other, into(1)), version(6, third, into(2)), version(7, first)},
			counts{4: 2, 5: 2, 6: 1, 7: 1},
		},
		"one in itself": {
			[]facts.Version[facts.Incident]{version(4, other, into(2))},
			counts{4: 3},
		},
		"more is told of it meanwhile": {
			[]facts.Version[facts.Incident]{version(4, other, into(1)), version(5, other, into(1), at("PARK")), version(6, other, at("PARK"))},
			counts{4: 2, 5: 2, 6: 3},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := append([]facts.Version[facts.Incident]{first, other, third}, c.then...)
			together := loaded(t, figures.Batch{Through: 9, Incidents: all})
			var alone []figures.Batch
			for _, v := range all {
				alone = append(alone, figures.Batch{Through: v.Position, Incidents: []facts.Version[facts.Incident]{v}})
			}
			for _, engine := range []*figures.Engine{together, loaded(t, alone...)} {
				for asOf, want := range c.want {
					a := ask(t, engine, figures.Question{Rows: figures.Place, AsOf: asOf}, everybody)
					sum := 0
					for _, n := range rowsOf(a) {
						sum += n
					}
					if a.Total.N != want || sum != want {
						t.Errorf("as of %d it counts %d, and %d by place, want %d", asOf, a.Total.N, sum, want)
					}
				}
			}
		})
	}
}

// What is told of a duplicate shows again when it is split, and its target's own
// answers are never mixed with it.
func TestADuplicateSplitShowsWhatWasToldMeanwhile(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 9, Incidents: []facts.Version[facts.Incident]{
		incidentAt(1, 1, rotterdam, at("ROAD")), incidentAt(2, 2, rotterdam, at("HOME")),
		incidentAt(3, 2, rotterdam, at("HOME"), into(1)), incidentAt(4, 2, rotterdam, at("PARK"), into(1)),
		incidentAt(5, 1, rotterdam, at("ROAD"), withdrawn), incidentAt(6, 2, rotterdam, at("PARK")),
	}})
	for asOf, want := range map[eventlog.Position]codes.Code{4: "ROAD", 5: "PARK", 6: "PARK"} {
		rows := rowsOf(ask(t, engine, figures.Question{Rows: figures.Place, AsOf: asOf}, everybody))
		if rows[want] != 1 || rows["HOME"] != 0 || len(rows) == 0 {
			t.Errorf("as of %d: %v, want one at %s", asOf, rows, want)
		}
	}
}
