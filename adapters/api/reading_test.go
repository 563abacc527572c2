package api

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/processing"
)

func (w *world) readingsOf(do func()) (read, changed []access.Reading, lines []processing.Record) {
	w.t.Helper()
	a, b, c := len(w.readings.list), len(w.readings.changes), len(w.readings.lines)
	do()
	return w.readings.list[a:], w.readings.changes[b:], w.readings.lines[c:]
}

func TestAReadingSaysWhoseAndWhatWasOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	read, _, lines := w.readingsOf(func() { w.get(path, access.Registrar, w.city).want(200) })
	if len(read) != 1 || read[0].Owner != w.city || read[0].Trace == (access.Trace{}) || read[0].Began.IsZero() {
		t.Fatalf("recorded %+v", read)
	}
	fields := read[0].Fields()
	for _, kind := range []string{"identity", "health", "narrative"} {
		if !slices.Contains(fields, kind) {
			t.Errorf("%s is not among %v", kind, fields)
		}
	}
	var who []string
	for _, l := range lines {
		if l.Subject != "" {
			who = append(who, l.Subject)
		}
	}
	if !slices.Contains(who, "person "+w.person(path)) {
		t.Errorf("the logbook has %v", who)
	}
	read, _, lines = w.readingsOf(func() { w.get(path, access.Reporter, w.city).want(200) })
	if len(read) != 1 || read[0].Personal || len(read[0].Opened) > 0 || read[0].Owner != w.city || len(lines) > 0 {
		t.Errorf("who sees nobody: %+v, %+v", read, lines)
	}
}

func TestEachThingThatARequestReadsHasASpan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	docket := w.prosecution(incident, w.person(incident))
	_, _, lines := w.readingsOf(func() { w.get(docket+"/timeline", access.CaseWorker, w.city).want(200) })
	spans := map[[8]byte]bool{}
	for _, l := range lines {
		if spans[l.Trace.Span] {
			t.Errorf("two lines have the span %x", l.Trace.Span)
		}
		spans[l.Trace.Span] = true
	}
	if len(lines) == 0 {
		t.Error("no line in the logbook")
	}
}

func TestWritingOfSomebodyIsProcessingToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var path string
	_, changed, lines := w.readingsOf(func() { path = w.registered(whole) })
	if len(changed) != 1 || changed[0].What != "incident" || changed[0].Owner != w.city || "/v1/incidents/"+changed[0].ID.String() != path || len(changed[0].Fields()) == 0 {
		t.Fatalf("recorded %+v", changed)
	}
	if len(lines) == 0 || lines[0].Name != "change incident" {
		t.Errorf("the logbook has %+v", lines)
	}
	_, changed, _ = w.readingsOf(func() { w.post(path+"/closing", access.Registrar, w.city, `{"reason":"COMPLETE"}`).want(200) })
	if len(changed) != 0 {
		t.Errorf("closing says nothing of anybody: %+v", changed)
	}
	w.readings.fail = errors.New("disk full")
	head := w.head()
	out := w.post("/v1/incidents", access.Registrar, w.city, whole).want(503)
	if !strings.Contains(out.text("detail"), "nothing is recorded") || w.head() != head {
		t.Errorf("%s, and the head went from %d to %d", out.Body, head, w.head())
	}
}

func TestATraceGoesOnAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	const id, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	var out *reply
	read, _, lines := w.readingsOf(func() {
		out = w.get(path, access.Registrar, w.city, header("traceparent", "00-"+id+"-"+parent+"-01")).want(200)
	})
	got := out.Header().Get("traceparent")
	if !strings.HasPrefix(got, "00-"+id+"-") || strings.Contains(got, parent) {
		t.Errorf("the answer is of trace %s", got)
	}
	if read[0].Trace.String() != got || !read[0].Trace.Called || lines[0].Processor == "" {
		t.Errorf("recorded %s, %+v", read[0].Trace, lines[0])
	}
	own := w.get(path, access.Registrar, w.city).want(200).Header().Get("traceparent")
	if _, _, ok := access.ParseTrace(own); !ok || strings.Contains(own, id) {
		t.Errorf("without one the answer is of trace %q", own)
	}
	if lines := w.readings.lines; lines[len(lines)-1].Processor != "" {
		t.Error("nobody else called, and yet the logbook says so")
	}
	for _, p := range []string{"/v1/nothing", "/v1/health/live"} {
		if w.do("GET", p, "", "").Header().Get("traceparent") == "" {
			t.Errorf("%s has no trace", p)
		}
	}
}
