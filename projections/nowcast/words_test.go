package nowcast_test

import (
	"testing"

	"ruggensteun/projections/nowcast"
)

var weeks = nowcast.Text{NL: "weken", EN: "weeks"}

func TestAnEstimateIsASentence(t *testing.T) {
	t.Parallel()
	row := nowcast.Row{Period: "2026-W47", Known: 90, Expected: 120, Lower: 104, Upper: 139}
	if got, want := row.Said(8, weeks).NL, "2026-W47: nu bekend 90; verwacht 120, tussen 104 en 139, als 8 weken lang meldingen zijn binnengekomen."; got != want {
		t.Error(got)
	}
	if got, want := row.Said(8, weeks).EN, "2026-W47: 90 known by now; 120 expected, between 104 and 139, once reports have come in for 8 weeks."; got != want {
		t.Error(got)
	}
}
