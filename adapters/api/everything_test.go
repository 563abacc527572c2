package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
)

// unpacked is what is in a ZIP, by name.
func unpacked(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(t, err)
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		body, err := io.ReadAll(r)
		must(t, err)
		all[f.Name] = string(body)
	}
	return all
}

func (w *world) everything() ([]byte, map[string]string) {
	w.t.Helper()
	file := w.get("/v1/exports/everything", access.Registrar, w.city).want(200).Body.Bytes()
	if r := export.Verify(bytes.NewReader(file), int64(len(file)), func(_, _ int64) {}); !r.Whole() {
		w.t.Fatalf("it is not whole: %+v", r.Faults)
	}
	return file, unpacked(w.t, file)
}

func TestEverythingOfAnEmployerLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.shown()
	// Another employer's, with the same kinds of words in it.
	w.post("/v1/incidents", access.Reporter, w.fire, `{"occurred":{"at":"2026-11-20T22:10:00Z"},"place":{"type":"ROAD"},"narrative":"`+canary.Narrative+`"}`).want(201)
	w.post("/v1/reference-tables/staff", access.Operator, uuid.Nil, `{"source":"test","rows":[{"of":"GEM-ROTTERDAM/BOA1","since":"2026-01-01","value":"120"},{"of":"VR-RIJNMOND/BRW","since":"2026-01-01","value":"43217"}]}`).want(200)
	mine := idIn(w.question())
	w.post("/v1/questions", access.Registrar, w.fire, `{"name":{"nl":"brandweer","en":"fire"},"question":"incident by hour"}`).want(201)
	want := map[string]int{}
	head := w.head()
	all, err := w.log.Read(t.Context(), 0, 1<<20)
	must(t, err)
	for _, e := range all {
		if e.Employer == w.city {
			want[e.Stream.Category]++
		}
	}
	before := len(w.readings.list)

	file, parts := w.everything()

	streams := map[string]bool{}
	for _, k := range export.Kinds {
		lines := strings.Split(strings.TrimSuffix(parts[export.RecordsName(k.Category)], "\n"), "\n")
		if lines[0] == "" {
			lines = nil
		}
		if len(lines) != want[k.Category] {
			t.Errorf("%d lines of %s, want %d", len(lines), k.Category, want[k.Category])
		}
		for i, text := range lines {
			var l export.Line
			must(t, json.Unmarshal([]byte(text), &l))
			if l.Position > head || l.Version != 1 && (i == 0 || !strings.Contains(lines[i-1], l.Record.String())) {
				t.Errorf("%s: line %d is out of its place: %s", k.Category, i+1, text)
			}
			if k.Personal {
				streams[l.Record.String()+nounOf(k.Category)] = true
			}
		}
	}
	whatStands := strings.Join([]string{parts["records/incident.ndjson"], parts["records/aangifte.ndjson"], parts["records/prosecution.ndjson"], parts["records/suspect.ndjson"], parts["records/mailbook.ndjson"]}, "")
	for _, personal := range []string{"NL-4711", "baas@example.nl", "Jan werd uitgescholden"} {
		if !strings.Contains(whatStands, personal) {
			t.Errorf("%s is not opened", personal)
		}
	}
	everywhere := strings.Join([]string{whatStands, parts["records/question.ndjson"], parts["records/reference.ndjson"], parts["records/release.ndjson"], parts["manifest.json"]}, "")
	for _, foreign := range []string{canary.Narrative, w.fire.String(), "43217", "brandweer"} {
		if strings.Contains(everywhere, foreign) {
			t.Errorf("%s is of another employer", foreign)
		}
	}
	if !strings.Contains(parts["records/question.ndjson"], mine) || !strings.Contains(parts["records/reference.ndjson"], `"value":"120"`) {
		t.Errorf("of its own it lacks the question or the staff:\n%s%s", parts["records/question.ndjson"], parts["records/reference.ndjson"])
	}
	papers := 0
	for name, body := range parts {
		if strings.HasPrefix(name, "documents/") && strings.HasPrefix(body, "%PDF") {
			papers++
		}
	}
	if papers < 2 {
		t.Errorf("%d documents", papers)
	}

	// Who reads it is on record, thing by thing, before it left.
	read := map[string]bool{}
	for _, r := range w.readings.list[before:] {
		if r.Personal {
			read[r.ID.String()+r.What] = true
		}
	}
	for s := range streams {
		if !read[s] {
			t.Errorf("no reading of %s", s)
		}
	}
	if !read[w.city.String()+"everything"] {
		t.Error("no reading of everything")
	}
	found := w.get("/v1/exports?hash="+sum(&reply{ResponseRecorder: &httptest.ResponseRecorder{Body: bytes.NewBuffer(file)}}), access.Registrar, w.city).want(200).list("exports")
	if len(found) != 1 || found[0]["form"] != "everything" || found[0]["unfinished"] != nil || found[0]["export"] == nil || int(found[0]["rows"].(float64)) < len(streams) {
		t.Errorf("found %v", found)
	}
}

func TestWhatWasForgottenSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	person := w.person(incident)
	if _, parts := w.everything(); !strings.Contains(parts["records/incident.ndjson"], "NL-4711") {
		t.Fatal("it is not opened")
	}
	w.post("/v1/persons/"+person+"/erasure", access.Registrar, w.city, `{"employer":"GEM-ROTTERDAM","what":["identity"],"reason":"ERASURE","forever":true}`).want(200)
	_, parts := w.everything()
	if got := parts["records/incident.ndjson"]; strings.Contains(got, "NL-4711") || !strings.Contains(got, `{"forgotten":true}`) || !strings.Contains(parts["records/person.ndjson"], person) {
		t.Errorf("it says\n%s", got)
	}
}

func TestOnlyTheRegistrarOfTheEmployerTakesEverythingOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.head()
	for _, c := range []struct {
		role   access.Role
		of     uuid.UUID
		query  string
		status int
	}{
		{access.Operator, uuid.Nil, "?employer=" + city, 403}, {access.CaseWorker, w.city, "", 403}, {access.Reporter, w.city, "", 403}, {access.Analyst, uuid.Nil, "?employer=" + city, 403},
		{access.Registrar, w.fire, "?employer=" + city, 403}, {access.Registrar, w.city, "?employer=GEM-NERGENS", 403},
	} {
		w.get("/v1/exports/everything"+c.query, c.role, c.of).want(c.status)
	}
	if w.head() != before {
		t.Error("what was refused is on record as if it left")
	}
}

// lost is a client that leaves once it has so many bytes.
type lost struct {
	httptest.ResponseRecorder
	left int
}

func (l *lost) Write(b []byte) (int, error) {
	if l.left -= len(b); l.left < 0 {
		return 0, errors.New("the connection is gone")
	}
	return l.ResponseRecorder.Write(b)
}

func TestAnExportThatBreaksOffIsNoFileAndIsOnRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.shown()
	r := httptest.NewRequest("GET", "http://localhost/v1/exports/everything", nil)
	r.Header.Set("Authorization", "Bearer "+w.token(access.Registrar, w.city))
	client := &lost{ResponseRecorder: *httptest.NewRecorder(), left: 4000}
	func() {
		defer func() {
			if v := recover(); v != http.ErrAbortHandler {
				t.Errorf("it ended with %v, and not as a broken connection", v)
			}
		}()
		w.handler.ServeHTTP(client, r)
	}()
	w.unfinished(client.Body.Bytes())
}

// unfinished insists that what was got of an export is no file, and is on record.
func (w *world) unfinished(got []byte) {
	w.t.Helper()
	if export.Verify(bytes.NewReader(got), int64(len(got)), func(_, _ int64) {}).Whole() {
		w.t.Error("half of it is a whole file")
	}
	list := slices.DeleteFunc(w.get("/v1/exports", access.Registrar, w.city).want(200).list("exports"), func(x map[string]any) bool { return x["form"] == "access-file" }) // of the world that is shown
	if len(list) != 1 || list[0]["unfinished"] != true || list[0]["hash"] != nil || list[0]["size"] == 0.0 || list[0]["form"] != "everything" {
		w.t.Errorf("on record is %v", list)
	}
	if len(got) > 0 && !bytes.Contains(got, []byte("LEESMIJ")) {
		w.t.Error("it does not begin with what it is")
	}
}

// vanishing is a database that goes away once it comes to a kind; it insists that no request's
// time limit holds for what takes longer.
type vanishing struct {
	records
	at    string
	t     testing.TB
	leave *atomic.Bool // what is read before it leaves is another request's
}

func (b vanishing) ReadKindAs(ctx context.Context, scope access.Scope, owner uuid.UUID, category string, after eventlog.Place, upTo eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	if !b.leave.Load() {
		return b.records.ReadKindAs(ctx, scope, owner, category, after, upTo, limit)
	}
	if _, limited := ctx.Deadline(); limited {
		b.t.Error("a request's time limit holds for an export too")
	}
	if category == b.at {
		return nil, errors.New("the database is gone")
	}
	return b.records.ReadKindAs(ctx, scope, owner, category, after, upTo, limit)
}

func TestAServerThatFailsHalfwayCutsTheConnection(t *testing.T) {
	t.Parallel()
	leave := &atomic.Bool{}
	w := newWorld(t, func(n *Needs, _ *limits) { n.Records = vanishing{n.Records.(records), "prosecution", t, leave} })
	w.shown()
	leave.Store(true)
	server := httptest.NewServer(w.handler)
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/v1/exports/everything", nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+w.token(access.Registrar, w.city))
	var got []byte
	answer, err := server.Client().Do(r)
	if err == nil { // else what there was of it had not left yet
		got, err = io.ReadAll(answer.Body)
		_ = answer.Body.Close()
	}
	if err == nil {
		t.Error("the client is told that it is whole")
	}
	w.unfinished(got)
	if found := canary.Find(w.logged.text.Bytes()); found != nil || !strings.Contains(w.logged.text.String(), "export broke off") {
		t.Errorf("the log says %s", w.logged.text.String())
	}
}
