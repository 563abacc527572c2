package figures_test

import (
	"bytes"
	"strings"
	"testing"

	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

func TestAFreeQuestionAndAFunnelCountTheSame(t *testing.T) {
	t.Parallel()
	e := chainOf().engine(t)
	for _, unit := range figures.FunnelUnits {
		for _, filters := range []figures.Filters{nil, {figures.Place: {"ROAD"}}, {figures.Place: {"HOME"}}} {
			q := figures.Question{Unit: unit, Filters: filters}
			got, want := askOf(t, e, q), funnelOf(t, e, q, everybody)
			if got.Total.N != want.Groups[0].N {
				t.Errorf("%s of %v: %d, and a funnel of %d", unit, filters, got.Total.N, want.Groups[0].N)
			}
		}
	}
}

func TestEveryUnitSaysWhatItCounts(t *testing.T) {
	t.Parallel()
	e := chainOf().engine(t)
	for unit, want := range map[figures.Unit]struct {
		heading, en, nl string
		none            int
	}{
		figures.CountWorkers:   {"worker-hits", "Number of workers hit by type of place", "Aantal geraakte medewerkers per soort plaats", 0},
		figures.CountSuspects:  {"suspects", "Number of suspects", "Aantal verdachten", 0},
		figures.CountAangiften: {"aangiften", "Number of aangiften", "Aantal aangiften", 0},
		figures.CountCases:     {"cases", "Number of cases", "Aantal zaken", 1},
		figures.CountSteps:     {"steps", "Number of steps of cases", "Aantal stappen in zaken", 0},
	} {
		a := askOf(t, e, figures.Question{Unit: unit, Rows: figures.Place})
		if q, err := figures.ParseQuestion(a.Question); err != nil || q.Unit != unit || q.Rows != figures.Place || !strings.HasPrefix(a.Question, string(unit)+" by place as-of ") {
			t.Errorf("its text is %q: %v", a.Question, err)
		}
		if !strings.HasPrefix(a.Definition, want.en) || !strings.HasPrefix(a.DefinitionNL, want.nl) || strings.Contains(a.DefinitionNL+a.Definition, "%!") {
			t.Errorf("%s reads\n%s\n%s", unit, a.Definition, a.DefinitionNL)
		}
		if a.Labels[figures.Everything].EN != "all "+unit.Named().EN {
			t.Errorf("%s: all of it is %q", unit, a.Labels[figures.Everything].EN)
		}
		none := 0
		for i, row := range a.Rows {
			if row == noIncident {
				none = a.RowTotals[i].N
				if a.RowLabels[i].NL != "geen incident gekoppeld" {
					t.Errorf("%s: no incident reads %q", unit, a.RowLabels[i].NL)
				}
			}
		}
		if none != want.none {
			t.Errorf("%s: %d of no incident, want %d", unit, none, want.none)
		}
		var csv bytes.Buffer
		if err := figures.WriteCSV(&csv, a, figures.English); err != nil || !strings.HasPrefix(csv.String(), "row,row_label,column,column_label,"+want.heading+",") {
			t.Errorf("%s: %v\n%s", unit, err, csv.String())
		}
	}
}

// TestWhatIsKnownOfAllTogetherIsNotAskedOfEach: a worker who was in one incident with
// somebody who was armed was not.
func TestWhatIsKnownOfAllTogetherIsNotAskedOfEach(t *testing.T) {
	t.Parallel()
	e := chainOf().engine(t)
	for unit, not := range notOf {
		for _, d := range not {
			for field, q := range map[string]figures.Question{
				"rows": {Unit: unit, Rows: d}, "columns": {Unit: unit, Columns: d}, "base": {Unit: unit, Base: d}, "filter." + string(d): {Unit: unit, Filters: figures.Filters{d: {"UNKNOWN"}}},
			} {
				if _, err := e.Ask(q, everybody); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), field+" is known of an incident's") {
					t.Errorf("%s by %s: %v", unit, d, err)
				}
			}
		}
	}
	for _, unit := range []figures.Unit{figures.CountIncidents, figures.CountCases, figures.CountWorkers} {
		q := figures.Question{Unit: unit, Rows: figures.Step}
		if _, err := e.Ask(q, everybody); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), `count steps by it: unit "step"`) {
			t.Errorf("%s by the kind of step: %v", unit, err)
		}
	}
	if _, err := e.Ask(figures.Question{Unit: "judge"}, everybody); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "worker-hit") {
		t.Errorf("what cannot be counted: %v", err)
	}
}

func askOf(t *testing.T, e *figures.Engine, q figures.Question) figures.Answer {
	t.Helper()
	a, err := e.Ask(q, everybody)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
