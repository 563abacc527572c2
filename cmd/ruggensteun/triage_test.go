package main

import (
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

// TestANoticeThatWaitsIsMatchedByAPerson walks a notice from the file to its case, with
// programs that start anew between the steps, and a server that lists it too.
func TestANoticeThatWaitsIsMatchedByAPerson(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	r := d.bring(d.write(
		"B1;parket;20-03-2026;19-03-2026;vonnis;veroordeeld;;"+canary.Reference+";;;;;;450,00;;;"+canary.Narrative,
		"B2;politie;20-03-2026;18-03-2026;pv ingezonden;;;;;;;;;;;;",
	))
	if r.Waiting != 2 {
		t.Fatalf("%+v", r)
	}
	notice, other := r.Rows[0].Notice.String(), r.Rows[1].Notice.String()
	listed := func(options ...string) string {
		t.Helper()
		return d.open("", append([]string{"triage", "list", "--as", worker}, options...)...).ok()
	}
	if text := listed(); !strings.Contains(text, notice) || !strings.Contains(text, canary.Reference) || !strings.Contains(text, "nummer niet bekend") || strings.Contains(text, d.second) {
		t.Errorf("the list reads\n%s", text)
	}
	first := listed("--limit", "1")
	_, after, more := strings.Cut(strings.TrimSpace(first), "meer: --after ")
	if strings.Contains(first, notice) == strings.Contains(first, other) || !more {
		t.Errorf("the first page reads\n%s", first)
	}
	if text := listed("--limit", "1", "--after", after); strings.Contains(text, notice) == strings.Contains(first, notice) || strings.Contains(text, "meer:") {
		t.Errorf("the second page reads\n%s", text)
	}
	for _, filter := range [][]string{{"--source", "OM"}, {"--step", "VERDICT"}, {"--reason", "NO_SUCH_NUMBER"}, {"--source", "OM", "--from", "2026-03-20", "--through", "2026-03-20"}} {
		if text := listed(filter...); !strings.Contains(text, notice) || strings.Contains(text, other) {
			t.Errorf("%v reads\n%s", filter, text)
		}
	}
	if text := listed("--through", "2026-03-19"); !strings.Contains(text, "Geen berichten die hieraan voldoen") {
		t.Errorf("of an earlier day it reads\n%s", text)
	}
	if text := listed("--format", "csv", "--limit", "1"); strings.Count(text, "\n") != 3 || !strings.Contains(text, ",OM,VERDICT,2026-03-20,2026-03-19,"+canary.Reference+",") {
		t.Errorf("as a sheet it reads\n%s", text)
	}
	var rows []struct{ ID string }
	if d.open("", "triage", "list", "--format", "json", "--as", worker).into(&rows); len(rows) != 2 {
		t.Errorf("as JSON there are %v", rows)
	}
	d.run("triage", "list", "--format", "xml", "--as", worker).fails(2, "say table, csv or json")
	d.hand(d.second, canary.Reference)
	if text := listed("--language", "en"); !strings.Contains(text, "number not known") || strings.Count(text, d.second) != 1 {
		t.Errorf("a case learnt the number, and the list reads\n%s", text)
	}
	if text := d.open("", "triage", "show", notice, "--as", worker).ok(); !strings.Contains(text, canary.Narrative) || !strings.Contains(text, "vonnis") || !strings.Contains(text, d.second) {
		t.Errorf("it reads\n%s", text)
	}
	d.run("triage", "match", notice, "--case", d.first, "--as", "registrar@GEM-X", "--key", "one").ok()
	d.run("triage", "match", notice, "--case", d.second, "--as", worker).fails(1, "told in a case already")
	if got := d.steps(d.first); !slices.Equal(got, []string{"PV_OM", "VERDICT CONV"}) {
		t.Errorf("the case has %v", got)
	}
	d.say(`{"reason":"`+canary.Reason+`"}`, "triage", "set-aside", other, "-", "--as", worker).ok()
	if text := listed(); strings.Contains(text, notice) || strings.Contains(text, other) {
		t.Errorf("nothing waits any more, and the list reads\n%s", text)
	}
	if text := listed("--state", "SET_ASIDE"); !strings.Contains(text, other) {
		t.Errorf("what was set aside reads\n%s", text)
	}
	// The file again changes nothing; a row that says otherwise corrects what was matched.
	if again := d.bring(d.write("B1;parket;20-03-2026;19-03-2026;vonnis;vrijspraak;;"+canary.Reference+";;;;;;;;;", "B2;politie;20-03-2026;18-03-2026;pv ingezonden;;;;;;;;;;;;")); again.Corrected != 1 || again.Unchanged != 1 {
		t.Errorf("%+v", again)
	}
	if got := d.steps(d.first); !slices.Equal(got, []string{"PV_OM", "VERDICT ACQ"}) {
		t.Errorf("the case has %v", got)
	}
	d.run("triage", "forget", other, "--what", "prosecution,narrative", "--reason", "RETENTION", "--forever", "--as", "registrar@GEM-X").ok()
	if text := d.run("verify").ok(); !strings.Contains(text, "4 rows of notice compared") {
		t.Errorf("verify says\n%s", text)
	}
	d.silentDump()
	for as, says := range map[string]string{"operator": "criminal data", "reporter@GEM-X": "criminal data"} {
		d.run("triage", "list", "--as", as).fails(1, says)
	}
	d.employer("GEM-Y")
	d.run("triage", "show", other, "--as", "case-worker@GEM-Y").fails(1, "there is no such notice")
	if text := d.run("triage", "list", "--as", "case-worker@GEM-Y", "--state", "MATCHED").ok(); strings.Contains(text, notice) {
		t.Errorf("another employer reads\n%s", text)
	}
}

// TestACaseFromBeforeTheIndexIsFound: a store whose cases were recorded when nothing kept by
// what they are found. A server fills the index, and does so once.
func TestACaseFromBeforeTheIndexIsFound(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	const index = "SELECT count(*) FROM marks WHERE kind IN ('case-clue', 'aangifte')"
	filled := d.count(index)
	d.db.Exec(t, "DELETE FROM ruggensteun.marks WHERE kind IN ('case-clue', 'aangifte')")
	rows := []string{
		"B1;parket;20-03-2026;19-03-2026;vonnis;;;10.111111.26;;;;;;;;;",
		"B2;politie;20-03-2026;18-03-2026;pv ingezonden;;;10/111111-26;;PL17002026551234;;;;;;;",
	}
	if r := d.bring(d.write(rows...), "--dry-run"); r.Waiting != 2 {
		t.Fatalf("without the index: %+v", r)
	}
	k := d.counter("GEM-X")
	until(t, "the index is filled", func() bool { return d.count(index) == filled })
	k.end()
	r := d.bring(d.write(rows...))
	if r.Told != 2 {
		t.Errorf("with the index: %+v", r)
	}
	if text := d.run("consumers").ok(); !strings.Contains(text, "clues") {
		t.Errorf("the list reads\n%s", text)
	}
}
