package figures_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

func TestAProtectedDifferenceSaysWhatItDoesNotTell(t *testing.T) {
	t.Parallel()
	q := figures.Question{Unit: figures.CountIncidents, Rows: figures.Place, Columns: figures.Profession, Epochs: inLocal(busyEpochs)}
	c, err := busy(t, busyMonths).Change(q, figures.Moment{Position: 131}, analyst)
	if err != nil {
		t.Fatal(err)
	}
	var table, sheet strings.Builder
	if err := figures.WriteChangeTable(&table, c, 100, figures.Dutch); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"Niet verteld: nieuw, nagekomen, ingetrokken", "kan aanwijzen", "daarna gebeurd", "van eerdere maanden", "afronding en bescherming", "tellen daarom niet precies op", "2026-03-01T00:00:00+01:00"} {
		if !strings.Contains(strings.Join(strings.Fields(table.String()), " "), says) {
			t.Errorf("it does not say %q:\n%s", says, table.String())
		}
	}
	if err := figures.WriteChangeCSV(&sheet, c, figures.English); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(sheet.String())).ReadAll()
	if err != nil || !slices.Equal(lines[0][4:10], []string{"before", "after", "difference", "occurred_after", "earlier", "remainder"}) {
		t.Fatalf("%v, %v", lines, err)
	}
	if len(lines) != 1+(len(c.Rows)+1)*(len(c.Columns)+1) {
		t.Errorf("%d lines for %d rows and %d columns", len(lines), len(c.Rows), len(c.Columns))
	}
	for _, line := range lines[1:] {
		if inside := line[0] != "TOTAL" && line[2] != "TOTAL"; inside && line[7]+line[8]+line[9] != "" {
			t.Errorf("parts of a cell inside are told, which would take a table by three things: %v", line)
		}
	}
}

func TestAnExactDifferenceLeavesOutWhatStayed(t *testing.T) {
	t.Parallel()
	c, err := busy(t, busyMonths).Change(figures.Question{Unit: figures.CountIncidents, Rows: figures.Place}, figures.Moment{Position: 131, At: busyEpochs[1].End}, access.Scope{All: true})
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := figures.WriteChangeTable(&table, c, 100, figures.English); err != nil {
		t.Fatal(err)
	}
	if text := table.String(); strings.Contains(text, "Not told") || strings.Contains(text, "withdrawn: ") || !strings.Contains(text, "+63") || !strings.Contains(text, "Not changed or not told") {
		t.Errorf("it says:\n%s", text)
	}
}
