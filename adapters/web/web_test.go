package web_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"ruggensteun/adapters/web"
	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// api answers as the API does: with one problem, or a small figure.
type api struct {
	asked []*http.Request
	with  any
	as    int
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.asked = append(a.asked, r)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.as)
	_ = json.NewEncoder(w).Encode(a.with)
}

// knock lets in who has any token at all.
type knock struct{}

func (knock) Authenticate(r *http.Request) (access.Actor, error) {
	if r.Header.Get("Authorization") == "" {
		return access.Actor{}, fault.New(fault.Unauthenticated, "sign in first")
	}
	return access.Actor{Role: access.Analyst}, nil
}

var figure = map[string]any{
	"view": "location", "question": "incident by place as-of 7", "unit": "incident", "position": 7,
	"definition": "Counts <b>incidents</b>.", "definition_nl": "Telt <b>incidenten</b>.",
	"rows": []string{"ROAD", "HOME"}, "columns": []string{"ALL"},
	"row_labels":    []any{map[string]string{"nl": "openbare weg", "en": "public road"}, map[string]string{"nl": "woning", "en": "home"}},
	"column_labels": []any{map[string]string{"nl": "incidenten", "en": "incidents"}},
	"cells":         [][]any{{map[string]any{"n": 1200}}, {map[string]any{"notBrokenDown": true}}},
	"row_totals":    []any{map[string]any{"n": 1200}, map[string]any{"notBrokenDown": true}},
	"column_totals": []any{map[string]any{"n": 1203}}, "total": map[string]any{"n": 1203},
	"coverage": map[string]any{"from": "2025-11", "through": "2026-02", "months": 4, "employers": []any{}},
	"pictures": map[string]string{"wide": `<svg role="img"><title>w</title></svg>`, "narrow": `<svg role="img"><title>n</title></svg>`},
}

func pages(t *testing.T, a *api, theme string) http.Handler {
	t.Helper()
	needs := web.Needs{API: a, Identity: knock{}, Logger: slog.New(slog.DiscardHandler)}
	if theme != "" {
		needs.Theme = []byte(theme)
	}
	h, err := web.Handler(needs)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Authorization", "Bearer one")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAPageAsksOnceInTheNameOfWhoOpensIt(t *testing.T) {
	t.Parallel()
	a := &api{with: figure, as: 200}
	w := get(pages(t, a, ""), "/plaats?by=region&profession=AMB", "Cookie", "ruggensteun=x", "Sec-Fetch-Site", "same-origin")
	if w.Code != http.StatusOK || len(a.asked) != 1 {
		t.Fatalf("status %d after %d questions, want one: each is a reading", w.Code, len(a.asked))
	}
	r := a.asked[0]
	if r.URL.Path != "/v1/views/location" || r.URL.Query().Get("by") != "region" || r.URL.Query().Get("profession") != "AMB" || r.URL.Query().Get("pictures") != "true" {
		t.Errorf("it asked %s", r.URL)
	}
	if r.Header.Get("Authorization") != "Bearer one" || r.Header.Get("Cookie") != "ruggensteun=x" || r.Header.Get("Sec-Fetch-Site") != "same-origin" {
		t.Error("it asked in no name, or as from elsewhere")
	}
}

func TestAFigureIsSaidInBothLanguagesAndNothingInItIsMarkup(t *testing.T) {
	t.Parallel()
	a := &api{with: figure, as: 200}
	for path, wants := range map[string][]string{
		"/plaats":    {`<html lang="nl"`, "openbare weg", "1.200", "niet uitgesplitst", "Telt &lt;b&gt;incidenten", "<title>w</title>", "<title>n</title>", `<option value="2026-Q1"`, `href="/en/plaats"`},
		"/en/plaats": {`<html lang="en"`, "public road", "1,200", "not broken down", "Counts &lt;b&gt;incidents", `href="/plaats"`},
	} {
		body := get(pages(t, a, ""), path).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
	}
}

func TestARefusedQuestionShowsTheNearestOneAsALink(t *testing.T) {
	t.Parallel()
	a := &api{as: 400, with: map[string]any{"status": 400, "kind": "invalid", "errors": []any{
		map[string]string{"field": "question", "problem": "has too many dimensions and filters together", "remedy": "use at most 3"},
		map[string]string{"field": "question", "problem": "cannot be asked of figures that are not your own", "remedy": "ask --rows place --filter profession=AMB --period 2026-Q1"},
	}}}
	w := get(pages(t, a, ""), "/vraag?rows=place")
	body := w.Body.String()
	if w.Code != http.StatusBadRequest || !strings.Contains(body, `href="/vraag?period=2026-Q1&amp;profession=AMB&amp;rows=place"`) {
		t.Errorf("status %d, and no link to the nearest question", w.Code)
	}
	if !strings.Contains(body, "te veel uitsplitsingen") || !strings.Contains(body, `id="f-rows"`) {
		t.Error("it is not said what is wrong, or the form to mend it is gone")
	}
}

func TestNothingOfAPageIsInTheSourceOfAnotherSite(t *testing.T) {
	t.Parallel()
	a := &api{with: figure, as: 200}
	h := pages(t, a, "")
	inline := regexp.MustCompile(`(?i)\sstyle=|<style|<script|\son[a-z]+=`)
	for _, path := range []string{"/", "/tijd", "/over", "/nergens", "/en/vraag"} {
		w := get(h, path)
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s has the policy %q", path, policy)
		}
		if found := inline.FindString(w.Body.String()); found != "" {
			t.Errorf("%s has %q in it, which its own policy forbids", path, found)
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept", path)
		}
	}
}

func TestAnEmptyFieldAndADayLeadToATidyAddress(t *testing.T) {
	t.Parallel()
	w := get(pages(t, &api{with: figure, as: 200}, ""), "/tijd?profession=&place=ROAD&op=2026-03-31")
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/tijd?asOf=2026-04-01T00%3A00%3A00%2B02%3A00&place=ROAD" {
		t.Errorf("status %d to %q", w.Code, to)
	}
}

func TestAPageThatAnotherSiteOpensIsNotCompressed(t *testing.T) {
	t.Parallel()
	h := pages(t, &api{with: figure, as: 200}, "")
	own := get(h, "/tijd", "Accept-Encoding", "gzip", "Sec-Fetch-Site", "none")
	if own.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("a page is not compressed")
	}
	unpacked, err := gzip.NewReader(own.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(unpacked); err != nil || !strings.Contains(string(text), "openbare weg") {
		t.Errorf("it does not unpack to the page: %v", err)
	}
	if other := get(h, "/tijd", "Accept-Encoding", "gzip", "Sec-Fetch-Site", "cross-site"); other.Header().Get("Content-Encoding") != "" {
		t.Error("how long it is says what stands in it")
	}
}

func TestAssetsAreKeptForEverUnderANameOfTheirBytes(t *testing.T) {
	t.Parallel()
	h := pages(t, &api{with: figure, as: 200}, ".ruggensteun-theme { --r-brand: #123456; }")
	found := regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"`).FindAllStringSubmatch(get(h, "/").Body.String(), -1)
	if len(found) < 3 {
		t.Fatalf("assets %v, want our style, the theme and the mark", found)
	}
	for _, f := range found {
		w := get(h, f[1])
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %q", f[1], w.Code, w.Header().Get("Cache-Control"))
		}
		if strings.Contains(w.Body.String(), "//fonts.") || strings.Contains(w.Body.String(), "url(http") {
			t.Errorf("%s asks elsewhere", f[1])
		}
	}
	if w := get(h, "/assets/style.0000000000000000.css"); w.Code != http.StatusNotFound {
		t.Errorf("another hash is answered by %d", w.Code)
	}
}

func TestWhatIsNoPageIsForTheAPI(t *testing.T) {
	t.Parallel()
	for name, headers := range map[string][]string{
		"/v1/incidents":          {},
		"/sign-in?at=x":          {},
		"/something/of/programs": {"Accept", "application/json"},
	} {
		a := &api{with: "from the API", as: 200}
		if w := get(pages(t, a, ""), name, headers...); len(a.asked) != 1 || !strings.Contains(w.Body.String(), "from the API") {
			t.Errorf("%s did not reach it", name)
		}
	}
	a := &api{with: "from the API", as: 200}
	if w := get(pages(t, a, ""), "/nergens"); w.Code != http.StatusNotFound || len(a.asked) != 0 || !strings.Contains(w.Body.String(), "Hier is niets") {
		t.Errorf("a page that is not there: status %d", w.Code)
	}
}
