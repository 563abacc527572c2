package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
)

// onlyFor lets a server and its store go on through runs of a fuzzer, each of which has a
// test of its own.
func (k counter) onlyFor(t *testing.T) counter {
	c := *k.c
	c.t = t
	k.c, k.running = &c, &running{t: t, out: k.out, err: k.err, interrupt: k.interrupt, ended: k.ended}
	return k
}

// noticeEvents are those that a file can lead to: beside it the server counts terms.
const noticeEvents = "SELECT count(*) FROM events WHERE type LIKE 'prosecution.%' OR type LIKE 'triage.%' OR type LIKE 'import.%'"

const batchesSQL = "SELECT count(*) FROM events WHERE type IN ('import.started.v1', 'import.finished.v1')"

// FuzzNoticeUpload sends files to a real server and walks each as far as it goes. Whatever
// is in one: it is refused in words, or each row is told, waits, or is refused by its line,
// what is wrong and what to do; its preview records nothing; what is confirmed is
// recorded whole, in a batch that ends, and the same file again adds nothing.
func FuzzNoticeUpload(f *testing.F) {
	for _, seed := range []string{
		noticeHead + "B1;parket;20-03-2026;19-03-2026;vonnis;veroordeeld;;10/111111-26;;;;;;450,00;taakstraf;60;hij kreeg \"twee\" weken\n" +
			"B2;politie;20-03-2026;18-03-2026;pv ingezonden;;;10/222222-26;;;;;;;;;\nB2;politie;20-03-2026;18-03-2026;pv ingezonden;;;10/222222-26;;;;;;;;;\n", // twice the same
		"\xef\xbb\xbf" + noticeHead + "C1;parket;31-02-2026;19-03-2099;sepot;;02;10/111111-26;;;;;;;;;\r\nC2;parket;20-03-2026;2026-03-20;sepot;;2;;;;;;;;;;\r\n", // dates that are none
		noticeHead + "D1;parket;20-03-2026;19-03-2026;vonnis;;;;;;;;;;;;caf\xe9 \x80\nD1;parket;20-03-2026;19-03-2026;sepot;;01;;;;;;;;;;\n",                      // Windows letters, and one key with two steps
		noticeHead + "\"E1;parket;20-03-2026;19-03-2026;vonnis\nE2;parket;20-03-2026;19-03-2026;vonnis;;;;;;;;;;;;\n",                                             // a quote that never closes
		noticeHead + "F1;parket;20-03-2026;19-03-2026;betaling;;;;;;;;niemand;veel;;;\n;parket;20-03-2026;19-03-2026;vonnis;;;;;;;;;;;;\nF3;parket\nF4;buurman;20-03-2026;19-03-2026;vonnis;;;;;;;;;;;;\n",
		noticeHead + "G1;parket;20-03-2026;19-03-2026;vonnis;;;" + strings.Repeat("9", 70_000) + ";;;;;;;;;" + strings.Repeat("lang ", 9_000) + "\n",
		noticeHead + "H1;parket;20-03-2026;19-03-2026;vonnis;;;10/444444-26;;;;;;;;;een\x00nul en \u202e omgekeerd\n",
		noticeHead, "", "Bericht;Van\nB1;parket\n", "\xff\xfeB\x00e\x00", strings.ReplaceAll(noticeHead, ";", "\t") + "I1\tparket\t20-03-2026\t19-03-2026\tvonnis\t\t\t\t\t\t\t\t\t\t\t\t\n",
	} {
		f.Add([]byte(seed))
	}
	d := newNoticeDesk(f)
	office := d.counter("GEM-X").as("case-worker +GEM-X")
	office.road = "/notice-imports"
	d.count(batchesSQL) // so that there is a connection
	f.Fuzz(func(t *testing.T, file []byte) { walkNotices(t, office.onlyFor(t), file) })
}

func walkNotices(t *testing.T, k counter, file []byte) {
	before := k.c.count(noticeEvents)
	sent := k.send(noticeMapping, file)
	if sent.status != 201 {
		refusedInWords(t, sent.status, sent.body)
		return
	}
	page := sent.page(201)
	defer k.ask("DELETE", k.road+"/"+page.ID.String(), "", nil)
	settled := func() api.Import {
		until(t, "it has come as far as it goes", func() bool {
			page = k.ask("GET", k.road+"/"+page.ID.String(), "", nil).page(200)
			return page.State != api.ImportReading && page.State != api.ImportRecording
		})
		return page
	}
	if settled().State == api.ImportFailed {
		raw, err := json.Marshal(page.Problem)
		if err != nil {
			t.Fatal(err)
		}
		refusedInWords(t, page.Problem.Status, raw)
		return
	}
	shown := page.Preview
	k.refusesByLine(t, page)
	if n := k.c.count(noticeEvents); n != before {
		t.Fatalf("its preview recorded %d events", n-before)
	}
	batches := k.c.count(batchesSQL)
	k.ask("POST", k.road+"/"+page.ID.String()+"/confirmation", "", nil).page(202)
	if settled().State != api.ImportFinished || page.Counts == nil || *page.Counts != shown.ImportCounts {
		t.Fatalf("%s: it was previewed as %+v and became %+v: %+v", page.State, shown.ImportCounts, page.Counts, page.Problem)
	}
	if n := k.c.count(batchesSQL) - batches; n != 0 && n != 2 {
		t.Fatalf("a batch that was begun and finished has %d events of that", n)
	}
	if recorded := k.c.count(noticeEvents) > before; recorded != (page.Counts.Recorded+page.Counts.Corrected > 0) {
		t.Fatalf("it recorded something: %t, and it says %+v", recorded, page.Counts)
	}
	recorded := k.c.count(noticeEvents)
	id := page.ID
	page = k.send(noticeMapping, file).page(201)
	defer k.ask("DELETE", k.road+"/"+page.ID.String(), "", nil)
	if again := settled(); again.ID == id || again.Preview.Recorded+again.Preview.Corrected != 0 || k.c.count(noticeEvents) != recorded {
		t.Fatalf("the same file again: %+v", again.Preview)
	}
}

func refusedInWords(t *testing.T, status int, body []byte) {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal(body, &p); err != nil || status < 400 || status >= 500 || p.Detail == "" {
		t.Fatalf("it was refused with %d: %s", status, body)
	}
	for _, e := range p.Errors {
		if e.Field == "" || e.Problem == "" || e.Remedy == "" {
			t.Fatalf("it was refused with %s", body)
		}
	}
}

// refusesByLine compares the rows that are refused with those that come back, each with
// what is wrong and what to do.
func (k counter) refusesByLine(t *testing.T, page api.Import) {
	t.Helper()
	for _, found := range page.Preview.Findings {
		for _, at := range found.First {
			if kind := intake.Kind(found.Kind); kind.Rejects() && (at.Row < 2 || found.Meaning == "") {
				t.Fatalf("%s is of row %d: %+v", kind, at.Row, at)
			}
		}
	}
	if page.Preview.RejectedRows == 0 {
		return
	}
	back := k.ask("GET", k.road+"/"+page.ID.String()+"/rejects", "", nil)
	if back.status != 200 {
		t.Fatalf("the rejects are %d: %s", back.status, back.body)
	}
	reasons := 0
	for line := range strings.Lines(string(back.body)) {
		if why := lastCell(line); strings.Contains(why, ": ") || strings.Contains(why, ", ") {
			reasons++
		}
	}
	if reasons < page.Preview.RejectedRows {
		t.Fatalf("%d rows are refused, and %d say why and what to do:\n%s", page.Preview.RejectedRows, reasons, fmt.Sprintf("%.3000s", back.body))
	}
}

// lastCell is the reason behind a row: in quotes, or, where the file has none, somewhere in
// the line.
func lastCell(line string) string {
	line = strings.TrimRight(line, "\r\n")
	inside, quoted := strings.CutSuffix(line, `"`)
	if !quoted {
		return line
	}
	return inside[strings.LastIndex(inside, `"`)+1:]
}
