package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/projections/worklist"
)

func TestAgreementsOnATerminalSayWhatWasKept(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	const caseWorker = "case-worker@GEM-ROTTERDAM"
	c.employer("GEM-ROTTERDAM")
	var shown struct{ ID uuid.UUID }
	c.run("employer", "show", "GEM-ROTTERDAM", "--json").into(&shown)
	if out := c.run("worklist", "--agreements", "--as", caseWorker).ok(); !strings.Contains(out, "nog geen termijn") {
		t.Errorf("without terms it says\n%s", out)
	}
	c.counted(shown.ID, worklist.OfCase, "UITKOMST-VERTELLEN", 9*day, nil)
	c.counted(shown.ID, worklist.OfCase, "UITKOMST-VERTELLEN", 9*day, func(f *worklist.File) { f.Closed, f.Invented, f.Clocks[0].Ended = true, true, true })
	c.counted(shown.ID, worklist.OfCase, "UITKOMST-VERTELLEN", time.Hour, nil)
	for language, words := range map[string][]string{
		"nl": {"UITKOMST-VERTELLEN", "1 van 2 (50%)", "termijnen van zaken en nazorg die afliepen", "VERZONNEN: 1 van de 3"},
		"en": {"1 of 2 (50%)", "terms of cases and aftercare that ended", "INVENTED: 1 of the 3"},
	} {
		out := strings.Join(strings.Fields(c.run("worklist", "--agreements", "--language", language, "--as", caseWorker).ok()), " ")
		for _, part := range words {
			if !strings.Contains(out, part) {
				t.Errorf("it lacks %q:\n%s", part, out)
			}
		}
	}
	if out := c.run("worklist", "--agreements", "--by", "version", "--format", "csv", "--as", caseWorker).ok(); !strings.Contains(out, "PROGRAM") || !strings.Contains(out, ",0.5,") {
		t.Errorf("as CSV\n%s", out)
	}
	var rows []map[string]any
	c.run("worklist", "--agreements", "--format", "json", "--as", caseWorker).into(&rows)
	if len(rows) != 1 || rows[0]["ended"] != 2.0 {
		t.Errorf("as JSON %v", rows)
	}
	// Two employers wrote an agreement under one code; each is told of its own.
	c.employer("BRANDWEER-X")
	var other struct{ ID uuid.UUID }
	c.run("employer", "show", "BRANDWEER-X", "--json").into(&other)
	for _, of := range []uuid.UUID{shown.ID, other.ID} {
		c.counted(of, worklist.OfCase, "UITKOMST-VERTELLEN", 9*day, func(f *worklist.File) { f.Clocks[0].Agreement, f.Clocks[0].Whose = "A-EIGEN", agreement.Employer })
	}
	c.run("worklist", "--agreements", "--as", "registrar@BRANDWEER-X", "--format", "json").into(&rows)
	if len(rows) != 1 || rows[0]["agreement"] != "A-EIGEN" {
		t.Errorf("the other employer is told %v", rows)
	}
	c.run("worklist", "--agreements", "--as", "operator").fails(1, "only an employer sees how its terms were kept", "--as registrar@CODE")
	c.run("worklist", "--agreements", "--mine", "--as", caseWorker).fails(2, "--agreements takes no --mine")
	c.run("worklist", "--by", "year", "--as", caseWorker).fails(2, "goes with --agreements")
	if out := c.run("worklist", "--agreements", "--period", "2001", "--as", caseWorker).ok(); !strings.Contains(out, "nog geen termijn") {
		t.Errorf("of another year it says\n%s", out)
	}
	if out := c.run("view", "chain", "--by", "agreement", "--as", caseWorker).ok(); !strings.Contains(out, "nog geen termijn") {
		t.Errorf("from the log, which tells of no case, it says\n%s", out)
	}
	c.run("view", "chain", "--by", "agreement", "--unit", "case", "--as", caseWorker).fails(2, "leave --unit out")
	c.run("view", "chain", "--by", "agreement", "--filter", "place=ROAD", "--as", caseWorker).fails(2, "one period")
	c.run("worklist", "--agreements", "--as", "analyst").fails(1)
}
