package nowcast_test

import (
	"strings"
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

func cells(part, of int) nowcast.Share {
	return nowcast.Share{Part: nowcast.Cell{N: part}, Of: nowcast.Cell{N: of}}
}

func TestWhatMovedIsSaidAndWhichOfTheTwoItWasIsNot(t *testing.T) {
	t.Parallel()
	before := nowcast.Mark{Row: nowcast.Row{Period: "2026-09", Expected: 100, Lower: 100, Upper: 100}, Verbal: cells(40, 100), Unknown: cells(10, 100)}
	after := nowcast.Mark{
		Row:    nowcast.Row{Period: "2026-10", Expected: 130, Lower: 95, Upper: 170},
		Verbal: cells(105, 100), Unknown: nowcast.Share{Part: nowcast.Cell{NotBrokenDown: true}, Of: nowcast.Cell{N: 100}},
		Campaigns: []string{"Meld het"},
	}
	var lines []string
	for _, text := range nowcast.Compare(before, after) {
		lines = append(lines, text.EN)
		if text.NL == "" {
			t.Error("no Dutch for", text.EN)
		}
	}
	const want = `Expected number: 100 in 2026-09, 130 (95 to 170) in 2026-10. The ranges overlap: the difference may also be because not everything has been reported yet.
Verbal only: 40 %, then 100 %.
Answer unknown: 10 %, then not broken down.
A campaign for reporting ran in 2026-10 (Meld het): an effect on reporting is possible.
Whether more happened or more was reported cannot be told from these figures alone.`
	if got := strings.Join(lines, "\n"); got != want {
		t.Error(got)
	}
	after.Row.Refused = &nowcast.Text{NL: "x", EN: "withheld."}
	if got := nowcast.Compare(before, after)[0].EN; got != "Not to be compared. 2026-10: withheld." {
		t.Error(got)
	}
}
