package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/fault"
)

// TestAFileOfNoticesOverHTTP walks a file from its preview to its undoing: what the preview
// says comes about, the terminal knows the file again, and what a person touched stands.
func TestAFileOfNoticesOverHTTP(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	k := d.counter("GEM-X").as("case-worker +GEM-X")
	k.road = "/notice-imports"
	path := d.write(
		"B1;parket;20-03-2026;19-03-2026;vonnis;veroordeeld;;10/111111-26;;;;;;450,00;;;"+canary.Narrative,
		"B2;politie;20-03-2026;18-03-2026;pv ingezonden;;;10/222222-26;;;;"+d.second+";;;;;", // teaches a case its number
		"B3;parket;20-03-2026;19-03-2026;sepot;;02;10/222222-26;;;;;;;;;",                    // by which this one is found
		"B4;parket;20-03-2026;18-03-2026;sepot;;02;10/333333-26;;;;;;;;;"+canary.Reason,
		"B5;parket;20-03-2026;18-03-2099;vonnis;;;10/111111-26;;;;;;;;;"+canary.Document, // a day that is still to come
	)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const told = "SELECT count(*) FROM events WHERE type LIKE 'prosecution.%' OR type LIKE 'triage.%' OR type LIKE 'import.%'"
	before := d.count(told)
	shown := k.preview(noticeMapping, file)
	p := shown.Preview
	if want := (api.ImportCounts{Recorded: 4, Rejected: 1}); p.ImportCounts != want || p.Notices.Told != 3 || p.Notices.Waiting != 1 || d.count(told) != before {
		t.Errorf("the preview: %+v, %+v; %d events came of it", p.ImportCounts, p.Notices, d.count(told)-before)
	}
	rejects := k.ask("GET", k.road+"/"+shown.ID.String()+"/rejects", "", nil)
	if text := string(rejects.body); rejects.status != 200 || strings.Count(text, "\n") != 2 || !strings.Contains(text, "Datum (effect) lies in the future") {
		t.Errorf("the rejects are %d:\n%s", rejects.status, text)
	}
	for name, who := range map[string]counter{"a colleague": k.as("registrar +GEM-X"), "the road of incidents": {office: k.office, c: k.c, road: "/imports"}} {
		if got := who.ask("GET", who.road+"/"+shown.ID.String(), "", nil); got.status == 200 {
			t.Errorf("%s reads %s", name, got.body)
		}
	}
	done := k.confirm(shown.ID)
	if *done.Counts != p.ImportCounts || !slices.EqualFunc(done.Report.Notices.First, p.Notices.First, func(a, b api.ImportNotice) bool { return a.Row == b.Row && a.What == b.What && a.Why == b.Why }) {
		t.Errorf("it was previewed as %+v and became %+v", p.Notices, done.Report.Notices)
	}
	for _, page := range []answered{k.ask("GET", k.road+"/"+shown.ID.String(), "", nil), k.ask("GET", k.road, "", nil)} {
		if found := canary.Find(page.body); page.status != 200 || found != nil || strings.Contains(string(page.body), "222222") {
			t.Errorf("%d, and it shows %v: %s", page.status, found, page.body)
		}
	}
	if again := d.bring(path); again.Unchanged != 4 || again.Batch != nil {
		t.Errorf("on a terminal the same file: %+v", again)
	}

	// What somebody changed here stands, and is named.
	touched := *done.Report.Notices.First[0].Notice
	d.say(`{"id":"`+touched.String()+`","reason":"gebeld","received":{"at":"2026-03-20"},"source":"OM","step":"VERDICT","effect":{"at":"2026-03-16"},"reference":"10/111111-26"}`,
		"case", "correct-notice", d.first, "-", "--as", worker).recorded()
	if got := k.as("registrar +GEM-X").ask("POST", k.road+"/"+shown.ID.String()+"/undoing", "", nil); got.status != 202 {
		t.Fatalf("undoing: %d: %s", got.status, got.body)
	}
	gone := k.becomes(shown.ID, api.ImportTakenBack).Undone
	if gone.Withdrawn != 3 || gone.Left != 1 || len(gone.Stand) != 1 || gone.Stand[0].Notice != touched || !strings.Contains(gone.Stand[0].Why, "somebody changed it here") {
		t.Errorf("undone: %+v", gone)
	}
	if got := d.steps(d.second); len(got) != 0 {
		t.Errorf("the second case still has %v", got)
	}
	for name, c := range map[string]struct {
		given answered
		says  string
	}{
		"a mapping of incidents":                   {k.send(importMapping, file), "POST /v1/imports"},
		"a mapping of notices, for incidents":      {counter{office: k.as("registrar +GEM-X").office, c: k.c, road: "/imports"}.send(noticeMapping, file), "POST /v1/notice-imports"},
		"a file with other columns":                {k.send(noticeMapping, []byte(canary.Name+";b\n1;2\n")), "column Bericht"},
		"the operator, who may not know of a case": {k.as("operator").send(noticeMapping, file), "criminal data"},
	} {
		if found := canary.Find(c.given.body); c.given.status < 400 || c.given.status > 403 || !strings.Contains(string(c.given.body), c.says) || found != nil {
			t.Errorf("%s: %d: %s", name, c.given.status, c.given.body)
		}
	}
	k.end()
	d.run("verify").ok()
	d.silentDump()
}

// TestAServerThatStopsLeavesNoticesToTheNext: the same file again, in the same batch and
// without doubles. Files of notices share their room with those of incidents.
func TestAServerThatStopsLeavesNoticesToTheNext(t *testing.T) {
	t.Parallel()
	d := newNoticeDesk(t)
	var b strings.Builder
	b.WriteString(noticeHead)
	const many = 60
	for n := range many {
		fmt.Fprintf(&b, "B%d;parket;20-03-2026;%02d-03-2026;vonnis;;;10/333%03d-26;;;;;;;;;\n", n, n%19+1, n)
	}
	incidents, who := d.httpImports()
	notices := incidents.of(noticeFiles{})
	sent := func(i importDesk) api.Import {
		page, err := i.Upload(context.Background(), who, noticeMapping, strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	first := sent(notices)
	if incidents.own(who, first.ID) != nil {
		t.Error("a file of notices is found on the road of incidents")
	}
	for range mostFilesOfOne - 1 {
		sent(notices)
	}
	if _, err := incidents.Upload(context.Background(), who, importMapping, strings.NewReader(oneRow)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("one file more than an employer may send: %v", err)
	}
	if _, err := notices.Confirm(t.Context(), who, first.ID); err != nil {
		t.Fatal(err)
	}
	const waiting = "SELECT count(*) FROM events WHERE type = 'triage.received.v1'"
	until(t, "some wait", func() bool { return d.count(waiting) > 0 })
	notices.Close()
	if d.count(waiting) == many {
		t.Skip("this machine is too fast: all was recorded before it stopped")
	}
	next, who := d.httpImports()
	notices = next.of(noticeFiles{})
	list, err := notices.List(t.Context(), who, who.Employer)
	if err != nil || len(list) != 1 || list[0].State != api.ImportUnfinished || list[0].ID != first.ID {
		t.Errorf("%v: the list is %+v", err, list)
	}
	again := sent(notices)
	if again.Resumes == nil || *again.Resumes != first.ID || again.Preview.Unchanged == 0 {
		t.Errorf("the second preview: resumes %v, %+v", again.Resumes, again.Preview)
	}
	if _, err := notices.Confirm(t.Context(), who, again.ID); err != nil {
		t.Fatal(err)
	}
	until(t, "it is finished", func() bool { return notices.own(who, again.ID).state() == api.ImportFinished })
	if n := d.count(waiting); n != many {
		t.Errorf("%d wait, of %d", n, many)
	}
	if n := d.count("SELECT count(*) FROM events WHERE type LIKE 'import.%'"); n != 2 {
		t.Errorf("%d events about one batch that was begun and finished", n)
	}
}
