package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault/canary"
)

const noticeMapping = `
employer: {code: GEM-X}
key: Bericht
notice:
  source: {column: Van, values: {parket: OM, politie: POLICE, cjib: CJIB}}
  received: {column: Verzonden, formats: [DD-MM-YYYY]}
  effect: {column: Datum, formats: [DD-MM-YYYY]}
  step: {column: Soort, values: {pv ingezonden: PV_OM, vonnis: VERDICT, sepot: SEPOT, betaling: DMG_PAID}}
  outcome: {column: Uitkomst, values: {veroordeeld: CONV, vrijspraak: ACQ}}
  sepot: Grond
  reference: Parketnummer
  numbers: CJIB
  aangifte: PVnr
  incident: Melding
  case: Onszaaknr
  claimant: Personeelsnr
  amounts:
    - {constant: PAID, euros: Bedrag, when: {column: Soort, is: betaling}}
    - {constant: AWARDED, euros: Bedrag, when: {column: Soort, is: vonnis}}
  sanctions: {column: Straf, values: {taakstraf: COMM_SERV, boete: FINE}, size: Omvang}
  text: Toelichting
`

// noticeHead and the rows below have the shape of what a parket could send; all of it
// is invented.
const noticeHead = "Bericht;Van;Verzonden;Datum;Soort;Uitkomst;Grond;Parketnummer;CJIB;PVnr;Melding;Onszaaknr;Personeelsnr;Bedrag;Straf;Omvang;Toelichting\n"

// noticeDesk is a terminal of a case worker with two cases that share an aangifte.
type noticeDesk struct {
	*terminal
	folder                  string
	files                   int
	incident, first, second string
	victim                  string
}

const worker = "case-worker@GEM-X"

func newNoticeDesk(t testing.TB) *noticeDesk {
	t.Helper()
	d := &noticeDesk{terminal: newTerminal(t), folder: files(t, map[string]string{"m.yaml": noticeMapping})}
	d.employer("GEM-X")
	body, err := json.Marshal(map[string]any{
		"employer": "GEM-X", "occurred": map[string]string{"at": "2026-03-01"}, "behaviours": []string{"SPIT"},
		"workers": []any{map[string]string{"name": canary.Name, "staff_number": canary.StaffNumber}},
	})
	if err != nil {
		t.Fatal(err)
	}
	d.incident = d.say(string(body), "incident", "register", "-").recorded()
	var shown struct {
		Personal struct{ Workers []struct{ Person string } }
	}
	d.open("", "incident", "show", d.incident, "--json", "--as", worker).into(&shown)
	d.victim = shown.Personal.Workers[0].Person
	d.first, d.second = d.aCase(), d.aCase()
	aangifte := d.say(`{"on":{"at":"2026-03-02"},"complainant":"EMPLOYER","incidents":["`+d.incident+`"],"reference":"PL1700-2026 551234"}`, "aangifte", "make", "-", "--as", worker).recorded()
	for _, c := range []string{d.first, d.second} {
		d.run("case", "link", c, "--kind", "AANGIFTE", "--id", aangifte, "--as", worker).recorded()
	}
	d.hand(d.first, "10/111111-26")
	return d
}

func (d *noticeDesk) aCase() string {
	d.t.Helper()
	id := d.run("case", "open", "--as", worker).recorded()
	d.run("case", "link", id, "--kind", "INCIDENT", "--id", d.incident, "--as", worker).recorded()
	d.run("case", "link", id, "--kind", "WORKER", "--id", d.victim, "--as", worker).recorded()
	return id
}

// hand tells a case a number by hand.
func (d *noticeDesk) hand(of, number string) {
	d.t.Helper()
	d.say(`{"received":{"at":"2026-03-05"},"source":"OM","step":"PV_OM","effect":{"at":"2026-03-04"},"reference":"`+number+`"}`, "case", "notice", of, "-", "--as", worker).recorded()
}

func (d *noticeDesk) write(rows ...string) string {
	d.t.Helper()
	d.files++
	path := filepath.Join(d.folder, fmt.Sprintf("in%d.csv", d.files))
	if err := os.WriteFile(path, []byte(noticeHead+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

func (d *noticeDesk) bring(file string, options ...string) (r noticeReport) {
	d.t.Helper()
	d.run(append([]string{"notice", "import", file, "--mapping", filepath.Join(d.folder, "m.yaml"), "--as", worker, "--json"}, options...)...).into(&r)
	return r
}

func (r noticeReport) row(n int) string {
	i := slices.IndexFunc(r.Rows, func(l rowLine) bool { return l.Row == n })
	if i < 0 {
		return "unchanged"
	}
	return strings.TrimSpace(r.Rows[i].What + " " + r.Rows[i].Why)
}

// steps are those of the notices in a case that count, as somebody reads them.
func (d *noticeDesk) steps(of string) (all []string) {
	d.t.Helper()
	var f struct {
		Notices []struct {
			Step, Outcome string
			Withdrawn     bool
		}
	}
	d.open("", "case", "show", of, "--json", "--as", worker).into(&f)
	for _, n := range f.Notices {
		if !n.Withdrawn {
			all = append(all, strings.TrimSpace(n.Step+" "+n.Outcome))
		}
	}
	slices.Sort(all)
	return all
}

func TestAFileOfNoticesGoesToItsCasesAndLosesNothing(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	rows := []string{
		"B1;parket;20-03-2026;19-03-2026;vonnis;veroordeeld;;10.111111.26;;;;;;450,00;taakstraf;60;" + canary.Narrative, // the number of one case, written otherwise
		"B2;politie;20-03-2026;18-03-2026;pv ingezonden;;;;;PL17002026551234;;;;;;;",                                    // an aangifte of two suspects
		"B3;parket;20-03-2026;18-03-2026;sepot;;02;" + canary.Reference + ";;;;;;;;;",                                   // a number that nobody knows
		"B4;politie;20-03-2026;18-03-2026;pv ingezonden;;;;;;;;;;;;" + canary.Reason,                                    // nothing to find a case by
		"B5;parket;20-03-2026;18-03-2026;" + canary.Document + ";;;10/111111-26;;;;;;;;;",                               // a step that the mapping does not know
		"B6;parket;20-03-2026;18-03-2099;vonnis;;;10/111111-26;;;;;;;;;",                                                // a day that is still to come
		"B7;cjib;20-03-2026;18-03-2026;betaling;;;10/111111-26;;;;;" + canary.Name + ";450,00;;;",                       // a staff number of nobody
		"B8;cjib;21-03-2026;20-03-2026;betaling;;;10/111111-26;;;;;" + canary.StaffNumber + ";1.450,50;;;",              // paid to the victim
		"B1;parket;20-03-2026;19-03-2026;vonnis;veroordeeld;;10.111111.26;;;;;;450,00;taakstraf;60;" + canary.Narrative, // the first row once more
		"B9;parket;20-03-2026;19-03-2026;vonnis;vrijspraak;;;;;;%second;;;;;",                                           // our own id
	}
	rows[9] = strings.Replace(rows[9], "%second", d.second, 1)
	file := d.write(rows...)

	preview := d.bring(file, "--dry-run")
	if preview.Told != 3 || preview.Waiting != 3 || preview.Rejected != 3 || !preview.Preview {
		t.Errorf("the preview says %+v", preview)
	}
	if n := d.count("SELECT count(*) FROM events WHERE stream LIKE 'triage-%' OR stream LIKE 'notice_import-%'"); n != 0 {
		t.Errorf("a preview recorded %d events", n)
	}
	rejects := filepath.Join(d.folder, "rejects.csv")
	r := d.bring(file, "--rejects", rejects)
	for row, want := range map[int]string{
		2: "told", 3: "waiting SEVERAL", 4: "waiting NO_SUCH_NUMBER", 5: "waiting NO_NUMBER",
		6: "rejected Soort holds a value that the mapping does not know: add it under values, or mend the cell",
		7: "rejected column Datum (effect) lies in the future",
		8: "rejected column Personeelsnr (claimant) is the staff number of nobody on record here: mend it, or register the incident with this worker first",
		9: "told", 11: "told",
	} {
		if got := r.row(row); !strings.HasPrefix(got, want) {
			t.Errorf("row %d: %s, want %s", row, got, want)
		}
	}
	if got := d.steps(d.first); !slices.Equal(got, []string{"DMG_PAID", "PV_OM", "VERDICT CONV"}) {
		t.Errorf("the first case has %v", got)
	}
	text, err := os.ReadFile(rejects)
	if lines := strings.Count(string(text), "\n"); err != nil || lines != 4 || !strings.Contains(string(text), "B7;") {
		t.Errorf("%v, the rejects are\n%s", err, text)
	}

	before := d.count("SELECT count(*) FROM events")
	if again := d.bring(file); again.Told+again.Waiting+again.Corrected != 0 || again.Unchanged != 6 || again.Batch != nil {
		t.Errorf("the same file again: %+v", again)
	}
	if after := d.count("SELECT count(*) FROM events"); after != before {
		t.Errorf("the same file again recorded %d events", after-before)
	}
	d.silentDump()
}

// silentDump looks for what is personal in all that the database holds.
func (d *noticeDesk) silentDump() {
	d.t.Helper()
	for _, table := range []string{"events", "streams", "commands", "marks", "keyrings"} {
		var all string
		d.db.Scan(d.t, []any{&all}, `SELECT coalesce(string_agg(t::text, ' '), '') || coalesce(string_agg(`+map[bool]string{true: "convert_from(payload, 'UTF8') || convert_from(metadata, 'UTF8')", false: "''"}[table == "events"]+`, ' '), '') FROM ruggensteun.`+table+` t`)
		if found := canary.Find([]byte(all)); found != nil || strings.Contains(all, "111111") || strings.Contains(all, "551234") {
			d.t.Errorf("%s holds %v", table, found)
		}
	}
}

func TestALaterFileCorrectsWhatNobodyChangedHere(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	told := "B1;parket;20-03-2026;19-03-2026;vonnis;veroordeeld;;10/111111-26;;;;;;;;;"
	waits := "B2;parket;20-03-2026;18-03-2026;sepot;;02;10/222222-26;;;;;;;;;"
	mine := "B3;parket;20-03-2026;17-03-2026;vonnis;;;10/111111-26;;;;;;;;;"
	first := d.bring(d.write(told, waits, mine))
	notice := func(r noticeReport, row int) string {
		return r.Rows[slices.IndexFunc(r.Rows, func(l rowLine) bool { return l.Row == row })].Notice.String()
	}
	d.say(`{"id":"`+notice(first, 4)+`","reason":"gebeld","received":{"at":"2026-03-20"},"source":"OM","step":"VERDICT","effect":{"at":"2026-03-16"},"reference":"10/111111-26"}`,
		"case", "correct-notice", d.first, "-", "--as", worker).recorded()

	changed := []string{strings.Replace(told, "veroordeeld", "vrijspraak", 1), strings.Replace(waits, ";02;", ";01;", 1), strings.Replace(mine, "17-03", "15-03", 1)}
	second := d.bring(d.write(changed...))
	for row, want := range map[int]string{2: "corrected", 3: "corrected waiting", 4: "left the file changed it, and so did somebody here"} {
		if got := second.row(row); got != want {
			t.Errorf("row %d: %s, want %s", row, got, want)
		}
	}
	if got := d.steps(d.first); !slices.Equal(got, []string{"PV_OM", "VERDICT", "VERDICT ACQ"}) {
		t.Errorf("the case has %v", got)
	}

	// Undone, the second file has said nothing; and the first neither, but for what stands.
	var undone noticesUndone
	d.run("notice", "undo", second.Batch.String(), "--as", worker, "--json").into(&undone)
	if undone.Restored != 2 || len(undone.Left) != 0 {
		t.Errorf("undoing the second file: %+v", undone)
	}
	if got := d.steps(d.first); !slices.Equal(got, []string{"PV_OM", "VERDICT", "VERDICT CONV"}) {
		t.Errorf("the case has %v", got)
	}
	d.run("notice", "undo", second.Batch.String(), "--as", worker, "--json").into(&undone)
	if undone.Restored+undone.Withdrawn+undone.TakenBack != 0 {
		t.Errorf("undoing it twice: %+v", undone)
	}
	d.run("notice", "undo", first.Batch.String(), "--as", worker, "--json").into(&undone)
	if undone.Withdrawn != 1 || undone.TakenBack != 1 || len(undone.Left) != 1 || undone.Left[0].Why != "somebody changed it here, or told a victim of it" {
		t.Errorf("undoing the first file: %+v", undone)
	}
	if got := d.steps(d.first); !slices.Equal(got, []string{"PV_OM", "VERDICT"}) {
		t.Errorf("the case has %v", got)
	}
	if r := d.bring(d.write(told, waits, mine)); r.Told != 1 || r.Waiting != 1 || r.Unchanged != 1 {
		t.Errorf("what was undone is imported anew: %+v", r)
	}
	if text := d.run("notice", "list", "--as", worker).ok(); strings.Count(text, "undone") != 2 {
		t.Errorf("the list reads\n%s", text)
	}
}

// TestAnImportThatStopsGoesOn: the program ends in the middle, and the same command again
// records the rest, once.
func TestAnImportOfNoticesThatStopsGoesOn(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	var rows []string
	for n := range 12 {
		number := "10/111111-26"
		if n%2 == 1 {
			number = fmt.Sprintf("10/3333%02d-26", n)
		}
		rows = append(rows, fmt.Sprintf("B%d;parket;20-03-2026;%02d-03-2026;vonnis;;;%s;;;;;;;;;", n, n+1, number))
	}
	file := d.write(rows...)
	ctx, stop := context.WithCancel(t.Context())
	p := &program{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: d.getenv}
	source, err := openSource(file)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	mapping, _, err := importing{mapping: filepath.Join(d.folder, "m.yaml")}.anyMapping()
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.openStore(t.Context(), where{as: worker, database: d.env["RUGGENSTEUN_DATABASE"], master: d.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	to, err := s.noticeImporter(t.Context(), where{as: worker}, "GEM-X")
	if err != nil {
		t.Fatal(err)
	}
	stage := func(what string) (func(done, total int64), func()) {
		return func(done, _ int64) {
			if what == "recording" && done == 5 {
				stop()
			}
		}, func() {}
	}
	steps := noticeSteps{fileSteps: fileSteps{source: source, mapping: mapping, stage: stage}, to: to}
	from, err := steps.record(ctx, uuid.Nil)
	if err == nil || to.report.done() != 5 {
		t.Fatalf("%v after %d", err, to.report.done())
	}
	if err := from.Close(); err != nil {
		t.Fatal(err)
	}
	r := d.bring(file)
	if r.Unchanged != 5 || r.Told+r.Waiting != 7 {
		t.Errorf("going on: %+v", r)
	}
	for sql, want := range map[string]int{
		"SELECT count(*) FROM events WHERE type = 'prosecution.notice_received.v1'":  7, // one by hand
		"SELECT count(*) FROM events WHERE type = 'triage.received.v1'":              6,
		"SELECT count(*) FROM events WHERE type = 'prosecution.notice_corrected.v1'": 0,
	} {
		if got := d.count(sql); got != want {
			t.Errorf("%s: %d, want %d", sql, got, want)
		}
	}
}

// TestAKilledImportOfNoticesGoesOn kills the program wherever it happens to be.
func TestAKilledImportOfNoticesGoesOn(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	const notices = 120
	var rows []string
	for n := range notices {
		number := "10/111111-26"
		if n%2 == 1 {
			number = fmt.Sprintf("10/3333%02d-26", n)
		}
		rows = append(rows, fmt.Sprintf("B%d;parket;20-03-2026;%02d-03-2026;vonnis;;;%s;;;;;;;;;", n, 1+n%19, number))
	}
	file := d.write(rows...)
	const told = "SELECT count(*) FROM events WHERE type IN ('prosecution.notice_received.v1', 'triage.received.v1')"
	r, cmd := d.process("notice", "import", file, "--mapping", filepath.Join(d.folder, "m.yaml"), "--as", worker, "--json")
	until(t, "some are told", func() bool { return d.count(told) > 20 || ended(r) })
	_ = cmd.Process.Kill()
	if r.wait() == 0 {
		t.Fatal("it ended before it was killed")
	}
	last := d.bring(file)
	if !last.Resumed || last.Unchanged == 0 || last.Told+last.Waiting+last.Unchanged != notices {
		t.Errorf("going on: %+v", last)
	}
	if n := d.count(told); n != notices+1 { // and one by hand
		t.Errorf("%d notices in the log", n)
	}
	if n := d.count("SELECT count(*) FROM events WHERE type LIKE 'import.%'"); n != 2 {
		t.Errorf("%d events about one batch that was begun and finished", n)
	}
}

func TestWhoImportsNotices(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	file, mapping := d.write("B1;parket;20-03-2026;19-03-2026;vonnis;;;10/111111-26;;;;;;;;;"), filepath.Join(d.folder, "m.yaml")
	d.employer("GEM-Y")
	d.run("notice", "import", file, "--mapping", mapping, "--as", "reporter@GEM-X").fails(1, "criminal data")
	d.run("notice", "import", file, "--mapping", mapping, "--as", "operator").fails(1, "criminal data", "--as case-worker@CODE")
	d.run("notice", "import", file, "--mapping", mapping, "--as", "case-worker@GEM-Y").fails(1)
	d.run("import", file, "--mapping", mapping, "--as", "registrar@GEM-X").fails(1, "ruggensteun notice import")
	other := filepath.Join(files(t, map[string]string{"i.yaml": importMapping}), "i.yaml")
	d.run("notice", "import", file, "--mapping", other, "--as", worker).fails(1, "ruggensteun import")
	if n := d.count("SELECT count(*) FROM events WHERE stream LIKE 'notice_import-%'"); n != 0 {
		t.Errorf("%d events", n)
	}
}
