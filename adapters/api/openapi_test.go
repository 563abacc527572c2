package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/codes"
)

func TestTheDescriptionListsEveryRouteWithItsErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.do("GET", "/v1/openapi.json", "", "", header("Origin", "https://elsewhere.example")).want(200)
	if out.Header().Get("Access-Control-Allow-Origin") != "*" || out.Header().Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", out.Header())
	}
	info := out.json["info"].(map[string]any)
	if out.json["openapi"] != "3.1.0" || info["version"] != Version || info["contact"].(map[string]any)["email"] != "beheer@example.org" {
		t.Errorf("info %v", info)
	}
	paths := out.json["paths"].(map[string]any)
	n := 0
	for _, r := range (&api{}).routes() {
		op, _ := paths[r.path].(map[string]any)[strings.ToLower(r.method)].(map[string]any)
		if op == nil || op["operationId"] != r.id || op["summary"] != r.nl || op["description"] != r.en {
			t.Errorf("%s %s is described as %v", r.method, r.path, op)
			continue
		}
		n++
		checkResponses(t, r, op["responses"].(map[string]any))
		if (op["requestBody"] != nil) != (r.body != nil || sendsAFile[r.id]) || (op["security"] != nil) == r.open {
			t.Errorf("%s: body %v, security %v", r.id, op["requestBody"], op["security"])
		}
	}
	all := 0
	for _, path := range paths {
		all += len(path.(map[string]any))
	}
	if n != all {
		t.Errorf("%d operations are described, the table has %d", all, n)
	}
}

// sendsAFile are the operations that take no JSON.
var sendsAFile = map[string]bool{"uploadImport": true, "uploadNotices": true, "previewTemplate": true, "addPhoto": true}

func checkResponses(t *testing.T, r route, responses map[string]any) {
	want := []string{fmt.Sprint(r.status), "400", "429", "500", "503"}
	if !r.open {
		want = append(want, "401", "403")
	}
	if r.body != nil {
		want = append(want, "408", "415")
	}
	for _, status := range r.errors {
		want = append(want, fmt.Sprint(status))
	}
	slices.Sort(want)
	var got []string
	for status, response := range responses {
		got = append(got, status)
		headers, _ := response.(map[string]any)["headers"].(map[string]any)
		if headers["API-Version"] == nil {
			t.Errorf("%s %s does not describe API-Version", r.id, status)
		}
		content, _ := response.(map[string]any)["content"].(map[string]any)
		if status[0] != '2' && content["application/problem+json"] == nil {
			t.Errorf("%s %s is described as %v", r.id, status, content)
		}
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("%s: describes %v, want %v", r.id, got, want)
	}
}

func TestTheDescriptionHoldsTheCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	schemas := w.do("GET", "/v1/openapi.json", "", "").json["components"].(map[string]any)["schemas"].(map[string]any)
	for name, lists := range listed {
		for property, list := range lists {
			text, _ := json.Marshal(schemas[name].(map[string]any)["properties"].(map[string]any)[property])
			for _, code := range []codes.Code{list.Codes[0].Code, codes.Unknown} {
				if !strings.Contains(string(text), `"`+string(code)+`"`) {
					t.Errorf("%s.%s does not name %s: %s", name, property, code, text)
				}
			}
		}
	}
	for name, schema := range schemas {
		if properties, _ := schema.(map[string]any)["properties"].(map[string]any); properties["$schema"] != nil {
			t.Errorf("%s asks for $schema", name)
		}
	}
}

func TestWhatTheDescriptionShowsWorks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := w.shown()
	paths := w.do("GET", base+"/openapi.json", "", "").json["paths"].(map[string]any)
	sent := 0
	for _, r := range (&api{}).routes() {
		if r.body == nil {
			continue
		}
		sent++
		if strings.Contains(r.path, "/departure") {
			continue // who leaves is gone, and that takes two weeks: departure_test.go
		}
		role, works := w.asker(r.path)
		w.onceAMonthEnded(r.path)
		out := w.post(base+here.paths.Replace(r.path), role, works, here.examples.Replace(examples[r.id])).want(r.status)
		if out.json["recorded"] != true && out.json["erased"] == nil && out.json["order"] == nil { // a certificate and an order say it otherwise
			t.Errorf("%s: %s", r.id, out.Body)
		}
		described := paths[r.path].(map[string]any)["post"].(map[string]any)
		example := described["requestBody"].(map[string]any)["content"].(map[string]any)["application/json"].(map[string]any)["example"]
		if text, _ := json.Marshal(example); len(text) < 10 && examples[r.id] != "{}" { // some take nothing
			t.Errorf("%s shows %s", r.id, text)
		}
	}
	if sent != len(examples) {
		t.Errorf("%d commands, %d examples", sent, len(examples))
	}
}
