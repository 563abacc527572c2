package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/worklisttest"
)

// counted is a file with one term of a shipped agreement that began so long ago, as
// whoever counts it puts it there.
func (c *terminal) counted(employer uuid.UUID, kind worklist.Kind, code string, ago time.Duration, change func(*worklist.File)) worklist.File {
	c.t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		c.t.Fatal(err)
	}
	now := time.Now().Truncate(time.Minute)
	at, err := moment.New(now.Add(-ago), 60, moment.Minute, "")
	if err != nil {
		c.t.Fatal(err)
	}
	f := worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: kind, Employer: employer, Position: 1, Incident: uuid.Must(uuid.NewV7())}
	f.Links = []uuid.UUID{f.Incident}
	place := agreement.Place{Calendar: calendar.New(calendar.Decrees(), nil), Zone: zone}
	for _, v := range agreement.Shipped() {
		if v.Code == code {
			held := agreement.Held{Version: v, Whose: agreement.Program}
			f.Clocks = append(f.Clocks, worklisttest.ClockOf(agreement.Clocks(held, []agreement.Happened{{Fact: v.Starts[0], At: at}}, place, now)[0], zone))
		}
	}
	if change != nil {
		change(&f)
	}
	if put, err := postgres.OpenWorklist(c.db.DB).Put(context.Background(), f); err != nil || !put {
		c.t.Fatal(put, err)
	}
	return f
}

const day = 24 * time.Hour

func amsterdamZone(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestTheWorkListOnATerminal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	const caseWorker = "case-worker@GEM-ROTTERDAM"
	c.employer("GEM-ROTTERDAM")
	empty := c.run("worklist", "--as", caseWorker)
	if out := empty.ok(); !strings.Contains(out, "Er staat niets open") || !strings.Contains(out, "case open --as") {
		t.Errorf("an empty list says\n%s", out)
	}
	if !strings.Contains(empty.err, "ruggensteun serve") {
		t.Errorf("it does not say that nobody counts: %s", empty.err)
	}
	var shown struct{ ID uuid.UUID }
	c.run("employer", "show", "GEM-ROTTERDAM", "--json").into(&shown)
	victim := uuid.New()
	late := c.counted(shown.ID, worklist.OfCase, "UITKOMST-VERTELLEN", 9*day, func(f *worklist.File) { f.Clocks[0].Victim, f.Clocks[0].About = victim, uuid.New() })
	c.counted(shown.ID, worklist.OfCase, "ZSM-6-UUR", 40*day, func(f *worklist.File) { f.Invented = true })
	c.counted(shown.ID, worklist.OfCare, "LEIDINGGEVENDE-24-UUR", 22*time.Hour, nil)
	c.counted(shown.ID, worklist.OfCase, "BEKLAG-ART12", 3*day, nil)
	away := c.counted(shown.ID, worklist.OfCase, "UITKOMST-VERTELLEN", time.Hour, func(f *worklist.File) { f.SnoozedUntil = calendar.DayOf(time.Now()) + 30 })

	for language, words := range map[string][]string{
		"nl": {"1 verstreken, 1 bijna om, 1 niet ontvangen, 1 loopt", "1 weggelegd (--snoozed", "VERSTREKEN", "zaak " + late.ID.String(), "gestart door", "slachtoffer " + victim.String(), "nazorg", "mag, hoeft niet", "VERZONNEN: 1 van de 4"},
		"en": {"1 lapsed, 1 due soon, 1 not received, 1 running", "LAPSED", "started by", "may, need not", "INVENTED: 1 of the 4"},
	} {
		out := c.run("worklist", "--as", caseWorker, "--language", language).ok()
		for _, part := range words {
			if !strings.Contains(out, part) {
				t.Errorf("the list lacks %q:\n%s", part, out)
			}
		}
		if strings.Contains(out, away.ID.String()) {
			t.Errorf("it shows what was put away:\n%s", out)
		}
		for line := range strings.Lines(out) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > 120 && !strings.Contains(line, "VERZONNEN") && !strings.Contains(line, "INVENTED") {
				t.Errorf("a line of %d columns: %s", n, line)
			}
		}
	}
	if out, hour := c.run("worklist", "--kind", "CARE", "--as", caseWorker).ok(), time.Now().Truncate(time.Minute).In(amsterdamZone(t)).Add(2*time.Hour).Format("15:"); !strings.Contains(out, "om "+hour) {
		t.Errorf("a term in hours is without its hour %s:\n%s", hour, out)
	}
	c.run("worklist", "--unit", "NERGENS", "--as", caseWorker).fails(1, "unit")
	c.run("worklist", "--agreement", "NIETS", "--as", caseWorker).fails(1, "UITKOMST-VERTELLEN")
	c.run("worklist", "--as", "operator").fails(1, "--as case-worker@CODE")
	c.run("case", "list", "--as", "operator").fails(1, "--as case-worker@CODE")
	if out := c.run("worklist", "--digest", "--as", caseWorker).ok(); strings.Count(out, "\n") != 6 || !strings.Contains(out, "UITKOMST-VERTELLEN") {
		t.Errorf("the digest is\n%s", out)
	}
	if out := c.run("worklist", "--state", "SUSPENDED", "--as", caseWorker).ok(); !strings.Contains(out, "Laat een filter weg") {
		t.Errorf("a list without rows says\n%s", out)
	}
	c.run("worklist", "--state", "MET", "--as", caseWorker).fails(1)
	c.run("worklist", "--format", "xml", "--as", caseWorker).fails(2, "table, csv or json")
	c.run("worklist", "--as", "analyst").fails(1)

	first := c.run("worklist", "--limit", "1", "--as", caseWorker).ok()
	next := first[strings.LastIndex(first, " ")+1:]
	if second := c.run("worklist", "--limit", "1", "--after", strings.TrimSpace(next), "--as", caseWorker).ok(); strings.Contains(second, late.ID.String()) || !strings.Contains(second, "nazorg") {
		t.Errorf("the second page is\n%s", second)
	}
}

// TestProgramsReadTheWholeWorkList, in the order of the list.
func TestProgramsReadTheWholeWorkList(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	const caseWorker = "case-worker@GEM-ROTTERDAM"
	c.employer("GEM-ROTTERDAM")
	if out := c.run("worklist", "--format", "json", "--as", caseWorker).ok(); strings.TrimSpace(out) != "[\n]" {
		t.Errorf("an empty list is %q", out)
	}
	var shown struct{ ID uuid.UUID }
	c.run("employer", "show", "GEM-ROTTERDAM", "--json").into(&shown)
	var want []string
	for n := range 203 { // more than a page
		want = append(want, c.counted(shown.ID, worklist.OfCase, "UITKOMST-VERTELLEN", 300*day-time.Duration(n)*day, nil).ID.String())
	}
	var rows []map[string]any
	c.run("worklist", "--format", "json", "--as", caseWorker).into(&rows)
	sheet, err := csv.NewReader(strings.NewReader(c.run("worklist", "--format", "csv", "--as", caseWorker).ok())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var inJSON, inCSV []string
	for i, row := range rows {
		inJSON = append(inJSON, row["case"].(string))
		for column, name := range sheet[0] {
			if said, _ := json.Marshal(row[name]); row[name] != nil && strings.Trim(string(said), `"`) != sheet[i+1][column] {
				t.Fatalf("row %d says %s is %s in JSON and %q in CSV", i, name, said, sheet[i+1][column])
			}
		}
	}
	for _, row := range sheet[1:] {
		inCSV = append(inCSV, row[0])
	}
	slices.Sort(want) // terms of one day stand in the order of their cases; so do all, being made in order
	sorted := slices.Clone(inJSON)
	slices.Sort(sorted)
	if !slices.Equal(inJSON, inCSV) || !slices.Equal(sorted, want) {
		t.Errorf("%d rows in JSON, %d in CSV, want %d", len(inJSON), len(inCSV), len(want))
	}
	if out := c.run("case", "list", "--limit", "2", "--as", caseWorker).ok(); strings.Count(out, "\n") != 4 || !strings.Contains(out, "meer: --after") {
		t.Errorf("the list of cases is\n%s", out)
	}
}
