package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

func TestWhatNoRouteTakesIsAProblemToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for request, want := range map[string]int{
		"GET /":                         404,
		"GET /v1":                       404,
		"GET /v2/incidents":             404,
		"GET /v1/kanarie":               404,
		"POST /v1/incidents/":           404,
		"GET /v1/health/live/":          404,
		"GET /v1//health/live":          404,
		"GET /v1/health/../health/live": 404,
		"GET /v1/incidents/x/details":   405,
		"PUT /v1/incidents":             405,
		"DELETE /v1/health/live":        405,
		"OPTIONS /v1/incidents":         405,
		"KANARIE /v1/incidents":         405,
		"GET /metrics":                  404, // exact counts: they have a listener of their own
		"GET /v1/openapi.yaml":          404,
		"GET /v1/docs":                  404,
		"GET /v1/schemas/Problem.json":  404,
	} {
		method, path, _ := strings.Cut(request, " ")
		out := w.do(method, path, w.token(access.Operator, uuid.Nil), "").want(want)
		if (want == 405) != (out.Header().Get("Allow") != "") {
			t.Errorf("%s: Allow is %q", request, out.Header().Get("Allow"))
		}
		if strings.Contains(strings.ToLower(out.Body.String()), "kanarie") {
			t.Errorf("%s: %s", request, out.Body)
		}
	}
	if allow := w.do("PUT", "/v1/health/live", "", "").Header().Get("Allow"); allow != "GET, HEAD" {
		t.Errorf("Allow is %q", allow)
	}
}

func TestABodyMustBeJSONAndFit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.token(access.Reporter, w.city)
	for name, test := range map[string]struct {
		contentType, body string
		want              int
	}{
		"JSON":                {"application/json", `{}`, 201},
		"JSON in UTF-8":       {"application/json; charset=utf-8", `{}`, 201},
		"JSON in Latin-1":     {"application/json; charset=iso-8859-1", `{}`, 415},
		"a form":              {"application/x-www-form-urlencoded", `a=b`, 415},
		"text":                {"text/plain", `{}`, 415},
		"a kind of JSON":      {"application/kanarie+json", `{}`, 415},
		"nothing":             {"", `{}`, 415},
		"nonsense":            {";;", `{}`, 415},
		"exactly 1 MiB":       {"application/json", `{"narrative":"` + strings.Repeat("x", 1<<20-16) + `"}`, 400},
		"one byte more":       {"application/json", `{"narrative":"` + strings.Repeat("x", 1<<20-15) + `"}`, 413},
		"much more than that": {"application/json", strings.Repeat("x", 4<<20), 413},
	} {
		out := w.do("POST", "/v1/incidents", token, test.body, func(r *http.Request) {
			r.Header.Del("Content-Type")
			if test.contentType != "" {
				r.Header.Set("Content-Type", test.contentType)
			}
		})
		if out.Code != test.want || strings.Contains(out.Body.String(), "kanarie") {
			t.Errorf("%s: got %d, want %d: %.200s", name, out.Code, test.want, out.Body)
		}
	}
}

func TestABodyThatBreaksOffIsNoFaultOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do("POST", "/v1/incidents", w.token(access.Reporter, w.city), "{}", func(r *http.Request) { r.Body = broken{} }).want(400)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the line with Jan Kanarie broke") }
func (broken) Close() error             { return nil }

// failing is a log that fails, or panics, when it is read.
type failing struct {
	eventlog.Log
	with func() error
}

func (f *failing) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	if f.with != nil {
		return nil, f.with()
	}
	return f.Log.ReadStream(ctx, s, after)
}

func TestWhatGoesWrongHereIsToldByReferenceAndLoggedOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		with   func() error
		status int
		kind   string
		logged string
	}{
		"an error of ours":     {func() error { return errors.New("no such table") }, 500, "internal", "no such table"},
		"a panic":              {func() error { panic(fmt.Errorf("Jan Kanarie")) }, 500, "internal", "*errors.errorString"},
		"a panic of Go":        {func() error { var list []int; return fmt.Errorf("%d", list[3]) }, 500, "internal", "index out of range"},
		"the database is gone": {func() error { return fmt.Errorf("read: %w", eventlog.ErrUnavailable) }, 503, "unavailable", "the log cannot be"},
		"it took too long":     {func() error { return fmt.Errorf("read: %w", context.DeadlineExceeded) }, 503, "unavailable", "deadline"},
		"a fault with a cause": {func() error { return fault.Wrap(fault.Unavailable, "try later", errors.New("no route to host")) }, 503, "unavailable", "no route to host"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			breaks := &failing{}
			w := newWorld(t, func(n *Needs, _ *limits) { breaks.Log, n.Log = n.Log, breaks })
			path := w.registered(whole)
			breaks.with = test.with
			out := w.get(path, access.Registrar, w.city).want(test.status)
			if out.text("kind") != test.kind || strings.Contains(out.Body.String(), test.logged) {
				t.Errorf("got %s", out.Body)
			}
			if logged := w.logged.String(); strings.Count(logged, `"level":"ERROR"`) != 1 || !strings.Contains(logged, test.logged) || strings.Contains(logged, "Kanarie") {
				t.Errorf("logged %s", logged)
			}
			if reference, _ := out.json["reference"].(string); test.status == 500 && (len(reference) != 12 || !strings.Contains(w.logged.String(), `"reference":"`+reference)) {
				t.Errorf("reference %q is not in the log", reference)
			}
		})
	}
}

func TestARequestIsOneLineThatGivesNobodyAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const canary = "Kanarie-4711"
	path := w.registered(`{"narrative":"` + canary + `","workers":[{"name":"` + canary + `","staff_number":"` + canary + `"}]}`)
	w.get(path, access.Registrar, w.city).want(200)
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"`+canary+`","place":{"type":"`+canary+`"}}`, header("Idempotency-Key", canary)).want(400)
	w.post("/v1/incidents", access.Reporter, w.city, `{"`+canary+`":1}`).want(400)
	w.get("/v1/views/time-of-day?place="+canary, access.Registrar, w.city).want(400)
	w.get("/v1/employers/"+canary, access.Registrar, w.city).want(404)
	w.get("/"+canary, access.Registrar, w.city).want(404)
	w.do("GET", path, canary, "").want(401)
	w.do(strings.ToUpper(canary), path, canary, "").want(405)

	logged := strings.TrimSpace(w.logged.String())
	if strings.Contains(strings.ToLower(logged), strings.ToLower(canary)) || strings.Contains(logged, path) {
		t.Errorf("the log gives somebody away: %s", logged)
	}
	all := strings.Split(logged, "\n")
	if len(all) != 2+9 { // two employers of the world
		t.Errorf("%d lines for 11 requests: %s", len(all), logged)
	}
	var line map[string]any
	must(t, json.Unmarshal([]byte(all[3]), &line))
	for _, key := range []string{"took", "correlation", "actor"} {
		if line[key] == nil {
			t.Errorf("no %s in %s", key, all[3])
		}
	}
	if line["route"] != "/v1/incidents/{id}" || line["method"] != "GET" || line["status"] != 200.0 || line["role"] != "registrar" || line["position"] != 3.0 {
		t.Errorf("logged %s", all[3])
	}
	if !strings.Contains(all[4], `"fault":"invalid"`) {
		t.Errorf("logged %s", all[4])
	}

	scraped := httptest.NewRecorder()
	Metrics(w.metrics).ServeHTTP(scraped, httptest.NewRequest("GET", "/metrics", nil))
	metrics := scraped.Body.String()
	if strings.Contains(strings.ToLower(metrics), "kanarie") || !strings.Contains(metrics, `ruggensteun_http_requests_total{method="GET",route="/v1/incidents/{id}",status="200"} 1`) ||
		!strings.Contains(metrics, `ruggensteun_http_requests_total{method="other",route="none",status="405"} 1`) {
		t.Errorf("metrics: %s", metrics)
	}
	if problems, err := testutil.GatherAndLint(w.metrics); err != nil || len(problems) > 0 {
		t.Errorf("lint: %v %v", problems, err)
	}
}

func TestThereIsRoomForSoManyRequests(t *testing.T) {
	t.Parallel()
	inside, leave := make(chan struct{}), make(chan struct{})
	breaks := &failing{}
	w := newWorld(t, func(n *Needs, l *limits) { breaks.Log, n.Log = n.Log, breaks; l.inFlight = 1 })
	path := w.registered(whole)
	breaks.with = func() error { close(inside); <-leave; return errors.New("done") }
	ended := make(chan *reply)
	go func() { ended <- w.get(path, access.Registrar, w.city) }()
	<-inside
	if out := w.get(path, access.Registrar, w.city).want(503); out.text("kind") != "unavailable" {
		t.Errorf("got %s", out.Body)
	}
	w.do("GET", "/v1/health/live", "", "").want(200)
	close(leave)
	(<-ended).want(500)
	breaks.with = nil
	w.get(path, access.Registrar, w.city).want(200)
}

func TestHealthSaysOnlyWhatEverybodyMayRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if out := w.do("GET", "/v1/health/ready", "", "").want(200); out.text("status") != "ready" {
		t.Errorf("got %s", out.Body)
	}
	w.health.err = errors.New("dial postgres://kanarie")
	if out := w.do("GET", "/v1/health/ready", "", "").want(503); strings.Contains(out.Body.String(), "kanarie") || !strings.Contains(w.logged.String(), "kanarie") {
		t.Errorf("got %s", out.Body)
	}
	w.health.err = fault.New(fault.Refused, "the figures are being loaded: 40 % done")
	if out := w.do("GET", "/v1/health/ready", "", "").want(503); !strings.Contains(out.text("detail"), "40 %") {
		t.Errorf("got %s", out.Body)
	}
	w.do("GET", "/v1/health/live", "", "").want(200)
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	_, err := Handler(Needs{})
	for _, name := range []string{"Log", "Readings", "Clock", "Identity", "Metrics"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in %v", name, err)
		}
	}
}

func TestWhateverIsAskedForIsJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, accept := range []string{"", "*/*", "text/html", "json", "application/problem+json", "application/cbor", "text/csv", ";;"} {
		out := w.get("/v1/employers/"+city, access.Registrar, w.city, header("Accept", accept)).want(200)
		if got := out.Header().Get("Content-Type"); got != "application/json" {
			t.Errorf("Accept %q gets %q", accept, got)
		}
	}
}

// TestAQueryThatIsNoTextIsRefused: a database refuses it, too late.
func TestAQueryThatIsNoTextIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for query, field := range map[string]string{
		"/worklist?agreement=%ff": "agreement", "/worklist/agreements?agreement=A%00": "agreement", "/employers?after=%c3%28": "after", "/worklist?party=%0a": "party",
	} {
		out := w.get("/v1"+query, access.CaseWorker, w.city).want(400)
		if !slices.Contains(out.fields(), field) {
			t.Errorf("%s: %s", query, out.Body)
		}
	}
}
