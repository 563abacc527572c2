package api

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/projections/worklist"
)

// cells gives the named columns of a sheet, row by row.
func (w *world) cells(path string, role access.Role, employer uuid.UUID, columns ...string) [][]string {
	w.t.Helper()
	r := w.get(path, role, employer, header("Accept", "text/csv")).want(200)
	if got := r.Header().Get("Content-Type"); got != csvType {
		w.t.Errorf("%s comes as %s", path, got)
	}
	rows, err := csv.NewReader(r.Body).ReadAll()
	must(w.t, err)
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	var all [][]string
	for _, row := range rows[1:] {
		var line []string
		for _, name := range columns {
			i, is := at[name]
			if !is {
				w.t.Fatalf("%s has no column %s: %v", path, name, rows[0])
			}
			line = append(line, row[i])
		}
		all = append(all, line)
	}
	return all
}

// own is a term under an agreement that an employer wrote for itself.
func own(employer uuid.UUID, invented bool, change ...func(*worklist.Clock)) worklist.File {
	clock := lapsedTerm()
	clock.Agreement, clock.Version, clock.Whose = "A-EIGEN", "2027-1", agreement.Employer
	for _, c := range change {
		c(&clock)
	}
	return worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: employer, Invented: invented, Clocks: []worklist.Clock{clock}}
}

// TestTheDigestAndWhatWasKeptAreSheetsToo, that say the same as the lists.
func TestTheDigestAndWhatWasKeptAreSheetsToo(t *testing.T) {
	t.Parallel()
	w, _, _ := withWork(t)
	w.put(own(w.city, true))
	digest := w.cells("/v1/worklist/digest", access.Registrar, w.city, "agreement", "responsible", "lapsed", "due", "oldest", "assigned", "invented")
	if diff := cmp.Diff([][]string{{"UITKOMST-VERTELLEN", "CASE_WORKER", "2", "0", "2026-11-17", "", ""}, {"A-EIGEN", "CASE_WORKER", "1", "0", "2026-11-17", "", "1"}}, digest); diff != "" {
		t.Errorf("the digest (-want +got):\n%s", diff)
	}
	kept := w.cells("/v1/worklist/agreements?by=version&by=quarter", access.Registrar, w.city, "agreement", "employer", "version", "whose", "kind", "period", "lapsed", "share_kept", "invented")
	if diff := cmp.Diff([][]string{{"A-EIGEN", "", "2027-1", "EMPLOYER", "", "2026-Q4", "1", "0", "1"}, {"UITKOMST-VERTELLEN", "", "2026-1", "PROGRAM", "", "2026-Q4", "2", "0", ""}}, kept); diff != "" {
		t.Errorf("what was kept (-want +got):\n%s", diff)
	}
	for _, path := range []string{"/v1/worklist/digest", "/v1/worklist/agreements"} {
		if got := w.get(path, access.Registrar, w.city).want(200).Header().Get("Content-Type"); got != "application/json" {
			t.Errorf("%s comes as %s to who asks for nothing", path, got)
		}
		if got := w.get(path+"?agreement=NIETS", access.Registrar, w.city, header("Accept", "text/csv")).want(400).Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("a problem of %s comes as %s", path, got)
		}
	}
}

func TestASheetSaysHowLongTermsTook(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	d.do("/notices", word("VERDICT", "16", "16", `,"outcome":"CONV"`)).want(200)
	d.do("/tellings", `{"victim":"`+d.worker+`","channel":"PHONE","on":{"at":"2026-11-19"}}`).want(200)
	got := d.cells("/v1/worklist/agreements?agreement=UITKOMST-VERTELLEN&times=true", access.CaseWorker, d.city, "met_late", "time_counted", "time_done", "days_median")
	if diff := cmp.Diff([][]string{{"1", "1", "1", "3"}}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestWhatTwoEmployersWroteUnderOneCodeIsTwoAgreements, and each is told of its own, by its own name.
func TestWhatTwoEmployersWroteUnderOneCodeIsTwoAgreements(t *testing.T) {
	t.Parallel()
	w, _, _ := withWork(t)
	theirs := strings.ReplaceAll(bodies["/agreements"], "%s", "EIGEN")
	w.post("/v1/agreements", access.Registrar, w.city, strings.Replace(theirs, `"nl":"x"`, `"nl":"van de stad"`, 1)).want(200)
	w.post("/v1/agreements", access.Registrar, w.fire, strings.Replace(strings.Replace(theirs, `"nl":"x"`, `"nl":"van de brandweer"`, 1), "GEM-ROTTERDAM", fire, 1)).want(200)
	w.put(own(w.city, false))
	w.put(own(w.fire, false, func(c *worklist.Clock) { c.Ended = true }))
	w.put(own(w.fire, false))
	w.put(worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: w.fire, Clocks: []worklist.Clock{lapsedTerm()}})
	const all = "/v1/worklist/agreements"
	for at, want := range map[uuid.UUID]struct {
		name             string
		met, late, ended int
	}{w.city: {"van de stad", 0, 1, 1}, w.fire: {"van de brandweer", 1, 1, 2}} {
		var body struct{ Agreements []keptLine }
		must(t, json.Unmarshal(w.get(all+"?agreement=A-EIGEN", access.Registrar, at).want(200).Body.Bytes(), &body))
		if len(body.Agreements) != 1 {
			t.Fatalf("%+v", body.Agreements)
		}
		if l := body.Agreements[0]; l.Name == nil || l.Name.NL != want.name || l.Met != want.met || l.Lapsed != want.late || l.Ended != want.ended {
			t.Errorf("%+v, want %+v", l, want)
		}
		// Where one employer is counted there is nothing to tell apart.
		if rows := w.cells(all+"?agreement=A-EIGEN&by=version", access.Registrar, at, "agreement", "employer", "lapsed"); len(rows) != 1 || rows[0][1] != "" {
			t.Errorf("the sheet has %v", rows)
		}
	}
}
