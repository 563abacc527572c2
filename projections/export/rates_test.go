package export_test

import (
	"bytes"
	"strings"
	"testing"

	"ruggensteun/projections/export"
	"ruggensteun/projections/figures"
)

// TestAWorkbookHasRatesOnASheetOfTheirOwn: with what they are divided by, how each row was
// registered, and why there is none.
func TestAWorkbookHasRatesOnASheetOfTheirOwn(t *testing.T) {
	t.Parallel()
	same := func(s string) figures.Text { return figures.Text{NL: s, EN: s} }
	rate, most, percent, months := 24.0, 8.0, 62.5, 3
	a := protected()
	none := figures.Rate{Lacking: &figures.Text{NL: "het aantal is niet uitgesplitst", EN: "the number is not broken down"}, Denominator: 500}
	of, few := figures.Rate{Rate: &rate, Denominator: 500}, figures.Rate{Rate: &most, AtMost: true, Denominator: 500}
	beside := figures.RowRegistration{Months: &months, OfMonths: 12, Unknown: &percent, UnknownOf: same("plaats")}
	a.Rates = &figures.Rates{
		Per: "staff", Each: 1000, Table: same("medewerkers"), Cells: [][]figures.Rate{{of, none}, {few, of}}, RowTotals: []figures.Rate{of, of}, ColumnTotals: []figures.Rate{of, of}, Total: of,
		RowsBeside: []figures.RowRegistration{beside, {}}, TotalBeside: beside, Definition: same("Per 1000 medewerkers."),
	}
	var out bytes.Buffer
	if err := export.WriteWorkbook(&out, a, figures.Dutch); err != nil {
		t.Fatal(err)
	}
	parts := unzip(t, out.Bytes())
	if !strings.Contains(parts["xl/workbook.xml"], "Verhoudingen") || len(values(t, parts["xl/worksheets/sheet3.xml"])) == 0 {
		t.Errorf("%s", parts["xl/workbook.xml"])
	}
	rows := values(t, parts["xl/worksheets/sheet2.xml"])
	for i, want := range []string{
		"Rij|Kolom|Aantal|medewerkers|Per 1000|Waarom niet|Maanden gemeld|Binnen een week (%)|Onbekend (%)",
		"'=HYPERLINK(\"x\")|ambulance|#12|#500|#24.00|–|3/12|–|#62",
		"'=HYPERLINK(\"x\")|politie|niet uitgesplitst|–|–|het aantal is niet uitgesplitst|3/12|–|#62",
		"'=HYPERLINK(\"x\")|totaal|#15|#500|#24.00|–|3/12|–|#62",
		"woning & <erf>|ambulance|0–4|#500|≤8.00|–|–|–|–",
	} {
		if got := strings.Join(rows[i], "|"); got != want {
			t.Errorf("row %d is %q, want %q", i+1, got, want)
		}
	}
	a.Rates = &figures.Rates{Lacking: &figures.Text{NL: "geen verhouding", EN: "no rate"}}
	out.Reset()
	if err := export.WriteWorkbook(&out, a, figures.Dutch); err != nil || values(t, unzip(t, out.Bytes())["xl/worksheets/sheet2.xml"])[0][0] != "geen verhouding" {
		t.Errorf("without rates it does not say why: %v", err)
	}
}
