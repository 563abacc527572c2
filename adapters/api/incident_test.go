package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

const whole = `{
	"employer": "GEM-ROTTERDAM",
	"occurred": {"at": "2026-11-20T23:10:00+01:00"},
	"place": {"type": "ROAD", "gemeente": "GM0599", "unit": "NOORD"},
	"behaviours": ["VERB_ABUSE"],
	"professions": ["BOA1"],
	"workers": [{"name": "Jan Kanarie", "staff_number": "NL-4711", "injury": "I1"}],
	"narrative": "Jan werd uitgescholden."
}`

// registered gives the path of a new incident of the city.
func (w *world) registered(body string) string {
	w.t.Helper()
	return w.post("/v1/incidents", access.Reporter, w.city, body).want(201).Header().Get("Location")
}

func TestAReportIsReadBackByWhoeverMayReadIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.post("/v1/incidents", access.Reporter, w.city, whole).want(201)
	if made.Header().Get("ETag") != `"1"` || made.Header().Get("Position") != "3" || made.Header().Get("Location") != "/v1/incidents/"+made.text("id") {
		t.Errorf("headers %v", made.Header())
	}
	path := made.Header().Get("Location")

	page := w.get(path, access.Registrar, w.city).want(200)
	want := map[string]any{
		"id": made.text("id"), "version": 1.0, "employer": city,
		"occurred":    map[string]any{"at": "2026-11-20T22:10:00Z", "offset": "+01:00", "precision": "MINUTE"},
		"reported_at": "2026-11-21T12:00:00Z",
		"place":       map[string]any{"type": "ROAD", "gemeente": "GM0599", "unit": "NOORD"},
		"behaviours":  []any{"VERB_ABUSE"}, "professions": []any{"BOA1"}, "regime": "AVG", "suspects": []any{}, "worker_count": 1.0, "corrections": 0.0, "withdrawn": false,
	}
	personal := page.json["personal"].(map[string]any)
	timeline := page.json["timeline"].([]any)
	delete(page.json, "personal")
	delete(page.json, "timeline")
	if diff := cmp.Diff(want, page.json); diff != "" {
		t.Error(diff)
	}
	someone := personal["workers"].([]any)[0].(map[string]any)
	if someone["name"] != "Jan Kanarie" || someone["staff_number"] != "NL-4711" || someone["injury"] != "I1" || someone["identity"] != "present" {
		t.Errorf("worker %v", someone)
	}
	if diff := cmp.Diff([]any{map[string]any{"state": "present", "text": "Jan werd uitgescholden."}}, personal["narrative"]); diff != "" {
		t.Error(diff)
	}
	if len(timeline) != 1 || timeline[0].(map[string]any)["who"] != "reporter" {
		t.Errorf("timeline %v", timeline)
	}
}

func TestAHistoryGrowsByDetailsCorrectionAndWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	for i, step := range []struct{ to, body string }{
		{"/details", `{"behaviours":["HIT"],"workers":[{"staff_number":"NL-4711","injury":"I4"}]}`},
		{"/corrections", `{"reason":"verkeerde dag","occurred":{"at":"2026-11-19","finer":"UNKNOWN"}}`},
		{"/withdrawal", `{"reason":"DUPLICATE","explanation":"dubbel"}`},
	} {
		out := w.post(path+step.to, access.Registrar, w.city, step.body).want(200)
		if want := float64(i + 2); out.json["version"] != want || out.Header().Get("ETag") != fmt.Sprintf(`"%d"`, i+2) || out.json["recorded"] != true {
			t.Errorf("%s: %s", step.to, out.Body)
		}
	}
	page := w.get(path, access.Registrar, w.city).want(200)
	if page.json["withdrawn"] != true || page.json["withdrawal"] != "DUPLICATE" || page.json["worker_count"] != 1.0 || len(page.json["timeline"].([]any)) != 4 {
		t.Errorf("got %s", page.Body)
	}
	if diff := cmp.Diff(map[string]any{"at": "2026-11-18T23:00:00Z", "offset": "+01:00", "precision": "DAY", "finer": "UNKNOWN"}, page.json["occurred"]); diff != "" {
		t.Error(diff)
	}
	if out := w.post(path+"/withdrawal", access.Registrar, w.city, `{"reason":"DUPLICATE"}`).want(200); out.json["recorded"] != false || out.json["version"] != 4.0 {
		t.Errorf("a second withdrawal: %s", out.Body)
	}
	if out := w.post(path+"/details", access.Registrar, w.city, `{"narrative":"nog iets"}`).want(409); out.text("kind") != "refused" {
		t.Errorf("got %s", out.Body)
	}
	// Mending the time would not help: a withdrawn report takes no correction.
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"x","occurred":{"at":"x"}}`).want(409)
}

func TestWhatIsAnsweredCanBeSentBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	page := w.get(path, access.Registrar, w.city).want(200)
	body := map[string]any{"reason": "niets veranderd"}
	for _, key := range []string{"occurred", "place", "behaviours", "professions"} {
		body[key] = page.json[key]
	}
	text, _ := json.Marshal(body)
	if out := w.post(path+"/corrections", access.Registrar, w.city, string(text)).want(200); out.json["recorded"] != false {
		t.Errorf("the same again was recorded as a change: %s", out.Body)
	}
}

func TestAnothersRecordLooksLikeNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, none := w.registered(whole), "/v1/incidents/"+uuid.NewString()
	for _, role := range access.Roles() {
		if role == access.Operator {
			continue // is refused each record alike, and keeps the employers
		}
		for _, step := range []struct{ method, there, notThere, body string }{
			{"GET", incident, none, ""},
			{"POST", incident + "/details", none + "/details", `{"x":1}`},
			{"POST", incident + "/details", none + "/details", `{"narrative":"x"}`},
			{"POST", incident + "/corrections", none + "/corrections", `{}`},
			{"POST", incident + "/withdrawal", none + "/withdrawal", `{`},
			{"GET", "/v1/employers/" + city, "/v1/employers/NONE", ""},
			{"POST", "/v1/employers/" + city + "/changes", "/v1/employers/NONE/changes", `{"x":1}`},
			{"GET", "/v1/views/time-of-day?employer=" + city, "/v1/views/time-of-day?employer=NONE", ""},
		} {
			token := w.token(role, w.fire)
			there, notThere := w.do(step.method, step.there, token, step.body), w.do(step.method, step.notThere, token, step.body)
			if there.Code < 400 || there.Body.String() != notThere.Body.String() {
				t.Errorf("%s %s as %s: %s, but %s", step.method, step.there, role, there.Body, notThere.Body)
			}
		}
		there := w.post("/v1/incidents", role, w.fire, `{"employer":"GEM-ROTTERDAM"}`).want(403)
		if notThere := w.post("/v1/incidents", role, w.fire, `{"employer":"NONE"}`); notThere.Body.String() != there.Body.String() {
			t.Errorf("a report for another as %s: %s, but %s", role, there.Body, notThere.Body)
		}
	}
	for _, id := range []string{"x", strings.ToUpper(incident[len("/v1/incidents/"):]), "%2e%2e", "urn:uuid:" + uuid.NewString()} {
		w.get("/v1/incidents/"+id, access.Registrar, w.city).want(404)
	}
}

func TestAnEmployerMayBeLeftOutByWhoeverWorksForOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(`{"narrative":"x"}`)
	if page := w.get(path, access.Registrar, w.city).want(200); page.json["employer"] != city {
		t.Errorf("got %s", page.Body)
	}
}

// TestAnOperatorReportsForNobody: whether an employer that he names is one is not told either.
func TestAnOperatorReportsForNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, body := range []string{`{}`, `{"behaviours":["SPIT"]}`, `{"employer":"GEM-KANARIE"}`, `{"employer":"` + city + `"}`} {
		if out := w.post("/v1/incidents", access.Operator, uuid.Nil, body); out.Code != 403 && !slices.Equal(out.fields(), []string{"employer"}) || strings.Contains(out.Body.String(), "KANARIE") {
			t.Errorf("%s: %d %s", body, out.Code, out.Body)
		}
	}
}
