package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
)

// mistaken is the API with a mistake in it. It may ask as somebody else, and change the answer.
type mistaken struct {
	next   http.Handler
	road   string // method and beginning of the path that the mistake is in
	as     string // a token; "" is that of who asks
	unless func(*http.Request) bool
	change func(*http.Request, *httptest.ResponseRecorder)
}

func (b mistaken) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	hit := strings.HasPrefix(r.Method+" "+r.URL.Path, b.road) && (b.unless == nil || !b.unless(r))
	if hit && b.as != "" {
		r.Header.Set("Authorization", "Bearer "+b.as)
	}
	rec := httptest.NewRecorder()
	b.next.ServeHTTP(rec, r)
	if hit && b.change != nil {
		b.change(r, rec)
	}
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

func added(text string) func(*http.Request, *httptest.ResponseRecorder) {
	return func(_ *http.Request, rec *httptest.ResponseRecorder) { rec.Body.WriteString(text) }
}

// put sets a field of a JSON object.
func put(field string, value any) func(*http.Request, *httptest.ResponseRecorder) {
	return func(_ *http.Request, rec *httptest.ResponseRecorder) {
		var body map[string]any
		if json.Unmarshal(rec.Body.Bytes(), &body) != nil {
			return
		}
		body[field] = value
		rec.Body = bytes.NewBufferString(marshal(body))
	}
}

// TestThePlantedLeaksAreFound breaks the API in one place after the other. A matrix that finds nothing then
// would find nothing ever.
func TestThePlantedLeaksAreFound(t *testing.T) {
	t.Parallel()
	unraced(t)
	p := plantedWorld(t)
	registrar := p.token(access.Registrar, p.city)
	anonymous := func(r *http.Request) bool { return r.Header.Get("Authorization") == "" }
	onlyFor := func(token string) func(*http.Request) bool {
		return func(r *http.Request) bool { return r.Header.Get("Authorization") != "Bearer "+token }
	}
	refused := func(change func(*http.Request, *httptest.ResponseRecorder)) func(*http.Request, *httptest.ResponseRecorder) {
		return func(r *http.Request, rec *httptest.ResponseRecorder) {
			if rec.Code >= 400 {
				change(r, rec)
			}
		}
	}
	sheets := func(change func(*http.Request, *httptest.ResponseRecorder)) func(*http.Request, *httptest.ResponseRecorder) {
		return func(r *http.Request, rec *httptest.ResponseRecorder) {
			if strings.HasPrefix(rec.Header().Get("Content-Type"), "text/csv") {
				change(r, rec)
			}
		}
	}
	pictures := func(change func(*http.Request, *httptest.ResponseRecorder)) func(*http.Request, *httptest.ResponseRecorder) {
		return func(r *http.Request, rec *httptest.ResponseRecorder) {
			if strings.HasPrefix(rec.Header().Get("Content-Type"), "image/svg") {
				change(r, rec)
			}
		}
	}
	for name, m := range map[string]struct {
		mistaken
		roads []string
		finds string
	}{
		"a page shows the narrative to the reporter": {mistaken{road: "GET /v1/incidents/", as: registrar, unless: onlyFor(p.token(access.Reporter, p.city))}, []string{"readIncident"}, "free text of a report"},
		"a list skips its scope":                     {mistaken{road: "GET /v1/incidents", as: registrar, unless: anonymous}, []string{"listIncidents"}, "of another employer"},
		"a page of somebody else is served":          {mistaken{road: "GET /v1/cases/", as: registrar, unless: onlyFor(p.token(access.CaseWorker, p.fire))}, []string{"readCase"}, "of another employer"},
		"an error repeats what was sent":             {mistaken{road: "POST /v1/incidents", change: refused(put("detail", "we cannot read "+canary.Name))}, []string{"registerIncident"}, "an error repeats"},
		"an error says whose it is":                  {mistaken{road: "GET /v1/incidents/", change: refused(added(canary.Twin(canary.CaseNumber)))}, []string{"readIncident"}, "an error repeats"},
		"a header has a name": {mistaken{road: "GET /v1/worklist", change: func(_ *http.Request, rec *httptest.ResponseRecorder) {
			rec.Header().Set("X-Worker", strings.ToUpper(canary.Twin(canary.Name)))
		}}, []string{"listWork"}, "name of the worker of another employer"},
		"a sheet has one column more": {mistaken{road: "GET /v1/triage", change: sheets(func(_ *http.Request, rec *httptest.ResponseRecorder) {
			rec.Body = bytes.NewBufferString("worker," + rec.Body.String())
		})}, []string{"listTriage"}, "csv:listTriage.worker is new"},
		"a picture has a title":             {mistaken{road: "GET /v1/views/location", change: pictures(added("<title>" + canary.Narrative + "</title>"))}, []string{"location"}, "free text of a report"},
		"a field is new":                    {mistaken{road: "GET /v1/employers", change: put("note", "x")}, []string{"listEmployers"}, "EmployersAnswerBody.note is new"},
		"a code shows that has no canary":   {mistaken{road: "GET /v1/incidents/", change: put("worker_count", 2)}, []string{"readIncident"}, "IncidentPage.worker_count"},
		"a canary is hidden in base64":      {mistaken{road: "GET /v1/figures", change: put("definition", base64Of(canary.Suspect))}, []string{"askFigure"}, "identity of a suspect"},
		"what anybody may read has a name":  {mistaken{road: "GET /v1/code-lists", change: put("x", canary.Name)}, []string{"codeLists"}, "name of the worker"},
		"a receipt tells who it is about":   {mistaken{road: "POST /v1/suspects", change: put("name", canary.Suspect)}, []string{"openSuspect"}, "repeats"},
		"a road fails where it cannot read": {mistaken{road: "GET /v1/triage", change: func(_ *http.Request, rec *httptest.ResponseRecorder) { rec.Code = 500 }}, []string{"listTriage"}, "it failed"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newWalk(t, p)
			m.next = p.handler
			l.handler = m.mistaken
			l.roads = slices.DeleteFunc(l.roads, func(r road) bool { return !slices.Contains(m.roads, r.id) })
			for i := range l.roads {
				l.roads[i].queries = nil
			}
			l.around()
			if !slices.ContainsFunc(slices.Collect(maps.Keys(l.leaks)), func(leak string) bool { return strings.Contains(leak, m.finds) }) {
				t.Errorf("it is not found; found is %v", slices.Collect(maps.Keys(l.leaks)))
			}
			l = newWalk(t, p)
			l.roads = slices.DeleteFunc(l.roads, func(r road) bool { return !slices.Contains(m.roads, r.id) })
			for i := range l.roads {
				l.roads[i].queries = nil
			}
			if l.around(); len(l.leaks) > 0 {
				t.Errorf("without it is found %v", l.leaks)
			}
		})
	}
}

// TestThePlantedDifferencesAreFound does it for what tells another's from nothing.
func TestThePlantedDifferencesAreFound(t *testing.T) {
	t.Parallel()
	unraced(t)
	p := plantedWorld(t)
	theirs := p.sides[0].ids["incidents"]
	for name, m := range map[string]struct {
		mistaken
		road string
	}{
		"one byte more of what is another's": {mistaken{road: "GET /v1/incidents/", change: func(r *http.Request, rec *httptest.ResponseRecorder) {
			if strings.Contains(r.URL.Path, theirs) {
				rec.Body.WriteString(" ")
			}
		}}, "readIncident"},
		"403 in place of 404": {mistaken{road: "POST /v1/incidents/", change: func(r *http.Request, rec *httptest.ResponseRecorder) {
			if strings.Contains(r.URL.Path, theirs) {
				rec.Code = 403
			}
		}}, "addDetails"},
		"a filter knows what is another's": {mistaken{road: "GET /v1/cases", change: func(r *http.Request, rec *httptest.ResponseRecorder) {
			if r.URL.Query().Get("incident") == theirs {
				put("cases", []any{})(r, rec)
				put("found", 0)(r, rec)
			}
		}}, "listCases"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newWalk(t, p)
			m.next = p.handler
			l.handler = m.mistaken
			l.roads = slices.DeleteFunc(l.roads, func(r road) bool { return r.id != m.road })
			s := newSecond(l)
			s.inPaths()
			if s.inQuestions(); len(s.differs) == 0 {
				t.Errorf("nothing is found in %d questions", s.compared)
			}
		})
	}
}

func base64Of(text string) string {
	list, _ := json.Marshal([]byte(text))
	return string(list)
}
