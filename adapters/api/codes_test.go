package api

import (
	"strings"
	"testing"

	"ruggensteun/domain/codes"
)

func TestCodeListsCanBeReadByWhoeverWantsToReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lists := w.do("GET", "/v1/code-lists", "", "").want(200).json["lists"].([]any)
	if len(lists) != len(codes.Lists()) {
		t.Fatalf("%d lists, want %d", len(lists), len(codes.Lists()))
	}
	for i, l := range codes.Lists() {
		summary := lists[i].(map[string]any)
		name := summary["name"].(string)
		if strings.ContainsAny(name, " /%") || summary["title"].(map[string]any)["nl"] != l.NL {
			t.Errorf("list %q is given as %v", l.Name, summary)
		}
		one := w.do("GET", "/v1/code-lists/"+name, "", "").want(200).json
		entries := one["codes"].([]any)
		if len(entries) != len(l.All()) || one["name"] != name {
			t.Errorf("%s has %d codes, want %d", name, len(entries), len(l.All()))
		}
		for _, e := range entries {
			entry := e.(map[string]any)
			if entry["label"].(map[string]any)["en"] == "" || entry["source"].(map[string]any)["nl"] == "" {
				t.Errorf("%s: %v has no label or no source", name, entry)
			}
		}
	}
}

func TestCodesOfADayAreThoseThatCanApplyThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		list, code, at string
		there          bool
	}{
		{"qualification", "DOXING", "2023-12-31", false},
		{"qualification", "DOXING", "2024-01-01", true},
		{"qualification", "DOXING", "", true},
		{"qualification", "UNKNOWN", "2023-12-31", true},
	} {
		path := "/v1/code-lists/" + tt.list
		if tt.at != "" {
			path += "?at=" + tt.at
		}
		body := w.do("GET", path, "", "").want(200).Body.String()
		if strings.Contains(body, `"code":"`+tt.code+`"`) != tt.there {
			t.Errorf("%s in %s on %q: want %t", tt.code, tt.list, tt.at, tt.there)
		}
	}
	if out := w.do("GET", "/v1/code-lists/qualification?at=1-1-2024", "", "").want(400); !strings.Contains(out.Body.String(), "2026-04-01") {
		t.Errorf("a day in another form: %s", out.Body)
	}
	w.do("GET", "/v1/code-lists/nothing", "", "").want(404)
}

func TestGemeentenAreFoundByNameAndDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"?name=den%20haag", []string{"GM0518"}},
		{"?name=weesp&at=2021-06-01", []string{"GM0457"}},
		{"?name=weesp&at=2023-01-01", nil},
		{"?name=sudwest", []string{"GM1900"}},
	} {
		var got []string
		body := w.do("GET", "/v1/gemeenten"+tt.query, "", "").want(200).json
		for _, g := range body["gemeenten"].([]any) {
			got = append(got, g.(map[string]any)["code"].(string))
		}
		if strings.Join(got, " ") != strings.Join(tt.want, " ") {
			t.Errorf("%s gave %v, want %v", tt.query, got, tt.want)
		}
		if body["caveat"].(map[string]any)["en"] == "" {
			t.Errorf("%s comes without its caveat", tt.query)
		}
	}
	all := w.do("GET", "/v1/gemeenten?at=2023-06-01", "", "").want(200).json["gemeenten"].([]any)
	if len(all) != 342 {
		t.Errorf("%d gemeenten in 2023, want 342", len(all))
	}
}
