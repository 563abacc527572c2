package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/api"
)

// louisville is the real file, which lies beside the project.
func louisville(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		path := filepath.Join(folder, "shared", "data", "louisville", "assaulted-officers-2010-2018.csv")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skip("no shared/data/louisville in any folder above: the real file is not imported")
	return ""
}

// imported runs an import and reads its report.
func (c *terminal) imported(args ...string) recording {
	c.t.Helper()
	var r recording
	c.run(append([]string{"import", "--json"}, args...)...).into(&r)
	if sum := r.Recorded + r.Corrected + r.Unchanged + r.Rejected; r.Finished && sum != r.Read {
		c.t.Errorf("%d incidents were read, and something is told of %d", r.Read, sum)
	}
	return r
}

const (
	registrations = "SELECT count(*) FROM events WHERE type LIKE 'incident.registered.%'"
	allEvents     = "SELECT count(*) FROM events"
)

// TestLouisvilleFromTheFileToTheFigures sends the whole file once over HTTP, and once more on
// a terminal, where it is the same file; then it is undone.
func TestLouisvilleFromTheFileToTheFigures(t *testing.T) {
	t.Parallel()
	file := louisville(t)
	sent, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := newTerminal(t)
	c.declare("US-LMPD", "louisville")
	k := c.counter("US-LMPD")
	before := c.count(allEvents)
	shown := k.preview("louisville", sent)
	if p := shown.Preview; p.Rows != 8091 || p.Incidents != 4186 || p.Recorded != 4186 || p.Rejected != 0 || c.count(allEvents) != before {
		t.Errorf("the preview of %d rows: %+v; %d events came of it", p.Rows, p.ImportCounts, c.count(allEvents)-before)
	}
	done := k.confirm(shown.ID)
	if done.Counts == nil || done.Counts.Recorded != 4186 || done.Counts.Rejected != 0 || done.Report == nil || done.Report.Rows != 8091 || done.Mapping != "louisville" {
		t.Errorf("it became %+v", done)
	}
	if n := c.count(registrations); n != 4186 {
		t.Errorf("%d incidents in the log", n)
	}
	// The different qualifications of every incident, counted by another program.
	if n := c.count("SELECT count(*) FROM events WHERE type = 'incident.qualified.v1'"); n != 4857 {
		t.Errorf("%d qualifications", n)
	}
	if n := c.count(allEvents); n != before+4186+4857+2 { // the batch begun and finished
		t.Errorf("%d events", n)
	}
	if n := c.total(); n != 4186 {
		t.Errorf("the view counts %d", n)
	}
	// A version of an incident for its registration and one for each qualification.
	if out := c.run("verify").ok(); !strings.Contains(out, "9043 rows of incident compared") {
		t.Errorf("verify says\n%s", out)
	}
	before = c.count(allEvents)
	again := c.imported("--mapping", "louisville", file)
	if n := c.count(allEvents); n != before || again.Read != 4186 || again.Unchanged != 4186 || again.Listed != 0 || again.Resumed || len(again.NotYet) != 0 {
		t.Errorf("on a terminal it added %d events: of %d unchanged %d, listed %d, not recorded yet %v", n-before, again.Read, again.Unchanged, again.Listed, again.NotYet)
	}
	k.ask("POST", "/imports/"+shown.ID.String()+"/undoing?employer=US-LMPD", "", nil).page(202)
	if gone := k.becomes(shown.ID, api.ImportTakenBack); gone.Undone.Withdrawn != 4186 || gone.Undone.Left != 0 {
		t.Errorf("undone: %+v", gone.Undone)
	}
	k.end()
	if n := c.count("SELECT count(*) FROM events WHERE type LIKE 'incident.withdrawn.%'"); n != 4186 {
		t.Errorf("%d were withdrawn", n)
	}
	if n := c.total(); n != 0 {
		t.Errorf("after undoing the view counts %d", n)
	}
	var list []importLine
	c.run("import", "list", "--employer", "US-LMPD", "--json").into(&list)
	if text, _ := json.Marshal(list); len(list) != 1 || list[0].Mapping != "louisville" || list[0].Role != "registrar" || list[0].Undone == nil || list[0].Undone.Withdrawn != 4186 {
		t.Errorf("the list is %s", text)
	}
	c.run("verify").ok()
}
