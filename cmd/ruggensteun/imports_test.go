package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
)

// counter is a server with tokens of several roles at it.
type counter struct {
	office
	c    *terminal
	road string // of one kind of files
}

func (c *terminal) counter(employer string) counter {
	c.t.Helper()
	r := c.start("serve", "--addr", "127.0.0.1:0")
	return counter{office: office{running: r, url: r.await(`Serving (http://[^/]+)/v1`), token: r.await(`registrar +` + employer + ` +(\S+)\n`)}, c: c, road: "/imports"}
}

func (k counter) as(role string) counter {
	k.token = k.await(role + ` +(\S+)\n`)
	return k
}

// answered is what came back.
type answered struct {
	t      testing.TB
	status int
	body   []byte
	header http.Header
}

func (k counter) ask(method, path, kind string, body io.Reader) answered {
	k.t.Helper()
	r, err := http.NewRequestWithContext(k.t.Context(), method, k.url+"/v1"+path, body)
	if err != nil {
		k.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+k.token)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		k.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		k.t.Fatal(err)
	}
	return answered{k.t, answer.StatusCode, text, answer.Header}
}

func (k counter) send(mapping string, file []byte) answered {
	k.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("mapping", mapping)
	part, _ := form.CreateFormFile("file", "een bestand.csv")
	_, _ = part.Write(file)
	_ = form.Close()
	return k.ask("POST", k.road, form.FormDataContentType(), &body)
}

func (a answered) page(status int) api.Import {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	var page api.Import
	if err := json.Unmarshal(a.body, &page); err != nil {
		a.t.Fatal(err)
	}
	return page
}

// becomes waits for a state.
func (k counter) becomes(id fmt.Stringer, state api.ImportState) api.Import {
	k.t.Helper()
	var page api.Import
	until(k.t, "the import is "+string(state), func() bool {
		page = k.ask("GET", k.road+"/"+id.String(), "", nil).page(200)
		if page.State == api.ImportFailed && state != api.ImportFailed {
			k.t.Fatalf("it failed: %+v", page.Problem)
		}
		return page.State == state
	})
	return page
}

// preview sends a file and waits for what it would do.
func (k counter) preview(mapping string, file []byte) api.Import {
	k.t.Helper()
	sent := k.send(mapping, file)
	page := k.becomes(sent.page(201).ID, api.ImportPreviewed)
	if where := sent.header.Get("Location"); where != "/v1"+k.road+"/"+page.ID.String() {
		k.t.Errorf("the location is %q", where)
	}
	return page
}

func (k counter) confirm(id fmt.Stringer) api.Import {
	k.t.Helper()
	k.ask("POST", k.road+"/"+id.String()+"/confirmation", "", nil).page(202)
	return k.becomes(id, api.ImportFinished)
}

func TestAPreviewSaysWhatAnImportDoes(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	c.run("employer", "register", "--code", "GEM-X", "--name", "Gemeente X", "--kind", "EMP_GEM", "--unit", "NRD=Noord").recorded()
	c.bring(registrar, rowOne, "2;2025-03-02;HIT;;HOME;NRD;;;;", "3;2025-04-02 11:00;HIT;;SHOP;NRD;;;;")
	k := c.counter("GEM-X")
	rows := []byte(head + strings.Join([]string{
		"1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij spuugde;J. Jansen;A1;I1", // another text
		"2;2025-03-02;HIT;;HOME;NRD;;;;",                               // as it was
		"4;2025-04-02 11:05;HIT;;SHOP;NRD;;;;",                         // like 3
		"5;2025-03-30 02:30;SPIT;;ROAD;;" + canary.Narrative + ";;A2;", // an hour that never was
		"6;2025-03-29 02:30;BORED;;ROAD;ZUID;;;A3;",                    // values that the mapping does not know
		"7;1999-03-02;HIT;;HOME;;;;;",                                  // before anything is counted
	}, "\n") + "\n")
	before := c.count(allEvents)
	shown := k.preview(declaredMapping, rows)
	want := api.ImportCounts{Recorded: 2, Corrected: 1, Unchanged: 1, Rejected: 2}
	p := shown.Preview
	if p.ImportCounts != want || c.count(allEvents) != before {
		t.Errorf("the preview is %+v, want %+v; %d events came of it", p.ImportCounts, want, c.count(allEvents)-before)
	}
	if len(p.Changes) != 1 || p.Changes[0].Row != 2 || strings.Join(p.Changes[0].Fields, " ") != "narrative" {
		t.Errorf("changes: %+v", p.Changes)
	}
	kinds := map[string]int{}
	for _, f := range p.Findings {
		kinds[f.Kind] = f.Count
		if f.Meaning == "" || len(f.First) == 0 {
			t.Errorf("of %s nothing is told: %+v", f.Kind, f)
		}
	}
	if kinds[string(intake.Unmapped)] != 2 || kinds[string(intake.SkippedHour)] != 1 || kinds[string(intake.RejectedLater)] != 1 {
		t.Errorf("found %v", kinds)
	}
	if d := p.Doubles; d == nil || !d.Looked || d.Incidents != 1 || d.First[0].Row != 4 || len(d.First[0].Likely) != 1 || d.First[0].Incident != nil {
		t.Errorf("doubles: %+v", d)
	}
	rejects := k.ask("GET", "/imports/"+shown.ID.String()+"/rejects", "", nil)
	if text := string(rejects.body); rejects.status != 200 || strings.Count(text, "\n") != 3 || !strings.Contains(text, "went from 02:00 straight to 03:00") || !strings.HasPrefix(text, "Nr;Datum;") {
		t.Errorf("the rejects are %d: %d bytes", rejects.status, len(text))
	}
	if done := k.confirm(shown.ID); *done.Counts != want {
		t.Errorf("it was previewed as %+v and became %+v", want, *done.Counts)
	}
	before = c.count(allEvents)
	again := k.preview(declaredMapping, rows)
	if want = (api.ImportCounts{Unchanged: 4, Rejected: 2}); again.Preview.ImportCounts != want {
		t.Errorf("the same file once more is previewed as %+v, want %+v", again.Preview.ImportCounts, want)
	}
	if k.confirm(again.ID); c.count(allEvents) != before {
		t.Errorf("the same file added %d events", c.count(allEvents)-before)
	}
}

// TestAnImportIsItsSendersAndItsEmployers: what was sent is shown to nobody else, and
// what was recorded to nobody of another employer.
func TestAnImportIsItsSendersAndItsEmployers(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.employer("GEM-Y")
	k := c.counter("GEM-X")
	shown := k.preview(importMapping, []byte("Nr;Datum;Gedrag;Verhaal;Naam\n1;2025-03-01 10:00;HIT;;\n2;2025-03-30 02:30;HIT;;\n"))
	other, operator := k.as(`registrar +GEM-Y`), k.as("operator")
	paths := []string{"", "/rejects"}
	for _, path := range paths {
		for status, who := range map[int]counter{404: other, 403: operator} {
			if got := who.ask("GET", "/imports/"+shown.ID.String()+path, "", nil); got.status != status {
				t.Errorf("%d, want %d for %s: %s", got.status, status, path, got.body)
			}
		}
	}
	for _, what := range []string{"/confirmation", "/undoing"} {
		if got := other.ask("POST", "/imports/"+shown.ID.String()+what, "", nil); got.status != 404 {
			t.Errorf("%s by another employer's: %d: %s", what, got.status, got.body)
		}
	}
	k.confirm(shown.ID)
	if got := other.ask("GET", "/imports/"+shown.ID.String(), "", nil); got.status != 404 {
		t.Errorf("another employer's batch: %d", got.status)
	}
	if got := other.ask("GET", "/imports?employer=GEM-X", "", nil); got.status != 404 {
		t.Errorf("the list of another employer: %d: %s", got.status, got.body)
	}
	var list struct{ Imports []api.Import }
	if err := json.Unmarshal(k.ask("GET", "/imports", "", nil).body, &list); err != nil || len(list.Imports) != 1 || list.Imports[0].ID != shown.ID {
		t.Errorf("%v: the list is %+v", err, list)
	}
	if got := other.send(importMapping, []byte("Nr;Datum;Gedrag;Verhaal;Naam\n1;2025-03-01 10:00;HIT;;\n")); got.status != 403 {
		t.Errorf("a file for another employer: %d: %s", got.status, got.body)
	}
	if got := other.send(strings.Replace(importMapping, "GEM-X", "GEM-Z", 1), nil); got.status != 403 {
		t.Errorf("a file for an employer that does not exist: %d: %s", got.status, got.body)
	}
	if got := k.ask("DELETE", "/imports/"+shown.ID.String(), "", nil); got.status != 204 {
		t.Errorf("discarding: %d: %s", got.status, got.body)
	}
	if got := k.ask("GET", "/imports/"+shown.ID.String()+"/rejects", "", nil); got.status != 404 {
		t.Errorf("the rejects of what was discarded: %d", got.status)
	}
}

func TestAnUploadThatCannotBeTakenIsExplained(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	k := c.counter("GEM-X")
	table := []byte("Nr;Datum;Gedrag;Verhaal;Naam\n1;2025-03-01 10:00;HIT;" + canary.Narrative + ";" + canary.Name + "\n")
	for name, test := range map[string]struct {
		given  answered
		status int
		says   string
	}{
		"a mapping that is none":       {k.send("louisvile", table), 400, "use one of"},
		"a mapping with a mistake":     {k.send(strings.Replace(importMapping, "occurred", "occured", 1), table), 400, "did you mean occurred?"},
		"an empty file":                {k.send(importMapping, nil), 400, `"field":"file"`},
		"a file with other columns":    {k.send(importMapping, []byte(canary.Name+";b\n1;2\n")), 400, "column Nr"},
		"no form":                      {k.ask("POST", "/imports", "application/json", strings.NewReader("{}")), 415, "multipart/form-data"},
		"a form without a mapping":     {k.ask("POST", "/imports", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na\r\n--x--\r\n")), 400, "mapping first"},
		"a form that breaks off":       {k.ask("POST", "/imports", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\na")), 400, "broke off"},
		"what is not there":            {k.ask("POST", "/imports/0199aaaa-0000-7000-8000-000000000001/confirmation", "", nil), 404, "no such import"},
		"a word that is neither":       {k.ask("POST", "/imports/0199aaaa-0000-7000-8000-000000000001/undoing?alsoTouched=yes", "", nil), 400, "alsoTouched"},
		"a query that nobody looks at": {k.ask("POST", "/imports?mapping=louisville", "multipart/form-data; boundary=x", nil), 400, `"field":"mapping"`},
	} {
		if test.given.status != test.status || !strings.Contains(string(test.given.body), test.says) {
			t.Errorf("%s: %d: %s", name, test.given.status, test.given.body)
		}
		if found := canary.Find(test.given.body); found != nil {
			t.Errorf("%s: the answer holds %v", name, found)
		}
	}
	if left := k.kept(); len(left) > 0 {
		t.Errorf("kept: %v", left)
	}
}

// kept is what the list shows of files that wait.
func (k counter) kept() []api.Import {
	k.t.Helper()
	var list struct{ Imports []api.Import }
	if err := json.Unmarshal(k.ask("GET", "/imports", "", nil).body, &list); err != nil {
		k.t.Fatal(err)
	}
	return list.Imports
}

// TestAConnectionThatIsCutLeavesNothingBehind also holds the folder to itself: nobody
// else looks into it, and no file in it has a name.
func TestAConnectionThatIsCutLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	folder := filepath.Join(t.TempDir(), "imports")
	left := filepath.Join(folder, spoolPrefix+"sent-left")
	if err := errorsOf(os.MkdirAll(folder, 0o755), os.WriteFile(left, []byte(canary.Name), 0o600)); err != nil {
		t.Fatal(err)
	}
	c.env["RUGGENSTEUN_IMPORTS"] = folder
	c.employer("GEM-X")
	k := c.counter("GEM-X")
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v: the folder is %v", err, info.Mode())
	}
	address, err := url.Parse(k.url)
	if err != nil {
		t.Fatal(err)
	}
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address.Host)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(connection, "POST /v1/imports HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"+
		"--x\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nNr;Datum\n", k.token, importMapping)
	fmt.Fprint(connection, strings.Repeat(canary.Name+";\n", 1000))
	connection.Close()
	until(t, "the request is over", func() bool {
		log, _ := k.err.look()
		return strings.Contains(log, "route=/v1/imports method=POST status=400")
	})
	if list := k.kept(); len(list) > 0 {
		t.Errorf("kept: %+v", list)
	}
	shown := k.preview(importMapping, []byte("Nr;Datum;Gedrag;Verhaal;Naam\n1;2025-03-01 10:00;HIT;"+canary.Narrative+";"+canary.Name+"\n"))
	if shown.Preview.Recorded != 1 {
		t.Errorf("another file is previewed as %+v", shown.Preview)
	}
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			t.Errorf("%s has a name", path)
		}
		return err
	})
	k.end()
}

func errorsOf(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestWhatTheServerStoppedGoesOn: Ctrl-C in the middle of an import, and the same file
// again afterwards, in the same batch and without doubles.
func TestWhatTheServerStoppedGoesOn(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	var b strings.Builder
	b.WriteString("Nr;Datum;Gedrag;Verhaal;Naam\n")
	const many = 800
	for n := range many {
		fmt.Fprintf(&b, "%d;2025-03-%02d 10:00;HIT;;\n", n, n%28+1)
	}
	k := c.counter("GEM-X")
	shown := k.preview(importMapping, []byte(b.String()))
	k.ask("POST", "/imports/"+shown.ID.String()+"/confirmation", "", nil).page(202)
	until(t, "something is recorded", func() bool { return c.count(registrations) > 0 })
	k.end()
	some := c.count(registrations)
	if some == many {
		t.Skip("this machine is too fast: all was recorded before the server stopped")
	}
	k = c.counter("GEM-X")
	if list := k.kept(); len(list) != 1 || list[0].State != api.ImportUnfinished || list[0].ID != shown.ID {
		t.Errorf("the list is %+v", list)
	}
	again := k.preview(importMapping, []byte(b.String()))
	if again.Resumes == nil || *again.Resumes != shown.ID || again.Preview.Recorded != many {
		t.Errorf("the second preview: resumes %v, %+v", again.Resumes, again.Preview.ImportCounts)
	}
	done := k.confirm(again.ID)
	if done.Counts.Recorded != many || c.count(registrations) != many {
		t.Errorf("%d recorded, %d in the log", done.Counts.Recorded, c.count(registrations))
	}
	k.ask("POST", "/imports/"+again.ID.String()+"/undoing", "", nil).page(202)
	if gone := k.becomes(shown.ID, api.ImportTakenBack); gone.Undone.Withdrawn != many {
		t.Errorf("undone: %+v", gone.Undone)
	}
	k.end()
	c.run("verify").ok()
}

// httpImports takes files without a server before it, and says who the registrar is.
func (c *terminal) httpImports() (importDesk, access.Actor) {
	c.t.Helper()
	s, err := (&program{err: io.Discard, env: c.getenv}).openStore(c.t.Context(), where{database: c.db.Admin, master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(s.Close)
	i := newHTTPImports(s, c.t.TempDir())
	i.prompt = patience // an upload answers with its preview, however busy the machine is
	c.t.Cleanup(i.Close)
	who, err := (&where{as: registrar}).actor(s.employerNamed(c.t.Context()))
	if err != nil {
		c.t.Fatal(err)
	}
	return i.of(incidentFiles{}), who.Actor
}

const oneRow = "Nr;Datum;Gedrag;Verhaal;Naam\n1;2025-03-01 10:00;HIT;;\n"

// TestAFileThatWasSentExpires, and takes its report with it; the batch stays.
func TestAFileThatWasSentExpires(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	i, who := c.httpImports()
	i.life = 0
	page, err := i.Upload(context.Background(), who, importMapping, strings.NewReader(oneRow))
	if err != nil {
		t.Fatal(err)
	}
	until(t, "it expired", func() bool { return i.own(who, page.ID) == nil })
	if _, err := i.Confirm(t.Context(), who, page.ID); err == nil || !strings.Contains(err.Error(), "send the file again") {
		t.Errorf("confirming what expired: %v", err)
	}
}
