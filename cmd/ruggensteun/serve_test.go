package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// office is a program that serves, and its registrar's token for it.
type office struct {
	*running
	url, token string
}

func (r *running) office() office {
	r.t.Helper()
	return office{
		running: r,
		url:     r.await(`Serving (http://[^/]+)/v1`),
		token:   r.await(`registrar +GEM-X +(\S+)\n`),
	}
}

// post registers an incident and gives its position.
func (o office) post(body string) int {
	o.t.Helper()
	request, err := http.NewRequestWithContext(o.t.Context(), http.MethodPost, o.url+"/v1/incidents", strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+o.token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusCreated {
		o.t.Fatalf("status %d (%v): %s", answer.StatusCode, err, text)
	}
	position, err := strconv.Atoi(answer.Header.Get("Position"))
	if err != nil {
		o.t.Fatal(err)
	}
	return position
}

// counts asks for the total that includes a position; "" while it does not yet.
func (o office) counts(position int) string {
	o.t.Helper()
	status, body := ask(o.t, o.url+"/v1/views/time-of-day?minPosition="+strconv.Itoa(position), o.token)
	if status == http.StatusServiceUnavailable {
		return ""
	}
	var figure struct{ Total struct{ N json.Number } }
	if err := json.Unmarshal([]byte(body), &figure); err != nil || status != http.StatusOK {
		o.t.Fatalf("status %d (%v): %s", status, err, body)
	}
	return figure.Total.N.String()
}

// metrics are what a monitor reads of a server that was started with --metrics.
func (o office) metrics() string {
	o.t.Helper()
	_, text := ask(o.t, o.await(`Metrics for the monitor: (http://\S+)\n`), "")
	return text
}

var applied = regexp.MustCompile(`ruggensteun_projection_events_total\{projection="facts"\} (\d+)`)

// applied is how many events this program has taken into the facts.
func (o office) applied() int {
	o.t.Helper()
	found := applied.FindStringSubmatch(o.metrics())
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

func TestTwoServersShareTheWork(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	one := c.start("serve", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0").office()
	two := c.start("serve", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0").office()
	for range 5 {
		one.post(report)
		two.post(report)
	}
	last := one.post(report)
	for _, o := range []office{one, two} {
		until(t, "both see all of it", func() bool { return o.counts(last) == "11" })
	}
	if got := one.applied() + two.applied(); got != last {
		t.Errorf("together they applied %d events of %d", got, last)
	}
	if _, text := ask(t, two.url+"/metrics", two.token); strings.Contains(text, "total") {
		t.Errorf("whoever can ask anything is told what the monitor is: %s", text)
	}
	if !strings.Contains(two.metrics(), `ruggensteun_projection_stops_total{projection="facts"} 0`) {
		t.Error("an alarm cannot see the first stop: its counter does not begin at zero")
	}
	// Whichever of them owned the read model, the other goes on alone.
	one.end()
	last = two.post(report)
	until(t, "the other takes over", func() bool { return two.counts(last) == "12" })
	two.end()
	c.run("verify").ok()
	for _, o := range []office{one, two} {
		if text, _ := o.err.look(); !strings.Contains(text, "msg=request route=/v1/incidents") {
			t.Errorf("the log of a server holds nothing of its requests:\n%s", text)
		}
	}
}

// TestAServerAnswersNoFiguresOfANewerProgram: their columns may mean something else,
// and whoever asks it would get another number than from the newer one.
func TestAServerAnswersNoFiguresOfANewerProgram(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	o := c.start("serve", "--addr", "127.0.0.1:0").office()
	last := o.post(report)
	until(t, "it is counted", func() bool { return o.counts(last) == "1" })
	c.db.Exec(t, "UPDATE projections SET revision = revision + 1 WHERE name = 'facts' AND active")
	until(t, "it is not ready", func() bool {
		status, _ := ask(t, o.url+"/v1/health/ready", "")
		return status == http.StatusServiceUnavailable
	})
	for _, path := range []string{"/v1/views/time-of-day", "/v1/views/time-of-day?minPosition=" + strconv.Itoa(last)} {
		if status, body := ask(t, o.url+path, o.token); status != http.StatusServiceUnavailable || !strings.Contains(body, "start the newer program") {
			t.Errorf("%s: status %d: %s", path, status, body)
		}
	}
	o.post(report) // what happens is recorded all the same
	if text, _ := o.err.look(); strings.Count(text, "answers no more figures") != 1 {
		t.Errorf("the log says it more than once, or never:\n%s", text)
	}
	o.end()
}

func TestAServerThatSleptThroughItsLeaseAppliesNothingTwice(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	sleeper, process := c.process("serve", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0")
	one := sleeper.office()
	first := one.post(report)
	until(t, "it owns the read model", func() bool { return one.counts(first) == "1" })
	two := c.start("serve", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0").office()

	hold(t, process, syscall.SIGSTOP)
	last := two.post(report)
	until(t, "the other takes over", func() bool { return two.counts(last) == "2" })
	hold(t, process, syscall.SIGCONT)
	last = one.post(report)
	for _, o := range []office{one, two} {
		until(t, "both see all of it", func() bool { return o.counts(last) == "3" })
	}
	if got := one.applied() + two.applied(); got != last {
		t.Errorf("together they applied %d events of %d", got, last)
	}
	one.end()
	two.end()
	c.run("verify").ok()
}

func hold(t *testing.T, process *exec.Cmd, signal os.Signal) {
	t.Helper()
	if err := process.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

func TestAServerOpensToThisMachineOnly(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("serve", "--addr", "0.0.0.0:0").fails(1, "listen on this machine only")
}

func TestTheDescriptionIsOpenAPI(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	o := c.start("serve", "--addr", "127.0.0.1:0").office()
	_, body := ask(t, o.url+"/v1/openapi.json", "")
	var description struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.NewDecoder(bytes.NewReader([]byte(body))).Decode(&description); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(description.OpenAPI, "3.1") || len(description.Paths) < 9 {
		t.Errorf("it describes %d paths in OpenAPI %s", len(description.Paths), description.OpenAPI)
	}
	if status, body := ask(t, o.url+"/v1/views/time-of-day?colour=red", o.token); status != http.StatusBadRequest || !strings.Contains(body, `"field":"colour"`) {
		t.Errorf("an unknown filter is answered by %d: %s", status, body)
	}
}
