package api

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// doorman lets people in until their session ends.
type doorman struct {
	Identity
	ended atomic.Bool
}

func (d *doorman) Authenticate(r *http.Request) (access.Actor, error) {
	if d.ended.Load() {
		return access.Actor{}, fault.New(fault.Unauthenticated, "the session ended")
	}
	return d.Identity.Authenticate(r)
}

// listening is a stream that somebody reads over a real connection, line by line.
type listening struct {
	t     testing.TB
	lines chan string // closed when it ends
	close func()
}

func (w *world) listen(url, token string) *listening {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, url, nil)
	must(w.t, err)
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	must(w.t, err)
	w.t.Cleanup(func() { _ = answer.Body.Close() })
	if got := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || got != "text/event-stream" {
		w.t.Fatalf("it answers %d, %s", answer.StatusCode, got)
	}
	l := &listening{t: w.t, lines: make(chan string, 100), close: func() { _ = answer.Body.Close() }}
	go func() {
		defer close(l.lines)
		for s := bufio.NewScanner(answer.Body); s.Scan(); {
			l.lines <- s.Text()
		}
	}()
	return l
}

// until reads lines up to one that begins so; it tells false when the stream ended first.
func (l *listening) until(begins string) (line string, found bool) {
	l.t.Helper()
	late := time.After(30 * time.Second)
	for {
		select {
		case line, open := <-l.lines:
			if !open || strings.HasPrefix(line, begins) {
				return line, open
			}
		case <-late:
			l.t.Fatalf("nothing came that begins with %q", begins)
		}
	}
}

func (l *listening) ends() {
	l.t.Helper()
	if line, open := l.until("\x00"); open {
		l.t.Errorf("it goes on with %q", line)
	}
}

// watched is a world over a real connection, whose streams look often; it can be stopped, and a session ended.
func watched(t *testing.T) (w *world, url string, d *doorman, stop *atomic.Bool) {
	t.Helper()
	d, stop = &doorman{}, &atomic.Bool{}
	w = newWorld(t, func(n *Needs, l *limits) {
		d.Identity, n.Identity, n.Stopping = n.Identity, d, stop.Load
		l.watch = watchTimes{look: 5 * time.Millisecond, beat: 10 * time.Millisecond, whole: time.Minute}
	})
	server := httptest.NewServer(w.handler)
	t.Cleanup(server.Close)
	return w, server.URL, d, stop
}

func TestAnOpenPageHearsHowManyCame(t *testing.T) {
	t.Parallel()
	w, url, _, _ := watched(t)
	l := w.listen(url+"/v1/incidents/changes", w.token(access.Registrar, w.city))
	if line, _ := l.until("data:"); !strings.HasPrefix(line, `data: {"new":0,`) {
		t.Errorf("at first it says %q", line)
	}
	w.post("/v1/incidents", access.Registrar, w.fire, `{"employer":"VR-RIJNMOND"}`).want(201)
	w.post("/v1/incidents", access.Registrar, w.city, `{"employer":"GEM-ROTTERDAM"}`).want(201)
	if line, _ := l.until("data:"); !strings.HasPrefix(line, `data: {"new":1,`) {
		t.Errorf("after one of its own and one of another's it says %q", line)
	}
}

func TestAStreamShowsThatItIsThereAndEndsWithTheSession(t *testing.T) {
	t.Parallel()
	w, url, door, _ := watched(t)
	l := w.listen(url+"/v1/operation/changes", w.token(access.Operator, uuid.Nil))
	if line, _ := l.until("data:"); !strings.Contains(line, `"facts"`) || strings.Contains(line, "example.nl") {
		t.Errorf("it says %s", line)
	}
	if _, open := l.until(":"); !open {
		t.Error("it ended while the session was there")
	}
	door.ended.Store(true)
	l.ends()
}

func TestAStreamEndsWithTheServer(t *testing.T) {
	t.Parallel()
	w, url, _, stop := watched(t)
	l := w.listen(url+"/v1/worklist/changes", w.token(access.CaseWorker, w.city))
	l.until("data:")
	stop.Store(true)
	l.ends()
}

func TestNobodyHasAllStreams(t *testing.T) {
	t.Parallel()
	w, url, _, _ := watched(t)
	token := w.token(access.Operator, uuid.Nil)
	var first *listening
	for range mostOfOne {
		l := w.listen(url+"/v1/operation/changes", token)
		l.until("data:")
		if first == nil {
			first = l
		}
	}
	w.do("GET", "/v1/operation/changes", token, "", header("Accept", "text/event-stream")).want(503)
	other := w.listen(url+"/v1/incidents/changes", w.token(access.Registrar, w.city))
	other.until("data:")
	first.close()
	for ended := time.Now().Add(30 * time.Second); time.Now().Before(ended); { // its end is seen when something is written to it
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/v1/operation/changes", nil)
		must(t, err)
		r.Header.Set("Accept", "text/event-stream")
		r.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(r)
		must(t, err)
		_ = answer.Body.Close()
		if answer.StatusCode == 200 {
			return
		}
	}
	t.Error("the place of one that was closed is not given back")
}

func TestWithoutAStreamItSaysHowItIsNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.get("/v1/incidents/changes", access.Registrar, w.city).want(200).Body.String(); !strings.HasPrefix(got, `{"new":0,"since":"`) {
		t.Errorf("it says %s", got)
	}
}

func TestWhoComesBackHearsWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	w, url, _, _ := watched(t)
	w.post("/v1/incidents", access.Registrar, w.city, `{"employer":"GEM-ROTTERDAM"}`).want(201)
	token := w.token(access.Registrar, w.city)
	since := func(body string) string {
		var told struct{ Since string }
		must(t, json.Unmarshal([]byte(body), &told))
		return told.Since
	}
	before := since(w.get("/v1/incidents/changes", access.Registrar, w.city).want(200).Body.String())
	w.post("/v1/incidents", access.Registrar, w.city, `{"employer":"GEM-ROTTERDAM"}`).want(201)
	w.post("/v1/incidents", access.Registrar, w.fire, `{"employer":"VR-RIJNMOND"}`).want(201)
	for range 2 { // he goes away and comes back
		l := w.listen(url+"/v1/incidents/changes?since="+before, token)
		line, _ := l.until(`data: {"new":1,`)
		if got := since(strings.TrimPrefix(line, "data: ")); got != before {
			t.Errorf("it goes on from %s, not from %s", got, before)
		}
		l.close()
	}
	w.post("/v1/incidents", access.Registrar, w.city, `{"employer":"GEM-ROTTERDAM"}`).want(201)
	w.listen(url+"/v1/incidents/changes?since="+before, token).until(`data: {"new":2,`)
}

func TestWhatWasNeverGivenIsNoPlaceToGoOnFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, road := range []struct {
		at   string
		role access.Role
	}{{"/v1/incidents/changes", access.Registrar}, {"/v1/worklist/changes", access.CaseWorker}} {
		for _, since := range []string{"x", "AA", "AQE", "AQAAAAAA", strings.Repeat("A", 1500)} {
			got := w.get(road.at+"?since="+since, road.role, w.city)
			if got.Code != 400 && got.Code != 422 || !strings.Contains(got.Body.String(), "since") {
				t.Errorf("%s since %.10s is answered %d: %s", road.at, since, got.Code, got.Body)
			}
		}
		w.get(road.at+"?since=AQ", road.role, w.city).want(200) // nothing was there
	}
}

func TestMarksOfAListComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.String(), 0, mostNew).Draw(t, "lines")
		text := marksOf(lines).String()
		back, err := parseMarks(text)
		if err != nil || back == nil || back.String() != text {
			t.Fatalf("%q became %q (%v)", text, back, err)
		}
		for _, line := range lines {
			if !back[markOf(line)] {
				t.Fatalf("%q is new again", line)
			}
		}
		if len(text) > 1100 {
			t.Fatalf("it is %d characters long", len(text))
		}
	})
}
