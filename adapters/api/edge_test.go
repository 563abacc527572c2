package api

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/identity/sessiontest"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
)

// described is every road of the description, as "GET /v1/incidents/{id}", in order.
func (w *world) described() []string {
	w.t.Helper()
	var roads []string
	for path, operations := range w.do("GET", "/v1/openapi.json", "", "").want(200).json["paths"].(map[string]any) {
		for method := range operations.(map[string]any) {
			roads = append(roads, strings.ToUpper(method)+" "+base+path)
		}
	}
	slices.Sort(roads)
	return roads
}

// someID stands in a path where an id must.
const someID = "0199aaaa-0000-7000-8000-00000000ffff"

func inPlace(path string) string {
	return strings.NewReplacer("{id}", someID, "{document}", someID, "{photo}", someID, "{code}", city, "{table}", "urbanity", "{agreement}", "UITKOMST-VERTELLEN",
		"{hash}", strings.Repeat("0", 64), "{name}", "behaviour").Replace(path)
}

// TestEveryAnswerKeepsPagesOfOthersOut walks all roads, as nobody and as somebody: with an
// answer, an error or a refusal. That the headers are right is looked at by checked.
func TestEveryAnswerKeepsPagesOfOthersOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	roads := append(w.described(), "GET /v1/openapi.json", "GET /none", "DELETE /v1/incidents", "GET /sign-in")
	statuses := map[int]int{}
	for _, road := range roads {
		method, path, _ := strings.Cut(road, " ")
		body := ""
		if method != http.MethodGet {
			body = "{}"
		}
		for _, token := range []string{"", "wrong", w.token(access.Registrar, w.city), w.token(access.Analyst, uuid.Nil)} {
			out := w.do(method, inPlace(path), token, body)
			statuses[out.Code]++
			want := "same-origin"
			if path == "/v1/openapi.json" {
				want = "cross-origin" // whoever builds on us reads it from a page of his own
			}
			if got := out.Header().Get("Cross-Origin-Resource-Policy"); got != want {
				t.Errorf("%s: status %d: Cross-Origin-Resource-Policy is %q, want %q", road, out.Code, got, want)
			}
		}
	}
	for _, status := range []int{200, 400, 401, 403, 404, 405} {
		if statuses[status] == 0 {
			t.Errorf("no road answered %d: %v", status, statuses)
		}
	}
}

func TestWithoutTLSNobodyIsToldToUseIt(t *testing.T) {
	t.Parallel()
	w, h := newPlain(t, func(n *Needs) { n.Secure = false })
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/v1/health/live", nil))
	if rec.Code != http.StatusOK || rec.Header().Get("Strict-Transport-Security") != "" {
		t.Errorf("over plain HTTP it says that there is TLS: %d %v", rec.Code, rec.Header())
	}
	if w.do("GET", "/v1/health/live", "", "").Header().Get("Strict-Transport-Security") == "" {
		t.Error("over TLS it does not say so")
	}
}

// newPlain also gives a handler on the same world whose answers are not those that a world insists on.
func newPlain(t *testing.T, change func(*Needs)) (*world, http.Handler) {
	t.Helper()
	var needs Needs
	w := newWorld(t, func(n *Needs, _ *limits) { needs = *n })
	needs.Metrics = prometheus.NewRegistry()
	if needs.History.(history).now == nil {
		needs.History = history{w.log, needs.Clock}
	}
	change(&needs)
	h, err := Handler(needs)
	must(t, err)
	return w, h
}

// TestAPageOfAnotherSiteChangesNothing: of every road that changes something, with the cookie of
// somebody who may. A program, which brings a token, is no browser and is not asked.
func TestAPageOfAnotherSiteChangesNothing(t *testing.T) {
	t.Parallel()
	var employers []identity.Employer
	d, err := identity.NewDemonstration(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, sessiontest.NewMemory(), func(context.Context) ([]identity.Employer, error) { return employers, nil })
	must(t, err)
	w, h := newPlain(t, func(n *Needs) { n.Identity, n.SignIn = d, d })
	employers = []identity.Employer{{ID: w.city, Code: city}}
	cookie, token := signedIn(t, h), ""
	for _, one := range d.Tokens(employers) {
		if one.Role == access.Registrar {
			token = one.Bearer
		}
	}
	roads := slices.DeleteFunc(append(w.described(), "POST /session", "POST /sign-out", "POST /sign-in"), func(road string) bool { return strings.HasPrefix(road, "GET ") })
	elsewhere := []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://elsewhere.example"}}}
	head, err := w.log.Head(t.Context())
	must(t, err)
	for _, road := range roads {
		for _, from := range elsewhere {
			if rec := posted(h, road, from, func(r *http.Request) { r.AddCookie(cookie) }); rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "another site") {
				t.Errorf("%s, %v: %d %s", road, from, rec.Code, rec.Body)
			}
		}
	}
	if now, err := w.log.Head(t.Context()); err != nil || now != head {
		t.Errorf("the log went from %d to %d: %v", head, now, err)
	}
	for _, road := range roads {
		if rec := posted(h, road, elsewhere[0], func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }); strings.Contains(road, base) && strings.Contains(rec.Body.String(), "another site") {
			t.Errorf("%s: a program is refused: %d %s", road, rec.Code, rec.Body)
		}
	}
	if rec := posted(h, "POST /v1/incidents", http.Header{"Sec-Fetch-Site": {"same-origin"}}, func(r *http.Request) { r.AddCookie(cookie) }); rec.Code != http.StatusCreated {
		t.Errorf("our own page is refused: %d %s", rec.Code, rec.Body)
	}
}

func posted(h http.Handler, road string, from http.Header, as func(*http.Request)) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(road, " ")
	r := httptest.NewRequest(method, "http://127.0.0.1"+inPlace(path), strings.NewReader("{}"))
	r.Header.Set("Content-Type", "application/json")
	maps.Copy(r.Header, from)
	as(r)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// signedIn chooses the registrar in a demonstration, and gives the cookie.
func signedIn(t *testing.T, h http.Handler) *http.Cookie {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/sign-in", strings.NewReader(url.Values{"role": {"registrar"}, "employer": {city}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	cookies := rec.Result().Cookies()
	if rec.Code != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("signing in: %d %s", rec.Code, rec.Body)
	}
	return cookies[0]
}

// TestWhateverIsSentStaysOutOfLogsMetricsAndErrors: something about a person in every place of a
// request, on every road, as nobody and as somebody. What an answer that went well repeats is
// what its reader may see; an error repeats nothing.
func TestWhateverIsSentStaysOutOfLogsMetricsAndErrors(t *testing.T) {
	t.Parallel()
	w := held(t, UsualRates)
	before := len(w.logged.String())
	tokens := []string{"", canary.StaffNumber, w.token(access.Registrar, w.city), w.token(access.Operator, uuid.Nil)}
	n := 0
	for _, road := range w.described() {
		method, path, _ := strings.Cut(road, " ")
		for place, sent := range places(method, path) {
			for i, token := range tokens {
				out := w.do(method, sent.path, token, sent.body, sent.options...)
				n++
				if found := canary.Find([]byte(headerText(out.Header()))); found != nil {
					t.Errorf("%s, in %s: a header of the answer has %v", road, place, found)
				}
				if found := canary.Find(out.Body.Bytes()); found != nil && out.Code >= 400 {
					t.Errorf("%s, in %s, as %d: the error has %v: %s", road, place, i, found, out.Body)
				}
			}
		}
	}
	if found := canary.Find([]byte(w.logged.String()[before:])); found != nil {
		t.Errorf("the log has %v", found)
	}
	rec := httptest.NewRecorder()
	Metrics(w.metrics).ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if found := canary.Find(rec.Body.Bytes()); found != nil || !strings.Contains(rec.Body.String(), "ruggensteun_http_requests_total") {
		t.Errorf("the metrics have %v", found)
	}
	w.get(w.registered(`{"behaviours":["HIT"],"reach":"REACHED","narrative":"`+canary.Narrative+`","workers":[{"staff_number":"`+canary.StaffNumber+`","name":"`+canary.Name+`"}]}`), access.Registrar, w.city).want(http.StatusOK)
	traced := fmt.Sprintf("%+v", w.readings.lines) // what becomes spans
	if found := canary.Find([]byte(traced)); found != nil || len(w.readings.lines) == 0 {
		t.Errorf("%d lines of the processing log have %v", len(w.readings.lines), found)
	}
	if n < 1000 {
		t.Errorf("only %d requests were made", n)
	}
}

type sending struct {
	path, body string
	options    []option
}

// places are where in a request something about a person can stand.
func places(method, path string) map[string]sending {
	name, number := url.PathEscape(canary.Name), url.QueryEscape(canary.StaffNumber)
	whole, body := inPlace(path), ""
	if method != http.MethodGet {
		body = "{}"
	}
	list := map[string]sending{
		"the query":       {whole + "?" + url.QueryEscape(canary.Name) + "=" + number + "&employer=" + number + "&from=" + number + "&filter=" + url.QueryEscape(canary.Address) + "&q=" + number, body, nil},
		"the path behind": {whole + "/" + name, body, nil},
		"the headers": {whole, body, []option{header("Idempotency-Key", canary.RequestKey), header("If-Match", `"`+canary.Reference+`"`), header("Accept", canary.Reason), header("Accept-Language", canary.Reason),
			header("Referer", "https://example.nl/"+canary.Suspect), header("Traceparent", canary.Document), header("X-Forwarded-For", canary.Name), header("Cookie", "ruggensteun="+canary.StaffNumber), header("User-Agent", canary.Explanation), header("Ruggensteun-Role", canary.Name)}},
	}
	if strings.Contains(path, "{") {
		begin, rest, _ := strings.Cut(path, "{")
		_, rest, _ = strings.Cut(rest, "}")
		list["the path"] = sending{begin + name + inPlace(rest), body, nil}
	}
	if method != http.MethodGet {
		text := `"` + canary.Narrative + `"`
		list["a body that is no JSON"] = sending{whole, "{" + canary.Narrative, nil}
		list["a name in a body"] = sending{whole, `{"` + canary.Name + `":` + text + `}`, nil}
		list["the fields of a body"] = sending{whole, `{"narrative":` + text + `,"id":` + text + `,"to":` + text + `,"kind":` + text + `,"reason":` + text + `,"code":` + text + `,"name":` + text + `,"at":` + text + `,"on":{"at":` + text + `},"place":{"type":` + text + `},"workers":[` + text + `]}`, nil}
		list["a text for a body"] = sending{whole, text, nil}
		list["the type of a body"] = sending{whole, text, []option{header("Content-Type", "text/"+canary.StaffNumber)}}
	}
	return list
}

func headerText(h http.Header) string {
	var b strings.Builder
	_ = h.Write(&b)
	return b.String()
}
